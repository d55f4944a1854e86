import { betterAuth } from 'better-auth'
import { isAPIError } from 'better-auth/api'
import { fromNodeHeaders } from 'better-auth/node'
import type { IncomingHttpHeaders } from 'node:http'
import type { Account, Role, UserRow } from '@deskside/protocol'
import type { Kysely, Transaction } from 'kysely'
import type { Audit } from '../audit/index.ts'
import type { Caller, User } from '../platform/caller.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { isUniqueViolation } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { addressKeys, createFailureCounter } from '../platform/failure-counter.ts'
import type { AccountNews, AccountStore } from './store.ts'
import { WELL_KNOWN_PASSWORDS } from './well-known-passwords.ts'

/** Account R3. */
const LOCK_WINDOW_MS = 15 * 60_000
const WRONG_BY_ACCOUNT = 10
const WRONG_BY_ADDRESS = 30
const SIGN_IN_LIFE_S = 14 * 24 * 3_600

export interface AccountService {
  /** Whose request this is. A disabled account's sign-ins are gone, so they are nobody's. */
  resolve(headers: IncomingHttpHeaders): Promise<Caller>
  signIn(
    entry: { email: string; password: string },
    from: { address: string; headers: IncomingHttpHeaders },
  ): Promise<{ account: Account; cookies: string[] }>
  signOut(caller: User, headers: IncomingHttpHeaders): Promise<string[]>
  signOutEverywhere(caller: User): Promise<void>
  account(caller: User): Promise<Account>
  signIns: AccountStore['signIns']
  signedInUntil: AccountStore['signedInUntil']
  endSignIn(caller: User, id: string): Promise<void>
  users(): Promise<UserRow[]>
  create(
    user: { name: string; email: string; role: Role; password: string },
    by: string,
    within?: Transaction<Database>,
  ): Promise<string>
  change(
    userId: string,
    change: {
      name?: string | undefined
      role?: Role | undefined
      disabled?: boolean | undefined
      password?: string | undefined
    },
    by: string,
  ): Promise<void>
  /** A form held fields that it does not have: they change nothing, and the log says that somebody tried (THREATS A16). */
  noteIgnored(caller: User, fields: number): Promise<void>
  /** What another process did to an account (the command line, another server): the same follows here. */
  handleNews(news: AccountNews): Promise<void>
  /** Told when an account's sign-ins ended: all of them, or one. */
  onEnded(listener: (ended: AccountNews) => void): void
}

interface Parts {
  readonly database: Kysely<Database>
  readonly store: AccountStore
  readonly audit: Audit
  readonly clock: Clock
  readonly secret: string
  readonly publicUrl: () => string
  /** Whether the site is reached by https, known before it listens. */
  readonly secure: boolean
}

