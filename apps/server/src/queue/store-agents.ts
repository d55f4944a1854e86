import { agentSettingsSchema, servingSchema } from '@deskside/protocol'
import type { Inbox, Offer } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'
import { neededSkills } from './needed-skills.ts'
import type { NeedsOfRow } from './needed-skills.ts'
import { withSetters } from './set-by.ts'
import type { AgentPresenceTable } from './tables.ts'

type Within = Transaction<Database>
/** What an agent is who was never set. */
const BEGINNINGS = agentSettingsSchema.parse({})
const NOT_HERE = { state: 'offline', reason: null, wrap_up_until: null, used: 0 } as const

/** What queues keep of agents: how they stand, what they are offered, what they answer. */
export function createAgentStore(database: Kysely<Database>) {
  return {
    /** What comes late says nothing older: who was seen since is not taken back to before. */
    async seenAgents(userIds: readonly string[], now: number): Promise<void> {
      await sql`
        update agent_presence set seen_at = ${now}
        where user_id = any(${userIds}) and state <> 'offline' and seen_at < ${now}`.execute(database)
    },
    /** What they choose ends a wrap-up, too. */
    async setState(
      within: Within,
      agent: Pick<AgentPresenceTable, 'user_id' | 'state' | 'reason' | 'since'>,
    ): Promise<void> {
      const { since: now } = agent
      await within
        .insertInto('agent_presence')
        .values({ ...agent, seen_at: now, idle_since: now, wrap_up_until: null, used: 0 })
        .onConflict((conflict) =>
          conflict.column('user_id').doUpdateSet({
            state: agent.state,
            reason: agent.reason,
            since: now,
            seen_at: now,
            wrap_up_until: null,
            // Whoever was not there has not been waiting for somebody either.
            idle_since: sql`case when agent_presence.state = 'offline' then ${now} else agent_presence.idle_since end`,
          }),
        )
        .execute()
    },
    /**
     * An agent is done with whoever they took out of a queue: all agents of the session, or the one who left it. Who is
     * available is in wrap-up (queue R17).
     */
    async served(
      within: Within,
      { sessionId, left }: { readonly sessionId: string; readonly left: string | undefined },
      at: number,
    ): Promise<void> {
      const who =
        left === undefined
          ? sql`true`
          : sql`agent_id = (
              select user_id from session_member where session_id = ${sessionId} and participant_id = ${left})`
      await sql`
        with done as (
          update queue_entry set served_at = ${at} from queue
          where queue.id = queue_id and session_id = ${sessionId} and queue_entry.state = 'accepted' and served_at is null
            and ${who}
          returning agent_id, coalesce((serving ->> 'wrapUpSeconds')::bigint, 0) * 1000 as ms
        )
        update agent_presence set state = 'wrap-up', since = case state when 'wrap-up' then since else ${at} end,
          wrap_up_until = greatest(coalesce(wrap_up_until, 0), ${at} + ms)
        from done where user_id = agent_id and ms > 0 and state in ('available', 'wrap-up')`.execute(within)
    },
    inboxes: async (userIds: readonly string[]) => withSetters(database, await inboxes(database, userIds)),
    /** An offer as its agent has it. */
    async offer(id: string, agentId: string) {
      const row = await database
        .selectFrom('queue_offer')
        .innerJoin('queue_entry as entry', 'entry.id', 'queue_offer.entry_id')
        .innerJoin('queue', 'queue.id', 'entry.queue_id')
        .select(['queue_offer.state', 'entry.session_id', 'entry.name', 'answers', 'place', 'browser', 'serving'])
        .select(['entered_at as enteredAt', 'entry.queue_id as queueId', 'queue.name as queueName'])
        .where('queue_offer.id', '=', id)
        .where('queue_offer.agent_id', '=', agentId)
        .executeTakeFirst()
      if (!row) return undefined
      const { state, session_id: sessionId, ...entry } = row
      return { state, sessionId, accepted: { ...entry, serving: servingSchema.parse(entry.serving) } }
    },
    /** The entry and its token, once: for the agent who holds the open offer. */
    async accept(
      within: Within,
      { offerId, agentId, ...into }: { offerId: string; agentId: string; session_id: string; participant_id: string },
      now: number,
    ): Promise<{ readonly token_hash: string; readonly queue_id: string } | undefined> {
      const offer = await closeOffer(within, { id: offerId, agentId, as: 'accepted' }, now)
      if (!offer) return undefined
      const entry = await within
        .updateTable('queue_entry')
        .set({ ...into, came_from: null, agent_id: agentId, state: 'accepted', ended_at: now })
        .where('id', '=', offer.entry_id)
        .where('state', '=', 'waiting')
        .returning(['token_hash', 'queue_id'])
        .executeTakeFirst()
      return entry
    },
    /** Whether it was theirs to decline. */
    async decline(within: Within, offer: { id: string; agentId: string }, now: number): Promise<boolean> {
      const declined = await closeOffer(within, { ...offer, as: 'declined' }, now)
      if (!declined) return false
      await sql`
        update queue_entry set declined_by = array_append(declined_by, ${offer.agentId}) where id = ${declined.entry_id}
      `.execute(within)
      return true
    },
  }
}

