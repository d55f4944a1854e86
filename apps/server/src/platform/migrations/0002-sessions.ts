import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Sessions and their stories, ways in, notes. Times are milliseconds since 1970. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table session (
      id uuid primary key,
      owner_user_id text not null,
      started_at bigint not null,
      ended_at bigint,
      last_seq integer not null,
      representative_name text not null,
      customer_name text
    )`.execute(database)
  await sql`create index session_started on session (started_at desc)`.execute(database)
  await sql`create index session_live on session (id) where ended_at is null`.execute(database)
  await sql`
    create table session_event (
      session_id uuid not null references session (id),
      seq integer not null,
      at bigint not null,
      actor text not null,
      type text not null,
      body text not null,
      command_id uuid,
      primary key (session_id, seq)
    )`.execute(database)
  // What makes a command that is sent twice count once, even over a restart.
  await sql`create unique index session_event_command on session_event (session_id, command_id) where command_id is not null`.execute(
    database,
  )
  await sql`
    create table session_member (
      session_id uuid not null references session (id),
      user_id text not null,
      participant_id uuid not null,
      primary key (session_id, user_id)
    )`.execute(database)
  await sql`create index session_member_user on session_member (user_id)`.execute(database)
  await sql`
    create table invitation (
      id uuid primary key,
      session_id uuid not null references session (id),
      audience text not null,
      number text,
      token_hash text,
      created_at bigint not null,
      expires_at bigint not null,
      closed_at bigint
    )`.execute(database)
  await sql`create unique index invitation_number on invitation (number) where number is not null`.execute(database)
  await sql`create unique index invitation_token on invitation (token_hash) where token_hash is not null`.execute(
    database,
  )
  await sql`create index invitation_session on invitation (session_id)`.execute(database)
  await sql`
    create table customer_access (
      token_hash text primary key,
      session_id uuid not null references session (id),
      participant_id uuid not null,
      created_at bigint not null
    )`.execute(database)
  await sql`
    create table notes (
      session_id uuid primary key references session (id),
      text text not null,
      version integer not null,
      saved_at bigint not null
    )`.execute(database)
}
