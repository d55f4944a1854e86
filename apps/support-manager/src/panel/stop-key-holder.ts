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

  /** Tries once, and from then on by itself, until it has the keys or there are none to have. @throws where a try fails. */
  async open(): Promise<void> {
    // What it has of the keys, if only some, it keeps until the next try.
    this.#key?.close()
    this.#key = undefined
    const key = await this.#hold()
    if (this.#closed) return key.close()
    this.#key = key
    if (!key.held && !key.never) this.#tryAgain()
    this.#parts.told(key.held)
  }

  async #hold(): Promise<StopKey> {
    try {
      return await this.#parts.hold()
    } catch (error) {
      // What failed once may be had the next time.
      if (!this.#closed) this.#tryAgain()
      throw error
    }
  }

  #tryAgain(): void {
    const { clock, failed } = this.#parts
    this.#callOff = clock.after(AGAIN_MS, () => void this.open().catch(failed))
  }

  /** Gives the keys back. A second time nothing happens. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#callOff?.()
    this.#key?.close()
  }
}
