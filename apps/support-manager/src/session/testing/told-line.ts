import type { ClientFrame, ServerFrame, StoryEvent } from '@deskside/protocol'
import { vi } from 'vitest'

type Request = Extract<ClientFrame, { t: 'request' }>

/** The line to a server that says whatever a test makes it say, and answers nothing by itself. */
export class ToldLine {
  readonly requests: Request[] = []
  #socket: EventTarget | undefined
  #latest: EventTarget | undefined
  #hello: (() => void) | undefined
  #seq = 0

  /** Takes the place of this process' own ways to the network. */
  constructor() {
    const open = (socket: EventTarget): void => void (this.#socket = socket)
    const latest = (socket: EventTarget): void => void (this.#latest = socket)
    const hear = (text: string): void => this.#hear(JSON.parse(text) as ClientFrame)
    class Socket extends EventTarget {
      static readonly OPEN = 1
      readonly readyState = 1
      constructor() {
        super()
        open(this)
        latest(this)
        queueMicrotask(() => this.dispatchEvent(new Event('open')))
      }
      send(text: string): void {
        hear(text)
      }
      close(): void {
        open(new EventTarget())
      }
    }
    vi.stubGlobal('WebSocket', Socket)
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ ticket: 'once' })))
  }

  /** When the program has greeted. */
  async greeted(): Promise<void> {
    await new Promise<void>((resolve) => (this.#hello = resolve))
  }

  /** From now on nothing comes from the server, and nobody reaches it. */
  fallSilent(): void {
    this.#socket = undefined
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')))
  }

  say(frame: ServerFrame): void {
    this.sayText(JSON.stringify(frame))
  }

  sayText(data: string): void {
    this.#socket?.dispatchEvent(new MessageEvent('message', { data }))
  }

  /** The same over a socket that the program has closed, as a server may go on to write. */
  sayAfterTheEnd(frame: ServerFrame): void {
    this.#latest?.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }))
  }

  /** Tells of events as if they were stored, the next numbers on them. */
  tell(to: { sessionId: string; participantId: string }, ...bodies: readonly StoryEvent[]): void {
    const events = bodies.map((body) => ({ seq: (this.#seq += 1), at: 1, by: to.participantId, body }))
    this.say({ t: 'events', ...to, events, actions: [] })
  }

  #hear(frame: ClientFrame): void {
    if (frame.t === 'hello') this.#hello?.()
    if (frame.t === 'request') this.requests.push(frame)
  }
}
