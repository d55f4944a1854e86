import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyReply } from 'fastify'

/** A sign of life this often, so that proxies keep the line and dead lines are seen. */
const SIGN_MS = 15_000
/** Signs that a reader took nothing in between, until its line is closed. */
const STUCK_SIGNS = 4

/** Server-sent events of one reader: each message is the whole state, so of several that wait only the latest goes out. */
export interface EventStream {
  send(message: unknown): void
  /** After what was sent last. */
  end(): void
  onClosed(listener: () => void): void
}

/** Takes the answer to a request over, until either side ends it. */
export function openEventStream(reply: FastifyReply): EventStream {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // A proxy that gathers answers would hold everything back.
    'x-accel-buffering': 'no',
  })
  raw.flushHeaders()
  let full = false
  let latest = ''
  let stuck = 0
  const write = (text: string): void => {
    full = !raw.write(text)
  }
  const signs = setInterval(() => {
    stuck = full ? stuck + 1 : 0
    if (stuck >= STUCK_SIGNS) raw.destroy()
    else if (!full) write(':\n\n')
  }, SIGN_MS)
  signs.unref()
  raw.on('drain', () => {
    full = false
    if (latest !== '') write(latest)
    latest = ''
  })
  raw.once('close', () => clearInterval(signs))
  // What goes wrong with a reader's line ends in `close`, and is nobody else's business.
  raw.on('error', () => raw.destroy())
  return {
    send(message) {
      const text = `data: ${JSON.stringify(message)}\n\n`
      if (full) latest = text
      else write(text)
    },
    end: () => void raw.end(latest),
    onClosed(listener) {
      if (raw.destroyed || raw.closed) listener()
      else raw.once('close', listener)
    },
  }
}
