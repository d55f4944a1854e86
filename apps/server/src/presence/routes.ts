import { socketTicketRequestSchema, socketTicketSchema } from '@deskside/protocol'
import type { Program } from '@deskside/protocol'
import type { FastifyRequest } from 'fastify'
import { everyone } from '../platform/caller.ts'
import type { Principal } from '../platform/caller.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { randomToken } from '../platform/ids.ts'

/** How long a ticket opens a socket, in milliseconds (wire R1). */
const TICKET_LIFE_MS = 30_000
/** Tickets at most that wait to be used, of all and of one; past it the oldest are forgotten. */
const TICKETS = 20_000
const TICKETS_EACH = 50

export interface Tickets {
  issue(principal: Principal): string
  /** The principal, once; undefined for a ticket that is unknown, used or too old. */
  redeem(ticket: string, program: Program): Principal | undefined
  /** Tickets that an account fetched and has not used yet are worth nothing any more. */
  revoke(userId: string): void
}

export function createTickets(clock: Clock): Tickets {
  const open = new Map<string, { readonly principal: Principal; readonly until: number }>()
  /** Nobody pushes out the tickets of others by fetching many. */
  const byOwner = new Map<string, Set<string>>()
  const close = (ticket: string): void => {
    const owner = ownerOf(open.get(ticket)?.principal)
    open.delete(ticket)
    const theirs = byOwner.get(owner)
    theirs?.delete(ticket)
    if (theirs?.size === 0) byOwner.delete(owner)
  }
  const closeEldest = (tickets: Iterable<string>): void => {
    for (const ticket of tickets) return close(ticket)
  }
  return {
    issue(principal) {
      const ticket = randomToken()
      const owner = ownerOf(principal)
      const theirs = byOwner.get(owner) ?? new Set<string>()
      open.set(ticket, { principal, until: clock.now() + TICKET_LIFE_MS })
      byOwner.set(owner, theirs.add(ticket))
      if (theirs.size > TICKETS_EACH) closeEldest(theirs)
      if (open.size > TICKETS) closeEldest(open.keys())
      return ticket
    },
    redeem(ticket, program) {
      const found = open.get(ticket)
      close(ticket)
      // Either kind of ticket is worth nothing at the other's address (wire R11).
      return found && found.until > clock.now() && found.principal.program === program ? found.principal : undefined
    },
    revoke(userId) {
      for (const ticket of [...(byOwner.get(userId) ?? [])]) close(ticket)
    },
  }
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
    config: { policy: everyone },
    schema: { body: socketTicketRequestSchema, response: { 201: socketTicketSchema } },
  }
  app.post('/api/v1/socket-tickets', options, async (request, reply) => {
    const { authorization } = request.headers
    const ofPage = () => (request.body.as === 'customer' ? customerOf(request) : representativeOf(request))
    const principal = await (authorization === undefined ? ofPage() : programOf(authorization))
    if (!principal) throw new AppError('account.signed-out')
    return reply.status(201).send({ ticket: tickets.issue(principal) })
  })
}

function representativeOf({ caller }: FastifyRequest): Principal | undefined {
  if (caller.kind !== 'user') return undefined
  const { userId, name, authSessionId } = caller
  return { kind: 'representative', userId, name, authSessionId, program: 'page' }
}
