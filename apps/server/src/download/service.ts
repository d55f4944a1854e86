import { randomInt } from 'node:crypto'
import { passCodeSchema, presentParticipant } from '@deskside/protocol'
import type { Pass, ProgramAccess } from '@deskside/protocol'
import type { Transaction } from 'kysely'
import type { AuditEntry } from '../audit/index.ts'
import type { Principal } from '../platform/caller.ts'
import type { Clock } from '../platform/clock.ts'
import { isUniqueViolation } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { addressKeys, createFailureCounter } from '../platform/failure-counter.ts'
import { hashToken, randomToken } from '../platform/ids.ts'
import type { OwnCommand, SessionService } from '../session/index.ts'
import type { DownloadStore, ProgramOwner, Redemption } from './store.ts'

/** How long a pass brings a program in, in milliseconds (download R2). */
const PASS_LIFE_MS = 600_000
/** Wrong codes from one address in ten minutes, until it has to wait. */
const WRONG_CODES = 20
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Who wants to bring a program: a customer by their browser, or a representative by their sign-in. */
export type Bringer =
  | { readonly kind: 'customer'; readonly sessionId: string; readonly participantId: string }
  | {
      readonly kind: 'representative'
      readonly sessionId: string
      readonly userId: string
      readonly authSessionId: string
    }

export interface DownloadService {
  /** @throws AppError `download.forbidden`, `session.not-found` (download R1). */
  pass(bringer: Bringer): Promise<Pass>
  /** @throws AppError `download.code` for one that does not work, `request.too-many` for who tries many. */
  join(code: string, address: string): Promise<ProgramAccess>
  /**
   * Whom a program's token speaks for now; nobody once its participant is gone (download R4). @throws AppError
   * `download.replaced` where another program of that participant has its seat (download R8).
   */
  principal(token: string): Promise<Principal | undefined>
  /** Whether another program has the seat of the one that came in so. */
  isReplaced(accessId: string): Promise<boolean>
  /** Told of the programs whose seat another one has now, before that one is let in. */
  onReplaced(listener: (accessIds: ReadonlySet<string>) => void): void
}

interface Parts {
  readonly store: DownloadStore
  readonly session: SessionService
  readonly clock: Clock
  readonly site: () => { readonly siteName: string; readonly supportManagerAllowed: boolean }
  /** Whether a sign-in still stands. */
  readonly signedIn: (authSessionId: string) => Promise<boolean>
  readonly audited: (entry: AuditEntry) => Promise<void>
}

