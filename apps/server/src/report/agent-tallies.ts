import type { AgentTally, Interval } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Database } from '../platform/database.ts'
import { openPieces } from './duty-tallies.ts'
import type { AgentTallyRow } from './questions.ts'

export interface AgentQuestion {
  readonly span: Interval
  /** Of sessions and offers; time in states is of no queue. */
  readonly queueIds: readonly string[] | undefined
  /** Undefined: all. */
  readonly agentIds: readonly string[] | undefined
  readonly now: number
}

/** What is recorded of agents in a span of time. Those of whom nothing is are left out. */
export async function agentTallies(database: Kysely<Database>, question: AgentQuestion): Promise<AgentTallyRow[]> {
  const [times, parts, helping, offers] = await Promise.all([
    timesIn(database, question),
    partsIn(database, question),
    helpingIn(database, question),
    offersIn(database, question),
  ])
  const byAgent = {
    times: Map.groupBy(times, idOf),
    parts: mapOf(parts),
    helping: mapOf(helping),
    offers: mapOf(offers),
  }
  const ids = [...new Set([...times, ...parts, ...offers].map(idOf))]
  const { rows: people } = await sql<{ agentId: string; name: string; disabled: boolean }>`
    select id as "agentId", name, disabled_at is not null as disabled from account_user where id = any(${ids})
    order by name, id`.execute(database)
  return people.map((person): AgentTallyRow => {
    const { agentId } = person
    const { sessions = 0, handled = 0, sessionMs = 0, wrapUpMs = 0 } = byAgent.parts.get(agentId) ?? {}
    const { accepted = 0, declined = 0, missed = 0 } = byAgent.offers.get(agentId) ?? {}
    return {
      ...person,
      times: (byAgent.times.get(agentId) ?? []).map(({ state, reason, ms }) => ({ state, reason, ms })),
      helpingMs: byAgent.helping.get(agentId)?.ms ?? 0,
      ...{ sessions, handled, sessionMs, wrapUpMs, accepted, declined, missed },
    }
  })
}

interface Of {
  readonly agentId: string
}
const idOf = ({ agentId }: Of): string => agentId
const mapOf = <T extends Of>(rows: readonly T[]): ReadonlyMap<string, T> =>
  new Map(rows.map((row) => [row.agentId, row]))

const whose = (column: string, agentIds: readonly string[] | undefined) =>
  agentIds ? sql`${sql.ref(column)} = any(${[...agentIds]})` : sql`true`
const among = (queueIds: readonly string[] | undefined) =>
  queueIds ? sql`queue_id = any(${[...queueIds]}::uuid[])` : sql`true`

async function timesIn(database: Kysely<Database>, { span, agentIds, now }: AgentQuestion) {
  const until = Math.min(span.to, now)
  const { rows } = await sql<Of & AgentTally['times'][number]>`
    select user_id as "agentId", state, reason,
      sum(least(coalesce(ended_at, ${until}), ${until}) - greatest(began_at, ${span.from}))::float8 as ms
    from agent_time
    where (ended_at > ${span.from} or ended_at is null) and began_at < ${until} and ${whose('user_id', agentIds)}
    group by user_id, state, reason order by state, reason nulls first`.execute(database)
  return rows
}

async function partsIn(database: Kysely<Database>, { span, queueIds, agentIds }: AgentQuestion) {
  const { rows } = await sql<Of & Pick<AgentTally, 'sessions' | 'handled' | 'sessionMs' | 'wrapUpMs'>>`
    select user_id as "agentId", count(*)::int as sessions, count(ended_at)::int as handled,
      coalesce(sum(ended_at - began_at), 0)::float8 as "sessionMs", sum(wrap_up_ms)::float8 as "wrapUpMs"
    from session_time
    where began_at >= ${span.from} and began_at < ${span.to} and ${among(queueIds)} and ${whose('user_id', agentIds)}
    group by user_id`.execute(database)
  return rows
}

async function helpingIn(database: Kysely<Database>, { span, agentIds, now }: AgentQuestion) {
  const until = Math.min(span.to, now)
  const { rows } = await sql<Of & { ms: number }>`
    select user_id as "agentId", sum(ms)::float8 as ms from (
      select user_id, (least(ended_at, ${until}) - greatest(alone_from, ${span.from}))
        * (helping_ms::float8 / greatest(1, ended_at - alone_from)) as ms
      from session_time
      where ended_at > ${span.from} and alone_from < ${until} and helping_ms > 0 and ${whose('user_id', agentIds)}
      union all
      select user_id, least(ended, ${until}) - greatest(began, ${span.from}) from (${openPieces(now)}) as open
      where least(ended, ${until}) > greatest(began, ${span.from}) and ${whose('user_id', agentIds)}
    ) as piece group by user_id`.execute(database)
  return rows
}

async function offersIn(database: Kysely<Database>, { span, queueIds, agentIds }: AgentQuestion) {
  const { rows } = await sql<Of & Pick<AgentTally, 'accepted' | 'declined' | 'missed'>>`
    select agent_id as "agentId", count(*) filter (where state = 'accepted')::int as accepted,
      count(*) filter (where state = 'declined')::int as declined, count(*) filter (where state = 'missed')::int as missed
    from queue_offer
    where made_at >= ${span.from} and made_at < ${span.to} and ${among(queueIds)} and ${whose('agent_id', agentIds)}
    group by agent_id`.execute(database)
  return rows
}
