import { Window } from 'node-screenshots'
import type { HiddenWindows, Rectangle } from './screen-port.ts'
import { holds } from './x11-region.ts'

/** Around a window that is hidden, in the desktop's pixels: its shadow, and a frame that the system does not count as its own. */
const MARGIN = 12
/** A list in which windows vanish while it is read is read again, so often at most. */
const MOST_READINGS = 3
/** Windows hosts the windows of all its store apps in one program: there each window is an application of its own. */
const HOSTS: ReadonlySet<string> = new Set(['application frame host'])

/** A window as the system tells of it. */
export interface SeenWindow {
  readonly id: number
  readonly pid: number
  /** The id of the application whose window it is. */
  readonly application: string
  /** The application's name. */
  readonly name: string
  readonly title: string
  readonly area: Rectangle
  readonly hidden: boolean
  readonly handle: Window
}

/** All windows that are on the desktop at one moment, the topmost first. `sure` is false where the system did not say all. */
export interface Look {
  readonly windows: readonly SeenWindow[]
  readonly sure: boolean
}

interface Identity {
  readonly pid: number
  readonly name: string
}
type Seen = Omit<SeenWindow, 'hidden'>

/** The desktop's windows by the system's own list. It is asked anew for each look; nobody tells when it changes. */
export class PolledWindows {
  readonly #scale: () => number
  /** Looking up a program's name takes the system long, and a window keeps its program. */
  #identities = new Map<number, Identity>()
  #ownPids: ReadonlySet<number> = new Set()
  #denied: readonly string[] = []
  /** Counts the rules of what is hidden: a picture of earlier rules is not shown. */
  rules = 0

  /** `scale`: the desktop's pixels in one unit of the system's. */
  constructor(scale: () => number) {
    this.#scale = scale
  }

  setHidden(hidden: HiddenWindows): void {
    this.#ownPids = hidden.ownPids
    this.#denied = hidden.denied.map((part) => part.toLowerCase()).filter((part) => part !== '')
    this.rules += 1
  }

  look(): Look {
    for (let reading = 1; ; reading += 1) {
      const { windows, sure } = this.#read()
      if (!sure && reading < MOST_READINGS) continue
      // A denied title hides that window, and what else its program shows without a title: menus and the like.
      const denied = windows.filter((window) => this.#denies(window.title) || this.#denies(window.name))
      const programs = new Set(denied.map(({ pid }) => pid))
      const isHidden = (window: Seen): boolean =>
        this.#ownPids.has(window.pid) || denied.includes(window) || (window.title === '' && programs.has(window.pid))
      return { windows: windows.map((window) => ({ ...window, hidden: isHidden(window) })), sure }
    }
  }

  #read(): { windows: Seen[]; sure: boolean } {
    const identities = new Map<number, Identity>()
    const windows: Seen[] = []
    let sure = true
    const handles = Window.all()
    // There is always a window, be it our own: a system that lists none hides them from us.
    if (handles.length === 0) sure = false
    for (const handle of handles) {
      const seen = this.#seen(handle, identities)
      if (seen === undefined) sure = false
      else if (seen !== 'minimised') windows.push(seen)
    }
    this.#identities = identities
    return { windows, sure }
  }

  /** Undefined where it went while it was looked at. */
  #seen(handle: Window, identities: Map<number, Identity>): Seen | 'minimised' | undefined {
    try {
      const id = handle.id()
      const known = this.#identities.get(id)
      const pid = handle.pid()
      const identity = known?.pid === pid ? known : { pid, name: handle.appName() }
      identities.set(id, identity)
      if (handle.isMinimized()) return 'minimised'
      const scale = this.#scale()
      const area = {
        x: Math.floor(handle.x() * scale),
        y: Math.floor(handle.y() * scale),
        width: Math.ceil(handle.width() * scale),
        height: Math.ceil(handle.height() * scale),
      }
      const { name } = identity
      const application = HOSTS.has(name.toLowerCase()) ? `${pid}/${name}/${id}` : `${pid}/${name}`
      return { id, pid, name, application, title: handle.title(), area, handle }
    } catch (error) {
      if (error instanceof Error) return undefined
      throw error
    }
  }

  #denies(text: string): boolean {
    const lower = text.toLowerCase()
    return this.#denied.some((part) => lower.includes(part))
  }
}

/** Where hidden windows may be seen, with a margin; all of `desktop` where that is not known. */
export function hiddenAreas({ windows, sure }: Look, desktop: Rectangle): Rectangle[] {
  if (!sure) return [desktop]
  return windows.filter(({ hidden }) => hidden).map(({ area }) => grown(area))
}

/** The topmost window at a place. A hidden one counts as larger than it is. */
export function topmostAt({ windows }: Look, x: number, y: number): SeenWindow | undefined {
  return windows.find(({ area, hidden }) => holds(hidden ? grown(area) : area, x, y))
}

/** A window's area and what may belong to it around it. */
export function grown({ x, y, width, height }: Rectangle): Rectangle {
  return { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN }
}
