import { readFileSync } from 'node:fs'
import type { X11Resources, X11Shape } from 'x11'
import { type X11, X11_MASK, X11Error, type X11Property } from '../platform/x11.ts'
import type { Rectangle } from './screen-port.ts'
import { move, type Region, sameRectangle } from './x11-region.ts'

/** A window that a program made, in a window manager's frame or bare. */
export interface ProgramWindow {
  readonly id: number
  readonly title: string
  /** Both parts of WM_CLASS: instance and class; empty where it has none. */
  readonly classes: readonly string[]
  /** ICCCM: shown, minimised, or not (yet) managed by a window manager. */
  readonly state: 'normal' | 'iconic' | undefined
  /** Panels, docks and the desktop's own background: nothing that a person calls a program's window. */
  readonly furniture: boolean
  readonly program: string
}

/** Whose a top window is, and what of it is to be seen. */
export interface Identity {
  readonly inputOnly: boolean
  /** Bits a pixel; 32 has an alpha channel. */
  readonly depth: number
  /** Where it has pixels, and where it takes clicks, from its upper left corner without border; undefined is all of it. */
  readonly shape: Region | undefined
  readonly inputShape: Region | undefined
  /**
   * What of it hides what is below where a compositor paints, from its upper left corner without border; undefined is all
   * of it.
   */
  readonly opaque: Region | undefined
  /** At least one: the window itself, or those that a frame holds. */
  readonly windows: readonly ProgramWindow[]
  /** All processes that have a part in it. */
  readonly pids: ReadonlySet<number>
}

interface Part {
  readonly window: ProgramWindow
  /** The process that the server knows, and the one that the window claims. */
  readonly pids: readonly number[]
  /** Where it says that nothing shows through, from the top window's corner; undefined where it says nothing. */
  readonly opaque: Region | undefined
  /** It is to be drawn translucent. */
  readonly faded: boolean
}

interface Size {
  readonly width: number
  readonly height: number
  readonly borderWidth: number
}

const NAMES = {
  classes: 'WM_CLASS',
  plainTitle: 'WM_NAME',
  title: '_NET_WM_NAME',
  pid: '_NET_WM_PID',
  state: 'WM_STATE',
  kind: '_NET_WM_WINDOW_TYPE',
  desktop: '_NET_WM_WINDOW_TYPE_DESKTOP',
  dock: '_NET_WM_WINDOW_TYPE_DOCK',
  opaque: '_NET_WM_OPAQUE_REGION',
  opacity: '_NET_WM_WINDOW_OPACITY',
} as const
type Names = Readonly<Record<keyof typeof NAMES, number>>

/** How deep programs' windows lie in a window manager's frame. */
const DEPTH = 3
const MOST_AT_A_DEPTH = 100
const ICONIC = 3
const SOLID = 0xff_ff_ff_ff
const LOCAL_CLIENT_PID = 2

/** Reads who is behind a top window: asks the server for the process, which no program can make up. */
export class X11Identities {
  readonly #x: X11
  readonly #shape: X11Shape
  readonly #resources: X11Resources | undefined
  readonly #names: Names
  /** Properties whose change makes another identity. */
  readonly telling: ReadonlySet<number>

  private constructor(x: X11, parts: { shape: X11Shape; resources: X11Resources | undefined; names: Names }) {
    this.#x = x
    this.#shape = parts.shape
    this.#resources = parts.resources
    this.#names = parts.names
    this.telling = new Set(Object.values(parts.names))
  }

  static async open(x: X11): Promise<X11Identities> {
    const [shape, resources, atoms] = await Promise.all([
      x.extension('shape'),
      x.extension('res').catch(() => undefined),
      Promise.all(Object.entries(NAMES).map(async ([key, name]) => [key, await x.atom(name)] as const)),
    ])
    const names = Object.fromEntries(atoms) as Names
    return new X11Identities(x, { shape, resources, names })
  }

