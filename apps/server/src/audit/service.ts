import { createHash } from 'node:crypto'
import type { AuditEvent } from '@deskside/protocol'
import type { Kysely, Transaction } from 'kysely'
import { sql } from 'kysely'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'

interface AuditEventTable {
  seq: number
  at: number
  actor: string
  action: string
  subject: string
  details: string
  previous_hash: string
  hash: string
}
declare module '../platform/database.ts' {
  interface Database {
    audit_event: AuditEventTable
  }
}

export interface AuditEntry {
  /** An account's id, a participant's id, "system", "anonymous" or, for administration commands, "command-line". */
  readonly actor: string
  /** What was done, as `feature.verb`. */
  readonly action: string
  /** To what: an id. */
  readonly subject: string
  /** Ids, codes and counts only: nothing that somebody typed. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>
}

export interface Audit {
  /** Writes within a transaction: the line is there exactly when what it tells of is. */
  write(transaction: Transaction<Database>, ...entries: AuditEntry[]): Promise<void>
  /** Writes a line of its own, for refusals. Never fails the caller. */
  note(entry: AuditEntry): Promise<void>
  page(query: { before: number | undefined; limit: number }): Promise<AuditEvent[]>
  /** Recomputes the chain. @returns how many lines stand, and the first that does not, if any. */
  verify(): Promise<{ readonly checked: number; readonly brokenAt: number | undefined }>
}

/** Two servers writing at once take turns by this advisory lock, so that the chain has one end. */
const CHAIN_LOCK = 7_301_846

export function createAudit(database: Kysely<Database>, clock: Clock): Audit {
  const write: Audit['write'] = async (transaction, ...entries) => {
    await sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`.execute(transaction)
    const last = await transaction
      .selectFrom('audit_event')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    let [seq, previousHash] = [last?.seq ?? 0, last?.hash ?? '']
    for (const entry of entries) {
      seq += 1
      const { actor, action, subject } = entry
      const line = {
        seq,
        at: clock.now(),
        actor,
        action,
        subject,
        details: JSON.stringify(entry.details ?? {}),
        previousHash,
      }
      const hash = hashLine(line)
      await transaction
        .insertInto('audit_event')
        .values({ seq, at: line.at, actor, action, subject, details: line.details, previous_hash: previousHash, hash })
        .execute()
      previousHash = hash
    }
  }
  return {
    write,
    note: (entry) => database.transaction().execute((transaction) => write(transaction, entry)),
    async page({ before, limit }) {
      let query = database.selectFrom('audit_event').selectAll().orderBy('seq', 'desc').limit(limit)
      if (before !== undefined) query = query.where('seq', '<', before)
      return (await query.execute()).map(fromRow)
    },
    async verify() {
      let [checked, previousHash] = [0, '']
      for (;;) {
        const rows = await database
          .selectFrom('audit_event')
          .selectAll()
          .where('seq', '>', checked)
          .orderBy('seq')
          .limit(1_000)
          .execute()
        for (const event of rows.map(fromRow)) {
          const { hash, ...line } = event
          if (event.seq !== checked + 1 || event.previousHash !== previousHash || hashLine(line) !== hash)
            return { checked, brokenAt: checked + 1 }
          checked += 1
          previousHash = hash
        }
        if (rows.length === 0) return { checked, brokenAt: undefined }
      }
    },
  }
}

function fromRow({ previous_hash: previousHash, ...row }: AuditEventTable): AuditEvent {
  return { ...row, previousHash }
}

/** SHA-256 over the fields in a fixed order, as JSON. */
function hashLine(line: Omit<AuditEvent, 'hash'>): string {
  const { seq, at, actor, action, subject, details, previousHash } = line
  return createHash('sha256')
    .update(JSON.stringify([seq, at, actor, action, subject, details, previousHash]))
    .digest('hex')
}
