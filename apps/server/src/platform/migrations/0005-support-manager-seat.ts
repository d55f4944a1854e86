import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Since when another Support Manager has the seat of this one. Its row stays until the session's end, so that it can be told.
 * Whoever is not replaced has the seat, and of a participant's programs that is one, however many servers let programs in.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table support_manager_access add column replaced_at bigint`.execute(database)
  await sql`
    update support_manager_access as earlier set replaced_at = later.created_at
    from support_manager_access as later
    where later.session_id = earlier.session_id and later.participant_id = earlier.participant_id
      and (later.created_at, later.token_hash) > (earlier.created_at, earlier.token_hash)`.execute(database)
  await sql`
    create unique index support_manager_access_seat on support_manager_access (session_id, participant_id)
    where replaced_at is null`.execute(database)
}
