import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'

const HOUR_MS = 3_600_000
/** A browser may ask until then what became of its place; the session's record has all the rest. */
const TOKEN_KEPT_MS = 24 * HOUR_MS

interface Parts {
  readonly database: Kysely<Database>
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Sees to it that of a wait that is over nothing personal is kept: that somebody waited stays for the reports (queue, times,
 * outcome, session), and a day later no browser's token leads to it any more. What people typed goes in the moment in which
 * the wait is over; this sweep also takes what an older version left.
 */
export function createRetention({ database, clock, log }: Parts): { open(): void; stop(): Promise<void> } {
  let forget = (): void => {}
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const sweep = async (): Promise<void> => {
    try {
      await eraseOver(database, clock.now() - TOKEN_KEPT_MS)
    } catch (error) {
      log.error({ err: error }, 'waits that are over could not be swept')
    }
    if (!stopped) forget = clock.after(HOUR_MS, start)
  }
  const start = (): void => {
    running = sweep()
  }
  return {
    open: start,
    async stop() {
      stopped = true
      forget()
      await running
    },
  }
}

async function eraseOver(database: Kysely<Database>, endedBefore: number): Promise<void> {
  await sql`
    update queue_entry set name = '', answers = '[]', choices = '{}', place = '', browser = '', came_from = null
    where state <> 'waiting' and (name <> '' or answers <> '[]' or choices <> '{}' or place <> '' or browser <> ''
      or came_from is not null)
  `.execute(database)
  // Unique, and the hash of nothing.
  await sql`
    update queue_entry set token_hash = 'spent ' || id
    where state <> 'waiting' and ended_at <= ${endedBefore} and token_hash not like 'spent %'`.execute(database)
}
