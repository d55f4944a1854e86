import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Observable } from '@deskside/realtime'
import { z } from 'zod'
import { Arming } from './arming.ts'
import { guardRequest } from './guard-request.ts'
import { judgeAction } from './judge-action.ts'
import { NewsStream } from './news-stream.ts'
import { pagePolicy } from './page-policy.ts'
import { PanelKeys } from './panel-keys.ts'
import { panelActionSchema } from './panel-state.ts'
import type { PanelAction, PanelState } from './panel-state.ts'
import { questionInSight } from './question-in-sight.ts'

export interface PanelServerOptions {
  /** What the page shows. */
  readonly state: Observable<PanelState>
  /**
   * Does what the person wants. It is called only with what the page may do now. @throws {PanelRefusal} with a sentence
   * that the page shows; any other error is told to `onTrouble`, and the page says only that it did not work.
   */
  readonly act: (action: PanelAction) => Promise<void>
  /** The page: one HTML file, see `loadPanelPage`. */
  readonly page: string
  /**
   * Told when a page comes to have the say, and when it is gone: closed, crashed or about to be loaded again. With no page
   * nobody can press Stop in it (THREATS C10).
   */
  readonly onAttended?: (attended: boolean) => void
  readonly onTrouble?: (error: unknown) => void
  /** Milliseconds of a clock that nobody can set, for arming. */
  readonly now?: () => number
}

export interface PanelServer {
  /** Where a page gets the say: `http://127.0.0.1:<port>/#<key>`. The key leads in once; asking again makes a new one and the last is void. */
  newAddress(): string
  /** Whether a page has the say now. */
  attended(): boolean
  /** Tells the page that the program ends, and leaves no port open (THREATS C13). */
  close(): Promise<void>
}

/** What the person reads when something they wanted cannot be. */
export class PanelRefusal extends Error {
  override readonly name = 'PanelRefusal'
}

/** Bytes of one call at most. */
const CALL_BYTES = 32_768
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const
const swapSchema = z.strictObject({ key: z.string().max(100) })

/** Serves the panel to the person at this computer, and to nobody else on it. */
export async function createPanelServer(options: PanelServerOptions): Promise<PanelServer> {
  const desk = new PanelDesk(options)
  const server = createServer((request, response) => void desk.answer(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: 0 }, resolve)
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  desk.open(host)
  let closing: Promise<void> | undefined
  return {
    newAddress: () => `http://${host}/#${desk.invite()}`,
    attended: () => desk.attended(),
    close() {
      closing ??= new Promise<void>((resolve) => {
        server.close(() => resolve())
        desk.close()
        server.closeIdleConnections()
        // What still reads the last line may do so for a moment; then it is cut.
        setTimeout(() => server.closeAllConnections(), 250).unref()
      })
      return closing
    },
  }
}

/** What stands between the page and the program: who has the say, what they see, and what they may do. */
class PanelDesk {
  readonly #options: PanelServerOptions
  readonly #keys = new PanelKeys()
  readonly #policy: string
  readonly #arming: Arming
  readonly #answering = new Set<string>()
  #host = ''
  #stream: NewsStream | undefined
  #unsubscribe: (() => void) | undefined

  constructor(options: PanelServerOptions) {
    this.#options = options
    this.#policy = pagePolicy(options.page)
    this.#arming = new Arming(options.now ?? (() => performance.now()))
  }

  open(host: string): void {
    this.#host = host
    this.#unsubscribe = this.#options.state.subscribe(() => this.#tell())
  }

  invite(): string {
    return this.#keys.invite()
  }

  attended(): boolean {
    return this.#stream !== undefined
  }

  close(): void {
    this.#unsubscribe?.()
    this.#part({ t: 'closed' })
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    try {
      await this.#route(request, response)
    } catch (error) {
      this.#options.onTrouble?.(error)
      if (!response.headersSent) refuse(response, 500, 'That did not work. Try again.')
      else response.destroy()
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method} ${request.url}`
    const refusal = guardRequest(request, { host: this.#host, call: route !== 'GET /' })
    if (refusal) return refuse(response, refusal.status, refusal.sentence)
    if (route === 'GET /') {
      const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': this.#policy }
      return void response.writeHead(200, headers).end(this.#options.page)
    }
    if (route === 'POST /swap') return this.#swap(request, response)
    const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (key === undefined || !this.#keys.holds(key))
      return refuse(response, 401, 'Another window has the say now, or this one was opened without its key.')
    if (route === 'GET /news') return this.#attend(response)
    if (route === 'POST /act') return this.#act(request, response)
    return refuse(response, 404, 'There is nothing at this address.')
  }

  /** From here on the page that asks has the say, and the one before it has not. */
  async #swap(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = swapSchema.safeParse(await readJson(request))
    const key = asked.success ? this.#keys.swap(asked.data.key) : undefined
    if (key === undefined) return refuse(response, 403, 'This window was opened with a key that was used already.')
    this.#part({ t: 'taken-over' })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ key }))
  }

  #attend(response: ServerResponse): void {
    this.#part({ t: 'taken-over' })
    const stream = new NewsStream(response, () => {
      if (this.#stream === stream) this.#forget()
    })
    this.#stream = stream
    this.#tell()
    this.#options.onAttended?.(true)
  }

  #tell(): void {
    this.#stream?.tell(() => {
      const state = this.#options.state.get()
      this.#arming.shows(questionInSight(state)?.id)
      return { t: 'state', state }
    })
  }

  #part(last: Parameters<NewsStream['end']>[0]): void {
    const stream = this.#stream
    if (!stream) return
    this.#forget()
    stream.end(last)
  }

  /** Nothing is in sight of anybody any more. */
  #forget(): void {
    this.#stream = undefined
    this.#arming.shows(undefined)
    this.#options.onAttended?.(false)
  }

  async #act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parsed = panelActionSchema.safeParse(await readJson(request))
    if (!parsed.success) return refuse(response, 400, 'That was not understood. Nothing was done.')
    const action = parsed.data
    const known = { state: this.#options.state.get(), arming: this.#arming, time: Date.now() }
    const refused = judgeAction(action, known)
    if (refused !== undefined) return refuse(response, 409, refused)
    const question = action.do === 'allow' || action.do === 'decline' ? action.questionId : undefined
    if (question !== undefined && this.#answering.has(question))
      return refuse(response, 409, 'Your answer is on its way.')
    try {
      if (question !== undefined) this.#answering.add(question)
      await this.#options.act(action)
      response.writeHead(204).end()
    } catch (error) {
      if (!(error instanceof PanelRefusal)) throw error
      refuse(response, 409, error.message)
    } finally {
      if (question !== undefined) this.#answering.delete(question)
    }
  }
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ sentence }))
}

/** @returns undefined for what is no JSON. What is too long is not read to its end: the connection is cut. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length
    // Leaving the loop ends the request, and its connection with it.
    if (bytes > CALL_BYTES) return undefined
    pieces.push(piece)
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
