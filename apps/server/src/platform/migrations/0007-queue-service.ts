import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** How a queue's visitors are served and what they meet. What a queue from before lacks begins as in a new one, when it is read. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table queue
      add column serving jsonb not null default '{}',
      add column visiting jsonb not null default '{}'`.execute(database)
}
