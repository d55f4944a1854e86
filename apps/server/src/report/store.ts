import { NO_REPORT_TALLY } from '@deskside/protocol'
import type { ReportTally } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Kysely, RawBuilder } from 'kysely'
import type { Database } from '../platform/database.ts'
import { agentTallies } from './agent-tallies.ts'
import { counting } from './counting.ts'
import { dutyByInterval, dutyByQueue } from './duty-tallies.ts'
import { boundsOf, bucketOf, spanOfAll } from './intervals.ts'
import type { AgentTallyRow, Cell, QueueName, QueueQuestion, QueueTallies } from './questions.ts'

export type ReportStore = ReturnType<typeof createReportStore>

/** Counts in the database; what comes out is as many rows as a report has. */
export function createReportStore(database: Kysely<Database>) {
  return {
    /** Deleted ones, too: what happened in them stays. */
    async queueNames(): Promise<QueueName[]> {
      const { rows } = await sql<QueueName>`
        select id, name, deleted_at is not null as deleted from queue order by name, id`.execute(database)
      return rows
    },
    /** Those that a set of queues is served by. */
    async queueTallies(question: QueueQuestion): Promise<QueueTallies> {
      const parts = await Promise.all([
        counting(database, (within) => waitTallies(within, question)),
        counting(database, (within) => handlingTallies(within, question)),
        counting(database, (within) => dutyByInterval(within, question)),
        counting(database, (within) => dutyByQueue(within, question)),
      ])
      return merge(parts.flat(), question.intervals.length)
    },
    agentTallies: (question: Parameters<typeof agentTallies>[1]): Promise<AgentTallyRow[]> =>
      agentTallies(database, question),
  }
}

function merge(cells: readonly Cell[], count: number): QueueTallies {
  const intervals: ReportTally[] = Array.from({ length: count }, () => NO_REPORT_TALLY)
  const queues = new Map<string, ReportTally>()
  let total = NO_REPORT_TALLY
  for (const { bucket, queueId, ...tally } of cells) {
    if (bucket !== null) intervals[bucket - 1] = { ...(intervals[bucket - 1] ?? NO_REPORT_TALLY), ...tally }
    else if (queueId !== null) queues.set(queueId, { ...(queues.get(queueId) ?? NO_REPORT_TALLY), ...tally })
    else total = { ...total, ...tally }
  }
  return { intervals, queues, total }
}

const among = (column: RawBuilder<unknown>, ids: readonly string[] | undefined): RawBuilder<unknown> =>
  ids ? sql`${column} = any(${[...ids]}::uuid[])` : sql`true`

/**
 * Those who came in, by when they came (report R3). Counted first by interval and queue, then summed up. The union with nothing
 * keeps the database from taking each moment for an interval of its own: it sees that there are few, and counts with several workers.
 */
async function waitTallies(database: Kysely<Database>, question: QueueQuestion): Promise<Cell[]> {
  const { intervals, queueIds, now, shortSeconds, targetSeconds } = question
  const { from, to } = spanOfAll(intervals)
  const target =
    targetSeconds === undefined ? sql`coalesce((serving ->> 'targetSeconds')::int, 20)` : sql`${targetSeconds}::int`
  const { rows } = await sql<Cell>`
    with wait as (
      select queue_id, state, ${bucketOf(sql`entered_at`, boundsOf(intervals))} as bucket, target_ms,
        greatest(0, case state when 'waiting' then ${now} else ended_at end - entered_at)::float8 as ms
      from queue_entry join (select id, ${target} * 1000 as target_ms from queue) as goal on goal.id = queue_id
      where entered_at >= ${from} and entered_at < ${to} and transfer_of is null and back_from is null and ${among(sql`queue_id`, queueIds)}
      union all select null, null, null, null, null where false
    ), cell as (
      select bucket, queue_id, count(*) as offered,
        count(*) filter (where state = 'accepted') as answered,
        count(*) filter (where state = 'accepted' and ms <= target_ms) as in_time,
        count(*) filter (where state = 'gone') as abandoned,
        count(*) filter (where state = 'gone' and ms <= target_ms) as early,
        count(*) filter (where state = 'gone' and ms <= ${shortSeconds * 1_000}) as short,
        count(*) filter (where state = 'waiting') as waiting,
        count(*) filter (where state = 'waiting' and ms > target_ms) as late,
        coalesce(sum(ms) filter (where state = 'accepted'), 0) as answered_ms,
        coalesce(sum(ms) filter (where state = 'gone'), 0) as abandoned_ms, max(ms) as longest
      from wait group by bucket, queue_id
    )
    select bucket, queue_id as "queueId", sum(offered)::int as offered, sum(answered)::int as answered,
      sum(in_time)::int as "answeredInTime", sum(abandoned)::int as abandoned, sum(early)::int as "abandonedEarly",
      sum(short)::int as "abandonedShort", sum(waiting)::int as waiting, sum(late)::int as "waitingLate",
      sum(answered_ms)::float8 as "answeredWaitMs", sum(abandoned_ms)::float8 as "abandonedWaitMs",
      max(longest)::float8 as "longestWaitMs"
    from cell group by grouping sets ((bucket), (queue_id), ())`.execute(database)
  return withoutEmptyTotal(rows)
}

/** Sessions that queues led to, by when their representative came in. */
async function handlingTallies(database: Kysely<Database>, question: QueueQuestion): Promise<Cell[]> {
  const { intervals, queueIds } = question
  const { from, to } = spanOfAll(intervals)
  const { rows } = await sql<Cell>`
    with part as (
      select ${bucketOf(sql`began_at`, boundsOf(intervals))} as bucket, queue_id, (ended_at - began_at)::float8 as ms, wrap_up_ms,
        overflowed
      from session_time
      where began_at >= ${from} and began_at < ${to} and queue_id is not null and ${among(sql`queue_id`, queueIds)}
      union all select null, null, null, null, null where false
    ), cell as (
      select bucket, queue_id, count(ms) as handled, coalesce(sum(ms), 0) as session_ms,
        coalesce(sum(wrap_up_ms::float8) filter (where wrap_up_ms > 0), 0) as wrap_up_ms,
        count(*) filter (where overflowed) as overflowed
      from part group by bucket, queue_id
    )
    select bucket, queue_id as "queueId", sum(handled)::int as handled, sum(session_ms)::float8 as "sessionMs",
      sum(wrap_up_ms)::float8 as "wrapUpMs", sum(overflowed)::int as overflowed
    from cell group by grouping sets ((bucket), (queue_id), ())`.execute(database)
  return withoutEmptyTotal(rows)
}

/** The sum of nothing is null. */
const withoutEmptyTotal = (rows: readonly Cell[]): Cell[] =>
  rows.filter(
    ({ bucket, queueId, ...tally }) =>
      bucket !== null || queueId !== null || !Object.values(tally).includes(null as never),
  )
