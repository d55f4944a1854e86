import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Exit surveys, and what visitors leave at queues. Times are milliseconds since 1970. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table survey (
      session_id uuid primary key references session (id) on delete cascade,
      participant_id uuid not null,
      queue_id uuid not null references queue (id) on delete cascade,
      agent_id text references account_user (id) on delete set null,
      question text not null,
      asked_at bigint not null,
      skipped_at bigint,
      answered_at bigint,
      rating integer,
      comment text not null default ''
    )`.execute(database)
  await sql`create index survey_asked on survey (asked_at)`.execute(database)
  await sql`
    create index if not exists queue_entry_session on queue_entry (session_id) where session_id is not null
  `.execute(database)
  await sql`create sequence mail_change`.execute(database)
  await sql`
    create table mail (
      id uuid primary key,
      queue_id uuid not null references queue (id) on delete cascade,
      kind text not null,
      name text not null,
      answers jsonb not null,
      text text not null,
      email text not null,
      phone text not null,
      place text not null,
      call_at bigint,
      left_at bigint not null,
      state text not null,
      holder_id text references account_user (id) on delete set null,
      note text not null default '',
      changed_at bigint not null,
      version bigint not null default nextval('mail_change')
    )`.execute(database)
  await sql`create index mail_queue on mail (queue_id, left_at)`.execute(database)
  await sql`create index mail_open on mail (queue_id) where state in ('new', 'in-hand')`.execute(database)
}
