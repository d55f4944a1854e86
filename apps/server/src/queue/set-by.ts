import type { Inbox } from '@deskside/protocol'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '../platform/database.ts'

/** The same inboxes, each with the name of the manager who set its agent's state, where one did. */
export async function withSetters(
  database: Kysely<Database>,
  inboxes: ReadonlyMap<string, Inbox>,
): Promise<Map<string, Inbox>> {
  const { rows } = await sql<{ userId: string; setBy: string }>`
    select user_id as "userId", set_by as "setBy" from agent_presence
    where user_id = any(${[...inboxes.keys()]}) and set_by is not null and set_at = since`.execute(database)
  const told = new Map(inboxes)
  for (const { userId, setBy } of rows) {
    const inbox = told.get(userId)
    if (inbox) told.set(userId, { ...inbox, setBy })
  }
  return told
}
