import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { PROGRAM_SOCKET_PATH, PROTOCOL_VERSION, SOCKET_PATH } from '@deskside/protocol'
import type { CommandName, ProgramAccess, RequestPayload, Role, ServerFrame, ServerFrameOf } from '@deskside/protocol'
import pg from 'pg'
import { WebSocket } from 'ws'
import { readConfig, startDeskside } from '../door.ts'
import type { Deskside } from '../door.ts'
import { drawSessionNumber } from '../invite/index.ts'
import type { Clock } from '../platform/clock.ts'
import { findEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { createLog } from '../platform/log.ts'

/** A clock that runs by itself and can be turned forward: due timers then fire. */
export interface TestClock extends Clock {
  turn(ms: number): void
}

function createTestClock(): TestClock {
  let ahead = 0
  const timers = new Set<{ readonly at: number; readonly work: () => void; readonly real: NodeJS.Timeout }>()
  const now = (): number => Date.now() + ahead
  const clock: TestClock = {
    now,
    after(ms, work) {
      const fire = (): void => {
        timers.delete(timer)
        work()
      }
      const timer = { at: now() + ms, work: fire, real: setTimeout(fire, ms) }
      timer.real.unref()
      timers.add(timer)
      return () => {
        clearTimeout(timer.real)
        timers.delete(timer)
      }
    },
    turn(ms) {
      ahead += ms
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        // What another one called off in the same turn does not happen.
        if (timer.at > now() || !timers.has(timer)) continue
        clearTimeout(timer.real)
        timer.work()
      }
    },
  }
  return clock
}

export interface Answer {
  readonly status: number
  // Tests look into answers of every shape.
  readonly body: any
  readonly text: string
  readonly headers: Headers
}

/** A browser as the server sees one: an address, an origin and a jar of cookies. */
export class Visitor {
  readonly url: string
  readonly jar = new Map<string, string>()
  address: string | undefined

  constructor(url: string) {
    this.url = url
  }

  get cookie(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const raw = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        origin: this.url,
        ...(this.jar.size > 0 ? { cookie: this.cookie } : {}),
        ...(raw === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.address ? { 'x-forwarded-for': this.address } : {}),
        ...headers,
      },
      ...(raw === undefined ? {} : { body: raw }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.jar.delete(name)
      else this.jar.set(name, value)
    }
    const text = await response.text()
    return {
      status: response.status,
      body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text,
      text,
      headers: response.headers,
    }
  }

  /** Opens a socket with a fresh ticket and waits for the welcome. */
  async connect(
    as: 'representative' | 'customer',
    options: { deviceId?: string; resume?: { sessionId: string; after: number }[] } = {},
  ): Promise<Line> {
    const { body } = await this.call('POST', '/api/v1/socket-tickets', { as })
    const line = await Line.open(this.url)
    line.hello(body.ticket, options)
    await line.next('welcome')
    return line
  }
}

