import type { Clock } from '../control/clock.ts'

/** With nobody at a panel nobody can press Stop there: then everything ends after this long, in milliseconds (THREATS C10). */
const UNATTENDED_MS = 3_000

/** Whether a person has the panel before them. */
export class Attendance {
  readonly #clock: Clock
  readonly #left: () => void
  #there = false
  #waiting: (() => void)[] = []
  #callOff: (() => void) | undefined

  /** @param left called when nobody has come back in time. */
  constructor(clock: Clock, left: () => void) {
    this.#clock = clock
    this.#left = left
  }

  set(there: boolean): void {
    this.#there = there
    this.#callOff?.()
    this.#callOff = there ? undefined : this.#clock.after(UNATTENDED_MS, this.#left)
    if (!there) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const begin of waiting) begin()
  }

  /** Does what needs somebody who could stop it: now, or as soon as somebody is there. */
  whenThere(begin: () => void): void {
    if (this.#there) begin()
    else this.#waiting.push(begin)
  }

  close(): void {
    this.#callOff?.()
    this.#waiting = []
  }
}