export function createDownloadService({ store, session, clock, site, signedIn, audited }: Parts): DownloadService {
  const wrong = createFailureCounter(clock, PASS_LIFE_MS)
  const listeners: ((accessIds: ReadonlySet<string>) => void)[] = []
  session.storeWith(['session.ended'], (transaction, { sessionId }) => store.forget(transaction, sessionId))

  const participant = ({ session_id, participant_id }: Pick<ProgramOwner, 'session_id' | 'participant_id'>) => {
    const live = session.live(session_id)
    return live && presentParticipant(live.story.session, participant_id)
  }
  const ownerOf = (bringer: Bringer): ProgramOwner | undefined => {
    const live = session.live(bringer.sessionId)
    if (!live) return undefined
    const people = Object.values(live.story.session.participants).filter((p) => p.standing.is !== 'left')
    const found =
      bringer.kind === 'customer'
        ? people.find((p) => p.id === bringer.participantId)
        : people.find((p) => p.role === 'representative' && p.userId === bringer.userId)
    if (!found) return undefined
    const owner = { session_id: bringer.sessionId, participant_id: found.id }
    return bringer.kind === 'customer'
      ? { ...owner, user_id: null, auth_session_id: null }
      : { ...owner, user_id: bringer.userId, auth_session_id: bringer.authSessionId }
  }
  const principalOf = async (owner: ProgramOwner, accessId: string): Promise<Principal | undefined> => {
    const who = participant(owner)
    if (!who || !site().supportManagerAllowed) return undefined
    const program = 'support-manager'
    if (who.role === 'customer')
      return { kind: 'customer', sessionId: owner.session_id, participantId: who.id, program, accessId }
    const { user_id: userId, auth_session_id: authSessionId } = owner
    if (!userId || !authSessionId || !(await signedIn(authSessionId))) return undefined
    const onlySessionId = owner.session_id
    return { kind: 'representative', userId, name: who.name, authSessionId, program, onlySessionId, accessId }
  }

  /**
   * One after the other in a session: of two programs that come in at once, the one that comes in last has the seat. What stood
   * with the one before ends in the same breath, before the new one hears of it (consent R21): the seat is not taken without it.
   */
  const seat = async (code: string, token: string) => {
    const [codeHash, tokenHash] = [hashToken(code), hashToken(token)]
    const owner = await store.pass(codeHash, clock.now())
    if (!owner) return undefined
    return session.quiet(owner.session_id, async (_live, command) => {
      const who = await principalOf(owner, tokenHash)
      if (!who) return undefined
      const replaces = await store.seated(owner)
      const redeem = (transaction?: Transaction<Database>) =>
        redeemPass({ codeHash, tokenHash, replaces, now: clock.now() }, transaction)
      if (replaces === undefined) await redeem()
      else {
        await replaceWith(owner, { command, redeem })
        listeners.forEach((listener) => listener(new Set([replaces])))
      }
      return { owner, as: who.kind, replaces: replaces !== undefined }
    })
  }
  const replaceWith = async (
    { participant_id: participantId }: ProgramOwner,
    { command, redeem }: { command: OwnCommand; redeem: (transaction?: Transaction<Database>) => Promise<void> },
  ): Promise<void> => {
    let stood = false
    const alongside = (transaction: Transaction<Database>) => {
      stood = true
      return redeem(transaction)
    }
    await command({ by: 'system', command: { feature: 'consent', do: 'program-replaced', participantId }, alongside })
    // Where nothing stood there is nothing to store it with.
    if (!stood) await redeem()
  }
  const redeemPass = async (redemption: Redemption, transaction?: Transaction<Database>): Promise<void> => {
    const redeemed = await store.redeem(redemption, transaction).catch((error: unknown) => {
      // Another server has just given the seat to somebody.
      throw isUniqueViolation(error) ? new AppError('session.conflict', { cause: error }) : error
    })
    if (!redeemed) throw new AppError('download.code')
  }

  return {
    async pass(bringer) {
      if (!site().supportManagerAllowed) throw new AppError('download.forbidden')
      const owner = ownerOf(bringer)
      if (!owner) throw new AppError('session.not-found')
      const code = Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
      const expiresAt = clock.now() + PASS_LIFE_MS
      const row = { ...owner, code_hash: hashToken(code), expires_at: expiresAt, used_at: null }
      await store.addPass(row, clock.now())
      return { code, expiresAt }
    },
    async join(typed, address) {
      const { own, network } = addressKeys(address)
      if (wrong.count(own) >= WRONG_CODES || wrong.count(network) >= WRONG_CODES * 5)
        throw new AppError('request.too-many')
      const counted = [own, network]
      counted.forEach((key) => wrong.add(key))
      const reading = passCodeSchema.safeParse(readCode(typed))
      const token = randomToken()
      const seated = reading.success ? await seat(reading.data, token) : undefined
      if (!seated) throw new AppError('download.code')
      counted.forEach((key) => wrong.takeBack(key))
      const { owner, as, replaces } = seated
      const { session_id: sessionId, participant_id: participantId } = owner
      const details = { as, ...(replaces ? { replaces } : {}) }
      await audited({ actor: participantId, action: 'download.joined', subject: sessionId, details })
      return { token, as, sessionId, participantId, siteName: site().siteName }
    },
    async principal(token) {
      const accessId = hashToken(token)
      const access = await store.access(accessId)
      if (access && access.replaced_at !== null) throw new AppError('download.replaced')
      return access && principalOf(access, accessId)
    },
    async isReplaced(accessId) {
      const access = await store.access(accessId)
      return access !== undefined && access.replaced_at !== null
    },
    onReplaced: (listener) => void listeners.push(listener),
  }
}

/** A code as somebody types or reads it out: in groups, and with letters that look like its digits (Crockford's base 32). */
const readCode = (typed: string): string =>
  typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1')
