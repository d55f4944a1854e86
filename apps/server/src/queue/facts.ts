import { agentSettingsSchema, servingSchema } from '@deskside/protocol'
import type {
  AgentSettings,
  AvailableAgent,
  PresenceState,
  QueueRules,
  Serving,
  WaitingEntry,
} from '@deskside/protocol'
import { DECLINE_PAUSE_MS } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'
import { kindsOf, needsIn } from './needs.ts'

type Within = Transaction<Database>
const BEGINNINGS = agentSettingsSchema.parse({})
const PLAIN = servingSchema.parse({})

export interface Agent {
  readonly id: string
  readonly name: string
  readonly state: PresenceState
  readonly idleSince: number | null
  readonly queueIds: readonly string[]
  readonly skills: AgentSettings['skills']
  readonly capacity: number
  /** Offers that they hold, and how much of their capacity these and their sessions take. */
  readonly offers: number
  readonly sessions: number
  readonly offered: number
  readonly used: number
  /** `used` as it was kept last. */
  readonly keptUsed: number
}

/** Whoever is not offline, with what they have. `helps`: whether an account still helps in a session that it joined once. */
export async function agentsHere(
  within: Within,
  helps: (userId: string, sessionId: string) => boolean,
): Promise<readonly Agent[]> {
  const { rows } = await sql<
    Omit<Agent, 'skills' | 'capacity' | 'sessions' | 'used'> & {
      skills: AgentSettings['skills'] | null
      capacity: number | null
    }
  >`
    select account_user.id, account_user.name, agent_presence.state, idle_since as "idleSince", used as "keptUsed",
      skills, capacity, coalesce(serves.ids, '{}') as "queueIds", coalesce(held.offers, 0) as offers,
      coalesce(held.weight, 0) as offered
    from agent_presence join account_user on account_user.id = agent_presence.user_id
    left join agent_settings on agent_settings.user_id = agent_presence.user_id
    left join (select user_id, array_agg(queue_id::text) as ids from queue_agent group by user_id) as serves
      on serves.user_id = agent_presence.user_id
    left join (
      select queue_offer.agent_id, count(*) as offers, sum(${weightOf('queue')}) as weight
      from queue_offer join queue_entry on queue_entry.id = entry_id join queue on queue.id = queue_entry.queue_id
      where queue_offer.state = 'open' group by queue_offer.agent_id
    ) as held on held.agent_id = agent_presence.user_id
    where agent_presence.state <> 'offline'`.execute(within)
  const load = await loadOf(within, helps)
  return rows.map(({ skills, capacity, ...agent }) => ({
    ...agent,
    ...(load.get(agent.id) ?? { sessions: 0, used: 0 }),
    skills: skills ?? [],
    capacity: capacity ?? BEGINNINGS.capacity,
  }))
}

const weightOf = (queue: string) => sql`coalesce((${sql.ref(`${queue}.serving`)} ->> 'weight')::integer, 1)`

/** In how many live sessions each of them helps, and what these weigh: those of a queue what it says, others 1 (queue R14). */
async function loadOf(
  within: Within,
  helps: (userId: string, sessionId: string) => boolean,
): Promise<ReadonlyMap<string, Pick<Agent, 'sessions' | 'used'>>> {
  const { rows } = await sql<{ user_id: string; session_id: string; weight: number }>`
    select session_member.user_id, session.id as session_id, max(${weightOf('queue')}) as weight
    from session join session_member on session_id = session.id
    join agent_presence on agent_presence.user_id = session_member.user_id and agent_presence.state <> 'offline'
    left join queue_entry on queue_entry.session_id = session.id and queue_entry.agent_id = session_member.user_id
      and queue_entry.state = 'accepted' and served_at is null
    left join queue on queue.id = queue_entry.queue_id
    where session.ended_at is null group by session_member.user_id, session.id`.execute(within)
  const load = new Map<string, { sessions: number; used: number }>()
  for (const { user_id: id, session_id: sessionId, weight } of rows) {
    if (!helps(id, sessionId)) continue
    const before = load.get(id) ?? { sessions: 0, used: 0 }
    load.set(id, { sessions: before.sessions + 1, used: before.used + weight })
  }
  return load
}

/** Who may be offered somebody. */
export const availableOf = (agents: readonly Agent[], now: number): AvailableAgent[] =>
  agents
    .filter(({ state }) => state === 'available')
    .map(({ id, name, queueIds, skills, capacity, used, offered, sessions, offers, idleSince }) => ({
      id,
      name,
      queueIds,
      skills,
      room: capacity - used - offered,
      idleSince: sessions + offers > 0 ? undefined : (idleSince ?? now),
    }))

export interface QueueFacts extends QueueRules {
  readonly acceptSeconds: number
  readonly serving: Serving
}

/** The queues with their rules. Who waits is counted only where somebody asks for it. */
export async function queuesOf(within: Within): Promise<readonly QueueFacts[]> {
  const { rows } = await sql<
    Pick<QueueFacts, 'id' | 'distribution' | 'priority' | 'acceptSeconds' | 'waiting'> & {
      serving: unknown
      lastId: string | null
      lastName: string | null
    }
  >`
    select queue.id, distribution, priority, accept_seconds as "acceptSeconds", serving, account_user.id as "lastId",
      account_user.name as "lastName",
      case when serving -> 'overflow' ->> 'whenWaiting' is null then 0
        else (select count(*) from queue_entry where queue_id = queue.id and queue_entry.state = 'waiting'
          and transfer_to is null) end as waiting
    from queue left join account_user on account_user.id = last_offered_to where deleted_at is null`.execute(within)
  return rows.map(({ lastId, lastName, serving: kept, ...queue }) => {
    // Settings that a newer version would not take must not keep everybody waiting: such a queue is served plainly.
    const serving = servingSchema.safeParse(kept).data ?? PLAIN
    const { weight, overflow, escalation } = serving
    return {
      ...queue,
      serving,
      weight,
      lastOfferedTo: lastId !== null && lastName !== null ? { id: lastId, name: lastName } : undefined,
      overflow: overflow && {
        toQueueId: overflow.toQueueId,
        afterMs: overflow.afterSeconds === null ? null : overflow.afterSeconds * 1_000,
        whenWaiting: overflow.whenWaiting,
        whenNobody: overflow.whenNobody,
      },
      escalation: escalation && { afterMs: escalation.afterSeconds * 1_000, priority: escalation.priority },
    }
  })
}

