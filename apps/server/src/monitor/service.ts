import { presentUser } from '@deskside/protocol'
import type { Board, Monitoring, ReassignSession, Watcher } from '@deskside/protocol'
import type { Logger } from 'pino'
import type { Audit } from '../audit/index.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import type { EventStream } from '../platform/event-stream.ts'
import { newId } from '../platform/ids.ts'
import type { LiveSession, OwnCommand, SessionService } from '../session/index.ts'
import type { SiteService } from '../site/index.ts'
import type { TransferService } from '../transfer/index.ts'
import { makeBoard } from './board.ts'
import { createFeed } from './feed.ts'
import type { MonitorStore } from './store.ts'

interface Manager {
  readonly userId: string
  readonly name: string
}

export interface Monitor {
  board(): Promise<Board>
  /** Makes room for a page that wants to follow. @throws AppError request.too-many */
  makeRoom(userId: string): void
  /** Tells a page the board and every change, until it or its sign-in ends. @returns what is to be called when it goes. */
  follow(page: {
    readonly page: EventStream
    readonly userId: string
    readonly authSessionId: string
    readonly until: number
  }): () => void

  /** @throws AppError request.not-found where the site forbids it, session.not-found */
  watch(sessionId: string, by: Manager): Promise<void>
  /** Helps openly from now on. @throws AppError session.not-found */
  bargeIn(sessionId: string, by: Manager): Promise<void>
  /** The same, as the primary representative. */
  takeOver(sessionId: string, by: Manager): Promise<void>

  /** Hands it to an agent or a queue in the place of whoever holds it. @throws AppError as a transfer does. */
  reassign(sessionId: string, to: ReassignSession, by: Manager): Promise<void>

  /** Something changed in the queues. */
  handleNews(): void
  /** The site decided anew about watching. */
  handlePolicy(monitoring: Monitoring): void
  /** A sign-in is over, or all of an account. */
  handleEnded(ended: { readonly userId: string; readonly authSessionId?: string | undefined }): void
  stop(): Promise<void>
}

interface Parts {
  readonly store: MonitorStore
  readonly session: SessionService
  readonly transfer: Pick<TransferService, 'offer'>
  readonly site: SiteService
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Logger
}

/** What managers see, and how they come into sessions of others. */
export function createMonitor(parts: Parts): Monitor {
  const { session, log } = parts
  const board = (): Promise<Board> => makeBoard(parts)
  const feed = createFeed({ make: board, clock: parts.clock, log })
  session.onStored(({ fresh }) => {
    if (fresh.some(({ body }) => body.type.startsWith('session.'))) feed.soon()
  })
  auditEnds(parts)

  const endWatches = (which: (watcher: Watcher) => boolean): void => {
    for (const { sessionId, story } of session.allLive())
      for (const person of Object.values(story.session.participants)) {
        if (person.role !== 'watcher' || person.standing.is === 'left' || !which(person)) continue
        session
          .command({ sessionId, by: person.id, command: { feature: 'session', do: 'leave' } })
          .catch((error: unknown) => {
            // Both are gone already, or the session is.
            if (!(error instanceof AppError)) log.error({ err: error }, 'a watch could not be ended')
          })
      }
  }
  return {
    board,
    makeRoom: feed.makeRoom,
    follow: feed.follow,
    ...createComing(parts),
    async reassign(sessionId, { to, message }, by) {
      if (!session.live(sessionId)) throw new AppError('session.not-found')
      await parts.transfer.offer({ sessionId, by: 'system', giver: by, to, message })
      const target = to.kind === 'agent' ? { agentId: to.userId } : { queueId: to.queueId }
      await parts.audit.note({ actor: by.userId, action: 'monitor.reassigned', subject: sessionId, details: target })
    },
    handleNews: feed.soon,
    handlePolicy({ policy }) {
      if (policy === 'forbidden') endWatches(() => true)
      if (policy === 'with-notice') endWatches(({ noticed }) => !noticed)
      feed.soon()
    },
    handleEnded(ended) {
      feed.endOf(ended)
      // With all sign-ins the role may have gone, too.
      if (ended.authSessionId === undefined) endWatches(({ userId }) => userId === ended.userId)
    },
    stop: feed.stop,
  }
}

