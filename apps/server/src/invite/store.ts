import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'
import { isUniqueViolation } from '../platform/database.ts'

export interface InvitationTable {
  id: string
  session_id: string
  audience: 'customer' | 'representative'
  number: string | null
  token_hash: string | null
  created_at: number
  expires_at: number
  closed_at: number | null
}
/** What a customer's browser may come back with: only the hash of its token is kept. */
export interface CustomerAccessTable {
  token_hash: string
  session_id: string
  participant_id: string
  created_at: number
}

declare module '../platform/database.ts' {
  interface Database {
    invitation: InvitationTable
    customer_access: CustomerAccessTable
  }
}

export type Access = Pick<CustomerAccessTable, 'session_id' | 'participant_id'>
type Row = InvitationTable

export interface InviteStore {
  /** False when the number is or was given out within the last 24 hours. */
  insert(row: Row): Promise<boolean>
  forgetNumbers(before: number): Promise<void>
  byNumber(number: string): Promise<Row | undefined>
  byToken(tokenHash: string): Promise<Row | undefined>
  openNumber(sessionId: string, now: number): Promise<Row | undefined>
  closeNumbers(sessionId: string, at: number, within?: Transaction<Database>): Promise<void>
  /** True for the one who closes it: a link works once. */
  close(id: string, at: number, within: Transaction<Database>): Promise<boolean>
  giveAccess(row: CustomerAccessTable, within?: Transaction<Database>): Promise<void>
  access(tokenHash: string): Promise<Access | undefined>
  addMember(
    row: { session_id: string; user_id: string; participant_id: string },
    within: Transaction<Database>,
  ): Promise<void>
}

export function createInviteStore(database: Kysely<Database>): InviteStore {
  const invitations = (): ReturnType<typeof selectInvitation> => selectInvitation(database)
  return {
    async insert(row) {
      try {
        await database.insertInto('invitation').values(row).execute()
        return true
      } catch (error) {
        if (isUniqueViolation(error)) return false
        throw error
      }
    },
    async forgetNumbers(before) {
      await database
        .updateTable('invitation')
        .set({ number: null })
        .where('number', 'is not', null)
        .where('created_at', '<', before)
        .execute()
    },
    byNumber: (number) => invitations().where('number', '=', number).executeTakeFirst(),
    byToken: (tokenHash) => invitations().where('token_hash', '=', tokenHash).executeTakeFirst(),
    openNumber: (sessionId, now) =>
      invitations()
        .where('session_id', '=', sessionId)
        .where('number', 'is not', null)
        .where('closed_at', 'is', null)
        .where('expires_at', '>', now)
        .orderBy('created_at', 'desc')
        .executeTakeFirst(),
    async closeNumbers(sessionId, at, within) {
      await (within ?? database)
        .updateTable('invitation')
        .set({ closed_at: at })
        .where('session_id', '=', sessionId)
        .where('number', 'is not', null)
        .where('closed_at', 'is', null)
        .execute()
    },
    async close(id, at, within) {
      const closed = await within
        .updateTable('invitation')
        .set({ closed_at: at })
        .where('id', '=', id)
        .where('closed_at', 'is', null)
        .executeTakeFirst()
      return closed.numUpdatedRows === 1n
    },
    async giveAccess(row, within) {
      await (within ?? database)
        .insertInto('customer_access')
        .values(row)
        // Who was put back into a queue has the token already, from the session before: it speaks in the next one now.
        .onConflict((conflict) => conflict.column('token_hash').doUpdateSet(row))
        .execute()
    },
    access: (tokenHash) =>
      database
        .selectFrom('customer_access')
        .select(['session_id', 'participant_id'])
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst(),
    async addMember(row, within) {
      await within
        .insertInto('session_member')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['session_id', 'user_id']).doUpdateSet({ participant_id: row.participant_id }),
        )
        .execute()
    },
  }
}

function selectInvitation(database: Kysely<Database>) {
  return database.selectFrom('invitation').selectAll()
}
