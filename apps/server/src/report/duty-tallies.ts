import type { Interval } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Kysely, RawBuilder } from 'kysely'
import type { Database } from '../platform/database.ts'
import { boundsOf, bucketOf, spanOfAll } from './intervals.ts'
import type { Cell, QueueQuestion } from './questions.ts'

/**
 * Time on duty of the agents who serve the queues now, where it passed, and how much of it was occupied (report R3, R6). An agent
 * of several queues counts in each of them, and once in all.
 */
export async function dutyTallies(database: Kysely<Database>, question: QueueQuestion): Promise<Cell[]> {
  const { intervals, queueIds, now } = question
  const span = spanOfAll(intervals)
  const until = Math.min(span.to, now)
  const serves = queueIds ? sql`queue_id = any(${[...queueIds]}::uuid[])` : sql`true`
  const { rows } = await sql<Cell>`
    with cell as (
      select user_id, bucket, sum(on_duty) as on_duty, sum(occupied) as occupied from (
        ${clipped({ intervals, pieces: dutyPieces(span, until), as: sql`ms as on_duty, 0::float8 as occupied` })}
        union all
        ${clipped({ intervals, pieces: sessionPieces(span, until), as: sql`0::float8, ms * share` })}
        union all
        ${clipped({ intervals, pieces: openOnes(span, now), as: sql`0::float8, ms` })}
      ) as part group by user_id, bucket
    ), served as (
      select * from cell where user_id in (select user_id from queue_agent where ${serves})
    )
    select bucket, null::uuid as "queueId", sum(on_duty) as "onDutyMs", sum(occupied) as "occupiedMs"
    from served group by bucket
    union all
    select null, queue_id, sum(on_duty), sum(occupied)
    from served join queue_agent on queue_agent.user_id = served.user_id and ${serves} group by queue_id
    union all select null, null, coalesce(sum(on_duty), 0), coalesce(sum(occupied), 0) from served
  `.execute(database)
  return rows
}

interface Clipping {
  readonly intervals: readonly Interval[]
  /** Of users, from `began` to `ended`. */
  readonly pieces: RawBuilder<unknown>
  /** What is summed up of `ms`. */
  readonly as: RawBuilder<unknown>
}

/** Pieces cut to intervals: what of each is in the first that it touches, and the rest of those that touch more than one. */
function clipped({ intervals, pieces, as }: Clipping): RawBuilder<unknown> {
  const bounds = boundsOf(intervals)
  const { to } = spanOfAll(intervals)
  const after = (bucket: RawBuilder<unknown>) => sql`coalesce((${bounds})[${bucket} + 1], ${to})`
  const first = bucketOf(sql`began`, bounds)
  const last = bucketOf(sql`ended - 1`, bounds)
  return sql`
    select user_id, bucket, ${as} from (
      select user_id, bucket, least(ended, ${after(sql`bucket`)}) - began as ms, share
      from (select *, ${first} as bucket from (${pieces}) as piece where began < ended) as beginning
      union all
      select user_id, bucket, least(ended, ${after(sql`bucket`)}) - (${bounds})[bucket], share
      from (select *, ${first} as first, ${last} as last from (${pieces}) as piece where began < ended) as longer
      cross join lateral generate_series(first + 1, last) as bucket where first < last
    ) as cut`
}

const dutyPieces = ({ from }: Interval, until: number): RawBuilder<unknown> => sql`
  select user_id, greatest(began_at, ${from}) as began, least(coalesce(ended_at, ${until}), ${until}) as ended, 1::float8 as share
  from duty_time where (ended_at > ${from} or ended_at is null) and began_at < ${until}`

/** Each moment in sessions in one piece, with finishing up behind it; `share` of it on duty. */
const sessionPieces = ({ from }: Interval, until: number): RawBuilder<unknown> => sql`
  select user_id, greatest(alone_from, ${from}) as began, least(ended_at + wrap_up_ms, ${until}) as ended,
    (helping_ms + wrap_up_ms)::float8 / greatest(1, ended_at + wrap_up_ms - alone_from) as share
  from session_time where ended_at + wrap_up_ms > ${from} and began_at < ${until} and helping_ms + wrap_up_ms > 0`

/** Sessions and finishing up that go on. */
const openOnes = ({ from, to }: Interval, now: number): RawBuilder<unknown> => sql`
  select user_id, greatest(began, ${from}) as began, least(ended, ${to}) as ended, 1::float8 as share from (
    ${openPieces(now)}
    union all select user_id, began_at, ${now} from agent_time where state = 'wrap-up' and ended_at is null
  ) as open`

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
