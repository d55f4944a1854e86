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
    await this.#upToDate()
    const { client, root } = this.#x
    const { focus } = await this.#x.ask<{ focus: number }>((reply) => client.GetInputFocus(reply))
    if (focus === NO_FOCUS) return 'other'
    if (focus === FOCUS_FOLLOWS_POINTER || focus === root) {
      const place = await this.#x.ask<{ rootX: number; rootY: number }>((reply) => client.QueryPointer(root, reply))
      return this.whatIsAt(target, place.rootX, place.rootY)
    }
    const top = await this.#topOf(focus)
    const there = this.#windows.known().find((window) => window.top.id === top)
    if (there === undefined || this.#windows.isHidden(there)) return 'hidden'
    if (target.kind !== 'application') return 'target'
    return isOf(there, target.applicationId) ? 'target' : 'other'
  }

  async #upToDate(): Promise<void> {
    // The events of all that happened before come with this answer.
    await this.#x.sync()
    await this.#windows.settled()
  }

  async #topOf(window: number): Promise<number | undefined> {
    let at = window
    try {
      for (;;) {
        const tree = await this.#x.ask<{ parent: number }>((reply) => this.#x.client.QueryTree(at, reply))
        if (tree.parent === this.#x.root || tree.parent === 0) return at
        at = tree.parent
      }
    } catch (error) {
      if (error instanceof X11Error) return undefined
      throw error
    }
  }
}

function isOf(there: KnownWindow | undefined, program: string): boolean {
  return there?.identity.windows.every((window) => window.program === program) ?? false
}
