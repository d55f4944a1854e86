import { inputMessageSchema } from '@deskside/protocol'
import type { InputMessage } from '@deskside/protocol'
import type { Clock } from './clock.ts'

/** Messages of a second that are looked at (THREATS B6), and of a burst: what a stalled line held back comes all at once. */
const A_SECOND = 200
const AT_ONCE = 1_000
/** Messages that are none until the channel is closed. */
const BAD_AT_MOST = 1_000
/** Characters of one message at most: the longest text that may be typed, each character escaped. */
const LONGEST = 16_384

export type Judged = InputMessage | 'bad' | 'too-many' | 'hopeless'

/** Reads what a page says, which may be anything: too much, too large, or no message at all. */
export class MessageGate {
  readonly #clock: Clock
  #allowance = AT_ONCE
  #at: number
  #bad = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.#at = clock.now()
  }

  judge(data: unknown): Judged {
    const now = this.#clock.now()
    this.#allowance = Math.min(AT_ONCE, this.#allowance + ((now - this.#at) / 1000) * A_SECOND)
    this.#at = now
    if (this.#allowance < 1) return 'too-many'
    this.#allowance -= 1
    const message = read(data)
    if (message !== undefined) return message
    this.#bad += 1
    return this.#bad >= BAD_AT_MOST ? 'hopeless' : 'bad'
  }
}

function read(data: unknown): InputMessage | undefined {
  if (typeof data !== 'string' || data.length > LONGEST) return undefined
  try {
    const parsed = inputMessageSchema.safeParse(JSON.parse(data))
    return parsed.success ? parsed.data : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
