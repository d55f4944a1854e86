import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Which of its queue's needs an entry has is kept by the database itself, whoever makes or moves it: an entry with the bits of
 * another queue would be looked for by nobody.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create function keep_queue_needs() returns trigger language plpgsql as $$
    begin
      new.needs := coalesce((
        select bit_or(1 << (need.at - 1)::integer)
        from queue cross join lateral jsonb_array_elements(queue.serving -> 'needs') with ordinality as need (one, at)
        where queue.id = new.queue_id and (coalesce(need.one -> 'when', 'null') = 'null'
          or new.choices ->> (need.one -> 'when' ->> 'fieldId') = need.one -> 'when' ->> 'option')
      ), 0);
      return new;
    end $$`.execute(database)
  await sql`
    create trigger queue_entry_needs_kept before insert or update of queue_id, choices on queue_entry
    for each row when (new.state = 'waiting') execute function keep_queue_needs()`.execute(database)
  await sql`update queue_entry set choices = choices where state = 'waiting'`.execute(database)
}
