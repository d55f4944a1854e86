import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'

/** Whom a program speaks for: a customer, or a representative by one of their sign-ins. */
export interface ProgramOwner {
  session_id: string
  participant_id: string
  user_id: string | null
  auth_session_id: string | null
}
interface PassTable extends ProgramOwner {
  code_hash: string
  expires_at: number
  used_at: number | null
}
/** What a program may come back with: only the hash of its token is kept. */
interface ProgramAccessTable extends ProgramOwner {
  token_hash: string
  created_at: number
}

declare module '../platform/database.ts' {
  interface Database {
    support_manager_pass: PassTable
    support_manager_access: ProgramAccessTable
  }
}

export interface DownloadStore {
  /** Keeps a pass, and forgets those that are too old for anything. */
  addPass(row: PassTable, now: number): Promise<void>
  /** Uses a pass up and gives access in the same breath; undefined for one that is unknown, used or too old. */
  redeem(codeHash: string, tokenHash: string, now: number): Promise<ProgramOwner | undefined>
  access(tokenHash: string): Promise<ProgramOwner | undefined>
  /** Forgets all of a session that has ended (download R4). */
  forget(transaction: Transaction<Database>, sessionId: string): Promise<void>
}

const OWNER = ['session_id', 'participant_id', 'user_id', 'auth_session_id'] as const

export function createDownloadStore(database: Kysely<Database>): DownloadStore {
  return {
    async addPass(row, now) {
      await database.deleteFrom('support_manager_pass').where('expires_at', '<', now).execute()
      await database.insertInto('support_manager_pass').values(row).execute()
    },
    redeem: (codeHash, tokenHash, now) =>
      database.transaction().execute(async (transaction) => {
        const owner = await transaction
          .updateTable('support_manager_pass')
          .set({ used_at: now })
          .where('code_hash', '=', codeHash)
          .where('used_at', 'is', null)
          .where('expires_at', '>', now)
          .returning(OWNER)
          .executeTakeFirst()
        if (!owner) return undefined
        const row = { ...owner, token_hash: tokenHash, created_at: now }
        await transaction.insertInto('support_manager_access').values(row).execute()
        return owner
      }),
    access: (tokenHash) =>
      database
        .selectFrom('support_manager_access')
        .select(OWNER)
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst(),
    async forget(transaction, sessionId) {
      for (const table of ['support_manager_pass', 'support_manager_access'] as const)
        await transaction.deleteFrom(table).where('session_id', '=', sessionId).execute()
    },
  }
}
