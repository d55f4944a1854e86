import { distribute } from '@deskside/protocol'
import type {
  AvailableAgent,
  Distributing,
  NewOffer,
  PresenceState,
  QueueRules,
  WaitingEntry,
} from '@deskside/protocol'
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { QueueStore } from './store.ts'

/** Sessions and offers that an agent has at once. */
const SESSIONS_EACH = 3
/** How long an agent may be without a page before they are offline (queue R6). */
const AGENT_GONE_MS = 30_000
/** How long a visitor may be without a page before they have given up (queue R3). */
const VISITOR_GONE_MS = 120_000
/** How often it is written down who has a page here: well within both, since other servers judge by it. */
const BEAT_MS = 10_000
const VISITOR_SEEN_MS = 25_000
/** Of each queue so many of the first are looked at: more than are ever taken at once. */
const FIRST_OF_QUEUE = 200
/** Between two looks that only a time calls for; also how soon a failed one is tried again. */
const LEAST_WAIT_MS = 250

export interface Assignment {
  /** Something is other than before: looks who can be offered to whom. One look at a time; what comes meanwhile makes one more. */
  stir(): void
  /** The first look, and from then on by itself. */
  open(): void
  stop(): Promise<void>
}

interface Parts {
  readonly store: QueueStore
  readonly clock: Clock
  readonly log: Logger
  /** Who has a page at this server. */
  readonly here: () => { readonly agentIds: readonly string[]; readonly entryIds: readonly string[] }
  /** Whether an account still helps in a session that it joined once. */
  readonly helps: (userId: string, sessionId: string) => boolean
  /** Something that people see may have changed. */
  readonly changed: () => void
}

/** Brings visitors and agents together, safely with several servers on one database (queue R5, R7 to R11). */
export function createAssignment({ store, clock, log, here, helps, changed }: Parts): Assignment {
  const startedAt = clock.now()
  let forget = (): void => {}
  let forgetBeat = (): void => {}
  let running: Promise<void> | undefined
  let again = false
  let stopped = false

  const noteSeen = async (enoughMs: number): Promise<void> => {
    const { agentIds, entryIds } = here()
    if (agentIds.length > 0) await store.seenAgents(agentIds, clock.now())
    if (entryIds.length > 0) await store.seenWaiting(entryIds, clock.now(), enoughMs)
  }
  const look = async (): Promise<number | undefined> => {
    if (!(await store.anythingGoesOn())) return undefined
    // Nobody who is here is ever judged gone.
    await noteSeen(VISITOR_SEEN_MS)
    const seen = await store.inTurn(async (within) => {
      const now = clock.now()
      const ended = await end(within, now, startedAt)
      const offered = await offerAnew(within, now, helps)
      const due = await nextDue(within, startedAt)
      return { changed: ended || offered > 0, result: { due, ended, offered } }
    })
    if (seen.ended || seen.offered > 0) changed()
    // There may be more who wait than were looked at.
    if (seen.offered >= FIRST_OF_QUEUE) stir()
    return seen.due
  }
  const arm = (due: number | undefined): void => {
    forget()
    if (stopped || due === undefined) return
    forget = clock.after(Math.max(LEAST_WAIT_MS, due - clock.now()), stir)
  }
  const lookOnce = async (): Promise<void> => {
    again = false
    try {
      arm(await look())
    } catch (error) {
      log.error({ err: error }, 'visitors and agents could not be brought together')
      arm(clock.now())
    }
    running = undefined
    if (again) stir()
  }
  const stir = (): void => {
    if (stopped) return
    again = true
    running ??= lookOnce()
  }
  const beat = (): void => {
    forgetBeat = clock.after(BEAT_MS, () => {
      noteSeen(VISITOR_SEEN_MS).catch((error: unknown) => log.warn({ err: error }, 'who is here was not written down'))
      // Should news of another server have been lost, it is late, not gone.
      changed()
      beat()
    })
  }
  return {
    stir,
    open() {
      stir()
      beat()
    },
    async stop() {
      stopped = true
      forget()
      forgetBeat()
      await running
    },
  }
}

type Within = Transaction<Database>

