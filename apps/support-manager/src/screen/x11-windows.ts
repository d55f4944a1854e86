import type { X11Event } from 'x11'
import type { X11 } from '../platform/x11.ts'
import type { HiddenWindows, Rectangle } from './screen-port.ts'
import { X11HiddenRules } from './x11-hidden-rules.ts'
import { X11Identities, type Identity } from './x11-identity.ts'
import { clip, holds, move, type Region, subtract } from './x11-region.ts'
import { type StackNews, type TopWindow, X11Stack } from './x11-stack.ts'

/** A top window as it was when it was asked for, with what is known of it. */
export interface KnownWindow {
  readonly top: Readonly<TopWindow>
  readonly identity: Identity
}

/**
 * How long a hidden window's last place stays blank where a compositor paints the desktop: it paints later than windows
 * move, and lets closed ones fade.
 */
const COMPOSITOR_LINGERS_MS = 500

/** All windows of the desktop: where they are, whose they are, and which are never shown. */
export class X11Windows {
  readonly #x: X11
  readonly #identities: X11Identities
  readonly #stack: X11Stack
  readonly #known = new Map<number, Identity>()
  readonly #rules = new X11HiddenRules(() => this.#known.values())
  readonly #reading = new Map<number, Promise<void>>()
  /** Which top window a program's window lies in. */
  readonly #topOf = new Map<number, number>()
  readonly #listeners = new Set<() => void>()
  /** Windows of ours that are decoration: never shown, and clicks go through. */
  readonly #marks = new Set<number>()
  #compositor = false
  #lingering: { readonly region: Region; readonly until: number }[] = []
  #counted = 0
  #cache: { readonly at: string; readonly sure: Region; readonly unsure: Region } | undefined

  private constructor(x: X11, identities: X11Identities) {
    this.#x = x
    this.#identities = identities
    this.#stack = new X11Stack(x, (news) => this.#told(news))
  }

