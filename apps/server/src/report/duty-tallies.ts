import type { Interval } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Kysely, RawBuilder } from 'kysely'
import type { Database } from '../platform/database.ts'
import { boundsOf, bucketOf, spanOfAll } from './intervals.ts'
import type { Cell, QueueQuestion } from './questions.ts'

/**
 * Time on duty of the agents who serve the queues now, where it passed (report R3, R6). An agent of several queues counts in
 * each of them, and once in all.
 */
export async function dutyTallies(database: Kysely<Database>, question: QueueQuestion): Promise<Cell[]> {
  const { intervals, queueIds, now } = question
  const bounds = boundsOf(intervals)
  const span = spanOfAll(intervals)
  const serves = queueIds ? sql`queue_id = any(${[...queueIds]}::uuid[])` : sql`true`
  const whole = sql`from piece where first = last`
  const { rows } = await sql<Cell>`
    with recursive piece as (
      select user_id, began, ended, on_duty, occupied, ${bucketOf(sql`began`, bounds)} as first,
        ${bucketOf(sql`ended - 1`, bounds)} as last
      from (${pieces(span, now)}) as piece
      where began < ended and user_id in (select user_id from queue_agent where ${serves})
    ), cell as (
      select user_id, bucket, sum(ms * on_duty) as on_duty, sum(ms * occupied) as occupied from (
        select user_id, first as bucket, ended - began as ms, on_duty, occupied ${whole}
        union all
        select user_id, bucket,
          least(ended, coalesce((${bounds})[bucket + 1], ${span.to})) - greatest(began, (${bounds})[bucket]), on_duty, occupied
        from piece cross join lateral generate_series(first, last) as bucket where first < last
      ) as clipped group by user_id, bucket
    ), served as (
      select queue_id, cell.* from cell join queue_agent on queue_agent.user_id = cell.user_id and ${serves}
    )
    select bucket, null::uuid as "queueId", sum(on_duty)::float8 as "onDutyMs", sum(occupied)::float8 as "occupiedMs"
    from cell group by bucket
    union all select null, queue_id, sum(on_duty)::float8, sum(occupied)::float8 from served group by queue_id
    union all select null, null, coalesce(sum(on_duty), 0)::float8, coalesce(sum(occupied), 0)::float8 from cell
  `.execute(database)
  return rows
}

/** Pieces of agents' time in a span: on duty, and of that occupied, as parts of each piece. Each moment of sessions is in one. */
function pieces({ from, to }: Interval, now: number): RawBuilder<unknown> {
  const until = Math.min(to, now)
  return sql`
    select user_id, greatest(began_at, ${from}) as began, least(coalesce(ended_at, ${until}), ${until}) as ended,
      1::float8 as on_duty, case when state = 'wrap-up' then 1 else 0 end::float8 as occupied
    from agent_time
    where state in ('available', 'busy', 'wrap-up') and (ended_at > ${from} or ended_at is null) and began_at < ${until}
    union all
    select user_id, greatest(alone_from, ${from}), least(ended_at, ${until}), 0,
      helping_ms::float8 / greatest(1, ended_at - alone_from)
    from session_time where ended_at > ${from} and began_at < ${until} and helping_ms > 0
    union all
    select user_id, greatest(began, ${from}), least(ended, ${until}), 0, 1 from (${openPieces(now)}) as open`
}

/** Of sessions that go on: the time in which their agents were available or busy, once each. */
export function openPieces(now: number): RawBuilder<unknown> {
  return sql`
    select open.user_id, greatest(open.alone_from, agent_time.began_at) as began,
      coalesce(agent_time.ended_at, ${now}) as ended
    from (
      select user_id, greatest(min(began_at), (
        select max(ended_at) from session_time as earlier
        where earlier.user_id = part.user_id and earlier.ended_at > min(part.began_at) and earlier.began_at < min(part.began_at)
      )) as alone_from
      from session_time as part where ended_at is null group by user_id
    ) as open
    join agent_time on agent_time.user_id = open.user_id and agent_time.state in ('available', 'busy')
      and (agent_time.ended_at is null or agent_time.ended_at > open.alone_from)`
}
