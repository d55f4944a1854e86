import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  FRAME_BYTES,
  PROGRAM_SOCKET_PATH,
  PROTOCOL_VERSION,
  SOCKET_PATH,
  clientFrameSchema,
  errorBody,
} from '@deskside/protocol'
import type { ClientFrame, ErrorCode, Program, ServerFrame } from '@deskside/protocol'
import type { Logger } from 'pino'
import { WebSocketServer } from 'ws'
import type { RawData, WebSocket } from 'ws'
import { AppError, toErrorBody } from './errors.ts'
import { createMeter } from './meter.ts'
import { parseStrictJson } from './strict-json.ts'

/** How long a new socket may take to say hello, in milliseconds (wire R1). */
const HELLO_WITHIN_MS = 5_000
/** Bytes that may wait for a client that does not read (wire R8). */
const BACKLOG_BYTES = 4 * 1024 * 1024
/** A client is asked for a sign of life this often, so that proxies keep the line and dead lines are seen. */
const HEARTBEAT_MS = 25_000
/** Unreadable frames until a socket is closed (B7). */
const MALFORMED_LIMIT = 20
/** Refused-as-too-many frames until a socket is closed (wire R7). */
const EXCESS_LIMIT = 200

type Hello = Extract<ClientFrame, { t: 'hello' }>
type Signal = Extract<ClientFrame, { t: 'signal' }>['body']

/** One connected page or program, speaking for the principal that its ticket named and nobody else (wire R2). */
export interface Peer<P> {
  readonly principal: P
  readonly deviceId: string
  send(frame: ServerFrame): void
  /** Says why, then closes. */
  close(code: ErrorCode): void
}

/** What the features do with a socket; the server half of the wire only holds and routes. */
export interface SocketHandlers<P> {
  /**
   * The principal that a ticket stands for, once; undefined for a ticket that is unknown, used or too old, or that is not
   * of the site whose page shows it (undefined: ours).
   */
  redeem(ticket: string, program: Program, site: string | undefined): P | undefined
  hello(peer: Peer<P>, hello: Hello): Promise<void>
  request(peer: Peer<P>, name: string, payload: unknown): Promise<unknown>
  signal(peer: Peer<P>, body: Signal): void
  /** `pageClosed`: the page said goodbye itself (reload, closed tab), so this device does not come back. */
  gone(peer: Peer<P>, pageClosed: boolean): void
}

export interface SocketServer {
  /** How many sockets are open. */
  count(): number
  /** Closes all with 1012 (service restart), spread over `overMs` so that not all come back at once. */
  drain(overMs: number): Promise<void>
}

interface Options<P> {
  readonly server: Server
  readonly ownOrigin: () => string
  /** Whether a ticket waits that was made for the pages of another site, by its origin: no other may open a socket (B1). */
  readonly expectsSite: (origin: string) => boolean
  readonly handlers: SocketHandlers<P>
  readonly log: Logger
}

export function createSocketServer<P>({ server, handlers, log, ...origins }: Options<P>): SocketServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: true,
  })
  const isExpected = (site: string | undefined): boolean => site === undefined || origins.expectsSite(site)
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    stream.on('error', () => stream.destroy())
    const program = PROGRAMS.get(request.url?.split('?')[0] ?? '')
    if (!program) return refuseUpgrade(stream, '404 Not Found')
    // The origin is judged before anything else is read, cookies included. A Support Manager has none.
    const { origin } = request.headers
    const site = origin === origins.ownOrigin() ? undefined : origin
    const comesFrom = program === 'page' ? origin !== undefined && isExpected(site) : origin === undefined
    if (!comesFrom) return refuseUpgrade(stream, '403 Forbidden')
    sockets.handleUpgrade(request, stream, head, (socket) => serve(socket, { handlers, log, program, site }))
  }
  server.on('upgrade', upgrade)
  const heartbeat = setInterval(() => sockets.clients.forEach(checkPulse), HEARTBEAT_MS)
  heartbeat.unref()
  return {
    count: () => sockets.clients.size,
    async drain(overMs) {
      server.off('upgrade', upgrade)
      clearInterval(heartbeat)
      const open = [...sockets.clients]
      const step = overMs / Math.max(1, open.length)
      await Promise.all(open.map((socket, index) => closeLater(socket, index * step)))
      sockets.close()
    },
  }
}

/** What connects at which address (wire R11). */
const PROGRAMS: ReadonlyMap<string, Program> = new Map<string, Program>([
  [SOCKET_PATH, 'page'],
  [PROGRAM_SOCKET_PATH, 'support-manager'],
])

