import { randomUUID } from 'node:crypto'
import { PROTOCOL_VERSION, SOCKET_PATH } from '@deskside/protocol'
import type { ServerFrame, ServerFrameOf } from '@deskside/protocol'
import { WebSocket } from 'ws'
import { PASSWORD } from '../house.ts'
import type { House } from '../house.ts'

/** Milliseconds that a benchmark waits for one frame: long enough for a server that is busy, short enough to end. */
const PATIENCE_MS = 30_000

/** A browser as the server sees it, without the browser: an origin, a jar of cookies, and sockets. */
export class Visitor {
  readonly #house: House
  readonly #cookies = new Map<string, string>()

  constructor(house: House) {
    this.#house = house
  }

  static async signedIn(house: House, email: string): Promise<Visitor> {
    const visitor = new Visitor(house)
    await visitor.call('POST', '/api/v1/account/sign-in', { email, password: PASSWORD })
    return visitor
  }

  /** @throws when the answer is no success: a benchmark of refusals would be a fast one. */
  async call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(this.#house.serverUrl + path, {
      method,
      headers: {
        origin: this.#house.url,
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      this.#cookies.set(name, value)
    }
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text) as T
  }

  /** A socket that has been welcomed. */
  async connect(as: 'representative' | 'customer'): Promise<Line> {
    const { ticket } = await this.call<{ ticket: string }>('POST', '/api/v1/socket-tickets', { as })
    const line = new Line(`${this.#house.serverUrl.replace('http', 'ws')}${SOCKET_PATH}`, this.#house.url)
    const welcome = line.next('welcome')
    await line.opened
    line.send({ t: 'hello', protocol: PROTOCOL_VERSION, ticket, deviceId: randomUUID(), resume: [] })
    await welcome
    return line
  }
}

/** One socket. Frames go to whoever waits for them, and are kept by nobody: thousands of these live in one process. */
export class Line {
  readonly opened: Promise<void>
  readonly #socket: WebSocket
  readonly #listeners = new Set<(text: string) => void>()
  #requests = 0

  constructor(url: string, origin: string) {
    this.#socket = new WebSocket(url, { headers: { origin }, perMessageDeflate: false })
    this.opened = new Promise((resolve, reject) => {
      this.#socket.once('open', () => resolve())
      this.#socket.once('error', reject)
    })
    this.#socket.on('message', (data) => {
      const text = String(data)
      for (const listener of this.#listeners) listener(text)
    })
  }

  /** Hears every frame as it came, unread: a load generator has no time to read what it does not need. */
  onText(listener: (text: string) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  send(frame: object): void {
    this.#socket.send(JSON.stringify(frame))
  }

  request(name: string, payload: object): void {
    this.#requests += 1
    this.send({ t: 'request', id: this.#requests, m: name, p: { commandId: randomUUID(), ...payload } })
  }

  /** The next frame of a kind from now on. */
  next<T extends ServerFrame['t']>(
    t: T,
    fits: (frame: ServerFrameOf<T>) => boolean = () => true,
  ): Promise<ServerFrameOf<T>> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        stop()
        reject(new Error(`No ${t} came within ${PATIENCE_MS} ms.`))
      }, PATIENCE_MS)
      const stop = this.onText((text) => {
        if (!text.startsWith(`{"t":"${t}"`)) return
        const frame = JSON.parse(text) as ServerFrameOf<T>
        if (!fits(frame)) return
        clearTimeout(late)
        stop()
        resolve(frame)
      })
    })
  }

  /** The next events of a session that hold one of this type. */
  event(sessionId: string, type: string): Promise<ServerFrameOf<'events'>> {
    return this.next('events', (f) => f.sessionId === sessionId && f.events.some((e) => e.body.type === type))
  }

  close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return Promise.resolve()
    const closed = new Promise<void>((resolve) => this.#socket.once('close', () => resolve()))
    this.#socket.close(1000)
    return closed
  }
}
