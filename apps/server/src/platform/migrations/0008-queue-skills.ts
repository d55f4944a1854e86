import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What agents can do and how much at once; what of a visitor's answers needs which skills; overflow, escalation and wrap-up. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table agent_settings (
      user_id text primary key references account_user (id) on delete cascade,
      capacity integer not null,
      skills jsonb not null
    )`.execute(database)
  await sql`
    alter table agent_presence
      add column wrap_up_until bigint,
      add column used integer not null default 0`.execute(database)
  await sql`
    alter table queue_entry
      add column choices jsonb not null default '{}',
      add column needs integer not null default 0,
      add column escalated_at bigint,
      add column agent_id text references account_user (id) on delete set null,
      add column served_at bigint`.execute(database)
  await sql`
    alter table queue_offer
      add column queue_id uuid references queue (id) on delete cascade,
      add column closed_at bigint`.execute(database)
  await sql`
    update queue_offer set queue_id = queue_entry.queue_id from queue_entry where queue_entry.id = entry_id`.execute(
    database,
  )
  // Whoever was helped before this version has been: nobody finishes notes for it now.
  await sql`
    update queue_entry set served_at = coalesce(session.ended_at, queue_entry.ended_at), agent_id = (
      select queue_offer.agent_id from queue_offer where entry_id = queue_entry.id and queue_offer.state = 'accepted' limit 1
    ) from session where session.id = session_id and queue_entry.state = 'accepted'`.execute(database)
  await sql`alter table queue_offer alter column queue_id set not null`.execute(database)
  await sql`
    create index queue_entry_needs on queue_entry (queue_id, needs, entered_at, id) where state = 'waiting'`.execute(
    database,
  )
  await sql`
    create index queue_entry_declined on queue_entry (queue_id) where state = 'waiting' and declined_by <> '{}'`.execute(
    database,
  )
  await sql`
    create index queue_entry_unserved on queue_entry (id) where state = 'accepted' and served_at is null`.execute(
    database,
  )
  await sql`create index queue_entry_session on queue_entry (session_id)`.execute(database)
}
