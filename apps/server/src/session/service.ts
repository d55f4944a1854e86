import { applyStory, foldStory, startSession, stepStory } from '@deskside/protocol'
import type { Beginning, StoredEvent, Story, StoryCommand, StoryEvent } from '@deskside/protocol'
import type { Transaction } from 'kysely'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { isUniqueViolation } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { createSerial } from '../platform/serial.ts'
import { StaleStory } from './store.ts'
import type { Append, SessionStore } from './store.ts'

/** A live session as it is held in memory: everything in it is also in the store. */
export interface LiveSession {
  readonly sessionId: string
  readonly story: Story
  readonly events: readonly StoredEvent[]
}

/** What was just stored. Listeners hear of it after the commit, in order, session by session. */
export interface Stored extends LiveSession {
  readonly fresh: readonly StoredEvent[]
}

export interface CommandInput {
  readonly sessionId: string
  /** A participant's id, or "system". */
  readonly by: string
  readonly command: StoryCommand
  /** Makes the command count once, however often it is sent. */
  readonly commandId?: string
  /** Rows of other tables that must be there when the events are, and must not be otherwise. */
  readonly alongside?: (transaction: Transaction<Database>, events: readonly StoredEvent[]) => Promise<void>
}

/** What holds of the site when a session begins; it stays so for the session. */
export interface SiteNow {
  readonly siteName: string
  readonly supportManagerAllowed: boolean
  /** What customers are told about monitoring, where it may be silent (THREATS E6). */
  readonly disclosure: string | null
}

export interface StartInput extends SiteNow {
  readonly userId: string
  readonly name: string
  /** Whom they accepted in a queue: in the session from its start (session R19). */
  readonly customer?: Beginning['customer']
  /** Rows of other tables that must be there when the session is, and must not be otherwise. */
  readonly alongside?: (transaction: Transaction<Database>, sessionId: string) => Promise<void>
}

export interface SessionService {
  /** Loads all live sessions; the story of each is then in memory. */
  open(): Promise<readonly LiveSession[]>
  /** @throws what `alongside` throws: then nothing is stored. */
  start(input: StartInput): Promise<LiveSession>
  /** @throws AppError with the refusal's code when the story does not allow it. */
  command(input: CommandInput): Promise<LiveSession>
  live(sessionId: string): LiveSession | undefined
  allLive(): IterableIterator<LiveSession>
  /** The live sessions in which an account takes or took part. */
  liveOf(userId: string): LiveSession[]
  /** The whole story of any session, live or ended. */
  read(sessionId: string): Promise<LiveSession | undefined>
  /** Sessions of one account, or of all, newest first. */
  list: SessionStore['list']
  /** As which participant an account takes or took part. */
  participantOf(sessionId: string, userId: string): Promise<string | undefined>
  /** Runs work when no command of the session is under way: nothing is stored in between but what it commands itself. */
  quiet<T>(
    sessionId: string,
    work: (session: LiveSession | undefined, command: OwnCommand) => Promise<T> | T,
  ): Promise<T>
  onStored(listener: (stored: Stored) => void): void
  /** Rows that must be stored with events of some types, and must not be without them. Set up before the first command. */
  storeWith(types: readonly StoryEvent['type'][], work: StoreWith): void
}

/** A command of the session that is quiet meanwhile. */
export type OwnCommand = (input: Omit<CommandInput, 'sessionId'>) => Promise<LiveSession>

export type StoreWith = (
  transaction: Transaction<Database>,
  stored: { readonly sessionId: string; readonly events: readonly StoredEvent[] },
) => Promise<void>

interface Held {
  session: LiveSession
  readonly commandIds: Set<string>
  /** A write failed, and whether it was stored all the same only the store knows: it is asked before the next command. */
  doubtful: boolean
}

interface Parts {
  readonly store: SessionStore
  readonly clock: Clock
}

