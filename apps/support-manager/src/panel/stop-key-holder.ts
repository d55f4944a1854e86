import type { Clock } from '../control/clock.ts'
import type { StopKey } from './stop-key.ts'

/** Who has the keys may give them back, as an earlier start of this program does: asked for again after so long, in milliseconds. */
const AGAIN_MS = 2_000

interface Parts {
  readonly hold: () => Promise<StopKey>
  readonly clock: Clock
  /** Whether the keys work anywhere on the desktop now. */
  readonly told: (held: boolean) => void
  readonly failed: (error: unknown) => void
}

/** Holds the desktop's stop key as soon as it can be had, until it is closed. */
export class StopKeyHolder {
  readonly #parts: Parts
  #key: StopKey | undefined
  #callOff: (() => void) | undefined
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Tries once, and from then on by itself. */
  async open(): Promise<void> {
    const { hold, clock, told, failed } = this.#parts
    // What it has of the keys, if only some, it keeps until the next try.
    this.#key?.close()
    const key = await hold()
    if (this.#closed) return key.close()
    this.#key = key
    told(key.held)
    if (!key.held) this.#callOff = clock.after(AGAIN_MS, () => void this.open().catch(failed))
  }

  /** Gives the keys back. A second time nothing happens. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#callOff?.()
    this.#key?.close()
  }
}