/** What is over: agents and visitors without a page, offers that no longer hold, offers that nobody answered. */
async function end(within: Within, now: number, startedAt: number): Promise<boolean> {
  // After a start everyone has as long to come back as if they had just been seen.
  const agentsSince = now - startedAt < AGENT_GONE_MS ? 0 : now - AGENT_GONE_MS
  const visitorsSince = now - startedAt < VISITOR_GONE_MS ? 0 : now - VISITOR_GONE_MS
  const steps = [
    sql`update agent_presence set state = 'offline', reason = null, since = ${now}
      where state <> 'offline' and (seen_at <= ${agentsSince}
        or user_id in (select id from account_user where disabled_at is not null))`,
    sql`update queue_entry set state = 'gone', ended_at = ${now}, name = '', answers = '[]', place = '', browser = '',
        came_from = null
      where state = 'waiting' and transfer_of is null and seen_at <= ${visitorsSince}`,
    sql`update queue_offer set state = 'withdrawn', closed_at = ${now} where state = 'open' and not exists (
        select from queue_entry join queue_agent on queue_agent.queue_id = queue_entry.queue_id
        join agent_presence on agent_presence.user_id = queue_agent.user_id
        where queue_entry.id = queue_offer.entry_id and queue_entry.state = 'waiting'
          and queue_agent.user_id = queue_offer.agent_id and agent_presence.state = 'available')`,
    sql`with missed as (
        update queue_offer set state = 'missed', closed_at = ${now} where state = 'open' and expires_at <= ${now} returning entry_id, agent_id
      ), away as (
        update agent_presence set state = 'away', reason = 'missed', since = ${now}
        where user_id in (select agent_id from missed)
      )
      update queue_entry set declined_by = declined_by || by.agents
      from (select entry_id, array_agg(agent_id) as agents from missed group by entry_id) as by
      where id = by.entry_id`,
    // Who is away since they missed one has no time for the others that they hold.
    sql`update queue_offer set state = 'withdrawn', closed_at = ${now} where state = 'open'
      and agent_id in (select user_id from agent_presence where state <> 'available')`,
  ]
  let changed = false
  for (const step of steps) {
    const { numAffectedRows } = await step.execute(within)
    changed ||= (numAffectedRows ?? 0n) > 0n
  }
  return changed
}

interface Agent {
  readonly id: string
  readonly name: string
  readonly state: PresenceState
  readonly idleSince: number | null
  readonly queueIds: readonly string[]
  readonly offers: number
}
type Rules = QueueRules & { readonly acceptSeconds: number }

/** Makes the offers that can be made now. @returns how many. */
async function offerAnew(within: Within, now: number, helps: Parts['helps']): Promise<number> {
  const agents = await agentsHere(within)
  const sessions = await sessionsOf(within, agents, helps)
  const load = new Map(agents.map(({ id, offers }) => [id, offers + (sessions.get(id) ?? 0)]))
  const loadOf = (id: string): number => load.get(id) ?? 0
  const available = agents
    .filter(({ state }) => state === 'available')
    .map(({ id, name, queueIds, idleSince }): AvailableAgent => {
      const busy = loadOf(id) > 0
      return { id, name, queueIds, room: SESSIONS_EACH - loadOf(id), idleSince: busy ? undefined : (idleSince ?? now) }
    })
  const facts = available.some(({ room }) => room > 0) ? await factsOf(within) : undefined
  const offers = facts ? distribute({ ...facts, agents: available }) : []
  if (facts && offers.length > 0) await keep(within, { offers, ...facts }, now)
  for (const { agentId } of offers) load.set(agentId, loadOf(agentId) + 1)
  await noteIdle(within, { agents, loadOf }, now)
  return offers.length
}

async function agentsHere(within: Within): Promise<Agent[]> {
  const { rows } = await sql<Agent>`
    select account_user.id, account_user.name, agent_presence.state, idle_since as "idleSince",
      array(select queue_id::text from queue_agent where user_id = account_user.id) as "queueIds",
      (select count(*) from queue_offer where agent_id = account_user.id and state = 'open') as offers
    from agent_presence join account_user on account_user.id = agent_presence.user_id
    where agent_presence.state <> 'offline'`.execute(within)
  return rows
}

/** In how many live sessions each of them helps. */
async function sessionsOf(
  within: Within,
  agents: readonly Agent[],
  helps: Parts['helps'],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ user_id: string; session_id: string }>`
    select user_id, session_id from session join session_member on session_id = session.id
    where ended_at is null and user_id = any(${agents.map(({ id }) => id)})`.execute(within)
  const counts = new Map<string, number>()
  for (const { user_id: id, session_id: sessionId } of rows)
    if (helps(id, sessionId)) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

