import {
  acceptedOfferSchema,
  customerStandingSchema,
  enterQueueSchema,
  entranceSchema,
  idSchema,
  inboxSchema,
  placeSchema,
  queueListSchema,
  queueSchema,
  queueSettingsSchema,
  queueSlugSchema,
  setAgentStateSchema,
} from '@deskside/protocol'
import type { CustomerStanding } from '@deskside/protocol'
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { userOf } from '../account/index.ts'
import { browserName } from '../platform/browser-name.ts'
import { administrator, everyone, manager, signedIn } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import { openEventStream } from '../platform/event-stream.ts'
import { anySite, foreignToken } from '../platform/foreign-page.ts'
import type { App } from '../platform/http.ts'
import { registerAgentRoutes } from './routes-agents.ts'
import { registerPlainForm } from './plain-form.ts'
import type { QueueService } from './service.ts'

interface Parts {
  readonly queue: QueueService
  readonly secure: boolean
  /** Gives a browser its seat in a session, by the token that speaks for its customer. */
  readonly seat: (reply: FastifyReply, token: string) => void
  /** The token of that seat. */
  readonly seatOf: (request: FastifyRequest) => string | undefined
  readonly standingOf: (customer: {
    readonly sessionId: string
    readonly participantId: string
  }) => Promise<CustomerStanding>
}

export function registerQueueRoutes(app: App, parts: Parts): void {
  registerKeeping(app, parts)
  registerEntrances(app, parts)
  registerPlaces(app, parts)
  registerReturn(app, parts)
  registerAgents(app, parts)
  registerAgentRoutes(app, parts.queue)
  const { queue, secure } = parts
  const place = placeCookie(secure)
  registerPlainForm(app, { queue, cookies: { place, given: `${place}-given` }, keptBy: keptBy(secure) })
}

function registerKeeping(app: App, { queue }: Parts): void {
  const config = { policy: administrator }
  const params = z.object({ queueId: idSchema })
  // Two hundred holidays with their names.
  const bodyLimit = 131_072
  app.get(
    '/api/v1/queues',
    { config: { policy: manager }, schema: { response: { 200: queueListSchema } } },
    async () => ({ queues: await queue.queues() }),
  )
  app.post(
    '/api/v1/queues',
    { config, bodyLimit, schema: { body: queueSettingsSchema, response: { 201: queueSchema } } },
    async (request, reply) => reply.status(201).send(await queue.add(request.body, userOf(request).userId)),
  )
  app.put(
    '/api/v1/queues/:queueId',
    { config, bodyLimit, schema: { params, body: queueSettingsSchema, response: { 200: queueSchema } } },
    (request) => queue.change(request.params.queueId, request.body, userOf(request).userId),
  )
  app.delete(
    '/api/v1/queues/:queueId',
    { config, schema: { params, response: { 200: z.null() } } },
    async (request) => {
      await queue.remove(request.params.queueId, userOf(request).userId)
      return null
    },
  )
}

/** Where a visitor's browser keeps the token of its place: out of reach of scripts, gone with the browser. */
const placeCookie = (secure: boolean): string => (secure ? '__Host-deskside-place' : 'deskside-place')
const keptBy = (secure: boolean) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure }) as const
/** Our own pages have a cookie, those of other sites a token that they send along: neither can do with the other's. */
const tokenOf = (request: FastifyRequest, secure: boolean): string | undefined =>
  request.foreignOrigin === undefined ? request.cookies[placeCookie(secure)] : foreignToken(request)

/** Open to everyone: who waits has no account. */
function registerEntrances(app: App, { queue, secure }: Parts): void {
  const params = z.object({ slug: z.string() })
  // What is no address of a queue at all is that of none.
  const slugOf = (slug: string): string => {
    const reading = queueSlugSchema.safeParse(slug)
    if (!reading.success) throw new AppError('queue.not-found')
    return reading.data
  }
  const config: FastifyContextConfig = {
    policy: everyone,
    foreign: (request, origin) => queue.refusesSite((request.params as z.infer<typeof params>).slug, origin),
  }
  app.get(
    '/api/v1/queue-entrances/:slug',
    { config, schema: { params, response: { 200: entranceSchema } } },
    (request) => queue.entrance(slugOf(request.params.slug)),
  )
  app.post(
    '/api/v1/queue-entrances/:slug/entries',
    { config, schema: { params, body: enterQueueSchema, response: { 200: placeSchema } } },
    async (request, reply) => {
      const visitor = {
        address: request.ip,
        browser: browserName(request.headers['user-agent']),
        token: tokenOf(request, secure),
        site: request.foreignOrigin,
      }
      const { token, place } = await queue.enter(slugOf(request.params.slug), request.body, visitor)
      if (token !== undefined && visitor.site !== undefined) return { ...place, token }
      if (token !== undefined) void reply.setCookie(placeCookie(secure), token, keptBy(secure))
      return place
    },
  )
}

