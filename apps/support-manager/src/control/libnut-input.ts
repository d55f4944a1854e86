import type { InputPort } from './input-port.ts'
import { type Libnut, libnut } from './libnut-addon.ts'
import { LibnutKeyboard } from './libnut-keyboard.ts'
import { LibnutPerson } from './libnut-person.ts'
import { Turns } from './turns.ts'

const BUTTONS = ['left', 'middle', 'right'] as const
type Button = (typeof BUTTONS)[number]

/** What a notch of the wheel is: Windows counts 120 (WHEEL_DELTA), macOS pixels, X11 notches. */
const NOTCH = { win32: 120, darwin: 40, linux: 1 } as const
const MOST_NOTCHES = 100

/**
 * Mouse and keyboard by libnut, on Windows and macOS, and X11 for tests. It has no more than three buttons. `scale` gives the
 * desktop's pixels in one unit of the system's places (`PolledScreenPort`).
 */
export async function openLibnutInput(scale: () => number = () => 1): Promise<InputPort> {
  return new LibnutInput(libnut(), scale)
}

class LibnutInput implements InputPort {
  readonly #part: Libnut
  readonly #scale: () => number
  readonly #turns = new Turns()
  readonly #keyboard: LibnutKeyboard
  readonly #person: LibnutPerson
  readonly #buttons = new Set<Button>()

  constructor(part: Libnut, scale: () => number) {
    this.#part = part
    this.#scale = scale
    this.#keyboard = new LibnutKeyboard(part)
    this.#person = new LibnutPerson(part)
  }

  move(x: number, y: number): Promise<void> {
    return this.#turns.run(() => {
      const scale = this.#scale()
      const to = { x: Math.round(x / scale), y: Math.round(y / scale) }
      this.#person.moves(to)
      this.#part.moveMouse(to.x, to.y)
    })
  }

  button(button: number, down: boolean): Promise<void> {
    const name = BUTTONS[button]
    if (name === undefined) return Promise.resolve()
    return this.#turns.run(() => {
      if (!down && !this.#buttons.delete(name)) return
      if (down) this.#buttons.add(name)
      this.#part.mouseToggle(down ? 'down' : 'up', name)
    })
  }

  wheel(notchesX: number, notchesY: number): Promise<void> {
    return this.#turns.run(() => {
      const [x, y] = [amount(notchesX), amount(notchesY)]
      if (x !== 0 || y !== 0) this.#part.scrollMouse(-x, -y)
    })
  }

  key(press: Parameters<InputPort['key']>[0]): Promise<void> {
    return this.#turns.run(() => this.#keyboard.key(press))
  }

  text(text: string): Promise<void> {
    return this.#turns.run((stands) => this.#keyboard.text(text, stands))
  }

  combination(keys: readonly string[]): Promise<void> {
    return this.#turns.run(() => this.#keyboard.combination(keys))
  }

  releaseAll(): void {
    this.#turns.callOff()
    for (const button of this.#buttons) this.#part.mouseToggle('up', button)
    this.#buttons.clear()
    this.#keyboard.releaseAll()
  }

  onPerson(listener: () => void): () => void {
    return this.#person.onPerson(listener)
  }

  async close(): Promise<void> {
    this.releaseAll()
    this.#person.close()
  }
}

function amount(notches: number): number {
  const { platform } = process
  const notch = platform === 'win32' || platform === 'darwin' ? NOTCH[platform] : NOTCH.linux
  return Math.max(-MOST_NOTCHES, Math.min(MOST_NOTCHES, Math.trunc(notches))) * notch
}
