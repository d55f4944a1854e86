import type { X11 } from '../platform/x11.ts'
import type { InputPort } from './input-port.ts'
import { KeyGuardian } from './key-guardian.ts'
import { Turns } from './turns.ts'
import { X11Inject } from './x11-inject.ts'
import { type KeyPress, X11Keyboard } from './x11-keyboard.ts'
import { X11Layout } from './x11-layout.ts'
import { X11Person } from './x11-person.ts'

/** UI Events buttons as X11's: 4 to 7 are the wheel there. */
const BUTTONS = [1, 2, 3, 8, 9] as const
/** Notches of one message that are carried out: more is no hand at a wheel. */
const MOST_NOTCHES = 30

/**
 * Mouse and keyboard of an X11 display, by XTEST. The connection has to be its own: by its numbering of requests the
 * person's input is told from ours. Rejects with a sentence where the display lacks XTEST, XKB or XInput 2.
 */
export async function openX11Input(x: X11): Promise<InputPort> {
  const person = await X11Person.open(x)
  const guardian = new KeyGuardian()
  const inject = await X11Inject.open(x, { person, guardian })
  const layout = await X11Layout.open(x, guardian)
  return new X11InputPort({ inject, layout, person, guardian })
}

interface Parts {
  readonly inject: X11Inject
  readonly layout: X11Layout
  readonly person: X11Person
  readonly guardian: KeyGuardian
}

class X11InputPort implements InputPort {
  readonly #inject: X11Inject
  readonly #layout: X11Layout
  readonly #person: X11Person
  readonly #guardian: KeyGuardian
  readonly #keyboard: X11Keyboard
  readonly #turns = new Turns()
  readonly #buttons = new Set<number>()

  constructor({ inject, layout, person, guardian }: Parts) {
    this.#inject = inject
    this.#layout = layout
    this.#person = person
    this.#guardian = guardian
    this.#keyboard = new X11Keyboard(inject, layout)
  }

  move(x: number, y: number): Promise<void> {
    return this.#turns.run(() => this.#inject.move(Math.round(x), Math.round(y)))
  }

  button(button: number, down: boolean): Promise<void> {
    const number = BUTTONS[button]
    if (number === undefined) return Promise.resolve()
    return this.#turns.run(() => {
      if (!down && !this.#buttons.delete(number)) return
      if (down) this.#buttons.add(number)
      this.#inject.button(number, down)
    })
  }

  wheel(notchesX: number, notchesY: number): Promise<void> {
    return this.#turns.run(() => {
      this.#turn(notchesY, { forward: 5, back: 4 })
      this.#turn(notchesX, { forward: 7, back: 6 })
    })
  }

  key(press: KeyPress): Promise<void> {
    return this.#turns.run((stands) => this.#keyboard.key(press, stands))
  }

  text(text: string): Promise<void> {
    return this.#turns.run((stands) => this.#keyboard.text(text, stands))
  }

  combination(keys: readonly string[]): Promise<void> {
    return this.#turns.run((stands) => this.#keyboard.combination(keys, stands))
  }

  releaseAll(): void {
    this.#turns.callOff()
    for (const button of this.#buttons) this.#inject.button(button, false)
    this.#buttons.clear()
    this.#keyboard.releaseAll()
  }

  onPerson(listener: () => void): () => void {
    return this.#person.onPerson(listener)
  }

  async close(): Promise<void> {
    this.releaseAll()
    this.#person.close()
    await this.#layout.close()
    this.#guardian.close()
  }

  #turn(notches: number, buttons: { forward: number; back: number }): void {
    const count = Math.min(MOST_NOTCHES, Math.abs(Math.trunc(notches)))
    const button = notches > 0 ? buttons.forward : buttons.back
    for (let index = 0; index < count; index += 1) {
      this.#inject.button(button, true)
      this.#inject.button(button, false)
    }
  }
}
