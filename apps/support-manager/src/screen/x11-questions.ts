import { type X11, X11Error } from '../platform/x11.ts'
import type { Rectangle, Target } from './screen-port.ts'
import { holds } from './x11-region.ts'
import type { KnownWindow, X11Windows } from './x11-windows.ts'

type WhatIsThere = 'target' | 'hidden' | 'other'

const NO_FOCUS = 0
const FOCUS_FOLLOWS_POINTER = 1

/** What input would reach: asked before it is injected, so each answer is of this moment. */
export class X11Questions {
  readonly #x: X11
  readonly #windows: X11Windows
  readonly #areaOf: (target: Target) => Rectangle | undefined
  /** From the window that had the keyboard last up to the one below the root. */
  #way: readonly number[] = []

  constructor(x: X11, of: { windows: X11Windows; areaOf: (target: Target) => Rectangle | undefined }) {
    this.#x = x
    this.#windows = of.windows
    this.#areaOf = of.areaOf
  }

  async whatIsAt(target: Target, x: number, y: number): Promise<WhatIsThere> {
    await this.#upToDate()
    const there = this.#windows.at(x, y)
    // In doubt it is not touched.
    if (there === 'unknown') return 'hidden'
    if (there !== undefined && this.#windows.isHidden(there)) return 'hidden'
    if (target.kind === 'application') return isOf(there, target.applicationId) ? 'target' : 'other'
    const area = this.#areaOf(target)
    return area !== undefined && holds(area, x, y) ? 'target' : 'other'
  }

  async whatHasFocus(target: Target): Promise<WhatIsThere> {
    const { client, root } = this.#x
    // Mostly it is the window of the last time: the way up from there is asked along, and one answer brings all.
    const before = this.#way
    const [{ focus }, parents] = await this.#focusAnd(before)
    await this.#windows.settled()
    if (focus === NO_FOCUS) return 'other'
    if (focus === FOCUS_FOLLOWS_POINTER || focus === root) {
      const place = await this.#x.ask<{ rootX: number; rootY: number }>((reply) => client.QueryPointer(root, reply))
      return this.whatIsAt(target, place.rootX, place.rootY)
    }
    const same = focus === before[0] && parents.every((parent, at) => parent === (before[at + 1] ?? root))
    // By this question's own way: another one, asked at the same time, may have found another window.
    const way = same ? before : await this.#wayUp(focus)
    this.#way = way
    const top = way.at(-1)
    const there = this.#windows.known().find((window) => window.top.id === top)
    if (there === undefined || this.#windows.isHidden(there)) return 'hidden'
    if (target.kind !== 'application') return 'target'
    return isOf(there, target.applicationId) ? 'target' : 'other'
  }

  /** Which window has the keyboard, and what others lie in now. */
  #focusAnd(windows: readonly number[]) {
    const parents = Promise.all(windows.map((window) => this.#parentOf(window)))
    const focus = this.#x.ask<{ focus: number }>((reply) => this.#x.client.GetInputFocus(reply))
    return Promise.all([focus, parents])
  }

  async #upToDate(): Promise<void> {
    // The events of all that happened before come with this answer.
    await this.#x.sync()
    await this.#windows.settled()
  }

  /** The window, what it lies in, and so on up to the one below the root; empty where one of them is gone. */
  async #wayUp(window: number): Promise<readonly number[]> {
    const way = [window]
    for (;;) {
      const parent = await this.#parentOf(way.at(-1) as number)
      if (parent === undefined) return []
      if (parent === this.#x.root || parent === 0) return way
      way.push(parent)
    }
  }

  async #parentOf(window: number): Promise<number | undefined> {
    try {
      const tree = await this.#x.ask<{ parent: number }>((reply) => this.#x.client.QueryTree(window, reply))
      return tree.parent
    } catch (error) {
      if (error instanceof X11Error) return undefined
      throw error
    }
  }
}

function isOf(there: KnownWindow | undefined, program: string): boolean {
  return there?.identity.windows.every((window) => window.program === program) ?? false
}
