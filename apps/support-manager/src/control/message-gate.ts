import { inputMessageSchema } from '@deskside/protocol'
import type { InputMessage } from '@deskside/protocol'
import type { Clock } from './clock.ts'

/** Messages of one second that are looked at (THREATS B6). */
const A_SECOND = 200
/** Messages that are none until the channel is closed. */
const BAD_AT_MOST = 1_000
/** Characters of one message at most: the longest text that may be typed, each character escaped. */
const LONGEST = 16_384

export type Judged = InputMessage | 'bad' | 'too-many' | 'hopeless'

/** Reads what a page says, which may be anything: too much, too large, or no message at all. */
export class MessageGate {
  readonly #clock: Clock
  #since = -Infinity
  #count = 0
  #bad = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  judge(data: unknown): Judged {
    const now = this.#clock.now()
    if (now - this.#since >= 1000) {
      this.#since = now
      this.#count = 0
    }
    this.#count += 1
    if (this.#count > A_SECOND) return 'too-many'
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
