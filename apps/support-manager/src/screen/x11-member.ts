import type { X11Composite, X11Damage, X11Fixes } from 'x11'
import type { X11 } from '../platform/x11.ts'
import { BLANK, type Rectangle } from './screen-port.ts'
import { X11DamageOf } from './x11-damage.ts'
import { move, type Region, subtract } from './x11-region.ts'
import type { KnownWindow, X11Windows } from './x11-windows.ts'

export interface MemberParts {
  readonly windows: X11Windows
  readonly composite: X11Composite
  readonly damage: X11Damage
  readonly fixes: X11Fixes
}

export interface NewMember {
  readonly window: KnownWindow
  /** What others lie over and what is off the screen, on the desktop. */
  readonly notSeen: Region
  /** It has just been mapped: nothing of it is known to be painted yet. */
  readonly fresh: boolean
  readonly parts: MemberParts
  readonly tell: () => void
}

/** When the program is asked to paint itself again while a part of its window is not known to be its own. */
const ASKED_AGAIN_AFTER_MS = [20, 150, 600, 2000]
const INCLUDE_INFERIORS = 1
const DEEPEST = 6

/**
 * One window of a captured application, kept by the server in memory of its own (Composite). That memory starts as a copy of
 * what the screen showed at its place, other programs' pixels among it, and a program may paint no background: so only
 * what is known to be the window's own is `trusted`.
 */
export class X11Member {
  readonly #x: X11
  readonly #parts: MemberParts
  readonly #damage: X11DamageOf
  readonly #id: number
  readonly #tell: () => void
  #generation: number
  /** Not known to be its own, from the upper left corner without border. */
  #unsure: Rectangle[] = []
  #dirty: Rectangle[] = []
  #changes: number
  #asked = 0
  #askAgain: NodeJS.Timeout | undefined
  #waiting: (() => void) | undefined

