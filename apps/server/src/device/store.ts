import type { SaveScript, Script } from '@deskside/protocol'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'

interface ScriptTable {
  id: string
  name: string
  description: string
  platform: Script['platform']
  interpreter: Script['interpreter']
  text: string
  updated_at: number
  updated_by: string | null
}
declare module '../platform/database.ts' {
  interface Database {
    script: ScriptTable
  }
}

type Change = SaveScript & { readonly id: string; readonly at: number; readonly by: string }

export interface ScriptStore {
  list(): Promise<Script[]>
  read(id: string): Promise<Pick<Script, 'name' | 'interpreter' | 'text'> | undefined>
  /** Runs a change and what goes with it as one. */
  atomically<T>(work: (transaction: Transaction<Database>) => Promise<T>): Promise<T>
  add(transaction: Transaction<Database>, change: Change): Promise<void>
  /** Whether there was one. */
  change(transaction: Transaction<Database>, change: Change): Promise<boolean>
  remove(transaction: Transaction<Database>, id: string): Promise<boolean>
}

export function createScriptStore(database: Kysely<Database>): ScriptStore {
  return {
    async list() {
      const rows = await database
        .selectFrom('script')
        .leftJoin('account_user', 'account_user.id', 'script.updated_by')
        .selectAll('script')
        .select('account_user.name as by')
        .orderBy('script.name')
        .orderBy('script.id')
        .execute()
      return rows.map(({ updated_at: updatedAt, updated_by: _id, by: updatedBy, ...row }) => ({
        ...row,
        updatedAt,
        updatedBy,
      }))
    },
    read: (id) =>
      database.selectFrom('script').select(['name', 'interpreter', 'text']).where('id', '=', id).executeTakeFirst(),
    atomically: (work) => database.transaction().execute(work),
    async add(transaction, change) {
      await transaction
        .insertInto('script')
        .values({ id: change.id, ...columns(change) })
        .execute()
    },
    async change(transaction, change) {
      const { numUpdatedRows } = await transaction
        .updateTable('script')
        .set(columns(change))
        .where('id', '=', change.id)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async remove(transaction, id) {
      const { numDeletedRows } = await transaction.deleteFrom('script').where('id', '=', id).executeTakeFirst()
      return numDeletedRows === 1n
    },
  }
}

function columns({ name, description, platform, interpreter, text, at, by }: Change): Omit<ScriptTable, 'id'> {
  return { name, description, platform, interpreter, text, updated_at: at, updated_by: by }
}
