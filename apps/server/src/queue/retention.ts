import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { SessionService } from '../session/index.ts'

const HOUR_MS = 3_600_000
/** A browser may ask until then what became of its place; the session's record has all the rest. */
const TOKEN_KEPT_MS = 24 * HOUR_MS

interface Parts {
  readonly database: Kysely<Database>
  readonly session: SessionService
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Sees to it that of a wait that is over nothing personal is kept (queue R30): that somebody waited stays for the reports (queue,
 * times, outcome, session). What they typed stays for as long as they are helped, since the session may go back into a line; it
 * goes in the transaction that ends the session, whose story has it. A sweep takes what an older version left, and a day
 * later the hash of the browser's token.
 */
export function createRetention({ database, session, clock, log }: Parts): { open(): void; stop(): Promise<void> } {
  session.storeWith(['session.ended'], (within, { sessionId }) => eraseOf(within, sessionId))
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

const ERASE = sql`name = '', answers = '[]', choices = '{}', place = '', browser = '', came_from = null,
  transfer_message = null`
const HOLDS_ANYTHING = sql`(name <> '' or answers <> '[]' or choices <> '{}' or place <> '' or browser <> ''
  or came_from is not null or transfer_message is not null)`

async function eraseOf(within: Transaction<Database>, sessionId: string): Promise<void> {
  await sql`update queue_entry set ${ERASE} where session_id = ${sessionId} and state = 'accepted'`.execute(within)
}

async function eraseOver(database: Kysely<Database>, endedBefore: number): Promise<void> {
  await sql`
    update queue_entry set ${ERASE}
    where ${HOLDS_ANYTHING} and (state = 'gone' or state = 'accepted'
      and exists (select from session where session.id = session_id and session.ended_at is not null))`.execute(
    database,
  )
  // Unique, and the hash of nothing.
  await sql`
    update queue_entry set token_hash = 'spent ' || id
    where state <> 'waiting' and ended_at <= ${endedBefore} and token_hash not like 'spent %'`.execute(database)
}
