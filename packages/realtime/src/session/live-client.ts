import { PROGRAM_SOCKET_PATH, SOCKET_PATH } from '@deskside/protocol'
import type { ErrorBody, Mailbox, RequestName, Self, ServerFrame } from '@deskside/protocol'
import { InboxClient } from '../queue/inbox-client.ts'
import { browserMedia } from '../media/port.ts'
import type { MediaPort } from '../media/port.ts'
import type { ApiServer } from '../signal/api.ts'
import { Connection } from '../signal/connection.ts'
import type { ConnectionPhase } from '../signal/connection.ts'
import { createSource } from '../signal/observable.ts'
import type { Observable } from '../signal/observable.ts'
import { Requests } from '../signal/requests.ts'
import type { OpenProgram } from '../screen/program-views.ts'
import type { NativeSide } from '../screen/screen-client.ts'
import { SessionClient } from './session-client.ts'

export interface LiveState {
  /** offline: a retry is under way, at `retryAt`. closed: for good, `goodbye` says why. */
  readonly connection: ConnectionPhase
  readonly retryAt: number | null
  readonly goodbye: ErrorBody | null
  readonly self: Self | null
  /** The server's clock minus ours, in milliseconds. */
  readonly clockSkew: number
  readonly build: string | null
  /** Sessions in view: live ones in the order of their start, and ended ones until they are dropped. */
  readonly sessionIds: readonly string[]
}

export interface LiveOptions {
  readonly as: 'representative' | 'customer'
  /** For a Support Manager, or the page of another site: which server, by which token. */
  readonly server?: ApiServer
  /** Whether it is the page of another site; what names a server is a Support Manager otherwise. */
  readonly foreignPage?: boolean
  readonly media?: MediaPort
  readonly deviceId?: string
  /** What a Support Manager does with its direct channels. */
  readonly native?: NativeSide
  /** How a page opens the Support Manager of the other side; loaded when there is one. */
  readonly program?: () => Promise<OpenProgram>
}

/** The live half of a page: one connection, and the sessions that come over it. */
export interface LiveClient {
  /** Made anew by every page load. */
  readonly deviceId: string
  readonly state: Observable<LiveState>
  /** The queues that a representative serves; stays empty for a customer and in a Support Manager. */
  readonly inbox: InboxClient
  /** What lies in the mailboxes that a representative may see; without queues until the server has said it, and where there are none. */
  readonly mailbox: Observable<Mailbox>
  session(sessionId: string): SessionClient | undefined
  /** Takes an ended session out of view. */
  drop(sessionId: string): void
  start(): void
  stop(): void
}

const NOTHING: LiveState = {
  connection: 'offline',
  retryAt: null,
  goodbye: null,
  self: null,
  clockSkew: 0,
  build: null,
  sessionIds: [],
}

export function createLiveClient(options: LiveOptions): LiveClient {
  return new Live(options)
}

class Live implements LiveClient {
  readonly deviceId: string
  readonly state = createSource<LiveState>(NOTHING)
  readonly inbox = new InboxClient()
  readonly mailbox = createSource<Mailbox>({ queues: [], changes: 0 })
  readonly #as: LiveOptions['as']
  readonly #hasInbox: boolean
  readonly #media: MediaPort
  readonly #native: NativeSide | undefined
  readonly #program: LiveOptions['program']
  readonly #sessions = new Map<string, SessionClient>()
  readonly #connection: Connection
  readonly #requests: Requests

