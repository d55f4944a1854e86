import { socketTicketRequestSchema, socketTicketSchema } from '@deskside/protocol'
import type { Program } from '@deskside/protocol'
import type { FastifyRequest } from 'fastify'
import { everyone } from '../platform/caller.ts'
import type { Principal } from '../platform/caller.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { anySite } from '../platform/foreign-page.ts'
import type { App } from '../platform/http.ts'
import { randomToken } from '../platform/ids.ts'

/** How long a ticket opens a socket, in milliseconds (wire R1). */
const TICKET_LIFE_MS = 30_000
/** Tickets at most that wait to be used, of all and of one; past it the oldest are forgotten. */
const TICKETS = 20_000
const TICKETS_EACH = 50

export interface Tickets {
  /** @param site the origin of another site's page, from which alone the ticket is worth something. */
  issue(principal: Principal, site?: string): string
  /** The principal, once; undefined for a ticket that is unknown, used, too old or another site's. */
  redeem(ticket: string, program: Program, site?: string): Principal | undefined
  /** Whether a ticket for the pages of another site waits to be used. */
  expects(site: string): boolean
  /** Tickets that an account fetched and has not used yet are worth nothing any more. */
  revoke(userId: string): void
}

export function createTickets(clock: Clock): Tickets {
  const open = new Map<string, OpenTicket>()
  const bySite = new Map<string, Set<string>>()
  /** Nobody pushes out the tickets of others by fetching many. */
  const byOwner = new Map<string, Set<string>>()
  const close = (ticket: string): void => {
    const { principal, site = '' } = open.get(ticket) ?? {}
    open.delete(ticket)
    for (const [lists, key] of [
      [byOwner, ownerOf(principal)],
      [bySite, site],
    ] as const) {
      const list = lists.get(key)
      list?.delete(ticket)
      if (list?.size === 0) lists.delete(key)
    }
  }
  const closeEldest = (tickets: Iterable<string>): void => {
    for (const ticket of tickets) return close(ticket)
  }
  return {
    issue(principal, site) {
      const ticket = randomToken()
      const owner = ownerOf(principal)
      const theirs = byOwner.get(owner) ?? new Set<string>()
      open.set(ticket, { principal, site, until: clock.now() + TICKET_LIFE_MS })
      if (site !== undefined) bySite.set(site, (bySite.get(site) ?? new Set<string>()).add(ticket))
      byOwner.set(owner, theirs.add(ticket))
      if (theirs.size > TICKETS_EACH) closeEldest(theirs)
      if (open.size > TICKETS) closeEldest(open.keys())
      return ticket
    },
    redeem(ticket, program, site) {
      const found = open.get(ticket)
      close(ticket)
      if (!found || found.until <= clock.now()) return undefined
      // Either kind of ticket is worth nothing at the other's address (wire R11), and a site's nothing from elsewhere (wire R12).
      return found.principal.program === program && found.site === site ? found.principal : undefined
    },
    expects: (site) => [...(bySite.get(site) ?? [])].some((ticket) => (open.get(ticket)?.until ?? 0) > clock.now()),
    revoke(userId) {
      for (const ticket of [...(byOwner.get(userId) ?? [])]) close(ticket)
    },
  }
}

interface OpenTicket {
  readonly principal: Principal
  readonly site: string | undefined
  readonly until: number
}

const ownerOf = (principal: Principal | undefined): string =>
  principal?.kind === 'representative' ? principal.userId : (principal?.participantId ?? '')

interface Parts {
  readonly tickets: Tickets
  /** The session and participant that a customer's browser may speak for now: waiting or admitted, not over. */
  readonly customerOf: (request: FastifyRequest) => Promise<Extract<Principal, { kind: 'customer' }> | undefined>
  /** Whom a Support Manager's own token speaks for. */
  readonly programOf: (authorization: string) => Promise<Principal | undefined>
}

export function registerTicketRoutes(app: App, { tickets, customerOf, programOf }: Parts): void {
  // Open to everyone because customers have no account; the handler itself asks for a sign-in or a customer's token.
  const options = {
    config: { policy: everyone, foreign: anySite },
    schema: { body: socketTicketRequestSchema, response: { 201: socketTicketSchema } },
  }
  app.post('/api/v1/socket-tickets', options, async (request, reply) => {
    const { headers, foreignOrigin: site, body } = request
    const ofPage = () => (body.as === 'customer' ? customerOf(request) : representativeOf(request))
    const byPage = headers.authorization === undefined || site !== undefined
    const principal = await (byPage ? ofPage() : programOf(headers.authorization ?? ''))
    if (!principal) throw new AppError('account.signed-out')
    return reply.status(201).send({ ticket: tickets.issue(principal, site) })
  })
}

function representativeOf({ caller }: FastifyRequest): Principal | undefined {
  if (caller.kind !== 'user') return undefined
  const { userId, name, authSessionId } = caller
  return { kind: 'representative', userId, name, authSessionId, program: 'page' }
}
