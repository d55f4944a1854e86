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
  /** Since when another one has its seat. */
  replaced_at: number | null
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
  /** Whom a pass is for; undefined for one that is unknown, used or too old. */
  pass(codeHash: string, now: number): Promise<ProgramOwner | undefined>
  /**
   * Uses a pass up, gives access and takes it from whoever had that seat, in the same breath. @returns the hashes of the tokens
   * that are replaced by it; undefined for a pass that is unknown, used or too old.
   */
  redeem(codeHash: string, tokenHash: string, now: number): Promise<readonly string[] | undefined>
  access(tokenHash: string): Promise<(ProgramOwner & Pick<ProgramAccessTable, 'replaced_at'>) | undefined>
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
    pass: (codeHash, now) =>
      database
        .selectFrom('support_manager_pass')
        .select(OWNER)
        .where('code_hash', '=', codeHash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst(),
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
        const replaced = await transaction
          .updateTable('support_manager_access')
          .set({ replaced_at: now })
          .where('session_id', '=', owner.session_id)
          .where('participant_id', '=', owner.participant_id)
          .where('replaced_at', 'is', null)
          .returning('token_hash')
          .execute()
        const row = { ...owner, token_hash: tokenHash, created_at: now, replaced_at: null }
        await transaction.insertInto('support_manager_access').values(row).execute()
        return replaced.map(({ token_hash }) => token_hash)
      }),
    access: (tokenHash) =>
      database
        .selectFrom('support_manager_access')
        .select([...OWNER, 'replaced_at'])
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst(),
    async forget(transaction, sessionId) {
      for (const table of ['support_manager_pass', 'support_manager_access'] as const)
        await transaction.deleteFrom(table).where('session_id', '=', sessionId).execute()
    },
  }
}