async function factsOf(within: Within): Promise<Omit<Distributing, 'agents'> & { queues: readonly Rules[] }> {
  const queues = await sql<Omit<Rules, 'lastOfferedTo'> & { lastId: string | null; lastName: string | null }>`
    select queue.id, distribution, priority, accept_seconds as "acceptSeconds", account_user.id as "lastId",
      account_user.name as "lastName"
    from queue left join account_user on account_user.id = last_offered_to where deleted_at is null`.execute(within)
  const { rows: waiting } = await sql<WaitingEntry>`
    select entry.id, entry.queue_id as "queueId", entered_at as "enteredAt", declined_by as "declinedBy", not_for as "notFor",
      array(select agent_id from queue_offer where entry_id = entry.id and state = 'open') as "offeredTo"
    from queue cross join lateral (
      select * from queue_entry where queue_id = queue.id and state = 'waiting' and transfer_to is null and (distribution = 'everybody'
        or not exists (select from queue_offer where entry_id = queue_entry.id and queue_offer.state = 'open'))
      order by entered_at, queue_entry.id limit ${FIRST_OF_QUEUE}
    ) as entry where deleted_at is null`.execute(within)
  const rules = queues.rows.map(({ lastId, lastName, ...queue }): Rules => ({
    ...queue,
    lastOfferedTo: lastId !== null && lastName !== null ? { id: lastId, name: lastName } : undefined,
  }))
  return { queues: rules, waiting }
}

interface Making {
  readonly offers: readonly NewOffer[]
  readonly queues: readonly Rules[]
  readonly waiting: readonly WaitingEntry[]
}

async function keep(within: Within, { offers, queues, waiting }: Making, now: number): Promise<void> {
  const queueOf = new Map(waiting.map(({ id, queueId }) => [id, queues.find((queue) => queue.id === queueId)]))
  const last = new Map<string, string>()
  const rows = offers.map(({ entryId, agentId }) => {
    const queue = queueOf.get(entryId)
    if (!queue) throw new Error('an offer is of somebody who waits')
    last.set(queue.id, agentId)
    const alone = queue.distribution !== 'everybody'
    const expires_at = now + queue.acceptSeconds * 1_000
    const state = 'open' as const
    const offered = { id: newId(), entry_id: entryId, agent_id: agentId, queue_id: queue.id, alone }
    return { ...offered, made_at: now, expires_at, state, closed_at: null }
  })
  await within.insertInto('queue_offer').values(rows).execute()
  for (const [id, agentId] of last)
    await within.updateTable('queue').set({ last_offered_to: agentId }).where('id', '=', id).execute()
}

async function noteIdle(
  within: Within,
  { agents, loadOf }: { agents: readonly Agent[]; loadOf: (id: string) => number },
  now: number,
): Promise<void> {
  const note = async (ids: readonly string[], idleSince: number | null): Promise<void> => {
    if (ids.length === 0) return
    await within.updateTable('agent_presence').set({ idle_since: idleSince }).where('user_id', 'in', ids).execute()
  }
  const busy = ({ id }: Agent): boolean => loadOf(id) > 0
  await note(
    agents.filter((agent) => busy(agent) && agent.idleSince !== null).map(({ id }) => id),
    null,
  )
  await note(
    agents.filter((agent) => !busy(agent) && agent.idleSince === null).map(({ id }) => id),
    now,
  )
}

/** When the next of all these ends by itself. */
async function nextDue(within: Within, startedAt: number): Promise<number | undefined> {
  const { rows } = await sql<{ offer: number | null; agent: number | null; visitor: number | null }>`
    select (select min(expires_at) from queue_offer where state = 'open') as offer,
      (select min(seen_at) from agent_presence where state <> 'offline') as agent,
      (select min(seen_at) from queue_entry where state = 'waiting' and transfer_of is null) as visitor`.execute(within)
  const { offer, agent, visitor } = rows[0] ?? { offer: null, agent: null, visitor: null }
  const ends = [
    ...(offer === null ? [] : [offer]),
    ...(agent === null ? [] : [Math.max(agent, startedAt) + AGENT_GONE_MS]),
    ...(visitor === null ? [] : [Math.max(visitor, startedAt) + VISITOR_GONE_MS]),
  ]
  return ends.length > 0 ? Math.min(...ends) : undefined
}
