import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Whether managers may look on in sessions and what customers are told of it, and who set an agent's state for them. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table site
      add column monitoring text not null default 'with-notice',
      add column monitoring_disclosure text not null default 'Sessions may be monitored for quality and training.'
  `.execute(database)
  // The manager's name counts for the state that began at that time, and for no later one, whoever sets that.
  await sql`
    alter table agent_presence
      add column set_by text,
      add column set_at bigint`.execute(database)
}
