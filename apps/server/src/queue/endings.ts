import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'

type Within = Transaction<Database>

/** How long an agent may be without a page before they are offline (queue R6). */
const AGENT_GONE_MS = 30_000
/** How long a visitor may be without a page before they have given up (queue R3). */
const VISITOR_GONE_MS = 120_000

interface Times {
  readonly now: number
  /** When it was last written down who is here: nobody is judged by what came since. */
  readonly seenBy: number
  /** After a start everyone has as long to come back as if they had just been seen. */
  readonly startedAt: number
}

/** What is over: agents and visitors without a page, wrap-ups, offers that no longer hold, offers that nobody answered. */
export async function endWhatIsOver(within: Within, { now, seenBy, startedAt }: Times): Promise<boolean> {
  const since = (gone: number): number => (seenBy - startedAt < gone ? 0 : seenBy - gone)
  const steps = [
    sql`update agent_presence set state = 'offline', reason = null, since = ${now}, wrap_up_until = null
      where state <> 'offline' and (seen_at <= ${since(AGENT_GONE_MS)}
        or user_id in (select id from account_user where disabled_at is not null))`,
    sql`update agent_presence set state = 'available', since = wrap_up_until, wrap_up_until = null
      where state = 'wrap-up' and wrap_up_until <= ${now}`,
    sql`update queue_entry set state = 'gone', ended_at = ${now}, name = '', answers = '[]', choices = '{}', place = '',
        browser = '', came_from = null
      where state = 'waiting' and transfer_of is null and seen_at <= ${since(VISITOR_GONE_MS)}`,
    // Also whose agent was taken out of the queue in whose name they were asked (queue R19). Who finishes notes may still
    // accept what was offered before.
    sql`update queue_offer set state = 'withdrawn', closed_at = ${now} where state = 'open' and (
        agent_id not in (select user_id from agent_presence where state in ('available', 'wrap-up'))
        or queue_id not in (select id from queue where deleted_at is null)
        or not exists (select from queue_agent where queue_agent.queue_id = queue_offer.queue_id and user_id = agent_id)
        or not exists (select from queue_entry where id = entry_id and queue_entry.state = 'waiting'))`,
    sql`with missed as (
        update queue_offer set state = 'missed', closed_at = ${now} where state = 'open' and expires_at <= ${now}
        returning entry_id, agent_id
      ), away as (
        update agent_presence set state = 'away', reason = 'missed', since = ${now}, wrap_up_until = null
        where user_id in (select agent_id from missed)
      )
      update queue_entry set declined_by = declined_by || by.agents
      from (select entry_id, array_agg(agent_id) as agents from missed group by entry_id) as by
      where id = by.entry_id`,
    // Who is away since they missed one has no time for the others that they hold.
    sql`update queue_offer set state = 'withdrawn', closed_at = ${now} where state = 'open'
      and agent_id in (select user_id from agent_presence where state not in ('available', 'wrap-up'))`,
    sql`update queue_entry set escalated_at = entered_at + after.ms from (${escalations}) as after
      where queue_entry.queue_id = after.id and state = 'waiting' and escalated_at is null
        and entered_at <= ${now}::bigint - after.ms`,
  ]
  let changed = false
  for (const step of steps) {
    const { numAffectedRows } = await step.execute(within)
    changed ||= (numAffectedRows ?? 0n) > 0n
  }
  return changed
}

/** Of each queue that escalates after how long, in milliseconds. */
const escalations = sql`
  select id, (serving -> 'escalation' ->> 'afterSeconds')::bigint * 1000 as ms from queue
  where deleted_at is null and serving -> 'escalation' ->> 'afterSeconds' is not null`

/** When the next of all these ends by itself. */
export async function nextEnd(
  within: Within,
  { now, startedAt }: Pick<Times, 'now' | 'startedAt'>,
): Promise<number | undefined> {
  const { rows } = await sql<Record<'offer' | 'agent' | 'wrapUp' | 'visitor' | 'escalation', number | null>>`
    select (select min(expires_at) from queue_offer where state = 'open') as offer,
      (select min(seen_at) from agent_presence where state <> 'offline') as agent,
      (select min(wrap_up_until) from agent_presence where state = 'wrap-up') as "wrapUp",
      (select min(seen_at) from queue_entry where state = 'waiting' and transfer_of is null) as visitor,
      (
        select min(first.entered_at + after.ms) from (${escalations}) as after cross join lateral (
          select entered_at from queue_entry where queue_id = after.id and state = 'waiting'
            and entered_at > ${now}::bigint - after.ms
          order by entered_at limit 1
        ) as first
      ) as escalation`.execute(within)
  const [row] = rows
  if (!row) return undefined
  const ends = [
    row.offer,
    row.agent === null ? null : Math.max(row.agent, startedAt) + AGENT_GONE_MS,
    row.wrapUp,
    row.visitor === null ? null : Math.max(row.visitor, startedAt) + VISITOR_GONE_MS,
    row.escalation,
  ].filter((end) => end !== null)
  return ends.length > 0 ? Math.min(...ends) : undefined
}
