import type { PicturePace } from './picture-pace.ts'

/** What follows a lost packet until SCTP sends it again at once (RFC 9260 7.2.4); alone, it waits nearly half a second. */
const FOLLOWERS = 3
const AGAIN_MS = 150
const ROUNDS = 3

interface NudgeParts {
  readonly pace: () => Pick<PicturePace, 'lateAt'>
  readonly now: () => number
  /** Sends something small that changes nothing, and that the viewer answers. */
  readonly nudge: () => void
}

/** Where a frame is not acknowledged when it should be and nothing follows it, small messages follow it, so that what got lost is noticed. */
export class PictureNudge {
  readonly #parts: NudgeParts
  #timer: ReturnType<typeof setTimeout> | undefined
  #rounds = 0

  constructor(parts: NudgeParts) {
    this.#parts = parts
  }

  sent(): void {
    if (this.#timer === undefined && this.#rounds === 0) this.#arm()
  }

  acknowledged(): void {
    this.close()
    this.#rounds = 0
    this.#arm()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #arm(): void {
    const { pace, now } = this.#parts
    const at = pace().lateAt
    if (at === undefined || this.#rounds === ROUNDS) return
    const wait = this.#rounds === 0 ? at - now() : AGAIN_MS
    this.#timer = setTimeout(() => this.#fire(), Math.max(0, wait))
  }

  #fire(): void {
    this.#timer = undefined
    for (let sent = 0; sent < FOLLOWERS; sent += 1) this.#parts.nudge()
    this.#rounds += 1
    this.#arm()
  }
}
