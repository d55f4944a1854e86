import { customerStandingSchema, handOverSchema, takeHandOverSchema } from '@deskside/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { everyone } from '../platform/caller.ts'
import type { Principal } from '../platform/caller.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { anySite } from '../platform/foreign-page.ts'
import type { App } from '../platform/http.ts'
import { hashToken, randomToken } from '../platform/ids.ts'
import type { InviteService } from './service.ts'

type Customer = Extract<Principal, { kind: 'customer' }>

/** How long a link opens our page, in milliseconds: it is followed by the click that asked for it. */
const LINK_LIFE_MS = 60_000
/** Links that wait, of all and of one customer; past it the oldest are forgotten. */
const LINKS = 10_000
const LINKS_EACH = 5

interface HandOvers {
  offer(customer: Customer): string
  /** The customer, once; undefined for a link that is unknown, used or too old. */
  take(token: string): Customer | undefined
}

export function createHandOvers(clock: Clock): HandOvers {
  const open = new Map<string, { readonly customer: Customer; readonly until: number }>()
  return {
    offer(customer) {
      const now = clock.now()
      for (const [key, { until }] of open) if (until <= now) open.delete(key)
      const theirs = [...open].filter(([, { customer: other }]) => other.participantId === customer.participantId)
      for (const [key] of theirs.slice(0, Math.max(0, theirs.length - LINKS_EACH + 1))) open.delete(key)
      const [eldest] = open.keys()
      if (open.size >= LINKS && eldest !== undefined) open.delete(eldest)
      const token = randomToken()
      open.set(hashToken(token), { customer, until: now + LINK_LIFE_MS })
      return token
    },
    take(token) {
      const key = hashToken(token)
      const found = open.get(key)
      open.delete(key)
      return found && found.until > clock.now() ? found.customer : undefined
    },
  }
}

interface Parts {
  readonly handOvers: HandOvers
  readonly invite: InviteService
  readonly publicUrl: () => string
  readonly customerOf: (request: FastifyRequest) => Promise<Customer | undefined>
  /** The token with which this browser comes to our own pages. */
  readonly cookieOf: (request: FastifyRequest) => string | undefined
  readonly seat: (reply: FastifyReply, token: string) => void
}

/** From another site's page into our own, as the same customer (invite R7). */
export function registerHandOverRoutes(app: App, { handOvers, invite, ...parts }: Parts): void {
  app.post(
    '/api/v1/hand-overs',
    { config: { policy: everyone, foreign: anySite }, schema: { response: { 201: handOverSchema } } },
    async (request, reply) => {
      const customer = await parts.customerOf(request)
      if (!customer) throw new AppError('account.signed-out')
      // In the fragment: no server on the way, and no page that is opened from there, reads it.
      const url = new URL(`/#in=${handOvers.offer(customer)}`, parts.publicUrl()).href
      return reply.status(201).send({ url })
    },
  )
  app.post(
    '/api/v1/hand-overs/take',
    { config: { policy: everyone }, schema: { body: takeHandOverSchema, response: { 200: customerStandingSchema } } },
    async (request, reply) => {
      const now = await invite.standing(parts.cookieOf(request))
      // A browser that is in already keeps its place: nobody's link takes it away (invite R4, THREATS G10).
      if (now.is === 'waiting' || now.is === 'admitted') return now
      const customer = handOvers.take(request.body.token)
      if (!customer) throw new AppError('invite.not-valid')
      parts.seat(reply, await invite.accessFor(customer))
      return invite.standingOf(customer)
    },
  )
}
