import type { Notes } from '@deskside/protocol'
import type { Kysely } from 'kysely'
import type { Database } from '../platform/database.ts'

export interface NotesTable {
  session_id: string
  text: string
  version: number
  saved_at: number
}

declare module '../platform/database.ts' {
  interface Database {
    notes: NotesTable
  }
}

export interface NotesStore {
  read(sessionId: string): Promise<Notes>
  /** The new version, or undefined when the notes are no longer at `version`. */
  save(sessionId: string, entry: { text: string; version: number; at: number }): Promise<number | undefined>
}

export function createNotesStore(database: Kysely<Database>): NotesStore {
  return {
    async read(sessionId) {
      const row = await database.selectFrom('notes').selectAll().where('session_id', '=', sessionId).executeTakeFirst()
      return row
        ? { text: row.text, version: row.version, savedAt: row.saved_at }
        : { text: '', version: 0, savedAt: null }
    },
    async save(sessionId, { text, version, at }) {
      const next = { text, version: version + 1, saved_at: at }
      if (version === 0) {
        const inserted = await database
          .insertInto('notes')
          .values({ session_id: sessionId, ...next })
          .onConflict((conflict) => conflict.column('session_id').doNothing())
          .executeTakeFirst()
        return inserted.numInsertedOrUpdatedRows === 1n ? next.version : undefined
      }
      const updated = await database
        .updateTable('notes')
        .set(next)
        .where('session_id', '=', sessionId)
        .where('version', '=', version)
        .executeTakeFirst()
      return updated.numUpdatedRows === 1n ? next.version : undefined
    },
  }
}
