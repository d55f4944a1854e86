import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * The site, its people and the audit log. "user", "session" and "account" in better-auth's words are account_user,
 * account_session and account_credential here, since a session is something else in Deskside.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`create table site (id integer primary key check (id = 1), name text not null, created_at bigint not null)`.execute(
    database,
  )
  await sql`
    create table account_user (
      id text primary key,
      name text not null,
      email text not null unique,
      email_verified boolean not null default false,
      image text,
      role text not null,
      disabled_at bigint,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(database)
  await sql`
    create table account_session (
      id text primary key,
      token text not null unique,
      user_id text not null references account_user (id) on delete cascade,
      expires_at timestamptz not null,
      ip_address text,
      user_agent text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(database)
  await sql`create index account_session_user on account_session (user_id)`.execute(database)
  await sql`
    create table account_credential (
      id text primary key,
      account_id text not null,
      provider_id text not null,
      user_id text not null references account_user (id) on delete cascade,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      password text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(database)
  await sql`create index account_credential_user on account_credential (user_id)`.execute(database)
  await sql`
    create table account_verification (
      id text primary key,
      identifier text not null,
      value text not null,
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(database)
  await sql`
    create table audit_event (
      seq bigint primary key,
      at bigint not null,
      actor text not null,
      action text not null,
      subject text not null,
      details text not null,
      previous_hash text not null,
      hash text not null
    )`.execute(database)
  // Nobody rewrites what happened, a programming mistake included.
  await sql`
    create function audit_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log is append-only';
    end $$`.execute(database)
  await sql`
    create trigger audit_append_only before update or delete on audit_event
    for each row execute function audit_is_append_only()`.execute(database)
  await sql`
    create trigger audit_no_truncate before truncate on audit_event
    for each statement execute function audit_is_append_only()`.execute(database)
}