  constructor({ as, server, foreignPage = false, media, deviceId, native, program }: LiveOptions) {
    this.deviceId = deviceId ?? crypto.randomUUID()
    this.#as = as
    // Offers are answered in a page, not in a Support Manager.
    this.#hasInbox = as === 'representative' && server === undefined
    this.#media = media ?? browserMedia
    this.#native = native
    this.#program = program
    this.#connection = new Connection({
      as,
      deviceId: this.deviceId,
      server,
      webSocketUrl: socketUrl(
        server?.origin ?? globalThis.location.origin,
        server && !foreignPage ? PROGRAM_SOCKET_PATH : SOCKET_PATH,
      ),
      resume: () => [...this.#sessions.values()].map((s) => ({ sessionId: s.sessionId, after: s.lastSeq })),
      onFrame: (frame) => this.#handle(frame),
      onPhase: (connection, more) => this.#handlePhase(connection, more),
    })
    this.#requests = new Requests((frame) => this.#connection.send(frame))
  }

  session(sessionId: string): SessionClient | undefined {
    return this.#sessions.get(sessionId)
  }

  drop(sessionId: string): void {
    this.#sessions.get(sessionId)?.stop()
    this.#sessions.delete(sessionId)
    this.#list()
  }

  start(): void {
    this.#connection.start()
  }

  stop(): void {
    this.#connection.stop()
    this.inbox.stop()
    for (const session of this.#sessions.values()) session.stop()
  }

  #handlePhase(connection: ConnectionPhase, more: Pick<LiveState, 'retryAt' | 'goodbye'>): void {
    this.state.patch({ connection, ...more })
    if (connection === 'offline') this.#requests.handleOffline()
    if (connection === 'closed') this.#requests.handleClosed()
  }

  #handle(frame: ServerFrame): void {
    switch (frame.t) {
      case 'welcome':
        return this.#handleWelcome(frame)
      case 'standing':
        return this.state.patch({ self: { kind: 'customer', standing: frame.standing } })
      case 'reply':
        return this.#requests.handleReply(frame)
      case 'refusal':
        return this.#requests.handleRefusal(frame)
      case 'events':
        return this.#sessionOf(frame).handleEvents(frame)
      case 'devices':
      case 'number':
      case 'notes':
      case 'typing':
      case 'link':
        return this.#sessions.get(frame.sessionId)?.handle(frame)
      case 'inbox':
        return this.inbox.handle(frame)
      case 'mailbox':
        return this.mailbox.set(frame.mailbox)
      case 'pong':
      case 'goodbye':
        return undefined
    }
  }

  #handleWelcome({ self, build, now, sessions }: Extract<ServerFrame, { t: 'welcome' }>): void {
    this.state.patch({ self, build, clockSkew: now - Date.now() })
    const mine = new Set(sessions.map((s) => s.sessionId))
    // A live session that the server no longer names ended, or went on without us, while we were away.
    for (const session of [...this.#sessions.values()])
      if (!mine.has(session.sessionId) && !session.isOver()) this.drop(session.sessionId)
    this.#requests.handleOnline()
    if (this.#hasInbox) this.inbox.handleOnline()
    for (const session of this.#sessions.values()) session.handleOnline()
  }

  #sessionOf({ sessionId, participantId }: { sessionId: string; participantId: string }): SessionClient {
    const known = this.#sessions.get(sessionId)
    if (known?.participantId === participantId) return known
    known?.stop()
    const session = new SessionClient({
      sessionId,
      participantId,
      deviceId: this.deviceId,
      as: this.#as,
      media: this.#media,
      native: this.#native,
      program: this.#program,
      request: (name: RequestName, payload: object) => this.#requests.request(name, payload),
      signal: (body) => this.#connection.send({ t: 'signal', body }),
      changed: () => this.#list(),
    })
    this.#sessions.set(sessionId, session)
    return session
  }

  #list(): void {
    const sessions = [...this.#sessions.values()].filter((s) => s.lastSeq > 0)
    const sessionIds = sessions
      .sort((a, b) => a.state.get().story.session.startedAt - b.state.get().story.session.startedAt)
      .map((s) => s.sessionId)
    const before = this.state.get().sessionIds
    if (sessionIds.length !== before.length || sessionIds.some((id, index) => id !== before[index]))
      this.state.patch({ sessionIds })
  }
}

function socketUrl(origin: string, path: string): string {
  return new URL(path, origin.replace(/^http/, 'ws')).href
}
