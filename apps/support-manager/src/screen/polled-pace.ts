/** How often a desktop is looked at that does not tell when it changes, in milliseconds. */
const QUICK_MS = 33
const IDLE_MS = 300
/** Something happened so short a time ago that more is likely to. */
const LIVELY_MS = 2_000
/** At most this part of the time is spent with looking, while something happens and while nothing does. */
const SHARE = { lively: 0.75, idle: 0.2 } as const

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
    const wait = this.#wait()
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

  /** Quickly counts from one look's beginning to the next one's, as far as the looks are quick themselves. */
  #wait(): number {
    const lively = performance.now() - this.#lively < LIVELY_MS
    const share = lively ? SHARE.lively : SHARE.idle
    const rest = this.#took / share - this.#took
    return Math.max(rest, lively ? QUICK_MS - this.#took : IDLE_MS)
  }
}
