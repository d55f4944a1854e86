import type { X11Test } from 'x11'
import type { X11 } from '../platform/x11.ts'
import type { KeyGuardian } from './key-guardian.ts'
import type { X11Person } from './x11-person.ts'

/** XTEST's one request, with everything that is injected announced to who looks for the person. */
export class X11Inject {
  readonly #x: X11
  readonly #test: X11Test
  readonly #person: X11Person
  readonly #guardian: KeyGuardian

  private constructor(x: X11, parts: { test: X11Test; person: X11Person; guardian: KeyGuardian }) {
    this.#x = x
    this.#test = parts.test
    this.#person = parts.person
    this.#guardian = parts.guardian
  }

  static async open(x: X11, parts: { person: X11Person; guardian: KeyGuardian }): Promise<X11Inject> {
    return new X11Inject(x, { test: await x.extension('xtest'), ...parts })
  }

  key(keycode: number, down: boolean): void {
    this.#press('key', keycode, down)
  }

  /** `button` from 1 on, as X11 counts. */
  button(button: number, down: boolean): void {
    this.#press('button', button, down)
  }

  move(x: number, y: number): void {
    this.#fake(6, 0, [x, y])
  }

  /** The guardian hears of a press before it goes out, and of a release after it. */
  #press(what: 'key' | 'button', detail: number, down: boolean): void {
    const first = what === 'key' ? 2 : 4
    if (down) this.#guardian.note(what, detail, true)
    this.#fake(down ? first : ((first + 1) as 3 | 5), detail, [0, 0])
    if (!down) this.#guardian.note(what, detail, false)
  }

  #fake(kind: 2 | 3 | 4 | 5 | 6, detail: number, [x, y]: readonly [number, number]): void {
    // A connection that is gone has let go of nothing, but there is nobody to tell.
    if (!this.#x.open) return
    this.#person.expect(kind, detail)
    this.#test.FakeInput(kind, detail, 0, kind === 6 ? this.#x.root : 0, x, y)
  }
}