/** One socket: what it sends, and what it heard, in order. */
export class Line {
  readonly socket: WebSocket
  readonly heard: ServerFrame[] = []
  readonly closed: Promise<number>
  deviceId = randomUUID() as string
  #read = 0
  #wake: (() => void) | undefined
  #last = 0

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => {
      this.heard.push(JSON.parse(String(data)) as ServerFrame)
      this.#wake?.()
    })
    this.closed = new Promise((resolve) => socket.on('close', (code) => resolve(code)))
    socket.on('error', () => undefined)
  }

  static open(url: string, headers: Record<string, string> = { origin: url }, path = SOCKET_PATH): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url.replace('http', 'ws') + path, { headers })
      const line = new Line(socket)
      socket.on('open', () => resolve(line))
      socket.on('unexpected-response', (_request, response) => reject(new Error(`status ${response.statusCode}`)))
      socket.on('error', reject)
    })
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  hello(
    ticket: string,
    { deviceId, resume = [] }: { deviceId?: string; resume?: { sessionId: string; after: number }[] } = {},
  ): void {
    if (deviceId) this.deviceId = deviceId
    this.send({ t: 'hello', protocol: PROTOCOL_VERSION, ticket, deviceId: this.deviceId, resume })
  }

  /** The next frame of a kind that was not read yet; frames before it are passed over. */
  async next<T extends ServerFrame['t']>(
    t: T,
    fits: (frame: ServerFrameOf<T>) => boolean = () => true,
  ): Promise<ServerFrameOf<T>> {
    for (;;) {
      while (this.#read < this.heard.length) {
        const frame = this.heard[this.#read++]
        if (frame?.t === t && fits(frame as ServerFrameOf<T>)) return frame as ServerFrameOf<T>
      }
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => {
          const last = JSON.stringify(this.heard.findLast((frame) => frame.t === t))
          reject(new Error(`no ${t} frame came; heard: ${this.heard.map((f) => f.t).join(' ')}; last: ${last}`))
        }, 10_000)
        this.#wake = () => {
          clearTimeout(late)
          resolve()
        }
      })
    }
  }

  /** Waits for an event of a type. */
  async event(type: string): Promise<any> {
    const frame = await this.next('events', (f) => f.events.some((e) => e.body.type === type))
    return frame.events.find((e) => e.body.type === type)?.body
  }

  /** Asks, and waits for the reply or the refusal. */
  async ask(name: string, payload: object): Promise<{ ok: boolean; code: string | undefined; result: any }> {
    this.#last += 1
    const id = this.#last
    this.send({ t: 'request', id, m: name, p: payload })
    for (let at = 0; ;) {
      for (; at < this.heard.length; at += 1) {
        const frame = this.heard[at]
        if (frame?.t === 'reply' && frame.id === id) return { ok: true, code: undefined, result: frame.result }
        if (frame?.t === 'refusal' && frame.id === id) return { ok: false, code: frame.error.code, result: undefined }
      }
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no answer to ${name}`)), 10_000)
        const wake = this.#wake
        this.#wake = () => {
          clearTimeout(late)
          wake?.()
          resolve()
        }
      })
    }
  }

  command<M extends CommandName>(name: M, payload: Omit<RequestPayload<M>, 'commandId'>): ReturnType<Line['ask']> {
    return this.ask(name, { commandId: randomUUID(), ...payload })
  }

  close(): Promise<number> {
    this.socket.close(1000)
    return this.closed
  }
}

/** A Support Manager as the server sees one: no origin, no cookies, only the token that its pass brought. */
export class Program {
  readonly #url: string
  readonly access: ProgramAccess

  private constructor(url: string, access: ProgramAccess) {
    this.#url = url
    this.access = access
  }

  /** Fetches a pass in somebody's page and hands its code in. A representative names the session. */
  static async broughtBy(visitor: Visitor, sessionId?: string): Promise<Program> {
    const pass = await visitor.call('POST', '/api/v1/support-manager/passes', sessionId ? { sessionId } : {})
    return Program.withCode(visitor.url, pass.body.code)
  }

  /** @throws what the server says of a code that does not work. */
  static async withCode(url: string, code: string): Promise<Program> {
    const joined = await Program.handIn(url, code)
    if (joined.status !== 200) throw new Error(await joined.text())
    return new Program(url, (await joined.json()) as ProgramAccess)
  }

  static handIn(url: string, code: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${url}/api/v1/support-manager/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ code }),
    })
  }

  /** A socket ticket by its token; undefined when the token is worth nothing. */
  async ticket(): Promise<string | undefined> {
    const answer = await fetch(`${this.#url}/api/v1/socket-tickets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.access.token}` },
      body: JSON.stringify({ as: this.access.as }),
    })
    return answer.ok ? ((await answer.json()) as { ticket: string }).ticket : undefined
  }

  async connect(options: { deviceId?: string } = {}): Promise<Line> {
    const ticket = await this.ticket()
    if (ticket === undefined) throw new Error('the program gets no ticket')
    const line = await Line.open(this.#url, {}, PROGRAM_SOCKET_PATH)
    line.hello(ticket, options)
    await line.next('welcome')
    return line
  }
}

export const PASSWORD = 'a pass phrase for tests'

export class ServerWorld {
  readonly clock: TestClock
  readonly folder: string
  readonly logged: string[] = []
  deskside!: Deskside
  readonly settings: Record<string, string>
  /** The session numbers that are drawn next; drawn at random where there is none. */
  readonly draws: string[] = []

  constructor(settings: Record<string, string> = {}) {
    this.clock = createTestClock()
    this.folder = mkdtempSync(join(tmpdir(), 'deskside-test-'))
    // Where the database's own user may go, so that everything is below this folder and goes with it.
    chmodSync(this.folder, 0o755)
    this.settings = settings
    for (const page of ['customer', 'console']) {
      mkdirSync(join(this.folder, 'pages', page, 'dist', 'assets'), { recursive: true })
      writeFileSync(join(this.folder, 'pages', page, 'dist', 'index.html'), `<!doctype html><title>${page}</title>`)
      writeFileSync(join(this.folder, 'pages', page, 'dist', 'assets', 'a.js'), 'export {}')
    }
    mkdirSync(join(this.folder, 'pages', 'embed', 'dist', 'assets'), { recursive: true })
    for (const file of ['embed.js', 'assets/a.js'])
      writeFileSync(join(this.folder, 'pages', 'embed', 'dist', file), 'void 0')
  }

