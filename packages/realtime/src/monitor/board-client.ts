import { boardSchema } from '@deskside/protocol'
import type { Board } from '@deskside/protocol'
import { callApi } from '../signal/api.ts'
import { ApiError } from '../signal/api-error.ts'
import type { ConnectionPhase } from '../signal/connection.ts'
import { createSource } from '../signal/observable.ts'
import type { Observable } from '../signal/observable.ts'

const BOARD = '/api/v1/monitor'
/** Milliseconds until the first and at most until any later try to reach the server again. */
const BACK_OFF = { first: 500, most: 10_000 } as const
/** Nothing heard for this long: ask. What the server says to keep the line open, an EventSource keeps to itself. */
const QUIET_MS = 45_000
/** An answer that takes longer than this was asked for over a line that is dead. */
const ANSWER_MS = 10_000

export interface BoardView {
  /** Null until the server has told it for the first time. */
  readonly board: Board | null
  readonly line: ConnectionPhase
  /** Why there will be no more of it: signed out, or no manager any more. */
  readonly refusal: ApiError | null
}

/** A manager's view of queues, agents and sessions: pushed whole, for as long as it runs. */
export class BoardClient {
  readonly #state = createSource<BoardView>({ board: null, line: 'connecting', refusal: null })
  #stream: EventSource | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #running = false
  #tries = 0

  get state(): Observable<BoardView> {
    return this.#state
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    this.#follow()
  }

  stop(): void {
    this.#running = false
    this.#drop()
  }

  #follow(): void {
    const stream = new EventSource(`${BOARD}/events`)
    this.#stream = stream
    stream.addEventListener('message', ({ data }: MessageEvent) => {
      if (this.#stream === stream) this.#take(readBoard(data))
    })
    // Its own way to come back gives up on some answers, and does not say which.
    stream.addEventListener('error', () => {
      if (this.#stream !== stream) return
      this.#drop()
      this.#later()
    })
    this.#listen()
  }

  #take(board: Board | undefined): void {
    if (!board) return
    this.#tries = 0
    this.#state.patch({ board, line: 'online' })
    this.#listen()
  }

  #listen(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#look(), QUIET_MS)
  }

  #later(): void {
    if (!this.#running) return
    this.#state.patch({ line: 'offline' })
    const most = Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** this.#tries)
    this.#tries += 1
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#look(), most / 2 + Math.random() * (most / 2))
  }

  /** Asks once: the answer says whether there is anything to follow. */
  async #look(): Promise<void> {
    try {
      const board = await callApi({ method: 'GET', path: BOARD, answer: boardSchema, withinMs: ANSWER_MS })
      if (!this.#running) return
      this.#drop()
      this.#take(board)
      this.#follow()
    } catch (error) {
      if (!this.#running) return
      this.#drop()
      if (!(error instanceof ApiError) || error.retry) return this.#later()
      this.#running = false
      this.#state.patch({ line: 'closed', refusal: error })
    }
  }

  #drop(): void {
    clearTimeout(this.#timer)
    this.#stream?.close()
    this.#stream = undefined
  }
}

/** What this version does not know is from a newer server: the next one may be known again. */
function readBoard(data: unknown): Board | undefined {
  if (typeof data !== 'string') return undefined
  try {
    return boardSchema.safeParse(JSON.parse(data)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