export function createSessionService({ store, clock }: Parts): SessionService {
  const held = createHeld()
  const serial = createSerial()
  const listeners: ((stored: Stored) => void)[] = []
  const companions: { readonly types: ReadonlySet<string>; readonly work: StoreWith }[] = [
    { types: ROW_TYPES, work: updateRow },
  ]

  const tell = (session: LiveSession, fresh: readonly StoredEvent[]): void => {
    for (const listener of listeners) listener({ ...session, fresh })
  }

  const hold = async (sessionId: string): Promise<Held> => {
    const known = held.get(sessionId)
    if (known && !known.doubtful) return known
    const loaded = await store.load(sessionId)
    const story = loaded && foldStory(loaded.events)
    if (!loaded || !story) throw new AppError('session.not-found')
    const session = { sessionId, story, events: loaded.events }
    const fresh = { session, commandIds: new Set(loaded.commandIds), doubtful: false }
    if (story.session.life.is === 'live') held.keep(fresh)
    else held.letGo(sessionId)
    const missed = known ? loaded.events.slice(known.session.events.length) : []
    if (missed.length > 0) tell(session, missed)
    return fresh
  }

  const worksFor = (events: readonly StoredEvent[]): StoreWith[] =>
    companions.filter(({ types }) => events.some((e) => types.has(e.body.type))).map(({ work }) => work)

  const append = async (entry: Append, alongside: CommandInput['alongside']): Promise<void> => {
    const { sessionId, events } = entry
    const works = worksFor(events)
    if (works.length === 0 && !alongside) return store.append(entry)
    return store.appendWith(entry, async (transaction) => {
      for (const work of works) await work(transaction, { sessionId, events })
      await alongside?.(transaction, events)
    })
  }

  const run = async (input: CommandInput): Promise<LiveSession> => {
    const { sessionId, commandId } = input
    const holding = await hold(sessionId)
    if (commandId !== undefined && holding.commandIds.has(commandId)) return holding.session
    const now = clock.now()
    const result = stepStory(holding.session.story, input.command, { now, by: input.by, newId })
    if (!result.ok) throw new AppError(result.code)
    if (result.events.length === 0) return holding.session
    const after = holding.session.story.seq
    const events = number(result.events, { after, at: now, by: input.by })
    try {
      await append({ sessionId, after, events, commandId }, input.alongside)
    } catch (error) {
      holding.doubtful = true
      throw appendFailure(error)
    }
    holding.session = {
      sessionId,
      story: events.reduce<Story>(applyStory, holding.session.story),
      events: [...holding.session.events, ...events],
    }
    if (commandId !== undefined) holding.commandIds.add(commandId)
    if (holding.session.story.session.life.is === 'ended') held.letGo(sessionId)
    else if (events.some(({ body }) => COMES.has(body.type))) held.keep(holding)
    tell(holding.session, events)
    return holding.session
  }

  /** A stale story and a command that another connection stored already are both settled by looking again, once. */
  const runFresh = async (input: CommandInput): Promise<LiveSession> => {
    try {
      return await run(input)
    } catch (error) {
      if (error instanceof AppError && error.code === 'session.conflict') return run(input)
      throw error
    }
  }

  return {
    async open() {
      for (const sessionId of await store.liveSessionIds()) await hold(sessionId)
      return [...held.all()].map((h) => h.session)
    },
    async start({ userId, name, siteName, supportManagerAllowed, disclosure, customer, alongside }) {
      const [sessionId, participantId, at] = [newId(), newId(), clock.now()]
      const representative = { participantId, userId, name }
      const bodies = startSession(
        { representative, siteName, supportManagerAllowed, disclosure, customer },
        { now: at, newId },
      )
      const events = number(bodies, { after: 0, at, by: participantId })
      const row = {
        id: sessionId,
        owner_user_id: userId,
        started_at: at,
        ended_at: null,
        last_seq: events.length,
        representative_name: name,
        customer_name: null,
      }
      const member = { session_id: sessionId, user_id: userId, participant_id: participantId }
      await store.create({ row, member, events }, async (transaction) => {
        // First what may say no: then nobody else has waited for this one.
        await alongside?.(transaction, sessionId)
        for (const work of worksFor(events)) await work(transaction, { sessionId, events })
      })
      const story = foldStory(events)
      if (!story) throw new Error('a session begins with an event')
      const session = { sessionId, story, events }
      held.keep({ session, commandIds: new Set(), doubtful: false })
      tell(session, events)
      return session
    },
    command: (input) => serial.run(input.sessionId, () => runFresh(input)),
    live: (sessionId) => held.get(sessionId)?.session,
    *allLive() {
      for (const { session } of held.all()) yield session
    },
    liveOf: (userId) => held.of(userId).map((h) => h.session),
    async read(sessionId) {
      const known = held.get(sessionId)
      if (known) return known.session
      const loaded = await store.load(sessionId)
      const story = loaded && foldStory(loaded.events)
      return loaded && story ? { sessionId, story, events: loaded.events } : undefined
    },
    list: (query) => store.list(query),
    participantOf: (sessionId, userId) => store.membership(sessionId, userId),
    quiet: (sessionId, work) =>
      serial.run(sessionId, async () =>
        work(held.get(sessionId)?.session, (input) => runFresh({ ...input, sessionId })),
      ),
    onStored(listener) {
      listeners.push(listener)
    },
    storeWith(types, work) {
      companions.push({ types: new Set(types), work })
    },
  }
}

