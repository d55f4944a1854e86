import {
  acceptInvitationSchema,
  acceptedInvitationSchema,
  createInvitationSchema,
  customerStandingSchema,
  idSchema,
  invitationSchema,
  joinSchema,
} from '@deskside/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { userOf } from '../account/index.ts'
import { browserName } from '../platform/browser-name.ts'
import { everyone, signedIn } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import { foreignToken } from '../platform/foreign-page.ts'
import type { App } from '../platform/http.ts'
import type { SessionService } from '../session/index.ts'
import { mayInvite } from './policy.ts'
import type { InviteService } from './service.ts'

interface Parts {
  readonly invite: InviteService
  readonly session: SessionService
  readonly secure: boolean
  readonly audited: (entry: { actor: string; action: string; subject: string }) => Promise<void>
}

/** Where a customer's browser keeps the token of its session: out of reach of scripts, gone with the browser. */
const customerCookie = (secure: boolean): string => (secure ? '__Host-deskside-customer' : 'deskside-customer')

/** The token of a customer's browser: of our own pages by their cookie, of another site's page as it sends it along. */
export const customerToken = (request: FastifyRequest, secure: boolean): string | undefined =>
  request.foreignOrigin === undefined ? request.cookies[customerCookie(secure)] : foreignToken(request)

/** Keeps the token of its session in a customer's browser. */
export const keepCustomer = (reply: FastifyReply, token: string, secure: boolean): void =>
  void reply.setCookie(customerCookie(secure), token, { path: '/', httpOnly: true, sameSite: 'lax', secure })

export function registerInviteRoutes(app: App, parts: Parts): void {
  registerInvitationRoutes(app, parts)
  registerJoinRoutes(app, parts)
}

function registerInvitationRoutes(app: App, { invite, session, audited }: Parts): void {
  const config = { policy: signedIn }
  const params = z.object({ sessionId: idSchema })
  const demandInvite = (request: FastifyRequest, sessionId: string): string => {
    const { userId } = userOf(request)
    const live = session.live(sessionId)
    const me =
      live &&
      Object.values(live.story.session.participants).find((p) => p.role === 'representative' && p.userId === userId)
    // Who is not in the session learns nothing of it, not even that it is there.
    if (!live || !me || !mayInvite(live.story, me.id)) throw new AppError('session.not-found')
    return userId
  }
  const create = { config, schema: { params, body: createInvitationSchema, response: { 201: invitationSchema } } }
  app.post('/api/v1/sessions/:sessionId/invitations', create, async (request, reply) => {
    const { sessionId } = request.params
    const actor = demandInvite(request, sessionId)
    const { for: audience, by } = request.body
    if (by === 'number' && audience !== 'customer')
      throw new AppError('request.invalid', { fields: [{ path: 'by', message: 'A colleague is invited by link.' }] })
    const invitation =
      by === 'number' ? { by, ...(await invite.renewNumber(sessionId)) } : await invite.link(sessionId, audience)
    await audited({ actor, action: 'invite.created', subject: sessionId })
    return reply.status(201).send(invitation)
  })
  app.delete(
    '/api/v1/sessions/:sessionId/invitations/number',
    { config, schema: { params, response: { 200: z.null() } } },
    async (request) => {
      const actor = demandInvite(request, request.params.sessionId)
      await invite.cancelNumber(request.params.sessionId)
      await audited({ actor, action: 'invite.cancelled', subject: request.params.sessionId })
      return null
    },
  )
  const accept = { config, schema: { body: acceptInvitationSchema, response: { 200: acceptedInvitationSchema } } }
  app.post('/api/v1/invitations/accept', accept, async (request) => {
    const { userId: id, name } = userOf(request)
    return { sessionId: await invite.accept(request.body.token, { id, name }) }
  })
}

function registerJoinRoutes(app: App, { invite, session, secure }: Parts): void {
  const config = { policy: everyone }
  const cookie = customerCookie(secure)
  const tokenOf = (request: FastifyRequest): string | undefined => customerToken(request, secure)
  const answers = { response: { 200: customerStandingSchema } }

  app.get('/api/v1/join', { config, schema: answers }, (request) => invite.standing(tokenOf(request)))

  app.post('/api/v1/join', { config, schema: { body: joinSchema, ...answers } }, async (request, reply) => {
    const now = await invite.standing(tokenOf(request))
    // A browser that is in already keeps its place: a second tab, or the link once more (invite R4).
    if (now.is === 'waiting' || now.is === 'admitted') return now
    const { token, standing } = await invite.join(request.body, {
      address: request.ip,
      browser: browserName(request.headers['user-agent']),
    })
    keepCustomer(reply, token, secure)
    return standing
  })

  app.delete('/api/v1/join', { config, schema: answers }, async (request, reply) => {
    const token = tokenOf(request)
    const standing = await invite.standing(token)
    if (standing.is === 'waiting') {
      const command = { feature: 'session', do: 'withdraw-knock', knockId: standing.participantId } as const
      await session.command({ sessionId: standing.sessionId, by: 'system', command })
    }
    if (standing.is === 'admitted') {
      await session.command({
        sessionId: standing.sessionId,
        by: standing.participantId,
        command: { feature: 'session', do: 'leave' },
      })
    }
    void reply.clearCookie(cookie, { path: '/', httpOnly: true, sameSite: 'lax', secure })
    return { is: 'nobody' as const }
  })
}
