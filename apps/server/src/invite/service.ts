import {
  LINK_LIFE_MS,
  NUMBER_LIFE_MS,
  presentCustomer,
  presentRepresentatives,
  readSessionNumber,
} from '@deskside/protocol'
import type { CustomerStanding, Invitation, JoinBody, Story } from '@deskside/protocol'
import type { Transaction } from 'kysely'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { hashToken, newId, randomToken } from '../platform/ids.ts'
import { placeName } from '../platform/place-name.ts'
import type { ProofOfWork } from '../platform/proof-of-work.ts'
import type { Principal } from '../platform/caller.ts'
import type { SessionService } from '../session/index.ts'
import { createGuessGuard } from './guess-guard.ts'
import { drawSessionNumber } from './number.ts'
import type { Access, InvitationTable, InviteStore } from './store.ts'

const DAY_MS = 24 * 3_600_000
/** How far the clocks of two servers on one database may differ, in milliseconds. */
const CLOCK_SLACK_MS = 60_000

type CustomerPrincipal = Extract<Principal, { kind: 'customer' }>

export interface NumberNow {
  readonly number: string
  readonly expiresAt: number
}

export interface Knocker {
  readonly address: string
  readonly browser: string
}

export interface InviteService {
  /** Draws a new number for a session; the old one no longer works. */
  renewNumber(sessionId: string): Promise<NumberNow>
  cancelNumber(sessionId: string): Promise<void>
  currentNumber(sessionId: string): Promise<NumberNow | undefined>
  link(sessionId: string, audience: InvitationTable['audience']): Promise<Invitation>
  /** A customer knocks. The answer holds the token that their browser keeps. */
  join(body: JoinBody, knocker: Knocker): Promise<{ token: string; standing: CustomerStanding }>
  accept(token: string, user: { readonly id: string; readonly name: string }): Promise<string>
  /** Where the bearer of a customer's token stands. */
  standing(token: string | undefined): Promise<CustomerStanding>
  /** The same for one who is known already. */
  standingOf(customer: Pick<CustomerPrincipal, 'sessionId' | 'participantId'>): Promise<CustomerStanding>
  /** Whom a customer's token speaks for while they wait or are in the session; nobody afterwards (THREATS D8). */
  principal(token: string | undefined): Promise<CustomerPrincipal | undefined>
  /** Whom a customer's token speaks or spoke for, also when the session is over: for its survey, and nothing else. */
  spokenFor(token: string | undefined): Promise<Pick<CustomerPrincipal, 'sessionId' | 'participantId'> | undefined>
  /** Lets the bearer of a token speak for a customer who came in another way, from when that is stored. */
  giveAccess(
    within: Transaction<Database>,
    access: { readonly tokenHash: string; readonly sessionId: string; readonly participantId: string },
  ): Promise<void>
  /** A token of its own for one more browser of a customer. */
  accessFor(customer: Pick<CustomerPrincipal, 'sessionId' | 'participantId'>): Promise<string>
  /** Told whenever the number of a session is another, or none. */
  onNumber(listener: (sessionId: string, number: NumberNow | undefined) => void): void
}

interface Parts {
  readonly store: InviteStore
  readonly session: SessionService
  readonly proofOfWork: ProofOfWork
  readonly clock: Clock
  readonly publicUrl: () => string
  readonly draw?: () => string
}

