import type { X11Composite, X11Damage, X11Fixes } from 'x11'
import { openX11, type X11 } from '../platform/x11.ts'
import type { Application, HiddenWindows, Monitor, Rectangle, ScreenPort, ScreenSource, Target } from './screen-port.ts'
import { X11ApplicationSource } from './x11-application-source.ts'
import { applicationsOf, raise } from './x11-applications.ts'
import { X11Border } from './x11-border.ts'
import { X11Cursor } from './x11-cursor.ts'
import { X11DesktopSource } from './x11-desktop-source.ts'
import { X11Monitors } from './x11-monitors.ts'
import { X11Questions } from './x11-questions.ts'
import { around } from './x11-region.ts'
import { shrink } from './x11-thumbnail.ts'
import { X11Windows } from './x11-windows.ts'

/** The only way of pixels that programs draw in nowadays: 8 bits for each colour. */
const DEPTH = 24
/** How long a small picture waits for windows to paint what was covered. */
const PAINT_MS = 150

/** Opens an X11 display such as ":0" as something to look at; without one the environment's DISPLAY. */
export async function openX11Screen(display?: string): Promise<ScreenPort> {
  const x = await openX11(display)
  try {
    if (x.rootDepth !== DEPTH)
      throw new Error(`The display ${x.display} has ${x.rootDepth} bits a pixel. Deskside needs ${DEPTH}.`)
    const [monitors, windows, cursor, composite, damage, fixes] = await Promise.all([
      X11Monitors.open(x),
      X11Windows.open(x),
      X11Cursor.open(x),
      x.extension('composite'),
      x.extension('damage'),
      x.extension('fixes'),
    ])
    const areaOf = (target: Target) => areaOn(monitors.all, target)
    const border = await X11Border.open(x, { windows, areaOf })
    return new X11Screen(x, { monitors, windows, cursor, border, composite, damage, fixes })
  } catch (error) {
    x.close()
    throw error
  }
}

interface Parts {
  readonly monitors: X11Monitors
  readonly windows: X11Windows
  readonly cursor: X11Cursor
  readonly border: X11Border
  readonly composite: X11Composite
  readonly damage: X11Damage
  readonly fixes: X11Fixes
}

class X11Screen implements ScreenPort {
  readonly #x: X11
  readonly #parts: Parts
  readonly #questions: X11Questions
  readonly #sources = new Set<X11DesktopSource | X11ApplicationSource>()

  constructor(x: X11, parts: Parts) {
    this.#x = x
    this.#parts = parts
    const areaOf = (target: Target) => areaOn(parts.monitors.all, target)
    this.#questions = new X11Questions(x, { windows: parts.windows, areaOf })
    parts.monitors.onChange(() => {
      for (const source of this.#sources) source.monitorsChanged()
      parts.border.follow()
    })
    x.onLost(() => {
      for (const source of this.#sources) source.lost()
    })
  }

  monitors(): readonly Monitor[] {
    return this.#parts.monitors.all
  }

  onMonitors(listener: () => void): () => void {
    return this.#parts.monitors.onChange(listener)
  }

  async applications(): Promise<readonly Application[]> {
    await this.#x.sync()
    await this.#parts.windows.settled()
    return applicationsOf(this.#parts.windows)
  }

  async open(target: Target): Promise<ScreenSource> {
    const { windows, monitors } = this.#parts
    await this.#x.sync()
    await windows.settled()
    if (target.kind === 'application') {
      if (!windows.hasProgram(target.applicationId)) throw new Error('This application has no window any more.')
      const desktop = () => areaOn(monitors.all, { kind: 'all-monitors' }) ?? { x: 0, y: 0, width: 1, height: 1 }
      const of = { program: target.applicationId, parts: this.#parts, desktop }
      return this.#opened(new X11ApplicationSource(this.#x, of))
    }
    if (areaOn(monitors.all, target) === undefined) throw new Error('This monitor is not connected any more.')
    return this.#opened(new X11DesktopSource(this.#x, { target, windows, area: () => areaOn(monitors.all, target) }))
  }

  async thumbnail(target: Target, width: number): Promise<{ width: number; height: number; pixels: Uint32Array }> {
    const source = await this.open(target)
    try {
      const first = await source.grab()
      if (first === undefined) throw new Error('There is nothing to be seen of this any more.')
      // What was covered may have been painted since.
      if (target.kind === 'application') await changesWithin(source, PAINT_MS)
      return shrink((await source.grab()) ?? first, width)
    } finally {
      source.close()
    }
  }

  cursor() {
    return this.#parts.cursor.now
  }

  onCursor(listener: () => void): () => void {
    return this.#parts.cursor.onChange(listener)
  }

  setHidden(hidden: HiddenWindows): void {
    this.#parts.windows.setHidden(hidden)
  }

  whatIsAt(target: Target, x: number, y: number) {
    return this.#questions.whatIsAt(target, x, y)
  }

  whatHasFocus(target: Target) {
    return this.#questions.whatHasFocus(target)
  }

  raise(applicationId: string, at?: { readonly x: number; readonly y: number }): Promise<void> {
    return raise(this.#x, this.#parts.windows, { applicationId, at })
  }

  showBorder(border: { readonly target: Target; readonly text: string } | undefined): void {
    this.#parts.border.show(border).catch((error: unknown) => {
      if (this.#x.open) throw error
    })
  }

  close(): void {
    for (const source of this.#sources) source.close()
    this.#sources.clear()
    this.#x.close()
  }

  #opened<T extends X11DesktopSource | X11ApplicationSource>(source: T): T {
    this.#sources.add(source)
    source.onClosed(() => this.#sources.delete(source))
    // A program may have put the cursor elsewhere without a motion; whatever changed is a reason to look.
    source.onChange(() => void this.#parts.cursor.look())
    return source
  }
}

function areaOn(monitors: readonly Monitor[], target: Target): Rectangle | undefined {
  if (target.kind === 'monitor') return monitors.find(({ id }) => id === target.monitorId)?.area
  return around(monitors.map(({ area }) => area))
}

function changesWithin(source: ScreenSource, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, ms)
    source.onChange(() => {
      clearTimeout(late)
      resolve()
    })
  })
}
