import { MOST_SHOWN_WAITING, servingSchema } from '@deskside/protocol'
import type { AgentSkill, WaitingVisitor } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { neededSkills } from './needed-skills.ts'
import type { NeedsOfRow } from './needed-skills.ts'

type Within = Transaction<Database>

/** What queues keep for agents who take somebody whose turn it is not. */
export function createChoosingStore(database: Kysely<Database>) {
  const servesAsChooser = (userId: string, queueId: ReturnType<typeof sql>) => sql<boolean>`exists (
    select from queue join queue_agent on queue_agent.queue_id = queue.id
    where queue.id = ${queueId} and user_id = ${userId} and deleted_at is null and (serving ->> 'mayChoose')::boolean)`
  return {
    async mayChoose(queueId: string, userId: string): Promise<boolean> {
      const { rows } = await sql<{ may: boolean }>`
        select ${servesAsChooser(userId, sql`${queueId}::uuid`)} as may`.execute(database)
      return rows[0]?.may ?? false
    },
    async waitingIn(queueId: string, userId: string): Promise<WaitingVisitor[]> {
      const { rows } = await sql<Omit<WaitingVisitor, 'needs'> & NeedsOfRow & { skills: AgentSkill[] | null }>`
        select queue_entry.id as "entryId", queue_entry.name, answers, place, entered_at as "waitingSince", escalated_at is not null as escalated,
          exists (select from queue_offer where entry_id = queue_entry.id and state = 'open') as offered,
          queue_entry.needs as mask, serving -> 'needs' as "queueNeeds",
          (select skills from agent_settings where user_id = ${userId}) as skills
        from queue_entry join queue on queue.id = queue_id where queue_id = ${queueId} and state = 'waiting' and transfer_to is null
        order by entered_at, queue_entry.id limit ${MOST_SHOWN_WAITING}`.execute(database)
      return rows.map(({ mask, queueNeeds, skills, ...visitor }) => ({
        ...visitor,
        needs: neededSkills({ mask, queueNeeds }, skills ?? []),
      }))
    },
    /** An entry of a queue in which this agent may choose. */
    async choosable(entryId: string, userId: string) {
      const row = await database
        .selectFrom('queue_entry as entry')
        .innerJoin('queue', 'queue.id', 'entry.queue_id')
        .select(['entry.state', 'entry.session_id', 'agent_id', 'entry.name', 'answers', 'place', 'browser', 'serving'])
        .select(['entered_at as enteredAt', 'entry.queue_id as queueId', 'queue.name as queueName'])
        .where('entry.id', '=', entryId)
        .where('transfer_of', 'is', null)
        .where(servesAsChooser(userId, sql`entry.queue_id`))
        .executeTakeFirst()
      if (!row) return undefined
      const { state, session_id: sessionId, agent_id: agentId, ...entry } = row
      return { state, sessionId, agentId, accepted: { ...entry, serving: servingSchema.parse(entry.serving) } }
    },
    /** The entry and its token, once, whoever was being asked; undefined where they may not, or it waits no more. */
    async choose(
      within: Within,
      { entryId, agentId, ...into }: { entryId: string; agentId: string; session_id: string; participant_id: string },
      now: number,
    ): Promise<{ readonly token_hash: string; readonly queue_id: string } | undefined> {
      const entry = await within
        .updateTable('queue_entry')
        .set({ ...into, came_from: null, agent_id: agentId, state: 'accepted', ended_at: now })
        .where('id', '=', entryId)
        .where('state', '=', 'waiting')
        .where('transfer_of', 'is', null)
        .where(servesAsChooser(agentId, sql`queue_entry.queue_id`))
        .returning(['token_hash', 'queue_id'])
        .executeTakeFirst()
      if (!entry) return undefined
      await within
        .updateTable('queue_offer')
        .set({ state: 'withdrawn', closed_at: now })
        .where('entry_id', '=', entryId)
        .where('state', '=', 'open')
        .execute()
      // Kept as an offer that was accepted at once, so that whoever counts has one story of each entry.
      const times = { made_at: now, expires_at: now, closed_at: now }
      const offer = { id: newId(), entry_id: entryId, agent_id: agentId, queue_id: entry.queue_id, ...times }
      await within
        .insertInto('queue_offer')
        .values({ ...offer, alone: true, state: 'accepted' })
        .execute()
      return entry
    },
  }
}
