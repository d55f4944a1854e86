import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** The site's library of scripts. Who changed one last may be gone later; the script stays. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table script (
      id uuid primary key,
      name text not null,
      description text not null,
      platform text not null,
      interpreter text not null,
      text text not null,
      updated_at bigint not null,
      updated_by text references account_user (id) on delete set null
    )`.execute(database)
}
