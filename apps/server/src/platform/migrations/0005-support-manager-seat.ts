import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Since when another Support Manager has the seat of this one. Its row stays until the session's end, so that it can be told. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table support_manager_access add column replaced_at bigint`.execute(database)
}
