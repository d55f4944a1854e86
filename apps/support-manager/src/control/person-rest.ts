import type { Clock } from './clock.ts'
import type { InputPort } from './input-port.ts'

/** The person at the computer has rested when they did nothing for so long, in milliseconds (THREATS C11). */
export const REST_MS = 1_000

interface Parts {
  readonly input: Pick<InputPort, 'onPerson'>
  readonly clock: Clock
  /** They have begun, or have rested. */
  readonly changed: () => void
}

/** Whether the person at the computer uses it themselves now, so that whoever controls it waits; for those who show that. */
export class PersonRest {
  readonly #parts: Parts
  #until = -Infinity
  #acts = false
  #undo: (() => void) | undefined
  #callOff: (() => void) | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get acts(): boolean {
    return this.#acts
  }

  /** Looks as long as that matters to anybody, and not beyond. */
  watch(wanted: boolean): void {
    if (wanted === (this.#undo !== undefined)) return
    if (wanted) {
      this.#undo = this.#parts.input.onPerson(() => this.#heard())
      return
    }
    this.#undo?.()
    this.#callOff?.()
    this.#undo = undefined
    this.#callOff = undefined
    this.#acts = false
  }

  #heard(): void {
    this.#until = this.#parts.clock.now() + REST_MS
    if (this.#acts) return
    this.#acts = true
    this.#lookLater()
    this.#parts.changed()
  }

  /** One timer for however many moves. */
  #lookLater(): void {
    const { clock, changed } = this.#parts
    this.#callOff = clock.after(this.#until - clock.now(), () => {
      if (clock.now() < this.#until) return this.#lookLater()
      this.#acts = false
      changed()
    })
  }
}
