import type { Interval } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Kysely, RawBuilder } from 'kysely'
import type { Database } from '../platform/database.ts'
import { boundsOf, bucketOf, spanOfAll } from './intervals.ts'
import type { Cell, QueueQuestion } from './questions.ts'

const servedBy = (queueIds: readonly string[] | undefined) =>
  queueIds ? sql`queue_id = any(${[...queueIds]}::uuid[])` : sql`true`

/** Time on duty of the agents who serve the queues now, in the intervals in which it passed, and how much of it was occupied. */
export async function dutyByInterval(database: Kysely<Database>, question: QueueQuestion): Promise<Cell[]> {
  const { intervals, queueIds, now } = question
  const span = spanOfAll(intervals)
  const until = Math.min(span.to, now)
  const serving = sql`user_id in (select user_id from queue_agent where ${servedBy(queueIds)})`
  const sum = (pieces: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select bucket, sum(ms * on_duty) as on_duty, sum(ms * occupied) as occupied
    from (${clipped(intervals, pieces)}) as part where ${serving} group by bucket`
  // Each kind by itself: sessions are far more than the others, and several workers sum them up.
  const { rows } = await sql<Cell>`
    select bucket, null::uuid as "queueId", sum(on_duty) as "onDutyMs", sum(occupied) as "occupiedMs" from (
      ${sum(dutyPieces(span, until))} union all ${sum(sessionPieces(span, until))} union all ${sum(openOnes(span, now))}
    ) as kind group by bucket`.execute(database)
  return rows
}

/** The same of each queue and of all. An agent of several queues counts in each of them, and once in all (report R3, R6). */
export async function dutyByQueue(database: Kysely<Database>, question: QueueQuestion): Promise<Cell[]> {
  const { intervals, queueIds, now } = question
  const span = spanOfAll(intervals)
  const until = Math.min(span.to, now)
  const sum = (pieces: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select user_id, sum((ended - began) * on_duty) as on_duty, sum((ended - began) * occupied) as occupied
    from (${pieces}) as piece where began < ended group by user_id`
  const { rows } = await sql<Cell>`
    with agent as materialized (
      select user_id, sum(on_duty) as on_duty, sum(occupied) as occupied from (
        ${sum(dutyPieces(span, until))} union all ${sum(sessionPieces(span, until))} union all ${sum(openOnes(span, now))}
      ) as kind where user_id in (select user_id from queue_agent where ${servedBy(queueIds)}) group by user_id
    )
    select null::int as bucket, queue_id as "queueId", sum(on_duty) as "onDutyMs", sum(occupied) as "occupiedMs"
    from agent join queue_agent on queue_agent.user_id = agent.user_id and ${servedBy(queueIds)} group by queue_id
    union all select null, null, coalesce(sum(on_duty), 0), coalesce(sum(occupied), 0) from agent`.execute(database)
  return rows
}

/** Pieces cut to intervals: what of each is in the first that it touches, and the rest of those that touch more than one. */
function clipped(intervals: readonly Interval[], pieces: RawBuilder<unknown>): RawBuilder<unknown> {
  const bounds = boundsOf(intervals)
  const { to } = spanOfAll(intervals)
  const after = (bucket: RawBuilder<unknown>) => sql`coalesce((${bounds})[${bucket} + 1], ${to})`
  const first = bucketOf(sql`began`, bounds)
  const last = bucketOf(sql`ended - 1`, bounds)
  return sql`
    select user_id, bucket, least(ended, ${after(sql`bucket`)}) - began as ms, on_duty, occupied
    from (select *, ${first} as bucket from (${pieces}) as piece where began < ended) as beginning
    union all
    select user_id, bucket, least(ended, ${after(sql`bucket`)}) - (${bounds})[bucket], on_duty, occupied
    from (select *, ${first} as first, ${last} as last from (${pieces}) as piece where began < ended) as longer
    cross join lateral generate_series(first + 1, last) as bucket where first < last`
}

const dutyPieces = ({ from }: Interval, until: number): RawBuilder<unknown> => sql`
  select user_id, greatest(began_at, ${from}) as began, least(coalesce(ended_at, ${until}), ${until}) as ended, 1::float8 as on_duty,
    0::float8 as occupied
  from duty_time where (ended_at > ${from} or ended_at is null) and began_at < ${until}`

/** Each moment in sessions in one piece, with finishing up behind it; of it the part on duty. */
const sessionPieces = ({ from }: Interval, until: number): RawBuilder<unknown> => sql`
  select user_id, greatest(alone_from, ${from}) as began, least(ended_at + wrap_up_ms, ${until}) as ended,
    0::float8 as on_duty, (helping_ms + wrap_up_ms)::float8 / greatest(1, ended_at + wrap_up_ms - alone_from) as occupied
  from session_time where ended_at + wrap_up_ms > ${from} and began_at < ${until} and helping_ms + wrap_up_ms > 0`

/** Sessions and finishing up that go on. */
const openOnes = ({ from, to }: Interval, now: number): RawBuilder<unknown> => sql`
  select user_id, greatest(began, ${from}) as began, least(ended, ${to}) as ended, 0::float8 as on_duty, 1::float8 as occupied from (
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
