import type { InputMessage } from '@deskside/protocol'

/** A line that cannot keep up gets no more moves of the pointer, in bytes that wait. */
const CLOGGED = 65_536

/** What is used of the channel `deskside.input`. */
export type InputLine = Pick<RTCDataChannel, 'readyState' | 'bufferedAmount' | 'send'>

/** Says things on the input channel, and remembers what is held down because of that. */
export class InputSender {
  readonly #line: InputLine
  readonly #changed: () => void
  readonly #held = new Map<string, () => void>()

  constructor(line: InputLine, changed: () => void) {
    this.#line = line
    this.#changed = changed
  }

  get clogged(): boolean {
    return this.#line.bufferedAmount > CLOGGED
  }

  /** What is down, by its name: "ShiftLeft", "button 0". */
  get held(): readonly string[] {
    return [...this.#held.keys()]
  }

  send(message: InputMessage): void {
    if (this.#line.readyState === 'open') this.#line.send(JSON.stringify(message))
  }

  /** Something went down; `letGo` says the message that undoes it. */
  hold(name: string, letGo: () => void): void {
    const known = this.#held.has(name)
    this.#held.set(name, letGo)
    if (!known) this.#changed()
  }

  /** It went up by itself. True where it was down. */
  drop(name: string): boolean {
    const known = this.#held.delete(name)
    if (known) this.#changed()
    return known
  }

  /** Lets go of one thing, with its message. */
  letGo(name: string): void {
    const say = this.#held.get(name)
    if (say !== undefined && this.drop(name)) say()
  }

  /** Lets go of everything with one message. */
  release(): void {
    if (this.#held.size === 0) return
    this.#held.clear()
    this.send({ t: 'release' })
    this.#changed()
  }
}
