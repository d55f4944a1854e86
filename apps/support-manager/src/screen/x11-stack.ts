import type { X11Event } from 'x11'
import { type X11, X11_MASK } from '../platform/x11.ts'
import type { Rectangle } from './screen-port.ts'

/** A child of the root window: what a window manager made around a program's window, or that window itself. */
export interface TopWindow {
  readonly id: number
  /** With its border, in the desktop's pixels. */
  area: Rectangle
  border: number
  mapped: boolean
  overrideRedirect: boolean
  /** One more with each mapping and each size: the memory that a server keeps of it is a new one then. */
  generation: number
}

export type StackNews =
  | { readonly what: 'came' | 'mapped' | 'unmapped' | 'moved' | 'resized' | 'went'; readonly window: TopWindow }
  /** A program's window was put into another, mostly a window manager's frame. */
  | { readonly what: 'adopted'; readonly parent: number; readonly window: number }

/**
 * The windows of the desktop from the lowest to the topmost, kept by the display's events. Events come in the server's
 * order with the replies: while a reply is being told, this is how the desktop was when the server made that reply.
 * So read it in the reply's own callback, before anything else can happen.
 */
export class X11Stack {
  readonly #x: X11
  readonly #tell: (news: StackNews) => void
  #windows: TopWindow[] = []
  /** One more with each change. */
  changes = 0

  constructor(x: X11, tell: (news: StackNews) => void) {
    this.#x = x
    this.#tell = tell
  }

  /** From the lowest to the topmost. */
  get windows(): readonly TopWindow[] {
    return this.#windows
  }

  find(id: number): TopWindow | undefined {
    return this.#windows.find((window) => window.id === id)
  }

  /** Reads what is there; from then on the events do. */
  async start(): Promise<void> {
    const { client, root } = this.#x
    this.#x.onEvent((event) => this.#heard(event))
    this.#x.listen(root, X11_MASK.substructure)
    const tree = await this.#x.ask<{ readonly children: readonly number[] }>((reply) =>
      client.QueryTree(root, (error, found) => {
        if (!error) this.#windows = found.children.map((id) => unread(id))
        return reply(error, found)
      }),
    )
    await Promise.all(tree.children.map((id) => this.#read(id)))
    for (const window of this.#windows) this.#tell({ what: 'came', window })
  }

  async #read(id: number): Promise<void> {
    const { client } = this.#x
    await Promise.allSettled([
      this.#x.ask((reply) =>
        client.GetGeometry(id, (error, found) => {
          const window = this.find(id)
          if (!error && window !== undefined) {
            window.border = found.borderWidth
            window.area = withBorder({ ...found, x: found.xPos, y: found.yPos }, found.borderWidth)
          }
          return reply(error, found)
        }),
      ),
      this.#x.ask((reply) =>
        client.GetWindowAttributes(id, (error, found) => {
          const window = this.find(id)
          if (!error && window !== undefined) {
            window.mapped = found.mapState !== 0
            window.overrideRedirect = found.overrideRedirect !== 0
          }
          return reply(error, found)
        }),
      ),
    ])
  }

  #heard(event: X11Event): void {
    // What a program sent itself says nothing about the desktop.
    if (((event.rawData[0] ?? 0) & 0x80) !== 0) return
    switch (event.name) {
      case 'CreateNotify':
        if (event.parent === this.#x.root) this.#came(event)
        return
      case 'ReparentNotify':
        if (event.event === this.#x.root) this.#reparented(event)
        return
      case 'DestroyNotify':
        if (event.event === this.#x.root) this.#went(event.wid)
        return
      case 'MapNotify':
      case 'UnmapNotify':
        if (event.event === this.#x.root) this.#shown(event.wid, event.name === 'MapNotify')
        return
      case 'ConfigureNotify':
        if (event.wid === this.#x.root) this.#configured(event)
        return
      case 'GravityNotify':
        if (event.event === this.#x.root) this.#moved(event)
        return
      case 'CirculateNotify':
        if (event.event === this.#x.root) this.#circulated(event.wid, event.place === 0)
    }
  }

  #came(event: X11Event & { name: 'CreateNotify' }): void {
    const window: TopWindow = {
      id: event.wid,
      area: withBorder(event, event.borderWidth),
      border: event.borderWidth,
      mapped: false,
      overrideRedirect: event.overrideRedirect,
      generation: 0,
    }
    this.#add(window)
  }

  #reparented(event: X11Event & { name: 'ReparentNotify' }): void {
    if (event.parent !== this.#x.root) {
      this.#went(event.wid)
      this.#tell({ what: 'adopted', parent: event.parent, window: event.wid })
      return
    }
    const window = { ...unread(event.wid), overrideRedirect: event.overrideRedirect }
    this.#add(window)
    // The event does not say how large it is.
    void this.#read(event.wid).then(() => this.#tell({ what: 'resized', window }))
  }

  #add(window: TopWindow): void {
    this.changes += 1
    this.#windows = [...this.#windows.filter((other) => other.id !== window.id), window]
    this.#tell({ what: 'came', window })
  }

  #went(id: number): void {
    const window = this.find(id)
    if (window === undefined) return
    this.changes += 1
    this.#windows = this.#windows.filter((other) => other !== window)
    window.mapped = false
    this.#tell({ what: 'went', window })
  }

  #shown(id: number, mapped: boolean): void {
    const window = this.find(id)
    if (window === undefined) return
    this.changes += 1
    window.mapped = mapped
    window.generation += 1
    this.#tell({ what: mapped ? 'mapped' : 'unmapped', window })
  }

  #configured(event: X11Event & { name: 'ConfigureNotify' }): void {
    const window = this.find(event.wid1)
    if (window === undefined) return
    this.changes += 1
    const area = withBorder(event, event.borderWidth)
    const resized =
      area.width !== window.area.width || area.height !== window.area.height || window.border !== event.borderWidth
    if (resized) window.generation += 1
    window.border = event.borderWidth
    window.area = area
    window.overrideRedirect = event.overrideRedirect !== 0
    const others = this.#windows.filter((other) => other !== window)
    const below = others.findIndex((other) => other.id === event.aboveSibling)
    this.#windows = others.toSpliced(event.aboveSibling === 0 ? 0 : below === -1 ? others.length : below + 1, 0, window)
    this.#tell({ what: resized ? 'resized' : 'moved', window })
  }

  #moved(event: X11Event & { name: 'GravityNotify' }): void {
    const window = this.find(event.wid)
    if (window === undefined) return
    this.changes += 1
    window.area = { ...window.area, x: event.x, y: event.y }
    this.#tell({ what: 'moved', window })
  }

  #circulated(id: number, top: boolean): void {
    const window = this.find(id)
    if (window === undefined) return
    this.changes += 1
    const others = this.#windows.filter((other) => other !== window)
    this.#windows = top ? [...others, window] : [window, ...others]
    this.#tell({ what: 'moved', window })
  }
}

function unread(id: number): TopWindow {
  const area = { x: 0, y: 0, width: 0, height: 0 }
  return { id, area, border: 0, mapped: false, overrideRedirect: false, generation: 0 }
}

/** X11 gives a window's place with its border and its size without. */
function withBorder(box: Rectangle, border: number): Rectangle {
  return { x: box.x, y: box.y, width: box.width + 2 * border, height: box.height + 2 * border }
}
