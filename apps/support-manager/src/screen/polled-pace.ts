/** How often a desktop is looked at that does not tell when it changes, in milliseconds. */
const QUICK_MS = 33
const IDLE_MS = 300
/** Something happened so short a time ago that more is likely to. */
const LIVELY_MS = 2_000
/** At most this part of the time is spent with looking. */
const SHARE = 0.5

/** Looks again and again, quickly while something happens and seldom while nothing does, until it is told to stop. */
export class PolledPace {
  readonly #look: () => Promise<void>
  #lively = -Infinity
  #took = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #due = Infinity
  #waits = false

  constructor(look: () => Promise<void>) {
    this.#look = look
  }

  /** Something happened, or is about to: the next look comes soon. */
  enliven(): void {
    this.#lively = performance.now()
    if (this.#waits && this.#due - performance.now() > QUICK_MS) this.start()
  }

  /** Looks once, after as long as things suggest; whether again is said by another call. */
  start(): void {
    this.stop()
    const wait = Math.max(this.#interval(), this.#took / SHARE - this.#took)
    this.#due = performance.now() + wait
    this.#waits = true
    this.#timer = setTimeout(() => {
      this.#waits = false
      const begun = performance.now()
      void this.#look().finally(() => (this.#took = performance.now() - begun))
    }, wait)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#waits = false
  }

  #interval(): number {
    return performance.now() - this.#lively < LIVELY_MS ? QUICK_MS : IDLE_MS
  }
}