function createComing({ store, session, site, audit }: Parts): Pick<Monitor, 'watch' | 'bargeIn' | 'takeOver'> {
  const inLive = (sessionId: string, work: (live: LiveSession, command: OwnCommand) => Promise<void>): Promise<void> =>
    session.quiet(sessionId, async (live, command) => {
      if (!live) throw new AppError('session.not-found')
      await work(live, command)
    })
  const auditedAs = (action: string, by: Manager, live: LiveSession): OwnCommandParts['alongside'] => {
    const entry = { actor: by.userId, action, subject: live.sessionId }
    return async (within, events) => {
      const details = { participantId: participantIn(events) }
      await audit.write(within, { ...entry, details: { ...details, ...noticeIn(events) } })
    }
  }
  /** Makes somebody a representative of the session. @returns as which participant. */
  const join = async (live: LiveSession, by: Manager, { command, action }: Joining): Promise<string> => {
    const now = presentUser(live.story.session, by.userId)
    if (now?.role === 'representative') return now.id
    const before = Object.values(live.story.session.participants).find(
      (p) => p.role === 'representative' && p.userId === by.userId,
    )
    // Who was a representative here before comes back as that one.
    const participantId = before?.id ?? now?.id ?? newId()
    const audited = auditedAs(action, by, live)
    await command({
      by: 'system',
      command: { feature: 'session', do: 'join', participantId, userId: by.userId, name: by.name },
      async alongside(within, events) {
        const member = { session_id: live.sessionId, user_id: by.userId, participant_id: participantId }
        await store.setMember(within, member)
        await audited(within, events)
      },
    })
    return participantId
  }
  return {
    async watch(sessionId, by) {
      // As it is stored now: another server may have heard of it first.
      const { policy } = await site.storedMonitoring()
      if (policy === 'forbidden') throw new AppError('request.not-found')
      await inLive(sessionId, async (live, command) => {
        const watch = { do: 'watch', participantId: newId(), userId: by.userId, name: by.name } as const
        await command({
          by: 'system',
          command: { feature: 'session', ...watch, noticed: policy === 'with-notice' },
          alongside: auditedAs('monitor.watched', by, live),
        })
      })
    },
    bargeIn: (sessionId, by) =>
      inLive(sessionId, async (live, command) => {
        await join(live, by, { command, action: 'monitor.barged-in' })
      }),
    takeOver: (sessionId, by) =>
      inLive(sessionId, async (live, command) => {
        const participantId = await join(live, by, { command, action: 'monitor.barged-in' })
        await command({
          by: 'system',
          command: { feature: 'session', do: 'make-primary', participantId },
          alongside: auditedAs('monitor.took-over', by, live),
        })
      }),
  }
}

type OwnCommandParts = { readonly alongside: NonNullable<Parameters<OwnCommand>[0]['alongside']> }
interface Joining {
  readonly command: OwnCommand
  readonly action: string
}
type Events = LiveSession['events']

const participantIn = (events: Events): string | null => {
  const body = events.find(({ body }) => 'participantId' in body)?.body
  return body && 'participantId' in body ? body.participantId : null
}
const noticeIn = (events: Events): { readonly noticed?: boolean } => {
  const watched = events.find(({ body }) => body.type === 'session.watched')?.body
  return watched?.type === 'session.watched' ? { noticed: watched.noticed } : {}
}

/** The end of each watch is in the audit log, as its beginning is, in the same transaction as the event. */
function auditEnds({ session, audit }: Parts): void {
  session.storeWith(['session.left'], async (within, { sessionId, events }) => {
    const { participants = {} } = session.live(sessionId)?.story.session ?? {}
    for (const { body } of events) {
      const who = body.type === 'session.left' ? participants[body.participantId] : undefined
      if (who?.role !== 'watcher') continue
      const details = { participantId: who.id }
      await audit.write(within, { actor: who.userId, action: 'monitor.stopped-watching', subject: sessionId, details })
    }
  })
}
