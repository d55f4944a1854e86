import { openAt, presentRepresentatives, problemsOf } from '@deskside/protocol'
import type { AgentState, EnterQueue, Entrance, ErrorCode, Inbox, Place } from '@deskside/protocol'
import type { Logger } from 'pino'
import { AppError } from '../platform/errors.ts'
import { boundToken } from '../platform/foreign-page.ts'
import { hashToken, newId, randomToken } from '../platform/ids.ts'
import { placeName } from '../platform/place-name.ts'
import { createAgentSetting } from './agent-settings.ts'
import type { AgentSetting } from './agent-settings.ts'
import { createAssignment } from './assignment.ts'
import { beginSession } from './beginning.ts'
import type { BeginParts } from './beginning.ts'
import { createChoosing } from './choosing.ts'
import type { Choosing } from './choosing.ts'
import { createEntryLimits } from './entry-limits.ts'
import { createKeeping } from './keeping.ts'
import type { Keeping } from './keeping.ts'
import { createManaging } from './managing.ts'
import type { Managing } from './managing.ts'
import { createOnlookers } from './onlookers.ts'
import type { PlacePage } from './onlookers.ts'
import { mayCarry } from './policy.ts'

/** Entries from one address that wait at once. */
const WAITING_FROM_ADDRESS = 10
const WAITING_IN_QUEUE = 10_000

export interface QueueService extends Keeping, AgentSetting, Choosing, Managing {
  /** @throws AppError queue.not-found */
  entrance(slug: string): Promise<Entrance>
  /** Why pages of another site may not carry a queue's button; undefined where they may, or there is no such queue. */
  refusesSite(slug: string, origin: string): Promise<ErrorCode | undefined>
  /**
   * Gives a place, or answers with the one that the bearer of a token has. @throws AppError queue.not-found, queue.closed,
   * request.invalid by field, request.too-many.
   */
  enter(slug: string, body: EnterQueue, visitor: Visitor): Promise<{ readonly token?: string; readonly place: Place }>
  place(token: string | undefined): Promise<Place>
  /** The entry whose place a page may follow; undefined for one that waits no more. @throws AppError request.too-many */
  followable(token: string | undefined): Promise<string | undefined>
  /** Tells a page its place and every change, until it goes. @returns what is to be called when it does. */
  follow(entryId: string, page: PlacePage): () => void
  leave(token: string | undefined): Promise<Place>
  /** The session that a visitor is in since they were accepted. */
  acceptedInto(
    token: string | undefined,
  ): Promise<{ readonly sessionId: string; readonly participantId: string } | undefined>

  inbox(userId: string): Promise<Inbox>
  setState(userId: string, state: AgentState, reason: Inbox['reason']): Promise<Inbox>
  /** @returns the session that begins, the same however often it is asked. @throws AppError queue.offer-gone */
  accept(offerId: string, agent: { readonly userId: string; readonly name: string }): Promise<string>
  /** @throws AppError queue.offer-gone */
  decline(offerId: string, userId: string): Promise<void>
  /** How many pages a representative has at this server now. */
  handlePages(userId: string, pages: number): void
  /** What a server says that changed something: the name of its process. */
  handleNews(from: string): void
  /** An account may do nothing any more. */
  handleDisabled(): void
  /** A session came into a queue's line, or is in none any more. */
  handleTransfer(): void
  /** Told when an inbox is another. */
  onInbox(listener: (userId: string, inbox: Inbox) => void): void
  open(): void
  stop(): Promise<void>
}

interface Visitor {
  readonly address: string
  readonly browser: string
  readonly token: string | undefined
  /** The origin of the other site whose page they use; their token is worth something only from there. */
  readonly site: string | undefined
  /** The origin of the other site whose plain form brought them to our own page: counted as its, their token is ours. */
  readonly sentBy?: string | undefined
}

interface Parts extends BeginParts {
  /** The name of this process among the servers of the database. */
  readonly processId: string
  readonly log: Logger
}