export function createInviteService(parts: Parts): InviteService {
  const { store, session, clock, draw = drawSessionNumber } = parts
  const listeners: ((sessionId: string, number: NumberNow | undefined) => void)[] = []
  const tell = (sessionId: string, number: NumberNow | undefined): void =>
    listeners.forEach((listener) => listener(sessionId, number))
  const guard = createGuessGuard(parts)

  session.storeWith(['session.admitted', 'session.ended'], (transaction, { sessionId }) =>
    store.closeNumbers(sessionId, clock.now(), transaction),
  )
  session.onStored(({ sessionId, fresh }) => {
    if (fresh.some(({ body }) => body.type === 'session.admitted' || body.type === 'session.ended'))
      tell(sessionId, undefined)
  })

  const drawNumber = async (sessionId: string): Promise<NumberNow> => {
    const now = clock.now()
    await store.forgetNumbers(now - DAY_MS)
    for (;;) {
      const number = draw()
      const row = newRow(sessionId, { now, life: NUMBER_LIFE_MS })
      if (await store.insert({ ...row, audience: 'customer', number, token_hash: null }))
        return { number, expiresAt: row.expires_at }
    }
  }

  const standing = async ({
    sessionId,
    participantId,
  }: {
    sessionId: string
    participantId: string
  }): Promise<CustomerStanding> => {
    const read = await session.read(sessionId)
    return read ? standingOf(read.story, { sessionId, participantId }) : { is: 'nobody' }
  }

  return {
    renewNumber: (sessionId) =>
      session.quiet(sessionId, async (live) => {
        if (!live) throw new AppError('session.ended')
        if (presentCustomer(live.story.session)) throw new AppError('session.already-admitted')
        await store.closeNumbers(sessionId, clock.now())
        const number = await drawNumber(sessionId)
        tell(sessionId, number)
        return number
      }),
    cancelNumber: (sessionId) =>
      session.quiet(sessionId, async () => {
        await store.closeNumbers(sessionId, clock.now())
        tell(sessionId, undefined)
      }),
    async currentNumber(sessionId) {
      const row = await store.openNumber(sessionId, clock.now())
      return row?.number ? { number: row.number, expiresAt: row.expires_at } : undefined
    },
    async link(sessionId, audience) {
      const token = randomToken()
      const row = newRow(sessionId, { now: clock.now(), life: LINK_LIFE_MS })
      await store.insert({ ...row, audience, number: null, token_hash: hashToken(token) })
      const path = audience === 'customer' ? `/j/${token}` : `/console/join/${token}`
      return { by: 'link', url: new URL(path, parts.publicUrl()).href, expiresAt: row.expires_at }
    },
    async join(body, knocker) {
      const find = finderOf(store, body)
      const attempt = guard.attempt(body.proof, knocker.address)
      const found = await find().catch((error: unknown) => {
        attempt.takeBack()
        throw error
      })
      const live = found && session.live(found.session_id)
      if (!found || !live || !isOpen(found, live.story, clock.now())) throw new AppError('invite.not-valid')
      attempt.takeBack()
      attempt.knock(found.id)
      return knock({ ...parts, invitation: found }, body, knocker)
    },
    accept: (token, user) => accept(parts, token, user),
    async standing(token) {
      const access = await accessOf(store, token)
      return access
        ? standing({ sessionId: access.session_id, participantId: access.participant_id })
        : { is: 'nobody' }
    },
    standingOf: standing,
    async principal(token) {
      const access = await accessOf(store, token)
      if (!access) return undefined
      const { session_id: sessionId, participant_id: participantId } = access
      const customer = { kind: 'customer', sessionId, participantId, program: 'page' } as const
      const now = await standing(customer)
      return now.is === 'waiting' || now.is === 'admitted' ? customer : undefined
    },
    async spokenFor(token) {
      const access = await accessOf(store, token)
      return access && { sessionId: access.session_id, participantId: access.participant_id }
    },
    giveAccess: (within, { tokenHash, sessionId, participantId }) =>
      store.giveAccess(
        { token_hash: tokenHash, session_id: sessionId, participant_id: participantId, created_at: clock.now() },
        within,
      ),
    async accessFor({ sessionId, participantId }) {
      const token = randomToken()
      const row = { token_hash: hashToken(token), session_id: sessionId, participant_id: participantId }
      await store.giveAccess({ ...row, created_at: clock.now() })
      return token
    },
    onNumber(listener) {
      listeners.push(listener)
    },
  }
}

function newRow(sessionId: string, { now, life }: { now: number; life: number }) {
  return { id: newId(), session_id: sessionId, created_at: now, expires_at: now + life, closed_at: null }
}

async function accessOf(store: InviteStore, token: string | undefined): Promise<Access | undefined> {
  return token === undefined || token === '' ? undefined : store.access(hashToken(token))
}

/** @throws AppError request.invalid for what is no number at all: a slip of the hand is no guess. */
function finderOf(store: InviteStore, { token, number = '' }: JoinBody): () => Promise<InvitationTable | undefined> {
  if (token !== undefined) return () => store.byToken(hashToken(token))
  const reading = readSessionNumber(number)
  if (!reading.ok) throw new AppError('request.invalid', { fields: [{ path: 'number', message: reading.message }] })
  return () => store.byNumber(reading.digits)
}

