import type { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import type {
  displayModeSchema,
  endReasonSchema,
  knockEndSchema,
  leaveReasonSchema,
  sessionEvents,
} from './messages.ts'

export type SessionEvent = z.infer<(typeof sessionEvents)[number]>
export type DisplayMode = z.infer<typeof displayModeSchema>
export type KnockEnd = z.infer<typeof knockEndSchema>

/** How long somebody may be gone before they have left, in milliseconds. */
export const LOSS_GRACE_MS = 5 * 60_000

/** How many may wait to be let in at once (R17). */
export const KNOCKS_AT_ONCE = 50

/** Whether a participant is here. `lossId` names what armed the timer, so an old timer cannot end a new loss. */
export type Standing =
  | { readonly is: 'here' }
  | { readonly is: 'lost'; readonly lossId: string; readonly until: number }
  | { readonly is: 'left'; readonly reason: z.infer<typeof leaveReasonSchema> }

interface Person {
  readonly id: string
  readonly name: string
  readonly standing: Standing
  /** The event with which they came in. */
  readonly joinedSeq: number
}
export type Customer = Person & { readonly role: 'customer' }
export type Representative = Person & { readonly role: 'representative'; readonly userId: string }
/** A manager who looks on and takes no part: whoever asks for a representative does not find them (monitor R2). */
export type Watcher = Person & { readonly role: 'watcher'; readonly userId: string; readonly noticed: boolean }
export type Participant = Customer | Representative | Watcher

export interface Knock {
  readonly id: string
  readonly name: string
  readonly browser: string
  readonly place: string
  readonly at: number
}

/** The people's part of a session. */
export interface SessionState {
  readonly life:
    | { readonly is: 'live' }
    | { readonly is: 'ended'; readonly at: number; readonly reason: z.infer<typeof endReasonSchema> }
  readonly siteName: string
  readonly startedAt: number
  readonly primaryId: string
  readonly supportManagerAllowed: boolean
  /** What was disclosed about monitoring when the session began; null: nothing (monitor R4). */
  readonly disclosure: string | null
  readonly displayMode: DisplayMode
  readonly participants: Readonly<Record<string, Participant>>
  readonly knocks: Readonly<Record<string, Knock>>
}

export type SessionCommand =
  | {
      readonly do: 'knock'
      readonly knockId: string
      readonly name: string
      readonly browser: string
      readonly place: string
    }
  | { readonly do: 'withdraw-knock'; readonly knockId: string }
  | { readonly do: 'admit'; readonly knockId: string }
  | { readonly do: 'refuse'; readonly knockId: string }
  | { readonly do: 'join'; readonly participantId: string; readonly userId: string; readonly name: string }
  | {
      readonly do: 'watch'
      readonly participantId: string
      readonly userId: string
      readonly name: string
      readonly noticed: boolean
    }
  | { readonly do: 'lose'; readonly participantId: string; readonly lossId: string }
  | { readonly do: 'return'; readonly participantId: string }
  | { readonly do: 'time-out'; readonly participantId: string; readonly lossId: string }
  | { readonly do: 'set-display-mode'; readonly mode: DisplayMode }
  | { readonly do: 'make-primary'; readonly participantId: string }
  | { readonly do: 'leave' }
  | { readonly do: 'end' }

/** Who commands: a participant by id, or the server itself (timers, the way in). */
export type Actor = string | 'system'

/** What a pure step may know of the world. */
export interface StepContext {
  readonly now: number
  readonly by: Actor
  readonly newId: () => string
}

/** A step's answer: what happened, or the code that says why nothing did. */
export type StepResult<E> =
  | { readonly ok: true; readonly events: readonly E[] }
  | { readonly ok: false; readonly code: ErrorCode }

export const accepted = <E>(...events: E[]): StepResult<E> => ({ ok: true, events })
export const refused = (code: ErrorCode): { readonly ok: false; readonly code: ErrorCode } => ({ ok: false, code })

/** Everyone in the session who has not left, in the order in which they came. */
export function presentParticipants(state: SessionState): Participant[] {
  return Object.values(state.participants)
    .filter((p) => p.standing.is !== 'left')
    .sort((a, b) => a.joinedSeq - b.joinedSeq)
}

export function presentCustomer(state: SessionState): Customer | undefined {
  return presentParticipants(state).find((p): p is Customer => p.role === 'customer')
}

export function presentRepresentatives(state: SessionState): Representative[] {
  return presentParticipants(state).filter((p): p is Representative => p.role === 'representative')
}

export function presentWatchers(state: SessionState): Watcher[] {
  return presentParticipants(state).filter((p): p is Watcher => p.role === 'watcher')
}

/** As whom an account is in a session now, to help or to look on. */
export function presentUser(state: SessionState, userId: string): Representative | Watcher | undefined {
  return presentParticipants(state).find(
    (p): p is Representative | Watcher => p.role !== 'customer' && p.userId === userId,
  )
}

export function presentParticipant(state: SessionState, id: string): Participant | undefined {
  const participant = state.participants[id]
  return participant && participant.standing.is !== 'left' ? participant : undefined
}

/** The first event of a session makes its state. */
export function beginSession(event: Extract<SessionEvent, { type: 'session.started' }>, at: number): SessionState {
  const { participantId: id, userId, name, siteName, supportManagerAllowed, disclosure = null } = event
  return {
    life: { is: 'live' },
    siteName,
    startedAt: at,
    primaryId: id,
    supportManagerAllowed,
    disclosure,
    displayMode: 'standard',
    participants: { [id]: { id, role: 'representative', userId, name, standing: { is: 'here' }, joinedSeq: 1 } },
    knocks: {},
  }
}

export function stepSession(
  state: SessionState,
  command: SessionCommand,
  context: StepContext,
): StepResult<SessionEvent> {
  if (state.life.is === 'ended') return refused('session.ended')
  switch (command.do) {
    case 'knock':
      if (presentCustomer(state)) return refused('session.already-admitted')
      if (Object.keys(state.knocks).length >= KNOCKS_AT_ONCE) return refused('request.too-many')
      return accepted({
        type: 'session.knocked',
        knockId: command.knockId,
        name: command.name,
        browser: command.browser,
        place: command.place,
      })
    case 'withdraw-knock':
      return endKnock(state, command.knockId, 'withdrawn')
    case 'refuse':
      if (!isRepresentative(state, context.by)) return refused('session.not-allowed')
      return endKnock(state, command.knockId, 'refused')
    case 'admit':
      return admit(state, command.knockId, context)
    case 'join':
      return accepted({
        type: 'session.joined',
        participantId: command.participantId,
        userId: command.userId,
        name: command.name,
      })
    case 'watch':
      return watch(state, command, context)
    case 'lose':
    case 'return':
    case 'time-out':
      return stepStanding(state, command, context)
    case 'set-display-mode':
      if (!isRepresentative(state, context.by)) return refused('session.not-allowed')
      if (state.displayMode === command.mode) return accepted()
      return accepted({ type: 'session.display-mode-changed', mode: command.mode })
    case 'make-primary':
      return makePrimary(state, command.participantId, context)
    case 'leave':
      return leave(state, context.by, 'left')
    case 'end':
      if (context.by !== state.primaryId) return refused('session.not-allowed')
      return accepted({ type: 'session.ended', reason: 'ended' })
  }
}

function stepStanding(
  state: SessionState,
  command: Extract<SessionCommand, { do: 'lose' | 'return' | 'time-out' }>,
  context: StepContext,
): StepResult<SessionEvent> {
  const { participantId } = command
  const participant = presentParticipant(state, participantId)
  if (!participant) return refused('session.not-joined')
  const { standing } = participant
  switch (command.do) {
    case 'lose':
      if (standing.is === 'lost') return accepted()
      // Nobody waits for somebody who only looks on, and nobody is told that one does who does not.
      if (participant.role === 'watcher') return leave(state, participantId, 'timed-out')
      return accepted({
        type: 'session.lost',
        participantId,
        lossId: command.lossId,
        until: context.now + LOSS_GRACE_MS,
      })
    case 'return':
      if (standing.is !== 'lost') return accepted()
      return accepted({ type: 'session.returned', participantId, lossId: standing.lossId })
    case 'time-out':
      if (standing.is !== 'lost' || standing.lossId !== command.lossId) return accepted()
      return leave(state, participantId, 'timed-out')
  }
}

function isRepresentative(state: SessionState, id: Actor): boolean {
  return presentParticipant(state, id)?.role === 'representative'
}

/** Only the server, which has judged who may: a session is transferred, or a manager takes it over. */
function makePrimary(state: SessionState, id: string, { by }: StepContext): StepResult<SessionEvent> {
  if (by !== 'system') return refused('session.not-allowed')
  if (!isRepresentative(state, id)) return refused('session.not-joined')
  if (state.primaryId === id) return accepted()
  return accepted({ type: 'session.primary-changed', participantId: id })
}

/** Only the server, which has judged who may. Where nothing was disclosed the customer is told, whatever was asked (monitor R4). */
function watch(
  state: SessionState,
  { participantId, userId, name, noticed }: Extract<SessionCommand, { do: 'watch' }>,
  { by }: StepContext,
): StepResult<SessionEvent> {
  if (by !== 'system') return refused('session.not-allowed')
  if (presentUser(state, userId)) return accepted()
  const told = noticed || state.disclosure === null
  return accepted({ type: 'session.watched', participantId, userId, name, noticed: told })
}

/** Who comes to help as another participant than the one who watches, watches no more. */
export function watchAftermath(state: SessionState, event: SessionEvent): SessionEvent[] {
  if (event.type !== 'session.joined') return []
  return presentWatchers(state)
    .filter(({ id, userId }) => userId === event.userId && id !== event.participantId)
    .map(({ id: participantId }): SessionEvent => ({ type: 'session.left', participantId, reason: 'left' }))
}

function endKnock(state: SessionState, knockId: string, reason: KnockEnd): StepResult<SessionEvent> {
  if (!state.knocks[knockId]) return refused('session.knock-gone')
  return accepted({ type: 'session.knock-ended', knockId, reason })
}

function admit(state: SessionState, knockId: string, context: StepContext): StepResult<SessionEvent> {
  if (!isRepresentative(state, context.by)) return refused('session.not-allowed')
  if (presentCustomer(state)) return refused('session.already-admitted')
  const knock = state.knocks[knockId]
  if (!knock) return refused('session.knock-gone')
  const others = Object.keys(state.knocks).filter((id) => id !== knockId)
  return accepted(
    { type: 'session.admitted', knockId, name: knock.name },
    ...others.map((id): SessionEvent => ({ type: 'session.knock-ended', knockId: id, reason: 'taken' })),
  )
}

function leave(state: SessionState, id: Actor, reason: 'left' | 'timed-out'): StepResult<SessionEvent> {
  const participant = presentParticipant(state, id)
  if (!participant) return refused('session.not-joined')
  const left: SessionEvent = { type: 'session.left', participantId: participant.id, reason }
  if (participant.role !== 'representative') return accepted(left)
  const [next] = presentRepresentatives(state).filter((r) => r.id !== participant.id)
  if (!next)
    return accepted<SessionEvent>(left, { type: 'session.ended', reason: reason === 'left' ? 'ended' : 'abandoned' })
  if (participant.id !== state.primaryId) return accepted(left)
  return accepted<SessionEvent>(left, { type: 'session.primary-changed', participantId: next.id })
}

/** Folds one event into the people's part. `seq` and `at` are the stored event's. */
export function applySession(
  state: SessionState,
  event: SessionEvent,
  stored: { readonly seq: number; readonly at: number },
): SessionState {
  switch (event.type) {
    case 'session.started':
      return beginSession(event, stored.at)
    case 'session.knocked': {
      const { knockId: id, name, browser, place } = event
      return { ...state, knocks: { ...state.knocks, [id]: { id, name, browser, place, at: stored.at } } }
    }
    case 'session.knock-ended':
      return { ...state, knocks: without(state.knocks, event.knockId) }
    case 'session.admitted': {
      const customer: Customer = {
        id: event.knockId,
        role: 'customer',
        name: event.name,
        standing: { is: 'here' },
        joinedSeq: stored.seq,
      }
      return { ...withParticipant(state, customer), knocks: without(state.knocks, event.knockId) }
    }
    case 'session.came-from-queue':
      // Told beside the story by whoever shows it; nothing in a session depends on it.
      return state
    case 'session.joined': {
      const { participantId: id, userId, name } = event
      return withParticipant(state, {
        id,
        role: 'representative',
        userId,
        name,
        standing: { is: 'here' },
        joinedSeq: stored.seq,
      })
    }
    case 'session.watched': {
      const { participantId: id, userId, name, noticed } = event
      const standing = { is: 'here' } as const
      return withParticipant(state, { id, role: 'watcher', userId, name, noticed, standing, joinedSeq: stored.seq })
    }
    case 'session.lost':
      return withStanding(state, event.participantId, { is: 'lost', lossId: event.lossId, until: event.until })
    case 'session.returned':
      return withStanding(state, event.participantId, { is: 'here' })
    case 'session.left':
      return withStanding(state, event.participantId, { is: 'left', reason: event.reason })
    case 'session.primary-changed':
      return { ...state, primaryId: event.participantId }
    case 'session.display-mode-changed':
      return { ...state, displayMode: event.mode }
    case 'session.ended':
      return { ...state, life: { is: 'ended', at: stored.at, reason: event.reason }, knocks: {} }
  }
}

function withParticipant(state: SessionState, participant: Participant): SessionState {
  return { ...state, participants: { ...state.participants, [participant.id]: participant } }
}

function withStanding(state: SessionState, id: string, standing: Standing): SessionState {
  const participant = state.participants[id]
  return participant ? withParticipant(state, { ...participant, standing }) : state
}

function without<T>(record: Readonly<Record<string, T>>, id: string): Record<string, T> {
  const { [id]: _gone, ...rest } = record
  return rest
}
