import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'
import type { SessionService } from '../session/index.ts'

interface SessionTimeTable {
  session_id: string
  user_id: string
  began_at: number
  ended_at: number | null
  /** The queue that the customer came from, where this representative took them from it. */
  queue_id: string | null
  /** From when on no session that they came into earlier covers this one; null while it goes on. */
  alone_from: number | null
  /** How much of the time from then on they were available or busy; the same. */
  helping_ms: number | null
  overflowed: boolean
  wrap_up_ms: number
}
interface AgentTimeTable {
  user_id: string
  began_at: number
  ended_at: number | null
  state: string
  reason: string | null
}
declare module '../platform/database.ts' {
  interface Database {
    session_time: SessionTimeTable
    /** Kept by the database itself, by triggers on `agent_presence`. */
    agent_time: AgentTimeTable
    /** The same. */
    duty_time: Pick<AgentTimeTable, 'user_id' | 'began_at' | 'ended_at'>
  }
}

type Within = Transaction<Database>

/** Keeps how long each representative was in each session, in the transaction of the event that says so (report R2). */
export function keepSessionTimes(session: SessionService): void {
  session.storeWith(
    ['session.started', 'session.joined', 'session.left', 'session.ended'],
    async (within, { sessionId, events }) => {
      for (const { at, body } of events) {
        if (body.type === 'session.started' || body.type === 'session.joined')
          await begin(within, { sessionId, userId: body.userId, at })
        if (body.type === 'session.left')
          await end(
            within,
            { sessionId, at },
            sql`user_id = (
            select user_id from session_member where session_id = ${sessionId} and participant_id = ${body.participantId})`,
          )
        if (body.type === 'session.ended') await end(within, { sessionId, at }, sql`true`)
      }
    },
  )
}

/** The queue that an account took a session's customer from, and whether it is one of another's. */
const origin = (sessionId: unknown, userId: unknown) => sql`
  select entry.queue_id, coalesce(offer.queue_id <> entry.queue_id, false) as overflowed
  from queue_entry as entry
  left join queue_offer as offer on offer.entry_id = entry.id and offer.state = 'accepted'
  where entry.session_id = ${sessionId} and entry.agent_id = ${userId} and entry.state = 'accepted'
  order by entry.ended_at desc limit 1`

async function begin(
  within: Within,
  { sessionId, userId, at }: { sessionId: string; userId: string; at: number },
): Promise<void> {
  await sql`
    insert into session_time (session_id, user_id, began_at, queue_id, overflowed)
    select ${sessionId}, ${userId}, ${at}, origin.queue_id, coalesce(origin.overflowed, false)
    from (select 1) as one left join (${origin(sessionId, userId)}) as origin on true
    on conflict do nothing`.execute(within)
}

/**
 * Of several sessions at once a moment counts for the one that began first: each keeps from when on none of the earlier ones
 * covers it. All that came before is known by then: an earlier one that goes on covers all of this one.
 */
async function end(
  within: Within,
  { sessionId, at }: { sessionId: string; at: number },
  whose: ReturnType<typeof sql>,
): Promise<void> {
  await sql`
    with over as (
      select part.user_id, part.began_at, origin.queue_id, origin.overflowed, case
        when exists (
          select from session_time as earlier where earlier.user_id = part.user_id and earlier.ended_at is null
            and (earlier.began_at, earlier.session_id) < (part.began_at, part.session_id)
        ) then greatest(part.began_at, ${at})
        else least(greatest(part.began_at, ${at}), greatest(part.began_at, (
          select max(earlier.ended_at) from session_time as earlier
          where earlier.user_id = part.user_id and earlier.ended_at > part.began_at
            and (earlier.began_at, earlier.session_id) < (part.began_at, part.session_id))))
        end as alone_from
      from session_time as part
      left join lateral (${origin(sql`part.session_id`, sql`part.user_id`)}) as origin on true
      where part.session_id = ${sessionId} and part.ended_at is null and ${whose}
    )
    update session_time set ended_at = greatest(session_time.began_at, ${at}), alone_from = over.alone_from,
      queue_id = coalesce(session_time.queue_id, over.queue_id),
      overflowed = session_time.overflowed or coalesce(over.overflowed, false),
      helping_ms = (
        select coalesce(sum(least(coalesce(ended_at, ${at}), ${at}) - greatest(began_at, over.alone_from)), 0) from agent_time
        where user_id = over.user_id and state in ('available', 'busy') and began_at < ${at}
          and (ended_at is null or ended_at > over.alone_from))
    from over where session_time.session_id = ${sessionId} and session_time.user_id = over.user_id
      and session_time.began_at = over.began_at`.execute(within)
}
