import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Passes with which a Support Manager comes into a session, what it speaks for then, and whether the site wants it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table site add column support_manager_allowed boolean not null default true`.execute(database)
  await sql`
    create table support_manager_pass (
      code_hash text primary key,
      session_id uuid not null references session (id),
      participant_id uuid not null,
      user_id text references account_user (id) on delete cascade,
      auth_session_id text,
      expires_at bigint not null,
      used_at bigint
    )`.execute(database)
  await sql`
    create table support_manager_access (
      token_hash text primary key,
      session_id uuid not null references session (id),
      participant_id uuid not null,
      user_id text references account_user (id) on delete cascade,
      auth_session_id text,
      created_at bigint not null
    )`.execute(database)
}