/**
 * Whoever could be offered: of each kind of visitor the first, as many as there is room for. Nobody further back in a kind can
 * be offered before all of those are, so the choice among them is the choice among all (queue R11).
 */
export async function waitingFor(
  within: Within,
  { queues, agents }: { readonly queues: readonly QueueFacts[]; readonly agents: readonly AvailableAgent[] },
  now: number,
): Promise<readonly WaitingEntry[]> {
  const roomIn = (queueId: string | undefined): number =>
    agents.reduce(
      (sum, { room, queueIds }) => (queueId && queueIds.includes(queueId) ? sum + Math.max(0, room) : sum),
      0,
    )
  const asked = queues
    .map((queue) => ({ queue, most: roomIn(queue.id) + roomIn(queue.overflow?.toQueueId) }))
    .filter(({ most }) => most > 0)
  const kinds = asked.flatMap(({ queue, most }) =>
    kindsOf(queue.serving).map(({ needs, from, to }) => ({
      queueId: queue.id,
      needs,
      // Those who came last are also those of another server whose clock is a little ahead.
      enteredBy: from === -Infinity ? Number.MAX_SAFE_INTEGER : now - from,
      enteredAfter: to === Infinity ? -1 : now - to,
      most,
    })),
  )
  if (kinds.length === 0) return []
  const first = await sql<Row>`
    select entry.* from unnest(
      ${kinds.map((kind) => kind.queueId)}::uuid[], ${kinds.map((kind) => kind.needs)}::integer[],
      ${kinds.map((kind) => kind.enteredBy)}::bigint[], ${kinds.map((kind) => kind.enteredAfter)}::bigint[],
      ${kinds.map((kind) => kind.most)}::bigint[]
    ) as kind (queue_id, needs, entered_by, entered_after, most)
    cross join lateral (
      select id, queue_id as "queueId", entered_at as "enteredAt", queue_entry.needs, null as declined, null as offered,
        null as pauses, null as "notFor"
      from queue_entry
      where queue_entry.queue_id = kind.queue_id and queue_entry.needs = kind.needs and state = 'waiting'
        and entered_at <= kind.entered_by and entered_at > kind.entered_after and declined_by = '{}'
        and transfer_of is null
        -- A set that is looked up in, and not one row at a time: whoever is first in line is mostly being offered.
        and id not in (select entry_id from queue_offer where queue_offer.state = 'open')
      order by entered_at, id limit kind.most
    ) as entry`.execute(within)
  const rows = [
    ...first.rows,
    ...(await exceptionsOf(
      within,
      asked.map(({ queue }) => queue),
      now,
    )),
  ]
  const needsOf = new Map(queues.map(({ id, serving }) => [id, serving.needs]))
  return rows.map(({ declined, offered, pauses, notFor, needs, ...entry }) => ({
    ...entry,
    needs: needsIn(needsOf.get(entry.queueId) ?? [], needs),
    declinedBy: declined ?? [],
    offeredTo: offered ?? [],
    pauses: pauses ?? [],
    notFor: notFor ?? [],
  }))
}

interface Row {
  readonly id: string
  readonly queueId: string
  readonly enteredAt: number
  readonly needs: number
  readonly declined: string[] | null
  readonly offered: string[] | null
  readonly pauses: WaitingEntry['pauses'] | null
  readonly notFor: string[] | null
}

/** All who were declined, sessions that are handed over, and in queues that ask everybody all who are being offered: each is a kind of its own. */
async function exceptionsOf(within: Within, queues: readonly QueueFacts[], now: number): Promise<readonly Row[]> {
  const ids = queues.map(({ id }) => id)
  const everybody = queues.filter(({ distribution }) => distribution === 'everybody').map(({ id }) => id)
  const { rows } = await sql<Row>`
    select id, queue_id as "queueId", entered_at as "enteredAt", needs, declined_by as declined, not_for as "notFor",
      array(select agent_id from queue_offer where entry_id = queue_entry.id and queue_offer.state = 'open') as offered,
      (
        select json_agg(json_build_object('agentId', agent_id, 'until', until)) from (
          select agent_id, max(closed_at) + ${DECLINE_PAUSE_MS}::bigint as until from queue_offer
          where entry_id = queue_entry.id and queue_offer.state = 'declined' group by agent_id
        ) as pause where until > ${now}
      ) as pauses
    from queue_entry
    where state = 'waiting' and transfer_to is null and queue_id = any(${ids}::uuid[]) and id in (
      select declined.id from queue_entry as declined where declined.state = 'waiting' and declined.declined_by <> '{}'
      ${everybody.length > 0 ? sql`union select entry_id from queue_offer where queue_offer.state = 'open'` : sql``}
      union select handed.id from queue_entry as handed where handed.state = 'waiting' and handed.transfer_of is not null
    ) and (queue_id = any(${everybody}::uuid[])
      or not exists (select from queue_offer where entry_id = queue_entry.id and queue_offer.state = 'open'))`.execute(
    within,
  )
  return rows
}