/** After these an account is in a session in which it was not. */
const COMES: ReadonlySet<string> = new Set(['session.joined', 'session.watched'])

/** The sessions in memory, also by account: with a thousand of them nobody who comes online looks through all. */
function createHeld() {
  const held = new Map<string, Held>()
  const byUser = new Map<string, Set<string>>()
  const usersOf = ({ session }: Held): string[] =>
    Object.values(session.story.session.participants).flatMap((p) => (p.role === 'customer' ? [] : [p.userId]))
  return {
    get: (sessionId: string) => held.get(sessionId),
    all: () => held.values(),
    of: (userId: string): Held[] => [...(byUser.get(userId) ?? [])].flatMap((sessionId) => held.get(sessionId) ?? []),
    keep(holding: Held): void {
      const { sessionId } = holding.session
      held.set(sessionId, holding)
      for (const userId of usersOf(holding)) byUser.set(userId, (byUser.get(userId) ?? new Set()).add(sessionId))
    },
    letGo(sessionId: string): void {
      const holding = held.get(sessionId)
      held.delete(sessionId)
      for (const userId of holding ? usersOf(holding) : []) {
        const theirs = byUser.get(userId)
        theirs?.delete(sessionId)
        if (theirs?.size === 0) byUser.delete(userId)
      }
    },
  }
}

function number(events: readonly StoryEvent[], from: { after: number; at: number; by: string }): StoredEvent[] {
  return events.map((body, index) => ({ seq: from.after + 1 + index, at: from.at, by: from.by, body }))
}

/** The session's row, which lists are made from, changes with the events that change it. */
const ROW_TYPES: ReadonlySet<string> = new Set(['session.admitted', 'session.ended'])

async function updateRow(
  transaction: Transaction<Database>,
  { sessionId, events }: Parameters<StoreWith>[1],
): Promise<void> {
  for (const { at, body } of events) {
    if (body.type === 'session.admitted')
      await transaction.updateTable('session').set({ customer_name: body.name }).where('id', '=', sessionId).execute()
    if (body.type === 'session.ended')
      await transaction.updateTable('session').set({ ended_at: at }).where('id', '=', sessionId).execute()
  }
}

function appendFailure(error: unknown): unknown {
  if (error instanceof StaleStory || isUniqueViolation(error)) return new AppError('session.conflict', { cause: error })
  return error
}