export function createAccountService(parts: Parts): AccountService {
  const { store, audit, clock } = parts
  const auth = createAuth(parts)
  const wrong = createFailureCounter(clock, LOCK_WINDOW_MS)
  const listeners: ((ended: AccountNews) => void)[] = []
  const handleNews = async (news: AccountNews): Promise<void> => {
    const { userId, unlocked } = news
    for (const listener of listeners) listener(news)
    if (unlocked) wrong.clear(`account ${(await store.byId(userId))?.email}`)
  }
  /** First here, then wherever else a server runs on this database. */
  const ended = async (news: AccountNews): Promise<void> => {
    await handleNews(news)
    await store.tell(news)
  }
  const hashPassword = async (password: string): Promise<string> => {
    if (WELL_KNOWN_PASSWORDS.has(password.toLowerCase())) throw new AppError('account.weak-password')
    return (await auth.$context).password.hash(password)
  }

  const signIn: AccountService['signIn'] = async ({ email, password }, { address, headers }) => {
    const [byAccount, byAddress] = [`account ${email.toLowerCase()}`, `address ${addressKeys(address).own}`]
    if (wrong.count(byAccount) >= WRONG_BY_ACCOUNT || wrong.count(byAddress) >= WRONG_BY_ADDRESS)
      throw new AppError('account.locked')
    // Counted before the hash is known to be wrong: a hundred tries at once are a hundred tries.
    wrong.add(byAccount)
    wrong.add(byAddress)
    // Unknown addresses cost the same hash as known ones: better-auth hashes in vain for them (account R2).
    const attempt = await auth.api
      .signInEmail({
        body: { email: email.toLowerCase(), password },
        headers: fromNodeHeaders(headers),
        returnHeaders: true,
      })
      .catch((error: unknown) => {
        if (isAPIError(error)) return undefined
        // A database that is away says nothing about a password.
        wrong.takeBack(byAccount)
        wrong.takeBack(byAddress)
        throw error
      })
    const user = attempt && (await store.byId(attempt.response.user.id))
    if (!attempt || !user || user.disabled) {
      if (attempt) await store.endSignIns(attempt.response.user.id, undefined)
      await audit.note({
        actor: 'anonymous',
        action: 'account.sign-in-failed',
        subject: (await store.byEmail(email.toLowerCase()))?.id ?? 'unknown',
      })
      throw new AppError('account.wrong-credentials')
    }
    wrong.clear(byAccount)
    wrong.takeBack(byAddress)
    const { id, name } = attempt.response.user
    await audit.note({ actor: id, action: 'account.signed-in', subject: id })
    return {
      account: { id, name, email: attempt.response.user.email, role: user.role },
      cookies: ownCookies(attempt.headers, parts.secure),
    }
  }

  const change: AccountService['change'] = async (userId, { name, role, disabled, password }, by) => {
    const hash = password === undefined ? undefined : await hashPassword(password)
    const before = await store.byId(userId)
    if (!before) throw new AppError('request.not-found')
    const disabledAt = disabled === undefined ? undefined : disabled ? clock.now() : null
    const ends = (role !== undefined && role !== before.role) || disabled === true || hash !== undefined
    const news = { userId, unlocked: hash !== undefined, disabled: disabled === true }
    await store.transaction(async (within) => {
      await store.countAdministrators(within)
      await store.change(userId, { name, role, disabledAt }, within)
      if ((await store.countAdministrators(within)) === 0) throw new AppError('account.last-administrator')
      if (hash !== undefined) await store.setPassword(userId, hash, within)
      if (ends) await store.endSignIns(userId, undefined, within)
      const details = {
        name: name !== undefined,
        role: role ?? null,
        disabled: disabled ?? null,
        password: hash !== undefined,
      }
      await audit.write(within, { actor: by, action: 'account.changed', subject: userId, details })
      if (ends) await store.tell(news, within)
    })
    if (ends) await handleNews(news)
  }

  return {
    async resolve(headers) {
      if (!headers.cookie) return { kind: 'anonymous' }
      const found = await auth.api.getSession({ headers: fromNodeHeaders(headers) })
      if (!found || found.user.disabledAt) return { kind: 'anonymous' }
      return {
        kind: 'user',
        userId: found.user.id,
        name: found.user.name,
        role: found.user.role as Role,
        authSessionId: found.session.id,
      }
    },
    signIn,
    async signOut(caller, headers) {
      const { headers: answer } = await auth.api.signOut({ headers: fromNodeHeaders(headers), returnHeaders: true })
      await store.endSignIns(caller.userId, caller.authSessionId)
      await ended({ userId: caller.userId, authSessionId: caller.authSessionId })
      await audit.note({ actor: caller.userId, action: 'account.signed-out', subject: caller.userId })
      return ownCookies(answer, parts.secure)
    },
    async signOutEverywhere(caller) {
      await store.endSignIns(caller.userId, undefined)
      await ended({ userId: caller.userId })
      await audit.note({ actor: caller.userId, action: 'account.signed-out-everywhere', subject: caller.userId })
    },
    async account({ userId, name, role }) {
      const user = (await store.users()).find((u) => u.id === userId)
      return { id: userId, name, role, email: user?.email ?? '' }
    },
    signIns: (userId) => store.signIns(userId),
    signedInUntil: (id) => store.signedInUntil(id),
    async endSignIn(caller, id) {
      if ((await store.endSignIns(caller.userId, id)) === 0) throw new AppError('request.not-found')
      await ended({ userId: caller.userId, authSessionId: id })
      await audit.note({ actor: caller.userId, action: 'account.sign-in-ended', subject: caller.userId })
    },
    users: () => store.users(),
    async create({ password, ...user }, by, within) {
      const passwordHash = await hashPassword(password)
      const work = async (transaction: Transaction<Database>): Promise<string> => {
        const id = await store.insert({ ...user, passwordHash }, transaction)
        await audit.write(transaction, {
          actor: by,
          action: 'account.created',
          subject: id,
          details: { role: user.role },
        })
        return id
      }
      try {
        return await (within ? work(within) : store.transaction(work))
      } catch (error) {
        throw isUniqueViolation(error) ? new AppError('account.email-taken', { cause: error }) : error
      }
    },
    change,
    noteIgnored: ({ userId }, fields) =>
      audit.note({ actor: userId, action: 'account.fields-ignored', subject: userId, details: { fields } }),
    handleNews,
    onEnded(listener) {
      listeners.push(listener)
    },
  }
}

const cookieName = (secure: boolean): string => (secure ? '__Host-deskside-account' : 'deskside-account')
/** better-auth also clears cookies that we never set. */
const ownCookies = (headers: Headers, secure: boolean): string[] =>
  headers.getSetCookie().filter((line) => line.startsWith(`${cookieName(secure)}=`))

/** better-auth keeps passwords and sign-ins, in our tables and under our names; none of its own routes is open. */
function createAuth({ database, secret, secure }: Parts) {
  const dates = { createdAt: 'created_at', updatedAt: 'updated_at' }
  return betterAuth({
    baseURL: 'http://deskside.invalid',
    secret,
    database: { db: database, type: 'postgres' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    user: {
      modelName: 'account_user',
      fields: { emailVerified: 'email_verified', ...dates },
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        // A sign-in that was under way when its account was disabled may have been written a moment later.
        disabledAt: { type: 'number', required: false, input: false, fieldName: 'disabled_at' },
      },
    },
    session: {
      modelName: 'account_session',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...dates,
      },
      expiresIn: SIGN_IN_LIFE_S,
      disableSessionRefresh: true,
    },
    account: {
      modelName: 'account_credential',
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'user_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...dates,
      },
    },
    verification: { modelName: 'account_verification', fields: { expiresAt: 'expires_at', ...dates } },
    // Our own lock-out counts by account and address (account R3); our own check judges where a request comes from.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      disableCSRFCheck: true,
      useSecureCookies: false,
      ipAddress: { disableIpTracking: true },
      cookies: {
        session_token: {
          name: cookieName(secure),
          attributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
        },
      },
    },
  })
}