  static async open(x: X11): Promise<X11Windows> {
    const windows = new X11Windows(x, await X11Identities.open(x))
    await windows.#watchCompositor()
    x.onEvent((event) => windows.#heard(event))
    await windows.#stack.start()
    await windows.settled()
    return windows
  }

  /** Counts what happened to places, stacking and shapes: a number that stayed the same says that nothing did. */
  get changes(): number {
    return this.#stack.changes
  }

  get compositor(): boolean {
    return this.#compositor
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  setHidden(hidden: HiddenWindows): void {
    this.#rules.set(hidden)
    this.#changed()
  }

  /** Call it before the window is made. */
  addMark(id: number): void {
    this.#marks.add(id)
  }

  /** Whether a program's ordinary window lies over one of the marks. Menus and screen locks may. */
  isAboveMarks(): boolean {
    const lowest = this.#stack.windows.findIndex(({ id, mapped }) => mapped && this.#marks.has(id))
    if (lowest === -1) return false
    return this.#stack.windows
      .slice(lowest)
      .some(
        ({ id, mapped }) => mapped && this.#known.get(id)?.windows.some(({ state }) => state !== undefined) === true,
      )
  }

  /** Whether every window that is to be seen is known. */
  get isSettled(): boolean {
    return this.#stack.windows.every((window) => !window.mapped || !this.#reading.has(window.id))
  }

  /** When every window that is to be seen is known. */
  async settled(): Promise<void> {
    while (!this.isSettled && this.#x.open) await Promise.all(this.#reading.values())
  }

  /** From the lowest to the topmost; those that are not read yet are left out. */
  known(): KnownWindow[] {
    const all: KnownWindow[] = []
    for (const top of this.#stack.windows) {
      const identity = this.#reading.has(top.id) ? undefined : this.#known.get(top.id)
      if (identity !== undefined) all.push({ top: { ...top }, identity })
    }
    return all
  }

  /** The windows of a program that are to be seen, from the lowest to the topmost. */
  shownOf(program: string): KnownWindow[] {
    return this.known().filter(
      (window) =>
        window.top.mapped &&
        !window.identity.inputOnly &&
        // All of it: what embeds another program's window shows that one's pixels too.
        window.identity.windows.every((part) => part.program === program) &&
        !this.isHidden(window),
    )
  }

  /** Whether a program has a window, if only a minimised one. */
  hasProgram(program: string): boolean {
    return this.#stack.windows.some(
      ({ id, mapped }) =>
        this.#reading.has(id) ||
        this.#known
          .get(id)
          ?.windows.some((window) => window.program === program && (mapped || window.state !== undefined)) === true,
    )
  }

  /** What of a window others lie over, on the desktop. */
  coveredOf({ top }: KnownWindow): Rectangle[] {
    const above = this.#stack.windows.slice(this.#stack.windows.findIndex(({ id }) => id === top.id) + 1)
    const covers = above.filter(({ id, mapped }) => mapped && this.#known.get(id)?.inputOnly !== true)
    return covers.flatMap(({ area }) => clip([area], top.area))
  }

  find(id: number): Readonly<TopWindow> | undefined {
    return this.#stack.find(id)
  }

  isHidden({ top, identity }: KnownWindow): boolean {
    return this.#marks.has(top.id) || this.#rules.hides(identity)
  }

  /** What is not to be seen on the desktop now: hidden windows and those not read yet, without what covers them. */
  blank(): Region {
    const { sure, unsure } = this.#blankNow()
    return this.#lingering.length === 0
      ? [...sure, ...unsure]
      : [...sure, ...unsure, ...this.#lingering.flatMap(({ region }) => region)]
  }

  /** Where a top window has pixels, in the desktop's. */
  shapeOf({ top, identity }: KnownWindow): Rectangle[] {
    if (identity.shape === undefined) return [top.area]
    return move(identity.shape, { x: top.area.x + top.border, y: top.area.y + top.border })
  }

  /** What is topmost at a place and takes clicks there; undefined is the bare desktop, 'unknown' not read yet. */
  at(x: number, y: number): KnownWindow | 'unknown' | undefined {
    for (const top of this.#stack.windows.toReversed()) {
      if (!top.mapped || this.#marks.has(top.id) || !holds(top.area, x, y)) continue
      const identity = this.#reading.has(top.id) ? undefined : this.#known.get(top.id)
      if (identity === undefined) return 'unknown'
      const [column, row] = [x - top.area.x - top.border, y - top.area.y - top.border]
      const taken = [identity.shape, identity.inputShape].every(
        (shape) => shape === undefined || shape.some((part) => holds(part, column, row)),
      )
      if (taken) return { top, identity }
    }
    return undefined
  }

  #blankNow() {
    const at = `${this.#stack.changes} ${this.#counted}`
    if (this.#cache?.at === at) return this.#cache
    const sure: Rectangle[] = []
    const unsure: Rectangle[] = []
    const above: Rectangle[] = []
    for (const top of this.#stack.windows.toReversed()) {
      if (!top.mapped) continue
      const identity = this.#reading.has(top.id) ? undefined : this.#known.get(top.id)
      if (identity?.inputOnly === true) continue
      if (identity === undefined) unsure.push(...subtract([top.area], above))
      else if (this.isHidden({ top, identity })) sure.push(...subtract([top.area], above))
      if (identity !== undefined) above.push(...this.#covers({ top, identity }))
    }
    if (this.#compositor && this.#cache !== undefined) this.#linger(subtract(this.#cache.sure, sure))
    this.#cache = { at, sure, unsure }
    return this.#cache
  }

  /** What of a window nothing shows through. */
  #covers(window: KnownWindow): Rectangle[] {
    const shape = this.shapeOf(window)
    const { top, identity } = window
    if (!this.#compositor || identity.opaque === undefined) return shape
    const opaque = move(identity.opaque, { x: top.area.x + top.border, y: top.area.y + top.border })
    return shape.flatMap((part) => clip(opaque, part))
  }

  #linger(region: Region): void {
    if (region.length === 0) return
    this.#lingering.push({ region, until: performance.now() + COMPOSITOR_LINGERS_MS })
    setTimeout(() => {
      this.#lingering = this.#lingering.filter(({ until }) => until > performance.now())
      this.#changed()
    }, COMPOSITOR_LINGERS_MS + 5).unref()
  }

  #changed(): void {
    this.#counted += 1
    this.#rules.windowsChanged()
    for (const listener of this.#listeners) listener()
  }

  #told(news: StackNews): void {
    if (news.what === 'adopted') {
      const top = this.#stack.find(news.parent)
      if (top !== undefined) this.#read(top.id)
    } else if (news.what === 'went') this.#forget(news.window.id)
    else if (news.what === 'came' || news.what === 'mapped') this.#read(news.window.id)
    else if (news.what === 'resized' && this.#hasShape(news.window.id)) this.#read(news.window.id)
    this.#changed()
  }

  /** A shape of its own is as large as the window was; being read, it may have been read in between. */
  #hasShape(id: number): boolean {
    const identity = this.#known.get(id)
    return identity === undefined || identity.shape !== undefined || identity.inputShape !== undefined
  }

  #forget(id: number): void {
    this.#known.delete(id)
    this.#reading.delete(id)
    this.#marks.delete(id)
    this.#x.forget(id)
    for (const [window, top] of this.#topOf) {
      if (top !== id) continue
      this.#topOf.delete(window)
      this.#x.forget(window)
    }
  }

  #read(id: number): void {
    const reading = this.#identities
      .read(id, (window) => this.#topOf.set(window, id))
      .then((identity) => {
        // Asked anew meanwhile: the later answer counts.
        if (this.#reading.get(id) !== reading) return
        this.#reading.delete(id)
        if (identity === undefined) this.#known.delete(id)
        else this.#known.set(id, identity)
        this.#stack.changes += 1
        this.#changed()
      })
      // Only a lost connection comes here, and everybody is told of that.
      .catch(() => undefined)
    this.#reading.set(id, reading)
  }

  #heard(event: X11Event): void {
    if (event.name === 'PropertyNotify' && this.#identities.telling.has(event.atom)) {
      const top = this.#topOf.get(event.wid)
      if (top !== undefined && this.#stack.find(top) !== undefined) this.#reread(top)
    } else if (event.name === 'ShapeNotify' && this.#stack.find(event.window) !== undefined) this.#reread(event.window)
  }

  #reread(id: number): void {
    this.#stack.changes += 1
    this.#read(id)
    this.#changed()
  }

  async #watchCompositor(): Promise<void> {
    const [fixes, selection] = await Promise.all([this.#x.extension('fixes'), this.#x.atom('_NET_WM_CM_S0')])
    this.#x.onEvent((event) => {
      if (event.name !== 'SelectionNotify' || event.selection !== selection || event.owner === undefined) return
      this.#compositor = event.owner !== 0
      this.#changed()
    })
    fixes.SelectSelectionInput(this.#x.root, selection, 7)
    const owner = await this.#x.ask<number>((reply) => this.#x.client.GetSelectionOwner(selection, reply))
    this.#compositor = owner !== 0
  }
}
