import type { Role, UserRow } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Generated, Kysely, Transaction } from 'kysely'
import { browserName } from '../platform/browser-name.ts'
import { newId } from '../platform/ids.ts'
import type { Database } from '../platform/database.ts'

interface AccountUserTable {
  id: string
  name: string
  email: string
  email_verified: Generated<boolean>
  role: Role
  disabled_at: number | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
interface AccountSessionTable {
  id: string
  token: string
  user_id: string
  user_agent: string | null
  expires_at: Date
  created_at: Date
}
interface AccountCredentialTable {
  id: string
  account_id: string
  provider_id: string
  user_id: string
  password: string | null
  updated_at: Generated<Date>
}
declare module '../platform/database.ts' {
  interface Database {
    account_user: AccountUserTable
    account_session: AccountSessionTable
    account_credential: AccountCredentialTable
  }
}

export interface NewUser {
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly passwordHash: string
}
export interface UserChange {
  readonly name?: string | undefined
  readonly role?: Role | undefined
  readonly disabledAt?: number | null | undefined
}

/** People and their sign-ins. Sign-ins themselves are written by better-auth. */
export interface AccountStore {
  insert(user: NewUser, within: Transaction<Database>): Promise<string>
  change(userId: string, change: UserChange, within: Transaction<Database>): Promise<boolean>
  setPassword(userId: string, hash: string, within: Transaction<Database>): Promise<void>
  users(): Promise<UserRow[]>
  byEmail(email: string): Promise<{ id: string; role: Role; disabled: boolean } | undefined>
  byId(userId: string): Promise<{ email: string; role: Role; disabled: boolean } | undefined>
  /** Administrators who may sign in, counted under a lock so that two changes at once cannot remove the last. */
  countAdministrators(within: Transaction<Database>): Promise<number>
  /** When a sign-in ends by itself; undefined for one that is over, or whose account is disabled. */
  signedInUntil(id: string): Promise<number | undefined>
  signIns(userId: string): Promise<{ id: string; browser: string; createdAt: number; expiresAt: number }[]>
  endSignIns(userId: string, only: string | undefined, within?: Transaction<Database>): Promise<number>
  /** Tells every server process, once it is stored. */
  tell(news: AccountNews, within?: Transaction<Database>): Promise<void>
  transaction<T>(work: (within: Transaction<Database>) => Promise<T>): Promise<T>
}

/**
 * Sign-ins of an account ended: one, or all of them; `unlocked` where it got a new password, and with it a new start;
 * `disabled` where it may do nothing any more.
 */
export interface AccountNews {
  readonly userId: string
  readonly disabled?: boolean
  readonly authSessionId?: string | undefined
  readonly unlocked?: boolean
}
export const ACCOUNT_NEWS = 'deskside_account'

export function createAccountStore(database: Kysely<Database>): AccountStore {
  return {
    async insert({ name, email, role, passwordHash }, within) {
      const id = newId()
      await within.insertInto('account_user').values({ id, name, email, role, disabled_at: null }).execute()
      const credential = { id: newId(), account_id: id, provider_id: 'credential', user_id: id, password: passwordHash }
      await within.insertInto('account_credential').values(credential).execute()
      return id
    },
    async change(userId, { name, role, disabledAt }, within) {
      const set = {
        ...(name === undefined ? {} : { name }),
        ...(role === undefined ? {} : { role }),
        ...(disabledAt === undefined ? {} : { disabled_at: disabledAt }),
      }
      const changed = await within
        .updateTable('account_user')
        .set({ ...set, updated_at: new Date() })
        .where('id', '=', userId)
        .executeTakeFirst()
      return changed.numUpdatedRows === 1n
    },
    async setPassword(userId, hash, within) {
      const set = { password: hash, updated_at: new Date() }
      await within
        .updateTable('account_credential')
        .set(set)
        .where('user_id', '=', userId)
        .where('provider_id', '=', 'credential')
        .execute()
    },
    async users() {
      const rows = await database.selectFrom('account_user').selectAll().orderBy('name').orderBy('id').execute()
      return rows.map(({ id, name, email, role, disabled_at, created_at }) => ({
        id,
        name,
        email,
        role,
        disabled: disabled_at !== null,
        createdAt: created_at.getTime(),
      }))
    },
    async byEmail(email) {
      const row = await database
        .selectFrom('account_user')
        .select(['id', 'role', 'disabled_at'])
        .where('email', '=', email)
        .executeTakeFirst()
      return row && { id: row.id, role: row.role, disabled: row.disabled_at !== null }
    },
    async byId(userId) {
      const row = await database
        .selectFrom('account_user')
        .select(['email', 'role', 'disabled_at'])
        .where('id', '=', userId)
        .executeTakeFirst()
      return row && { email: row.email, role: row.role, disabled: row.disabled_at !== null }
    },
    async countAdministrators(within) {
      const rows = await within
        .selectFrom('account_user')
        .select('id')
        .where('role', '=', 'administrator')
        .where('disabled_at', 'is', null)
        .forUpdate()
        .execute()
      return rows.length
    },
    async signedInUntil(id) {
      const row = await database
        .selectFrom('account_session')
        .innerJoin('account_user', 'account_user.id', 'account_session.user_id')
        .select('account_session.expires_at')
        .where('account_session.id', '=', id)
        .where('account_user.disabled_at', 'is', null)
        .executeTakeFirst()
      return row?.expires_at.getTime()
    },
    async signIns(userId) {
      const rows = await database
        .selectFrom('account_session')
        .selectAll()
        .where('user_id', '=', userId)
        .where('expires_at', '>', new Date())
        .orderBy('created_at', 'desc')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        browser: browserName(row.user_agent ?? undefined),
        createdAt: row.created_at.getTime(),
        expiresAt: row.expires_at.getTime(),
      }))
    },
    async endSignIns(userId, only, within) {
      let query = (within ?? database).deleteFrom('account_session').where('user_id', '=', userId)
      if (only !== undefined) query = query.where('id', '=', only)
      return Number((await query.executeTakeFirst()).numDeletedRows)
    },
    async tell(news, within) {
      await sql`select pg_notify(${ACCOUNT_NEWS}, ${JSON.stringify(news)})`.execute(within ?? database)
    },
    transaction: (work) => database.transaction().execute(work),
  }
}