  static async start(settings: Record<string, string> = {}, draws: readonly string[] = []): Promise<ServerWorld> {
    const world = new ServerWorld(settings)
    world.draws.push(...draws)
    await world.open()
    return world
  }

  async open(): Promise<void> {
    const reading = readConfig({ DATA_DIR: join(this.folder, 'data'), PORT: '0', ...this.settings })
    if (!reading.ok) throw new Error(reading.problems.join('; '))
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => (this.logged.push(chunk.toString()), done()),
    })
    this.deskside = await startDeskside(reading.config, {
      clock: this.clock,
      log: createLog('trace', sink),
      pagesFolder: join(this.folder, 'pages'),
      programsFolder: this.programsFolder,
      ...(this.draws.length > 0 ? { drawNumber: () => this.draws.shift() ?? drawSessionNumber() } : {}),
    })
  }

  get url(): string {
    return this.deskside.url
  }

  /** Where the server looks for built Support Managers; empty until a test puts some there. */
  get programsFolder(): string {
    return join(this.folder, 'programs')
  }

  /** A statement behind the server's back. @returns its rows. */
  async sql(statement: string): Promise<Record<string, unknown>[]> {
    const embedded = await findEmbeddedPostgres(join(this.folder, 'data'))
    const client = new pg.Client({ host: embedded?.socketFolder, user: embedded?.user, database: 'postgres' })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows
    } finally {
      await client.end()
    }
  }

  visitor(address?: string): Visitor {
    const visitor = new Visitor(this.url)
    visitor.address = address
    return visitor
  }

  /** Sets the site up; the answer is its administrator's browser. */
  async setUp(name = 'Ada Admin'): Promise<Visitor> {
    const visitor = this.visitor()
    const token = this.deskside.firstRun?.split('#')[1]
    const answer = await visitor.call('POST', '/api/v1/setup', {
      token,
      name,
      email: 'ada@example.com',
      password: PASSWORD,
      siteName: 'Acme Support',
    })
    if (answer.status !== 200) throw new Error(answer.text)
    return visitor
  }

  async person(administrator: Visitor, name: string, role: Role = 'representative'): Promise<Visitor & { id: string }> {
    const email = `${name.toLowerCase()}@example.com`
    const made = await administrator.call('POST', '/api/v1/users', { name, email, role, password: PASSWORD })
    const visitor = this.visitor()
    const answer = await visitor.call('POST', '/api/v1/account/sign-in', { email, password: PASSWORD })
    if (answer.status !== 200) throw new Error(answer.text)
    return Object.assign(visitor, { id: made.body.id as string })
  }

  async stop(): Promise<void> {
    await this.deskside.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A representative and a customer in one session, both on the line. */
export interface Pair {
  readonly sessionId: string
  readonly representative: Visitor
  readonly customer: Visitor
  readonly rep: Line
  readonly cust: Line
  readonly repId: string
  readonly custId: string
}

export async function startPair(world: ServerWorld, representative: Visitor): Promise<Pair> {
  const rep = await representative.connect('representative')
  const started = await representative.call('POST', '/api/v1/sessions')
  const { sessionId, number } = started.body
  const { participantId: repId } = await rep.next('events', (f) => f.sessionId === sessionId)
  const customer = world.visitor()
  const joined = await customer.call('POST', '/api/v1/join', { number, name: 'Carl Customer' })
  const custId: string = joined.body.participantId
  const cust = await customer.connect('customer')
  await rep.event('session.knocked')
  await rep.command('session.admit', { sessionId, knockId: custId })
  await cust.event('session.admitted')
  return { sessionId, representative, customer, rep, cust, repId, custId }
}

/** Lets the customer allow what the representative asks for; the answer is the grant's id. */
export async function grant(
  { sessionId, rep, cust }: Pair,
  capability: RequestPayload<'consent.request'>['capability'],
  everything = false,
): Promise<string> {
  await rep.command('consent.request', { sessionId, capability })
  const { requestId } = await cust.event('consent.requested')
  await cust.command('consent.allow', { sessionId, requestId, everything })
  return (await rep.event('consent.granted')).grantId
}
