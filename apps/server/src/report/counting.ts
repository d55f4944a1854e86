import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'

/**
 * Runs a statement that counts much: with room to do it in memory, by hashing, and without compiling it first, which takes
 * longer than it saves.
 */
export function counting<T>(
  database: Kysely<Database>,
  count: (within: Transaction<Database>) => Promise<T>,
): Promise<T> {
  return database
    .transaction()
    .setAccessMode('read only')
    .execute(async (within) => {
      await sql`select set_config('jit', 'off', true), set_config('work_mem', '64MB', true), set_config('enable_sort', 'off', true)`.execute(
        within,
      )
      return count(within)
    })
}