/** Not over yet. One that is from the future shows a clock that was set back: its end means nothing then. */
function isCurrent({ created_at, expires_at, closed_at }: InvitationTable, now: number): boolean {
  return closed_at === null && expires_at > now && created_at <= now + CLOCK_SLACK_MS
}

function isOpen(invitation: InvitationTable, story: Story, now: number): boolean {
  if (invitation.audience !== 'customer' || !isCurrent(invitation, now)) return false
  return (
    presentCustomer(story.session) === undefined &&
    presentRepresentatives(story.session).some((r) => r.standing.is === 'here')
  )
}

async function knock(
  parts: Parts & { invitation: InvitationTable },
  body: JoinBody,
  knocker: Knocker,
): Promise<{ token: string; standing: CustomerStanding }> {
  const { store, session, clock, invitation } = parts
  const [knockId, token] = [newId(), randomToken()]
  const sessionId = invitation.session_id
  const after = await session.command({
    sessionId,
    by: 'system',
    command: {
      feature: 'session',
      do: 'knock',
      knockId,
      name: body.name,
      browser: knocker.browser,
      place: placeName(body.timeZone),
    },
    async alongside(transaction) {
      if (invitation.token_hash !== null && !(await store.close(invitation.id, clock.now(), transaction)))
        throw new AppError('invite.not-valid')
      await store.giveAccess(
        { token_hash: hashToken(token), session_id: sessionId, participant_id: knockId, created_at: clock.now() },
        transaction,
      )
    },
  })
  return { token, standing: standingOf(after.story, { sessionId, participantId: knockId }) }
}

async function accept(
  { store, session, clock }: Parts,
  token: string,
  user: { readonly id: string; readonly name: string },
): Promise<string> {
  const invitation = await store.byToken(hashToken(token))
  const live = invitation && session.live(invitation.session_id)
  const usable = invitation?.audience === 'representative' && isCurrent(invitation, clock.now())
  if (!invitation || !live) throw new AppError('invite.not-valid')
  const { sessionId } = live
  const known = Object.values(live.story.session.participants).find(
    (p) => p.role === 'representative' && p.userId === user.id,
  )
  // Who is in already needs no link: following it twice is no mistake worth a refusal.
  if (known && known.standing.is !== 'left') return sessionId
  if (!usable) throw new AppError('invite.not-valid')
  const participantId = known?.id ?? newId()
  await session.command({
    sessionId,
    by: 'system',
    command: { feature: 'session', do: 'join', participantId, userId: user.id, name: user.name },
    async alongside(transaction) {
      if (!(await store.close(invitation.id, clock.now(), transaction))) throw new AppError('invite.not-valid')
      await store.addMember({ session_id: sessionId, user_id: user.id, participant_id: participantId }, transaction)
    },
  })
  return sessionId
}

/** How the bearer of a customer's token stands in a story. */
export function standingOf(
  story: Story,
  at: { readonly sessionId: string; readonly participantId: string },
): CustomerStanding {
  const { session } = story
  const { sessionId, participantId } = at
  const customer = session.participants[participantId]
  if (customer) {
    // Only who gives a session away leaves it as `transferred`, and that is no customer.
    if (customer.standing.is === 'left')
      return { is: 'over', reason: customer.standing.reason === 'timed-out' ? 'timed-out' : 'left' }
    if (session.life.is === 'ended') return { is: 'over', reason: 'ended' }
    return { is: 'admitted', sessionId, participantId, name: customer.name }
  }
  const waiting = session.knocks[participantId]
  if (!waiting) return { is: 'turned-away', reason: turnedAway(story) }
  const representativeName = session.participants[session.primaryId]?.name ?? ''
  return { is: 'waiting', sessionId, participantId, name: waiting.name, representativeName, siteName: session.siteName }
}

function turnedAway({ session }: Story): 'refused' | 'taken' | 'ended' {
  if (session.life.is === 'ended') return 'ended'
  return presentCustomer(session) ? 'taken' : 'refused'
}
