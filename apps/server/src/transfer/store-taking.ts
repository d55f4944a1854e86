import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'

type Within = Transaction<Database>

/** A transfer as somebody may take it. */
export interface Takeable {
  readonly transferId: string
  readonly sessionId: string
  /** Nobody has it yet, and they may. */
  readonly open: boolean
  /** They have it already. */
  readonly theirs: boolean
}

/** Whether an agent may take out of a queue's line whom they choose, and is not in the session already. */
const mayChoose = (agentId: string) => sql`transfer_to is null and ${agentId} <> all(not_for) and exists (
  select from queue join queue_agent on queue_agent.queue_id = queue.id
  where queue.id = queue_entry.queue_id and user_id = ${agentId} and deleted_at is null
    and (serving ->> 'mayChoose')::boolean)`

/** How transfers get to the agents who take them. */
export function createTakingStore(database: Kysely<Database>) {
  return {
    /** By an offer of theirs; undefined for one of a visitor, or of another agent. */
    async offered(offerId: string, agentId: string): Promise<Takeable | undefined> {
      const { rows } = await sql<Takeable>`
        select entry_id as "transferId", transfer_of as "sessionId", queue_offer.state = 'open' as open,
          queue_offer.state = 'accepted' as theirs
        from queue_offer join queue_entry on queue_entry.id = entry_id
        where queue_offer.id = ${offerId} and queue_offer.agent_id = ${agentId} and transfer_of is not null`.execute(
        database,
      )
      return rows[0]
    },
    /** By choice; undefined for a visitor, and for what is not theirs to choose. */
    async choosable(transferId: string, agentId: string): Promise<Takeable | undefined> {
      const { rows } = await sql<Takeable>`
        select id as "transferId", transfer_of as "sessionId", state = 'waiting' as open,
          state = 'accepted' and agent_id is not distinct from ${agentId} as theirs
        from queue_entry where id = ${transferId} and transfer_of is not null and ${mayChoose(agentId)}`.execute(
        database,
      )
      return rows[0]
    },
    /** Once: for the agent who holds the open offer of what still waits. */
    async takeOffered(within: Within, offer: { readonly id: string; readonly agentId: string }, now: number) {
      const { numAffectedRows } = await sql`
        with taken as (
          update queue_offer set state = 'accepted', closed_at = ${now}
          where id = ${offer.id} and agent_id = ${offer.agentId} and state = 'open' and expires_at > ${now}
          returning entry_id
        )
        update queue_entry set state = 'accepted', ended_at = ${now}, session_id = transfer_of, agent_id = ${offer.agentId}
        where id in (select entry_id from taken) and state = 'waiting'`.execute(within)
      return numAffectedRows === 1n
    },
    /** Once, whoever else is being asked. */
    async takeChosen(within: Within, chosen: { readonly id: string; readonly agentId: string }, now: number) {
      const { rows } = await sql<{ queueId: string }>`
        update queue_entry set state = 'accepted', ended_at = ${now}, session_id = transfer_of, agent_id = ${chosen.agentId}
        where id = ${chosen.id} and state = 'waiting' and transfer_of is not null and ${mayChoose(chosen.agentId)}
        returning queue_id as "queueId"`.execute(within)
      const [entry] = rows
      if (!entry) return false
      await sql`
        update queue_offer set state = 'withdrawn', closed_at = ${now} where entry_id = ${chosen.id} and state = 'open'
      `.execute(within)
      // Kept as an offer that was accepted at once, as with visitors.
      await sql`
        insert into queue_offer (id, entry_id, agent_id, queue_id, alone, made_at, expires_at, closed_at, state)
        values (${newId()}, ${chosen.id}, ${chosen.agentId}, ${entry.queueId}, true, ${now}, ${now}, ${now}, 'accepted')
      `.execute(within)
      return true
    },
  }
}