function closeOffer(
  within: Within,
  { id, agentId, as }: { id: string; agentId: string; as: 'accepted' | 'declined' },
  now: number,
): Promise<{ entry_id: string } | undefined> {
  return within
    .updateTable('queue_offer')
    .set({ state: as, closed_at: now })
    .where('id', '=', id)
    .where('agent_id', '=', agentId)
    .where('state', '=', 'open')
    .where('expires_at', '>', now)
    .returning('entry_id')
    .executeTakeFirst()
}

/** What each of these representatives has before them, and nothing of queues that are not theirs (THREATS E1). */
async function inboxes(database: Kysely<Database>, userIds: readonly string[]): Promise<Map<string, Inbox>> {
  const ids = [...userIds]
  const presence = await database.selectFrom('agent_presence').selectAll().where('user_id', 'in', ids).execute()
  const set = await database
    .selectFrom('agent_settings')
    .select(['user_id', 'capacity', 'skills'])
    .where('user_id', 'in', ids)
    .execute()
  const { rows: queues } = await sql<Inbox['queues'][number] & { userId: string }>`
    select queue_agent.user_id as "userId", queue.id, queue.name,
      coalesce(line.waiting, 0) as waiting, line.since as "longestSince",
      coalesce((serving ->> 'mayChoose')::boolean, false) as "mayChoose"
    from queue_agent join queue on queue.id = queue_agent.queue_id and queue.deleted_at is null
    left join (
      select queue_id, count(*) as waiting, min(entered_at) as since from queue_entry
      where state = 'waiting' and transfer_to is null group by queue_id
    ) as line on line.queue_id = queue.id
    where queue_agent.user_id = any(${ids}) order by queue.name, queue.id`.execute(database)
  const { rows: offers } = await sql<Omit<Offer, 'needs'> & NeedsOfRow & { userId: string }>`
    select queue_offer.agent_id as "userId", queue_offer.id, queue.name as "queueName", queue_entry.name, answers, place,
      entered_at as "waitingSince", expires_at as "expiresAt",
      queue_entry.needs as mask, serving -> 'needs' as "queueNeeds", not exists (
        select from queue_agent where queue_id = queue.id and user_id = queue_offer.agent_id) as "fromOtherQueue",
      case when transfer_of is not null then jsonb_build_object('from', transfer_from, 'message', transfer_message) end as transfer
    from queue_offer join queue_entry on queue_entry.id = queue_offer.entry_id
    join queue on queue.id = queue_entry.queue_id
    where queue_offer.state = 'open' and queue_entry.state = 'waiting' and queue_offer.agent_id = any(${ids})
    order by queue_offer.made_at, entered_at, queue_offer.id`.execute(database)
  const of = <T extends { userId: string }>(rows: readonly T[]): Map<string, T[]> =>
    Map.groupBy(rows, (row) => row.userId)
  const [at, serve, held] = [Map.groupBy(presence, (row) => row.user_id), of(queues), of(offers)]
  const settings = new Map(set.map((row) => [row.user_id, row]))
  const without = <T extends { userId: string }>({ userId: _owner, ...row }: T) => row
  return new Map(
    ids.map((id): [string, Inbox] => {
      const { state, reason, wrap_up_until: wrapUpUntil, used } = at.get(id)?.[0] ?? NOT_HERE
      return [
        id,
        {
          state,
          reason,
          wrapUpUntil,
          capacity: settings.get(id)?.capacity ?? BEGINNINGS.capacity,
          used,
          queues: (serve.get(id) ?? []).map(without),
          offers: (held.get(id) ?? []).map(without).map(({ mask, queueNeeds, ...offer }) => ({
            ...offer,
            needs: neededSkills({ mask, queueNeeds }, settings.get(id)?.skills ?? []),
          })),
        },
      ]
    }),
  )
}
