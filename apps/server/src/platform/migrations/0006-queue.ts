import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Queues, who serves them, who waits in them, and who was offered to whom. Times are milliseconds since 1970. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table queue (
      id uuid primary key,
      slug text not null,
      name text not null,
      description text not null,
      hours jsonb not null,
      form jsonb not null,
      distribution text not null,
      priority integer not null,
      accept_seconds integer not null,
      last_offered_to text references account_user (id) on delete set null,
      deleted_at bigint
    )`.execute(database)
  await sql`create unique index queue_slug on queue (slug) where deleted_at is null`.execute(database)
  await sql`
    create table queue_agent (
      queue_id uuid not null references queue (id) on delete cascade,
      user_id text not null references account_user (id) on delete cascade,
      primary key (queue_id, user_id)
    )`.execute(database)
  await sql`create index queue_agent_user on queue_agent (user_id)`.execute(database)
  await sql`
    create table agent_presence (
      user_id text primary key references account_user (id) on delete cascade,
      state text not null,
      reason text,
      since bigint not null,
      idle_since bigint,
      seen_at bigint not null
    )`.execute(database)
  await sql`
    create table queue_entry (
      id uuid primary key,
      queue_id uuid not null references queue (id) on delete cascade,
      token_hash text not null,
      came_from text,
      name text not null,
      answers jsonb not null,
      place text not null,
      browser text not null,
      entered_at bigint not null,
      seen_at bigint not null,
      state text not null,
      ended_at bigint,
      session_id uuid references session (id),
      participant_id uuid,
      declined_by text[] not null default '{}'
    )`.execute(database)
  await sql`create unique index queue_entry_token on queue_entry (token_hash)`.execute(database)
  await sql`create index queue_entry_waiting on queue_entry (queue_id, entered_at, id) where state = 'waiting'`.execute(
    database,
  )
  await sql`create index queue_entry_accepted on queue_entry (queue_id, ended_at) where state = 'accepted'`.execute(
    database,
  )
  await sql`create index queue_entry_came_from on queue_entry (came_from) where state = 'waiting'`.execute(database)
  await sql`
    create table queue_offer (
      id uuid primary key,
      entry_id uuid not null references queue_entry (id) on delete cascade,
      agent_id text not null references account_user (id) on delete cascade,
      alone boolean not null,
      made_at bigint not null,
      expires_at bigint not null,
      state text not null
    )`.execute(database)
  // Whatever several servers choose at once: nobody is offered to two agents, but where all are asked, and to nobody twice.
  await sql`create unique index queue_offer_alone on queue_offer (entry_id) where state = 'open' and alone`.execute(
    database,
  )
  await sql`create unique index queue_offer_open on queue_offer (entry_id, agent_id) where state = 'open'`.execute(
    database,
  )
  await sql`create index queue_offer_agent on queue_offer (agent_id) where state = 'open'`.execute(database)
  await sql`create index queue_offer_entry on queue_offer (entry_id)`.execute(database)
}
