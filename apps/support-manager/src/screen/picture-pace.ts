import { FRAMES_IN_FLIGHT } from '@deskside/protocol'

/** What one frame may take on the line, in milliseconds: two of them are what a click can wait behind. */
const FRAME_MS = 60
const LEAST_BYTES = 6_144
const MOST_BYTES = 4_194_304
/** Before anything is known of the line. */
const FIRST_BYTES = 131_072
/** A smaller frame says nothing of how much the line takes. */
const TELLING_BYTES = 4_096

interface OnItsWay {
  readonly seq: number
  readonly bytes: number
  readonly sentAt: number
}

/**
 * How much may be on its way to the viewer: two frames, and no more than the line takes in a moment. What the line takes
 * is seen from how long frames were on their way until the viewer had drawn them.
 */
export class PicturePace {
  readonly #onTheirWay: OnItsWay[] = []
  #bytesPerMs: number | undefined
  #lastAckAt = -Infinity
  #roundTrip = Infinity

  /** Whether another frame may be sent now. */
  get isOpen(): boolean {
    return this.#onTheirWay.length < FRAMES_IN_FLIGHT && this.#bytes < this.#most
  }

  /** Bytes that the next frame may have. */
  get budget(): number {
    return Math.max(LEAST_BYTES, this.#most - this.#bytes)
  }

  /** Of the line, in bytes a second; undefined until something is known. */
  get bytesPerSecond(): number | undefined {
    return this.#bytesPerMs === undefined ? undefined : this.#bytesPerMs * 1_000
  }

  sent(seq: number, bytes: number, now: number): void {
    this.#onTheirWay.push({ seq, bytes, sentAt: now })
  }

  /** The viewer has drawn a frame; false where it had none of that number to draw. */
  acknowledged(seq: number, now: number): boolean {
    const at = this.#onTheirWay.findIndex((frame) => frame.seq === seq)
    if (at < 0) return false
    for (const frame of this.#onTheirWay.splice(0, at + 1)) this.#learn(frame, now)
    return true
  }

  get #bytes(): number {
    return this.#onTheirWay.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  get #most(): number {
    if (this.#bytesPerMs === undefined) return FIRST_BYTES
    return Math.min(MOST_BYTES, Math.max(LEAST_BYTES, this.#bytesPerMs * FRAME_MS))
  }

  #learn({ bytes, sentAt }: OnItsWay, now: number): void {
    this.#roundTrip = Math.min(this.#roundTrip * 1.01, now - sentAt)
    // It began to arrive when the one before had, or a round trip after it was sent.
    const began = Math.max(sentAt + this.#roundTrip, this.#lastAckAt)
    this.#lastAckAt = now
    if (bytes < TELLING_BYTES) return
    const rate = bytes / Math.max(1, now - began)
    // Slower is believed sooner than faster.
    const weight = this.#bytesPerMs !== undefined && rate > this.#bytesPerMs ? 0.25 : 0.5
    this.#bytesPerMs = this.#bytesPerMs === undefined ? rate : this.#bytesPerMs * (1 - weight) + rate * weight
  }
}
