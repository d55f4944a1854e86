import { PROTOCOL_VERSION, errorBody, serverFrameSchema, socketTicketSchema } from '@deskside/protocol'
import type { ClientFrame, ErrorBody, ServerFrame } from '@deskside/protocol'
import { ApiError } from './api-error.ts'
import { callApi } from './api.ts'
import type { ApiServer } from './api.ts'

/** Milliseconds until the first and at most until any later try to connect again. */
const BACK_OFF = { first: 250, most: 3_000 } as const
/** Nothing heard for this long: ask whether anybody is there … */
const QUIET_MS = 10_000
/** … and without an answer for this long the line is dead, whatever the browser thinks. */
const DEAD_MS = 5_000
/** A ticket that takes longer than this was asked for over a line that is dead: ask anew. */
const TICKET_MS = 4_000

/** Close codes: this page goes for good (the server then ends its captures), or it comes back. */
const GOODBYE = 1000
const AGAIN = 4000

export type ConnectionPhase = 'connecting' | 'online' | 'offline' | 'closed'

export interface ConnectionOptions {
  readonly as: 'representative' | 'customer'
  readonly deviceId: string
  readonly webSocketUrl: string
  /** For programs and other sites' pages; our own page has its cookies. */
  readonly server?: ApiServer | undefined
  readonly resume: () => { sessionId: string; after: number }[]
  readonly onFrame: (frame: ServerFrame) => void
  readonly onPhase: (
    phase: ConnectionPhase,
    more: { readonly retryAt: number | null; readonly goodbye: ErrorBody | null },
  ) => void
}

/** Keeps one socket to the server, again and again until it is told not to. */
export class Connection {
  readonly #options: ConnectionOptions
  #socket: WebSocket | undefined
  #welcome = false
  #tries = 0
  #running = false
  #retry: ReturnType<typeof setTimeout> | undefined
  #watch: ReturnType<typeof setTimeout> | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    globalThis.addEventListener?.('online', this.#hurry)
    globalThis.addEventListener?.('pageshow', this.#hurry)
    this.#options.onPhase('connecting', { retryAt: null, goodbye: null })
    void this.#connect()
  }

  /** Closes for good. `goodbye` is why, when the server said so. */
  stop(goodbye: ErrorBody | null = null): void {
    if (!this.#running) return
    this.#running = false
    globalThis.removeEventListener?.('online', this.#hurry)
    globalThis.removeEventListener?.('pageshow', this.#hurry)
    clearTimeout(this.#retry)
    this.#drop(GOODBYE)
    this.#options.onPhase('closed', { retryAt: null, goodbye })
  }

  /** @returns false when there is no line: what must not be lost is kept by the caller. */
  send(frame: ClientFrame): boolean {
    if (!this.#welcome || this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  readonly #hurry = (): void => {
    if (!this.#running || this.#socket) return
    this.#tries = 0
    clearTimeout(this.#retry)
    void this.#connect()
  }

  async #connect(): Promise<void> {
    const { as, deviceId, webSocketUrl, resume, server } = this.#options
    let ticket: string
    try {
      ;({ ticket } = await callApi({
        method: 'POST',
        path: '/api/v1/socket-tickets',
        body: { as },
        answer: socketTicketSchema,
        withinMs: TICKET_MS,
        server,
      }))
    } catch (error) {
      if (error instanceof ApiError && !error.retry) return this.stop(errorBody(error.code))
      return this.#later()
    }
    if (!this.#running || this.#socket) return
    const socket = new WebSocket(webSocketUrl)
    this.#socket = socket
    const hello: ClientFrame = { t: 'hello', protocol: PROTOCOL_VERSION, ticket, deviceId, resume: resume() }
    socket.addEventListener('open', () => socket.send(JSON.stringify(hello)))
    socket.addEventListener('message', (event) => this.#read(socket, event.data))
    socket.addEventListener('close', () => {
      if (this.#socket !== socket) return
      this.#drop()
      this.#later()
    })
    this.#listen()
  }

  #read(socket: WebSocket, data: unknown): void {
    if (this.#socket !== socket || typeof data !== 'string') return
    this.#listen()
    const frame = readFrame(data)
    if (!frame) return
    if (frame.t === 'pong') return
    if (frame.t === 'goodbye' && !frame.error.retry) return this.stop(frame.error)
    if (frame.t === 'welcome') {
      this.#welcome = true
      this.#tries = 0
      this.#options.onPhase('online', { retryAt: null, goodbye: null })
    }
    this.#options.onFrame(frame)
  }

  /** Something was heard: the next silence is measured from now. */
  #listen(): void {
    clearTimeout(this.#watch)
    this.#watch = setTimeout(() => {
      if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ t: 'ping' }))
      this.#watch = setTimeout(() => {
        this.#drop()
        this.#later()
      }, DEAD_MS)
    }, QUIET_MS)
  }

  #drop(code = AGAIN): void {
    clearTimeout(this.#watch)
    const socket = this.#socket
    this.#socket = undefined
    this.#welcome = false
    socket?.close(code)
  }

  #later(): void {
    if (!this.#running) return
    // Full jitter: a thousand pages that lost the same server do not all come back in the same moment.
    const most = Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** this.#tries)
    const wait = most / 2 + Math.random() * (most / 2)
    this.#tries += 1
    this.#options.onPhase('offline', { retryAt: Date.now() + wait, goodbye: null })
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => void this.#connect(), wait)
  }
}

/** A frame that this version does not know is from a newer server, which says so with its version. What is no JSON is from none. */
function readFrame(data: string): ServerFrame | undefined {
  try {
    return serverFrameSchema.safeParse(JSON.parse(data)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