/** Open to everyone who has a place's token; who has none is nowhere. */
function registerPlaces(app: App, { queue, secure, seat, standingOf }: Parts): void {
  // A place that was given stays, also where the queue's list of sites is another meanwhile.
  const config = { policy: everyone, foreign: anySite }
  const schema = { response: { 200: placeSchema } }
  app.get('/api/v1/queue-entry', { config, schema }, (request) => queue.place(tokenOf(request, secure)))
  app.delete('/api/v1/queue-entry', { config, schema }, async (request, reply) => {
    const place = await queue.leave(tokenOf(request, secure))
    // Too late to leave: an agent has them, and only this token leads into the session, which they can leave in turn.
    if (place.is !== 'accepted' && request.foreignOrigin === undefined)
      void reply.clearCookie(placeCookie(secure), keptBy(secure))
    return place
  })
  // A question without an answer's body would never end.
  app.get('/api/v1/queue-entry/events', { config, exposeHeadRoute: false }, async (request, reply) => {
    const token = tokenOf(request, secure)
    const entryId = await queue.followable(token)
    const place = entryId === undefined ? await queue.place(token) : undefined
    const stream = openEventStream(reply)
    if (entryId !== undefined) return stream.onClosed(queue.follow(entryId, stream))
    stream.send(place)
    stream.end()
  })
  app.post(
    '/api/v1/queue-entry/enter',
    { config, schema: { response: { 200: customerStandingSchema } } },
    async (request, reply) => {
      const token = tokenOf(request, secure)
      const into = await queue.acceptedInto(token)
      if (token === undefined || !into) return { is: 'nobody' as const }
      // What gave them their place is now what speaks for them in the session; another site's page goes on showing it.
      if (request.foreignOrigin === undefined) {
        seat(reply, token)
        void reply.clearCookie(placeCookie(secure), keptBy(secure))
      }
      return standingOf(into)
    },
  )
}

/** From a session whose last representative was lost, back into the line: the seat's token is that of a place again (queue R23). */
function registerReturn(app: App, { queue, secure, seatOf }: Parts): void {
  const config = { policy: everyone }
  app.post(
    '/api/v1/queue-entry/return',
    { config, schema: { response: { 200: placeSchema } } },
    async (request, reply) => {
      // In line already, in whichever: a second tab, or somebody who did not wait for us.
      const known = await queue.place(tokenOf(request, secure))
      if (known.is === 'waiting') return known
      const seat = seatOf(request)
      const place = await queue.place(seat)
      if (seat === undefined || place.is !== 'waiting') return { is: 'nowhere' as const }
      void reply.setCookie(placeCookie(secure), seat, keptBy(secure))
      return place
    },
  )
}

function registerAgents(app: App, { queue }: Parts): void {
  const config = { policy: signedIn }
  const params = z.object({ offerId: idSchema })
  app.get('/api/v1/agent', { config, schema: { response: { 200: inboxSchema } } }, (request) =>
    queue.inbox(userOf(request).userId),
  )
  app.post(
    '/api/v1/agent/state',
    { config, schema: { body: setAgentStateSchema, response: { 200: inboxSchema } } },
    (request) => {
      const { state, reason } = request.body
      return queue.setState(userOf(request).userId, state, state === 'away' ? (reason ?? null) : null)
    },
  )
  app.post(
    '/api/v1/agent/offers/:offerId/accept',
    { config, schema: { params, response: { 200: acceptedOfferSchema } } },
    async (request) => ({ sessionId: await queue.accept(request.params.offerId, userOf(request)) }),
  )
  app.post(
    '/api/v1/agent/offers/:offerId/decline',
    { config, schema: { params, response: { 200: z.null() } } },
    async (request) => {
      await queue.decline(request.params.offerId, userOf(request).userId)
      return null
    },
  )
}