  /** Call it with the server grabbed. */
  constructor(x: X11, of: NewMember) {
    const { window, fresh, parts } = of
    this.#x = x
    this.#parts = parts
    this.#id = window.top.id
    this.#tell = of.tell
    this.#generation = window.top.generation
    this.#changes = parts.windows.changes
    this.#damage = new X11DamageOf(x, {
      damage: parts.damage,
      fixes: parts.fixes,
      window: this.#id,
      tell: () => this.#damaged(),
    })
    this.#damage.discard()
    parts.composite.RedirectWindow(this.#id, parts.composite.Redirect.Automatic)
    // Under a compositor windows have memory of their own anyway: what is covered is there, and right.
    const covered = parts.windows.compositor ? [] : move(of.notSeen, this.#toWindow(window))
    if (covered.length > 0) this.#paintOver(window, covered)
    if (fresh) this.#doubt([whole(window)])
    if (fresh || covered.length > 0) void this.#askToPaint(fresh ? undefined : covered)
  }

  /** Whether a part of it is not known to be its own. */
  get isUnsure(): boolean {
    return this.#unsure.length > 0
  }

  /** Parts of the desktop where it does not show its own pixels for sure. */
  unsure(window: KnownWindow): Rectangle[] {
    return move(this.#unsure, this.#toDesktop(window))
  }

  /** To be called with the window as it is now, before `take`. */
  looked(window: KnownWindow): void {
    const { generation } = window.top
    // The server made new memory for it, again with what the screen showed there.
    if (generation !== this.#generation) this.#doubt([whole(window)])
    this.#generation = generation
  }

  /** Asks what was painted since the last time. */
  async take(): Promise<void> {
    await this.#damage.take((region) => {
      // Moving windows counts as painting too; so only what was painted while nothing moved is its own for sure.
      const calm = this.#changes === this.#parts.windows.changes
      this.#changes = this.#parts.windows.changes
      this.#dirty.push(...region)
      if (calm && this.isUnsure) {
        this.#unsure = subtract(this.#unsure, region)
        if (!this.isUnsure) this.#sure()
      }
    })
  }

  /** Where it was painted, on the desktop, and forgets it. */
  dirty(window: KnownWindow): Rectangle[] {
    const dirty = move(this.#dirty, this.#toDesktop(window))
    this.#dirty = []
    return dirty
  }

  /** When it is painted the next time, or the time is over. */
  painted(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(resolve, withinMs)
      this.#waiting = () => {
        clearTimeout(late)
        resolve()
      }
    })
  }

  close(): void {
    clearTimeout(this.#askAgain)
    this.#waiting?.()
    this.#damage.close()
    if (this.#x.open) this.#parts.composite.UnredirectWindow(this.#id, this.#parts.composite.Redirect.Automatic)
  }

  #damaged(): void {
    this.#waiting?.()
    this.#waiting = undefined
    this.#tell()
  }

  #doubt(region: Rectangle[]): void {
    this.#unsure = region
    this.#asked = 0
    this.#askLater()
  }

  #sure(): void {
    clearTimeout(this.#askAgain)
    // It was blank where it is to be seen now.
    this.#tell()
  }

  #askLater(): void {
    clearTimeout(this.#askAgain)
    const after = ASKED_AGAIN_AFTER_MS[this.#asked]
    if (after === undefined) return
    this.#askAgain = setTimeout(() => {
      this.#asked += 1
      void this.#askToPaint(undefined)
      this.#askLater()
    }, after)
  }

  /** The parts that others cover hold those others' pixels now: they go, before the program can copy them about. */
  #paintOver(window: KnownWindow, region: Region): void {
    const { client } = this.#x
    const gc = client.AllocID()
    const colour = window.identity.depth === 32 ? 0xff_00_00_00 + BLANK : BLANK
    client.CreateGC(gc, this.#id, { foreground: colour, subwindowMode: INCLUDE_INFERIORS })
    const flat = region.flatMap(({ x, y, width, height }) => [x, y, width, height])
    client.PolyFillRectangle(this.#id, gc, flat)
    client.FreeGC(gc)
  }

  /** Has the background painted and the program told to paint, in this window and in all that are in it. */
  async #askToPaint(region: Region | undefined): Promise<void> {
    const { client } = this.#x
    let level = [{ id: this.#id, x: 0, y: 0 }]
    try {
      for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
        for (const { id, x, y } of level) {
          if (region === undefined) client.ClearArea(id, 0, 0, 0, 0, 1)
          for (const part of region ?? []) clearPart(client, id, { ...part, x: part.x - x, y: part.y - y })
        }
        level = (await Promise.all(level.map((parent) => this.#inside(parent)))).flat()
      }
    } catch (error) {
      if (this.#x.open) throw error
    }
  }

  async #inside(parent: { id: number; x: number; y: number }) {
    const { client } = this.#x
    const tree = await this.#x
      .ask<{ children: readonly number[] }>((reply) => client.QueryTree(parent.id, reply))
      .catch(() => ({ children: [] }))
    const found = await Promise.allSettled(
      tree.children.map((id) =>
        this.#x.ask<{ xPos: number; yPos: number; borderWidth: number }>((reply) => client.GetGeometry(id, reply)),
      ),
    )
    return found.flatMap((geometry, index) => {
      const id = tree.children[index]
      // One that has gone meanwhile needs nothing painted.
      if (geometry.status === 'rejected' || id === undefined) return []
      const { xPos, yPos, borderWidth } = geometry.value
      return [{ id, x: parent.x + xPos + borderWidth, y: parent.y + yPos + borderWidth }]
    })
  }

  #toDesktop({ top }: KnownWindow) {
    return { x: top.area.x + top.border, y: top.area.y + top.border }
  }

  #toWindow({ top }: KnownWindow) {
    return { x: -top.area.x - top.border, y: -top.area.y - top.border }
  }
}

/** A window with its border, from its upper left corner without. */
function whole({ top }: KnownWindow): Rectangle {
  return { x: -top.border, y: -top.border, width: top.area.width, height: top.area.height }
}

/** ClearArea takes a width of 0 as all of the window, and places only within 16 bits. */
function clearPart(client: X11['client'], id: number, part: Rectangle): void {
  const x = Math.max(part.x, 0)
  const y = Math.max(part.y, 0)
  const width = part.x + part.width - x
  const height = part.y + part.height - y
  if (width > 0 && height > 0 && x < 0x8000 && y < 0x8000) client.ClearArea(id, x, y, width, height, 1)
}
