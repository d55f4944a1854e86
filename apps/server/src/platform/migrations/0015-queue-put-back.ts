import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Visitors who wait a second time, since the last representative of their session was lost. Both null for everybody else. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table queue_entry
      add column back_from uuid references session (id),
      add column lost_agent text`.execute(database)
  // Whichever server notices: a session puts its customer back once.
  await sql`create unique index queue_entry_back on queue_entry (back_from) where back_from is not null`.execute(
    database,
  )
}
