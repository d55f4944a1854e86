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

export interface Redemption {
  readonly codeHash: string
  readonly tokenHash: string
  /** Whose seat it takes, by the hash of its token; undefined where nobody has it. */
  readonly replaces: string | undefined
  readonly now: number
}

export interface DownloadStore {
  /** Keeps a pass, and forgets those that are too old for anything. */
  addPass(row: PassTable, now: number): Promise<void>
  /** Whom a pass is for; undefined for one that is unknown, used or too old. */
  pass(codeHash: string, now: number): Promise<ProgramOwner | undefined>
  /** Who has a participant's seat now, by the hash of its token. */
  seated(owner: Pick<ProgramOwner, 'session_id' | 'participant_id'>): Promise<string | undefined>
  /**
   * Uses a pass up and gives the seat to who came by it, all or nothing, or with all of a transaction. @returns false for a pass
   * that is unknown, used or too old. @throws a unique violation when somebody else than `replaces` has the seat.
   */
  redeem(redemption: Redemption, transaction?: Transaction<Database>): Promise<boolean>
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
    async seated({ session_id, participant_id }) {
      const row = await database
        .selectFrom('support_manager_access')
        .select('token_hash')
        .where('session_id', '=', session_id)
        .where('participant_id', '=', participant_id)
        .where('replaced_at', 'is', null)
        .executeTakeFirst()
      return row?.token_hash
    },
    redeem: (redemption, transaction) =>
      transaction ? redeem(transaction, redemption) : database.transaction().execute((own) => redeem(own, redemption)),
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

async function redeem(
  transaction: Transaction<Database>,
  { codeHash, tokenHash, replaces, now }: Redemption,
): Promise<boolean> {
  const owner = await transaction
    .updateTable('support_manager_pass')
    .set({ used_at: now })
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(OWNER)
    .executeTakeFirst()
  if (!owner) return false
  if (replaces !== undefined)
    await transaction
      .updateTable('support_manager_access')
      .set({ replaced_at: now })
      .where('token_hash', '=', replaces)
      .where('replaced_at', 'is', null)
      .execute()
  const row = { ...owner, token_hash: tokenHash, created_at: now, replaced_at: null }
  await transaction.insertInto('support_manager_access').values(row).execute()
  return true
}