export function createQueueService(parts: Parts): QueueService {
  const { store, session, clock, log } = parts
  const onlookers = createOnlookers({ store, clock, log, siteName: () => parts.site().siteName })
  const assignment = createAssignment({
    store,
    clock,
    log,
    here: onlookers.here,
    helps(userId, sessionId) {
      const live = session.live(sessionId)
      // One that another server holds counts as it is stored.
      return !live || presentRepresentatives(live.story.session).some((r) => r.userId === userId)
    },
    changed() {
      onlookers.tellSoon()
      parts.transfer.settle()
    },
  })
  let stopped = false
  /** Something was stored: whoever looks on hears it, and there may be somebody to offer. */
  const moved = (): void => {
    onlookers.tellSoon()
    parts.transfer.settle()
    assignment.stir()
  }
  session.onStored(({ fresh }) => {
    // Whoever helped is in wrap-up now, or has room.
    if (fresh.some(({ body }) => CHANGES_ROOM.has(body.type))) moved()
  })

  return {
    ...createKeeping(parts, moved),
    ...createVisiting(parts, moved, onlookers),
    ...createServing(parts, moved, onlookers),
    ...createAgentSetting(parts, moved),
    ...createChoosing(parts, moved),
    ...createManaging(parts, { moved, isHere: (agentId) => onlookers.here().agentIds.includes(agentId) }),
    handlePages(userId, pages) {
      if (stopped) return
      onlookers.handlePages(userId, pages)
      store.seenAgents([userId], clock.now()).catch((error: unknown) => {
        log.warn({ err: error }, 'an agent who came or went was not written down')
      })
    },
    handleNews(from) {
      if (from !== parts.processId) moved()
    },
    handleDisabled: moved,
    handleTransfer: moved,
    onInbox: onlookers.onInbox,
    open: assignment.open,
    async stop() {
      stopped = true
      await onlookers.stop()
      await assignment.stop()
    },
  }
}

const CHANGES_ROOM: ReadonlySet<string> = new Set([
  'session.started',
  'session.joined',
  'session.left',
  'session.ended',
])

type Onlookers = ReturnType<typeof createOnlookers>

function createVisiting(
  { store, clock, site }: Parts,
  moved: () => void,
  onlookers: Onlookers,
): Pick<
  QueueService,
  'entrance' | 'refusesSite' | 'enter' | 'place' | 'followable' | 'follow' | 'leave' | 'acceptedInto'
