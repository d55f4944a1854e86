import { FRAMES_IN_FLIGHT } from '@deskside/protocol'

/** What is on its way beyond what the line holds anyway, in milliseconds: what a click may have to wait behind. */
const WAIT_MS = 80
const LEAST_BYTES = 32_768
const MOST_BYTES = 4_194_304
/** Of the first frame: small, for the answer says how long the way is. */
const FIRST_BYTES = 16_384
/** How long it is remembered how much the line took. */
const REMEMBERED_MS = 1_500
/** A frame up to here, alone on its way, shows how long that is; it is taken to be no longer than this. */
const SMALL_BYTES = 12_288
const LIKELY_TRIP_MS = 40
const LONGEST_TRIP_MS = 300
/**
 * Frames on their way at most where the way is short. Where it is long: as many as leave in three times its length. After that
 * an acknowledgement that got lost has come all the same, by the three that followed it (SCTP's fast retransmit, RFC 9260
 * 7.2.4); who waits for it with nothing more to be acknowledged waits for a timer of nearly half a second.
 */
const FEW_FRAMES = 2
const FRAME_EVERY_MS = 15
const TRIPS_OF_FRAMES = 3
/** Frames at least into which what may be on its way is cut where the way is long, so that three follow one. */
const PARTS = 4
/** A way from here on is long: by a network on which packets get lost. */
const LONG_TRIP_MS = 20
/** Beyond the way and what it carries, until a frame is late: for what a busy viewer takes. */
const SLACK_MS = 25

interface OnItsWay {
  readonly seq: number
  readonly bytes: number
  readonly sentAt: number
  /** Bytes that had arrived when it was sent, and when the last of them had. */
  readonly arrived: number
  readonly arrivedAt: number
  /** Whether the line was given all that it was thought to take. */
  readonly fills: boolean
  /** Whether nothing was before it on its way. */
  readonly alone: boolean
}

/**
 * How much may be on its way to the viewer: two frames, more where the way is long, and no more than the line takes in a
 * moment. What it takes is seen from how much was drawn there between a frame's leaving and its acknowledgement (as BBR does,
 * draft-ietf-ccwg-bbr 4.1).
 */
export class PicturePace {
  readonly #onTheirWay: OnItsWay[] = []
  #rates: { readonly at: number; readonly bytesPerMs: number }[] = []
  #arrived = 0
  #arrivedAt = 0
  #tripMs: number | undefined
  #hasSent = false

  /** Whether another frame may be sent now. */
  get isOpen(): boolean {
    return this.#onTheirWay.length < this.#mostFrames && this.#bytes < this.#most
  }

  /** Bytes that the next frame may have. */
  get budget(): number {
    const most = this.#most
    // A part of it, so that the line has something to do while that is acknowledged.
    const parts = Math.min(PARTS, this.#mostFrames)
    return Math.min(most - this.#bytes, most / parts)
  }

  /** When the oldest frame on its way should have been acknowledged; undefined with none, and on a short way. */
  get lateAt(): number | undefined {
    const [oldest] = this.#onTheirWay
    if (!oldest || this.#tripMs === undefined || this.#tripMs < LONG_TRIP_MS) return undefined
    // A line that was given little so far has not shown how fast it is: a little more is no reason to be slow.
    const queued = Math.max(0, this.#bytes - SMALL_BYTES) / (this.#bytesPerMs ?? Infinity)
    return oldest.sentAt + this.#tripMs + queued + SLACK_MS
  }

  /** Of the line, in bytes a second; undefined until something is known. */
  get bytesPerSecond(): number | undefined {
    const rate = this.#bytesPerMs
    return rate === undefined ? undefined : rate * 1_000
  }

  sent(seq: number, bytes: number, now: number): void {
    this.#hasSent = true
    const fills = this.#bytes + bytes >= this.#most / 2
    const alone = this.#onTheirWay.length === 0
    if (alone) this.#arrivedAt = now
    this.#onTheirWay.push({ seq, bytes, sentAt: now, arrived: this.#arrived, arrivedAt: this.#arrivedAt, fills, alone })
  }

  /** The viewer has drawn a frame; false where it had none of that number to draw. */
  acknowledged(seq: number, now: number): boolean {
    const at = this.#onTheirWay.findIndex((frame) => frame.seq === seq)
    if (at < 0) return false
    for (const frame of this.#onTheirWay.splice(0, at + 1)) this.#learn(frame, now)
    return true
  }

  get #mostFrames(): number {
    const meanwhile = Math.ceil(((this.#tripMs ?? 0) * TRIPS_OF_FRAMES) / FRAME_EVERY_MS)
    return Math.min(FRAMES_IN_FLIGHT, Math.max(FEW_FRAMES, meanwhile))
  }

  get #bytes(): number {
    return this.#onTheirWay.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  get #bytesPerMs(): number | undefined {
    return this.#rates.length === 0 ? undefined : Math.max(...this.#rates.map(({ bytesPerMs }) => bytesPerMs))
  }

  get #most(): number {
    const rate = this.#bytesPerMs
    if (rate === undefined) return this.#hasSent ? LEAST_BYTES : FIRST_BYTES
    return Math.min(MOST_BYTES, Math.max(LEAST_BYTES, rate * ((this.#tripMs ?? LIKELY_TRIP_MS) + WAIT_MS)))
  }

  #learn({ bytes, sentAt, arrived, arrivedAt, fills, alone }: OnItsWay, now: number): void {
    this.#arrived += bytes
    this.#arrivedAt = now
    if (alone && bytes <= SMALL_BYTES)
      this.#tripMs = Math.min((this.#tripMs ?? LONGEST_TRIP_MS) * 1.05, LONGEST_TRIP_MS, now - sentAt)
    const bytesPerMs = (this.#arrived - arrived) / Math.max(1, now - arrivedAt)
    // What was not given much has not shown how much it takes.
    if (!fills && bytesPerMs <= (this.#bytesPerMs ?? 0)) return
    this.#rates = this.#rates.filter(({ at }) => now - at < REMEMBERED_MS)
    this.#rates.push({ at: now, bytesPerMs })
  }
}