function refuseUpgrade(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

const silent = new WeakSet<WebSocket>()

function checkPulse(socket: WebSocket): void {
  if (silent.has(socket)) return socket.terminate()
  silent.add(socket)
  socket.ping()
}

function closeLater(socket: WebSocket, afterMs: number): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve())
    setTimeout(() => socket.close(1012, 'restart'), afterMs)
    setTimeout(() => socket.terminate(), afterMs + 1_000)
  })
}

/** Reads one socket's frames, strictly in order of arrival for everything that is not a request's own work. */
function serve<P>(
  socket: WebSocket,
  {
    handlers,
    log,
    program,
    site,
  }: { handlers: SocketHandlers<P>; log: Logger; program: Program; site: string | undefined },
): void {
  const line = createLine(socket)
  let peer: Peer<P> | undefined
  /** Until the newcomer has their places, what they say next waits: who returns says again at once what got no answer. */
  let placed: Promise<void> = Promise.resolve()
  let malformed = 0
  const frames = createMeter({ perSecond: 200, burst: 400 })
  const helloTimer = setTimeout(() => line.goodbye('account.signed-out'), HELLO_WITHIN_MS)

  const greet = async (frame: ClientFrame): Promise<void> => {
    if (frame.t !== 'hello') return line.goodbye('request.invalid')
    clearTimeout(helloTimer)
    if (frame.protocol !== PROTOCOL_VERSION) return line.goodbye('request.version')
    const principal = handlers.redeem(frame.ticket, program, site)
    if (principal === undefined) return line.goodbye('account.signed-out')
    peer = { principal, deviceId: frame.deviceId, send: line.send, close: line.goodbye }
    placed = handlers.hello(peer, frame)
    return placed
  }

  const answer = async (to: Peer<P>, frame: Extract<ClientFrame, { t: 'request' }>): Promise<void> => {
    try {
      const result = await handlers.request(to, frame.m, frame.p)
      line.send({ t: 'reply', id: frame.id, ok: true, result: result ?? null })
    } catch (error) {
      if (!(error instanceof AppError)) log.error({ err: error, request: frame.m }, 'a socket request failed')
      line.send({ t: 'refusal', id: frame.id, error: toErrorBody(error) })
    }
  }

  const read = async (data: RawData, binary: boolean): Promise<void> => {
    const frame = binary ? undefined : readFrame(data)
    if (!frame) {
      malformed += 1
      return malformed >= MALFORMED_LIMIT || !peer ? line.goodbye('request.invalid') : undefined
    }
    if (!peer) return greet(frame)
    if (frame.t === 'hello') return line.goodbye('request.invalid')
    if (!frames.take()) {
      if (frames.refused() > EXCESS_LIMIT) return line.goodbye('request.too-many')
      if (frame.t === 'request') line.send({ t: 'refusal', id: frame.id, error: errorBody('request.too-many') })
      return undefined
    }
    if (frame.t === 'ping') return line.send({ t: 'pong' })
    await placed
    if (line.closed()) return undefined
    return frame.t === 'signal' ? handlers.signal(peer, frame.body) : answer(peer, frame)
  }

  socket.on('message', (data, binary) => {
    if (line.closed()) return
    read(data, binary).catch((error: unknown) => {
      log.error({ err: error }, 'a socket failed')
      line.goodbye('server.failed')
    })
  })
  socket.on('pong', () => silent.delete(socket))
  socket.on('error', (error) => log.debug({ err: error }, 'a socket broke'))
  socket.on('close', (code) => {
    clearTimeout(helloTimer)
    if (peer) handlers.gone(peer, code === 1001 || code === 1000)
  })
}

function readFrame(data: RawData): ClientFrame | undefined {
  try {
    const parsed = clientFrameSchema.safeParse(parseStrictJson(data.toString()))
    return parsed.success ? parsed.data : undefined
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof AppError) return undefined
    throw error
  }
}

/** Which WebSocket close code goes with a goodbye (RFC 6455 7.4.1; 1008 is a policy violation, 1013 try again later). */
function closeCode(code: ErrorCode): number {
  return code.startsWith('server.') ? 1013 : 1008
}

function createLine(socket: WebSocket): {
  send(frame: ServerFrame): void
  goodbye(code: ErrorCode): void
  closed(): boolean
} {
  let over = false
  const send = (frame: ServerFrame): void => {
    if (over || socket.readyState !== socket.OPEN) return
    // The story is kept: who does not read now resumes later. Without this one slow reader would hold everyone's memory.
    if (socket.bufferedAmount > BACKLOG_BYTES) return socket.terminate()
    socket.send(JSON.stringify(frame))
  }
  const goodbye = (code: ErrorCode): void => {
    if (over) return
    send({ t: 'goodbye', error: errorBody(code) })
    over = true
    socket.close(closeCode(code), code)
    setTimeout(() => socket.terminate(), 2_000).unref()
  }
  return { send, goodbye, closed: () => over }
}