> {
  const limits = createEntryLimits(clock)
  const entryOf = async (token: string | undefined) => (token ? store.byToken(hashToken(token)) : undefined)
  const placeOf = async (token: string | undefined): Promise<Place> => {
    const entry = await entryOf(token)
    return entry ? onlookers.placeOf(entry.id) : { is: 'nowhere' }
  }
  const queueAt = async (slug: string) => {
    const queue = await store.bySlug(slug)
    if (!queue) throw new AppError('queue.not-found')
    return queue
  }
  return {
    async entrance(slug) {
      const { name, description, hours, form, visiting } = await queueAt(slug)
      const { siteName, disclosure } = site()
      const { openLabel, closedLabel, color } = visiting.embed
      return {
        ...{ name, description, siteName, form, embed: { openLabel, closedLabel, color } },
        leaves: visiting.leaveMessage || visiting.callBack,
        ...(disclosure && { disclosure }),
        ...openAt(hours, clock.now()),
      }
    },
    async refusesSite(slug, origin) {
      const queue = await store.bySlug(slug.toLowerCase())
      return !queue || mayCarry(queue.visiting.embed, origin) ? undefined : 'queue.foreign-page'
    },
    async enter(slug, { name, answers, timeZone }, visitor) {
      const queue = await queueAt(slug)
      // A browser that waits already keeps its place: a second tab, or the button once more (queue R3).
      const known = await placeOf(visitor.token)
      if (known.is === 'waiting' || known.is === 'accepted') return { place: known }
      const now = clock.now()
      if (!openAt(queue.hours, now).open) throw new AppError('queue.closed')
      const fields = problemsOf(queue.form, answers)
      if (fields.length > 0) throw new AppError('request.invalid', { fields })
      const [id, token] = [newId(), randomToken()]
      const row = {
        id,
        queue_id: queue.id,
        token_hash: hashToken(boundToken(token, visitor.site)),
        came_from: limits.count({ address: visitor.address, site: visitor.site ?? visitor.sentBy, queueId: queue.id }),
        name,
        answers: queue.form.flatMap(({ id, label }) => {
          const answer = answers[id]?.trim() ?? ''
          return answer === '' ? [] : [{ label, answer }]
        }),
        choices: Object.fromEntries(
          queue.form.flatMap(({ id, kind }) => (kind === 'choice' && answers[id] ? [[id, answers[id].trim()]] : [])),
        ),
        place: placeName(timeZone),
        browser: visitor.browser,
        entered_at: now,
        seen_at: now,
        declined_by: [],
      }
      const most = { fromAddress: WAITING_FROM_ADDRESS, inQueue: WAITING_IN_QUEUE }
      if (!(await store.addEntry(row, most))) throw new AppError('request.too-many')
      moved()
      return { token, place: await onlookers.placeOf(id) }
    },
    place: placeOf,
    async followable(token) {
      const entry = await entryOf(token)
      if (entry?.state !== 'waiting') return undefined
      if (onlookers.isFull(entry.id)) throw new AppError('request.too-many')
      return entry.id
    },
    follow: onlookers.follow,
    async leave(token) {
      const entry = await entryOf(token)
      if (!entry) return { is: 'nowhere' }
      await store.inTurn(async (within) => {
        const changed = await store.endEntry(within, entry.id, clock.now())
        return { changed, result: undefined }
      })
      moved()
      return onlookers.placeOf(entry.id)
    },
    async acceptedInto(token) {
      const entry = await entryOf(token)
      const { session_id: sessionId, participant_id: participantId } = entry ?? {}
      return sessionId && participantId ? { sessionId, participantId } : undefined
    },
  }
}

function createServing(
  parts: Parts,
  moved: () => void,
  onlookers: Onlookers,
): Pick<QueueService, 'inbox' | 'setState' | 'accept' | 'decline'> {
  const { store, clock } = parts
  /** The session that an offer of theirs has led to; their open offer otherwise. */
  const offerOf = async (offerId: string, userId: string) => {
    const offer = await store.offer(offerId, userId)
    if (offer?.state === 'accepted' && offer.sessionId) return { sessionId: offer.sessionId }
    // An offer of somebody else and one that never was look the same (THREATS E1).
    if (offer?.state !== 'open') throw new AppError('queue.offer-gone')
    return { accepted: offer.accepted }
  }
  return {
    inbox: onlookers.inboxOf,
    async setState(userId, state, reason) {
      const now = clock.now()
      await store.inTurn(async (within) => {
        await store.setState(within, { user_id: userId, state, reason, since: now })
        return { changed: true, result: undefined }
      })
      moved()
      return onlookers.inboxOf(userId)
    },
    async accept(offerId, agent) {
      const handedOver = await parts.transfer.take(offerId, agent)
      if (handedOver !== undefined) return handedOver
      const offer = await offerOf(offerId, agent.userId)
      if (offer.sessionId !== undefined) return offer.sessionId
      try {
        const sessionId = await beginSession(parts, {
          agent,
          accepted: offer.accepted,
          action: 'queue.accepted',
          take: (within, into) => store.accept(within, { offerId, agentId: agent.userId, ...into }, clock.now()),
        })
        moved()
        return sessionId
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'queue.offer-gone') throw error
        // The same click, sent twice at once, is no refusal (queue R12).
        const now = await offerOf(offerId, agent.userId)
        if (now.sessionId === undefined) throw error
        return now.sessionId
      }
    },
    async decline(offerId, userId) {
      const declined = await store.inTurn(async (within) => {
        const changed = await store.decline(within, { id: offerId, agentId: userId }, clock.now())
        return { changed, result: changed }
      })
      if (!declined) throw new AppError('queue.offer-gone')
      moved()
    },
  }
}