  /**
   * Who is behind `top`, and which windows' changes tell that it is to be read again; undefined where it is gone.
   * `heard` is told of each window before it is read, so that no change falls between.
   */
  async read(top: number, heard: (window: number) => void): Promise<Identity | undefined> {
    this.#listen(top, heard)
    this.#shape.SelectInput(top, 1)
    const { client } = this.#x
    try {
      const [attributes, geometry, shape, inputShape, inside] = await Promise.all([
        this.#x.ask<{ klass: number }>((reply) => client.GetWindowAttributes(top, reply)),
        this.#x.ask<Size & { depth: number }>((reply) => client.GetGeometry(top, reply)),
        this.#shapeOf(top, this.#shape.Kind.Bounding),
        this.#shapeOf(top, this.#shape.Kind.Input),
        this.#ofOthers(top),
      ])
      for (const window of inside) this.#listen(window, heard)
      const own = [top, ...inside]
      const pids = await this.#pids(own)
      const all = await Promise.all(own.map((window, index) => this.#part(top, window, pids[index])))
      // What a window manager puts around a program's window is the program's; else each has a part in it.
      const framed = isFrame(all)
      const windows = framed ? all.slice(1) : all
      return {
        inputOnly: attributes.klass === 2,
        depth: geometry.depth,
        shape: unlessWhole(shape, geometry),
        inputShape: unlessWhole(inputShape, geometry),
        opaque: opaqueOf(all, geometry.depth),
        windows: windows.map(({ window }) => window),
        pids: new Set(windows.flatMap(({ pids: ids }) => ids)),
      }
    } catch (error) {
      // It went while it was read; the event that says so comes by itself.
      if (error instanceof X11Error) return undefined
      throw error
    }
  }

  #listen(window: number, heard: (window: number) => void): void {
    heard(window)
    this.#x.listen(window, X11_MASK.property)
  }

  async #shapeOf(window: number, kind: number): Promise<Rectangle[]> {
    const found = await this.#x.ask<{ rectangles: readonly (readonly [number, number, number, number])[] }>((reply) =>
      this.#shape.GetRectangles(window, kind, reply),
    )
    return found.rectangles.map(([x, y, width, height]) => ({ x, y, width, height }))
  }

  /** Windows of other programs inside: what a window manager's frame holds. Not what those hold in turn. */
  async #ofOthers(top: number): Promise<number[]> {
    const own = this.#x.connectionOf(top)
    const found: number[] = []
    let level = [top]
    for (let depth = 0; depth < DEPTH && level.length > 0; depth += 1) {
      const trees = await Promise.all(
        level.map((window) =>
          this.#x
            .ask<{ children: readonly number[] }>((reply) => this.#x.client.QueryTree(window, reply))
            .catch(() => ({ children: [] })),
        ),
      )
      const children = trees.flatMap((tree) => tree.children)
      found.push(...children.filter((child) => this.#x.connectionOf(child) !== own))
      level = children.filter((child) => this.#x.connectionOf(child) === own).slice(0, MOST_AT_A_DEPTH)
    }
    return found
  }

  async #pids(windows: readonly number[]): Promise<(number | undefined)[]> {
    const resources = this.#resources
    if (resources === undefined) return windows.map(() => undefined)
    const specs = windows.map((client) => ({ client, mask: LOCAL_CLIENT_PID }))
    const ids = await this.#x.ask<readonly { client: number; value: readonly number[] }[]>((reply) =>
      resources.QueryClientIds(specs, reply),
    )
    return windows.map((window) => {
      const connection = this.#x.connectionOf(window)
      return ids.find((id) => this.#x.connectionOf(id.client) === connection)?.value[0]
    })
  }

  async #part(top: number, id: number, pid: number | undefined): Promise<Part> {
    const names = this.#names
    const keys = ['classes', 'plainTitle', 'title', 'pid', 'state', 'kind', 'opaque', 'opacity'] as const
    const [[classes, plainTitle, title, claimedPid, state, kind, opaque, opacity], at] = await Promise.all([
      Promise.all(keys.map((key) => this.#x.property(id, names[key]))),
      this.#x.ask<{ destX: number; destY: number }>((reply) =>
        this.#x.client.TranslateCoordinates(id, top, 0, 0, reply),
      ),
    ])
    const claimed = firstNumber(claimedPid)
    const stands = firstNumber(state)
    const type = firstNumber(kind)
    return {
      pids: [pid, claimed].filter((known) => known !== undefined),
      opaque: opaque === undefined ? undefined : move(rectanglesOf(opaque), { x: at.destX, y: at.destY }),
      faded: (firstNumber(opacity) ?? SOLID) !== SOLID,
      window: {
        id,
        title: title?.data.toString('utf8') ?? plainTitle?.data.toString('latin1') ?? '',
        classes: (classes?.data.toString('latin1') ?? '').split('\0').filter((part) => part !== ''),
        state: stands === undefined || stands === 0 ? undefined : stands === ICONIC ? 'iconic' : 'normal',
        furniture: type === names.desktop || type === names.dock,
        program: programOf(pid, claimed, this.#x.connectionOf(id)),
      },
    }
  }
}

function isFrame([top, ...inside]: readonly Part[]): boolean {
  return top?.window.state === undefined && inside.some(({ window }) => window.state !== undefined)
}

/** Without an alpha channel it is all of it; with one what its windows say. */
function opaqueOf(parts: readonly Part[], depth: number): Region | undefined {
  if (parts.some(({ faded }) => faded)) return []
  return depth === 32 ? parts.flatMap(({ opaque }) => opaque ?? []) : undefined
}

/** A property of rectangles: four numbers each. */
function rectanglesOf({ data }: X11Property): Rectangle[] {
  const found: Rectangle[] = []
  for (let at = 0; at + 16 <= data.length; at += 16) {
    const [x, y, width, height] = [0, 4, 8, 12].map((offset) => data.readInt32LE(at + offset))
    found.push({ x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 })
  }
  return found
}

/** The server tells the shape of a window without one as the window with its border. */
function unlessWhole(shape: Region, size: Size): Region | undefined {
  const [first, ...others] = shape
  const border = size.borderWidth
  const whole = { x: -border, y: -border, width: size.width + 2 * border, height: size.height + 2 * border }
  return first !== undefined && others.length === 0 && sameRectangle(first, whole) ? undefined : shape
}

function firstNumber(property: X11Property | undefined): number | undefined {
  return property !== undefined && property.data.length >= 4 ? property.data.readUInt32LE(0) : undefined
}

/** One program is one process; programs that come through a tunnel share its process, so each connection is one. */
function programOf(pid: number | undefined, claimed: number | undefined, connection: number): string {
  if (pid !== undefined) return isTunnel(pid) ? `c${connection}` : `p${pid}`
  return claimed === undefined ? `c${connection}` : `p${claimed}`
}

function isTunnel(pid: number): boolean {
  try {
    return ['ssh', 'sshd', 'xpra'].includes(readFileSync(`/proc/${pid}/comm`, 'latin1').trim())
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
