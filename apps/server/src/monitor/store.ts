import { SHOWN_OF_LINE, servingSchema } from '@deskside/protocol'
import type { MonitoredAgent, MonitoredVisitor, QueueTally } from '@deskside/protocol'
import type { Kysely, Transaction } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '../platform/database.ts'

/** Of live sessions so many are shown, the newest. */
const SESSIONS = 500

export interface QueueRow {
  readonly id: string
  readonly name: string
  readonly timeZone: string
  readonly targetSeconds: number
  readonly waiting: number
  readonly longestSince: number | null
  readonly longestName: string | null
}

/** Of which queue, since when and by which target to count. */
export interface Asked {
  readonly queueId: string
  readonly since: number
  readonly targetSeconds: number
}

export interface SessionRow {
  readonly id: string
  readonly startedAt: number
  readonly customerName: string | null
  readonly ownerId: string
  readonly ownerName: string
  readonly queueId: string | null
  readonly queueName: string | null
}

export type MonitorStore = ReturnType<typeof createMonitorStore>

/** What the manager's page is made of, each part in one question to the database, whatever their number. */
export function createMonitorStore(database: Kysely<Database>) {
  return {
    async queues(): Promise<QueueRow[]> {
      const { rows } = await sql<Omit<QueueRow, 'targetSeconds'> & { serving: unknown }>`
        select queue.id, queue.name, hours->>'timeZone' as "timeZone", serving,
          (select count(*) from queue_entry where queue_id = queue.id and state = 'waiting' and transfer_to is null) as waiting,
          first.entered_at as "longestSince", first.name as "longestName"
        from queue left join lateral (
          select entered_at, name from queue_entry
          where queue_id = queue.id and state = 'waiting' and transfer_to is null
          order by entered_at, id limit 1
        ) as first on true
        where deleted_at is null order by queue.name, queue.id`.execute(database)
      return rows.map(({ serving, ...row }) => ({
        ...row,
        targetSeconds: servingSchema.parse(serving).targetSeconds,
      }))
    },
    /** In the order in which they were asked for. A wait that ended counts as `tallyOf` of the protocol counts it. */
    async tallies(asked: readonly Asked[], now: number): Promise<QueueTally[]> {
      const [ids, since] = [asked.map(({ queueId }) => queueId), asked.map((each) => each.since)]
      const targets = asked.map(({ targetSeconds }) => targetSeconds * 1_000)
      const { rows } = await sql<QueueTally & { nth: number }>`
        select nth, count(entry.id) as offered,
          count(*) filter (where state = 'accepted') as answered,
          count(*) filter (where state = 'accepted' and ended_at - entered_at <= target) as "answeredInTime",
          count(*) filter (where state = 'gone') as abandoned,
          count(*) filter (where state = 'gone' and ended_at - entered_at <= target) as "abandonedEarly",
          count(*) filter (where state = 'waiting' and ${now}::bigint - entered_at > target) as "waitingLate",
          coalesce(sum(greatest(0, ended_at - entered_at)) filter (where state = 'accepted'), 0)::bigint as "answeredWaitMs"
        from unnest(${ids}::uuid[], ${since}::bigint[], ${targets}::bigint[])
          with ordinality as asked (queue_id, since, target, nth)
        left join queue_entry as entry
          on entry.queue_id = asked.queue_id and entry.entered_at >= asked.since and transfer_of is null
          and back_from is null
        group by nth order by nth`.execute(database)
      return rows.map(({ nth: _nth, ...tally }) => tally)
    },
    async agents(): Promise<Omit<MonitoredAgent, 'offers'>[]> {
      const { rows } = await sql<Omit<MonitoredAgent, 'offers'>>`
        select account_user.id as "userId", account_user.name, coalesce(state, 'offline') as state, reason, since,
          seen_at as "seenAt", array_agg(queue_id::text order by queue_id) as "queueIds"
        from queue_agent join queue on queue.id = queue_id and deleted_at is null
        join account_user on account_user.id = queue_agent.user_id and disabled_at is null
        left join agent_presence on agent_presence.user_id = account_user.id
        group by account_user.id, agent_presence.user_id order by account_user.name, account_user.id`.execute(database)
      return rows
    },
    async offers(): Promise<(MonitoredAgent['offers'][number] & { agentId: string; entryId: string })[]> {
      const { rows } = await sql<MonitoredAgent['offers'][number] & { agentId: string; entryId: string }>`
        select queue_offer.id, queue_offer.agent_id as "agentId", entry_id as "entryId", queue_entry.name, expires_at as "expiresAt"
        from queue_offer join queue_entry on queue_entry.id = entry_id
        where queue_offer.state = 'open' order by made_at, queue_offer.id`.execute(database)
      return rows
    },
    async line(): Promise<Omit<MonitoredVisitor, 'offeredTo'>[]> {
      const { rows } = await sql<Omit<MonitoredVisitor, 'offeredTo'>>`
        select entry.id, queue.id as "queueId", entry.name, entered_at as since, transfer_of is not null as transferred,
          escalated_at is not null as escalated
        from queue cross join lateral (
          select * from queue_entry where queue_id = queue.id and state = 'waiting' and transfer_to is null
          order by entered_at, id limit ${SHOWN_OF_LINE}
        ) as entry
        where deleted_at is null order by entered_at, entry.id`.execute(database)
      return rows
    },
    async sessions(): Promise<SessionRow[]> {
      const { rows } = await sql<SessionRow>`
        select session.id, started_at as "startedAt", customer_name as "customerName", owner_user_id as "ownerId",
          representative_name as "ownerName", came.queue_id as "queueId", came.name as "queueName"
        from session left join lateral (
          select queue_id, queue.name from queue_entry join queue on queue.id = queue_id
          where session_id = session.id order by entered_at desc limit 1
        ) as came on true
        where ended_at is null order by started_at desc limit ${SESSIONS}`.execute(database)
      return rows
    },
    async setMember(
      within: Transaction<Database>,
      member: { readonly session_id: string; readonly user_id: string; readonly participant_id: string },
    ): Promise<void> {
      await within
        .insertInto('session_member')
        .values(member)
        .onConflict((conflict) =>
          conflict.columns(['session_id', 'user_id']).doUpdateSet({ participant_id: member.participant_id }),
        )
        .execute()
    },
  }
}
