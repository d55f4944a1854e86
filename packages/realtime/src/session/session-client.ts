import { applyStory, idSchema } from '@deskside/protocol'
import type {
  Action,
  ChatTarget,
  CommandName,
  Device,
  RequestName,
  RequestPayload,
  ServerFrameOf,
  StoredEvent,
  Story,
} from '@deskside/protocol'
import type { ClientFrame } from '@deskside/protocol'
import { Outbox } from '../chat/outbox.ts'
import type { OutboxEntry } from '../chat/outbox.ts'
import { TypingMarks } from '../chat/typing-marks.ts'
import type { MediaPort } from '../media/port.ts'
import { ScreenClient } from '../screen/screen-client.ts'
import type { OpenProgram } from '../screen/program-views.ts'
import type { NativeSide } from '../screen/screen-client.ts'
import { createSource } from '../signal/observable.ts'
import type { Observable } from '../signal/observable.ts'

export type SignalBody = Extract<ClientFrame, { t: 'signal' }>['body']

/** What a page knows of one session. */
export interface SessionView {
  readonly story: Story
  /** All that the server told, for the time line. */
  readonly events: readonly StoredEvent[]
  /** What the server would accept now: the buttons. */
  readonly actions: readonly Action[]
  readonly devices: readonly Device[]
  /** The number that works now; for representatives. */
  readonly number: { readonly number: string; readonly expiresAt: number } | null
  /** The newest version of the notes that the server spoke of. */
  readonly notesVersion: number | null
  readonly typing: readonly { readonly from: string; readonly to: ChatTarget }[]
  readonly outbox: readonly OutboxEntry[]
}

export interface SessionParts {
  readonly sessionId: string
  readonly participantId: string
  readonly deviceId: string
  readonly as: 'representative' | 'customer'
  readonly media: MediaPort
  readonly native?: NativeSide | undefined
  readonly program?: (() => Promise<OpenProgram>) | undefined
  readonly request: (name: RequestName, payload: object) => Promise<unknown>
  /** False when there is no way to the server now: signals are not kept. */
  readonly signal: (body: SignalBody) => boolean
  readonly changed: () => void
}

/** One session, as seen by one participant's page. Holds and routes; chat and pictures are their own parts. */
export class SessionClient {
  readonly sessionId: string
  readonly participantId: string
  readonly screen: ScreenClient
  readonly #parts: SessionParts
  readonly #state = createSource<SessionView>({
    // Nobody sees this: a session is in view only from its first event on.
    story: undefined as unknown as Story,
    events: [],
    actions: [],
    devices: [],
    number: null,
    notesVersion: null,
    typing: [],
    outbox: [],
  })
  readonly #outbox: Outbox
  readonly #typing: TypingMarks

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.sessionId = parts.sessionId
    this.participantId = parts.participantId
    this.#outbox = new Outbox({
      sessionId: parts.sessionId,
      post: (entry) =>
        parts.request('chat.post', {
          sessionId: parts.sessionId,
          commandId: entry.commandId,
          to: entry.to,
          text: entry.text,
        }),
      changed: (outbox) => this.#state.patch({ outbox }),
    })
    this.#typing = new TypingMarks((typing) => this.#state.patch({ typing }))
    this.screen = new ScreenClient({
      ...parts,
      send: (name, payload) => this.send(name, payload),
      servers: () => parts.request('link.servers', { sessionId: parts.sessionId }),
    })
  }

  get state(): Observable<SessionView> {
    return this.#state
  }

  /** The last event that this page has; 0 before the first. */
  get lastSeq(): number {
    return this.#state.get().events.at(-1)?.seq ?? 0
  }

  isOver(): boolean {
    return this.lastSeq > 0 && this.#state.get().story.session.life.is === 'ended'
  }

  /** Sends a command; survives a cut. @throws ApiError with the server's refusal. */
  async send<M extends CommandName>(
    name: M,
    payload: Omit<RequestPayload<M>, 'sessionId' | 'commandId'>,
  ): Promise<void> {
    await this.#parts.request(name, {
      sessionId: this.sessionId,
      commandId: idSchema.parse(crypto.randomUUID()),
      ...payload,
    })
  }

  /** Puts a message into the outbox, from where it goes out now or on return (chat R8). */
  post(to: ChatTarget, text: string): void {
    this.#outbox.add(to, text)
  }

  retry(commandId: string): void {
    this.#outbox.retry(commandId)
  }

  discard(commandId: string): void {
    this.#outbox.discard(commandId)
  }

  typing(to: ChatTarget, typing: boolean): void {
    this.#parts.signal({ m: 'chat.typing', p: { sessionId: this.sessionId, to, typing } })
  }

  stop(): void {
    this.screen.stopAll()
    this.#typing.stop()
  }

  handleEvents({ events, actions }: ServerFrameOf<'events'>): void {
    const before = this.#state.get()
    let story: Story | undefined = before.events.length > 0 ? before.story : undefined
    const fresh = events.filter((event) => event.seq > (story?.seq ?? 0))
    // Whatever a server says, there is no story without its beginning.
    if (!story && fresh[0]?.body.type !== 'session.started') return
    for (const event of fresh) story = applyStory(story, event)
    if (!story) return
    const first = before.events.length === 0
    this.#state.patch({ story, events: fresh.length > 0 ? [...before.events, ...fresh] : before.events, actions })
    for (const event of fresh)
      if (event.body.type === 'chat.posted') this.#typing.handle({ from: event.by, to: event.body.to, typing: false })
    this.screen.handleStory(story)
    if (first) this.#outbox.restore()
    this.#parts.changed()
  }

  handle(
    frame:
      | ServerFrameOf<'devices'>
      | ServerFrameOf<'number'>
      | ServerFrameOf<'notes'>
      | ServerFrameOf<'typing'>
      | ServerFrameOf<'link'>,
  ): void {
    switch (frame.t) {
      case 'devices':
        this.#state.patch({ devices: frame.devices })
        return this.screen.handleDevices(frame.devices)
      case 'number':
        return this.#state.patch({
          number: frame.number && frame.expiresAt ? { number: frame.number, expiresAt: frame.expiresAt } : null,
        })
      case 'notes':
        return this.#state.patch({ notesVersion: frame.version })
      case 'typing':
        return this.#typing.handle(frame)
      case 'link':
        return void this.screen.handleLink(frame)
    }
  }

  handleOnline(): void {
    this.screen.handleOnline()
  }
}
