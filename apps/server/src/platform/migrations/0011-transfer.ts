import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Entries of a queue's line that are no visitors, but sessions on their way to another agent. All null or empty for a visitor. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table queue_entry
      add column transfer_of uuid references session (id),
      add column transfer_to text,
      add column transfer_from text,
      add column transfer_message text,
      add column not_for text[] not null default '{}'`.execute(database)
  // Whatever several servers do at once: a session is on its way to one place.
  await sql`create unique index queue_entry_transfer on queue_entry (transfer_of) where state = 'waiting'`.execute(
    database,
  )
  await sql`create index queue_entry_transferred on queue_entry (transfer_of) where transfer_of is not null`.execute(
    database,
  )
}
