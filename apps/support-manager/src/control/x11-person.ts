import type { X11Event, X11Input } from 'x11'
import type { X11 } from '../platform/x11.ts'

const WATCHED = [
  'RawKeyPress',
  'RawKeyRelease',
  'RawButtonPress',
  'RawButtonRelease',
  'RawMotion',
  'RawTouchBegin',
  'RawTouchUpdate',
] as const

/** XInput's numbers for all devices, and for the pairs of pointer and keyboard that the desktop sees. */
const ALL_DEVICES = 0
const ALL_MASTERS = 1

/** What our own connection injected: XTEST's kinds, as the raw events that they make. */
const MADE_BY = { 2: 'XIRawKeyPress', 3: 'XIRawKeyRelease', 4: 'XIRawButtonPress', 5: 'XIRawButtonRelease' } as const

/** How long an event of ours may come late, in milliseconds. */
const LATE_MS = 2_000

interface Expected {
  /** The request that injects it. The event that it makes carries this number, or, where it comes late, one after it. */
  readonly request: number
  readonly name: string
  readonly detail: number
  readonly at: number
  readonly mayBeLate: boolean
}

/**
 * Tells the person at the desktop from what we inject ourselves (THREATS C11). An event carries the number of the last
 * request that the server had done for this connection (X11 protocol, "sequence number"): what a request of ours injects
 * carries that request's own, and comes first of those that do. All else is somebody else's, also by XTEST, except what a
 * frozen device held back: a window manager that is told of every click first ("GrabModeSync") has a click's other half come
 * only when it has looked, and with a later number, but in its turn.
 */
export class X11Person {
  readonly #x: X11
  readonly #input: X11Input
  readonly #listeners = new Set<() => void>()
  #expected: Expected[] = []
  /** Buttons that we hold: a device freezes for a press, and moves after it may come late, too. */
  readonly #pressed = new Set<number>()
  #fakes: ReadonlySet<number> = new Set()
  #stop: () => void

  private constructor(x: X11, input: X11Input) {
    this.#x = x
    this.#input = input
    this.#stop = x.onEvent((event) => this.#heard(event))
    // News of devices comes only to who asks for all of them, and a selection that is wrong in one part is refused whole.
    input.XISelectEvents(x.root, [
      { deviceId: ALL_DEVICES, mask: ['HierarchyChanged'] },
      { deviceId: ALL_MASTERS, mask: WATCHED },
    ])
  }

  /** The connection has to be the one that injects, and may select no other XInput events of the root. */
  static async open(x: X11): Promise<X11Person> {
    const input = await x.extension('xinput')
    if (input.xi2 === null)
      throw new Error(`The display ${x.display} cannot tell who moves the mouse: it has no XInput 2.`)
    const person = new X11Person(x, input)
    await person.#learn()
    return person
  }

  onPerson(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Call it right before each injection, with its XTEST kind. */
  expect(kind: 2 | 3 | 4 | 5 | 6, detail: number): void {
    const name = kind === 6 ? 'XIRawMotion' : MADE_BY[kind]
    if (kind === 4) this.#pressed.add(detail)
    if (kind === 5) this.#pressed.delete(detail)
    const buttonWaits = this.#pressed.size > 0 || this.#expected.some((one) => one.name.startsWith('XIRawButton'))
    const mayBeLate = kind !== 6 || buttonWaits
    this.#expected.push({ request: this.#x.client.seq_num + 1, name, detail, at: performance.now(), mayBeLate })
  }

  close(): void {
    this.#stop()
    this.#listeners.clear()
  }

  async #learn(): Promise<void> {
    const devices = await this.#x.ask<readonly { readonly deviceId: number; readonly name: string }[]>((reply) =>
      this.#input.XIQueryDevice(ALL_DEVICES, reply),
    )
    this.#fakes = new Set(devices.filter(({ name }) => name.includes('XTEST')).map(({ deviceId }) => deviceId))
  }

  #heard(event: X11Event): void {
    if (event.name === 'XIHierarchyChanged') {
      // Not to know which devices are XTEST's means that everything is taken for the person's.
      this.#learn().catch(() => (this.#fakes = new Set()))
      return
    }
    if (!event.name.startsWith('XIRaw') || !('sourceId' in event)) return
    if (this.#isOurs(event)) return
    for (const listener of [...this.#listeners]) listener()
  }

  #isOurs(event: { name: string; seq: number; sourceId: number; detail: number }): boolean {
    const fake = this.#fakes.has(event.sourceId)
    const waits = (one: Expected): boolean =>
      fake && one.name === event.name && (one.name === 'XIRawMotion' || one.detail === event.detail)
    const own = this.#expected.findIndex((one) => one.request === event.seq && waits(one))
    const late = performance.now() - LATE_MS
    const before = (one: Expected): boolean => one.request < event.seq && one.mayBeLate && one.at > late
    const found = own >= 0 ? own : this.#expected.findIndex((one) => before(one) && waits(one))
    // The server keeps the order of each device: what made no event until now (a key that was down already) makes none later.
    const passed = this.#expected[found]
    this.#expected = this.#expected.filter(
      (one, index) =>
        (one.request >= event.seq && index !== found) ||
        (before(one) && !(passed && index <= found && sameDevice(one, passed))),
    )
    return passed !== undefined
  }
}

const sameDevice = (one: Expected, other: Expected): boolean =>
  one.name.startsWith('XIRawKey') === other.name.startsWith('XIRawKey')
