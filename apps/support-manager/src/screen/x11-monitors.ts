import type { X11Randr } from 'x11'
import { type X11, X11_MASK } from '../platform/x11.ts'
import type { Monitor } from './screen-port.ts'

const GET_MONITORS = 42

/** The monitors of the desktop by RandR, kept up to date. */
export class X11Monitors {
  readonly #x: X11
  readonly #randr: X11Randr | undefined
  readonly #listeners = new Set<() => void>()
  #monitors: readonly Monitor[] = []

  private constructor(x: X11, randr: X11Randr | undefined) {
    this.#x = x
    this.#randr = randr
  }

  static async open(x: X11): Promise<X11Monitors> {
    const randr = await x.extension('randr').catch(() => undefined)
    const monitors = new X11Monitors(x, randr)
    monitors.#watch()
    monitors.#monitors = await monitors.#read()
    return monitors
  }

  get all(): readonly Monitor[] {
    return this.#monitors
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #watch(): void {
    const { root } = this.#x
    this.#x.listen(root, X11_MASK.structure)
    this.#randr?.SelectInput(root, this.#randr.NotifyMask.All)
    const first = this.#randr?.firstEvent
    this.#x.onEvent((event) => {
      // RandR's two events (a screen, and a part of it), or the root window itself took another size.
      const ofRandr = first !== undefined && (event.type === first || event.type === first + 1)
      const ofRoot = event.name === 'ConfigureNotify' && event.wid1 === root
      if (ofRandr || ofRoot) void this.#readAgain()
    })
  }

  async #readAgain(): Promise<void> {
    try {
      const now = await this.#read()
      // One change makes several events; the others find it told.
      if (JSON.stringify(now) === JSON.stringify(this.#monitors)) return
      this.#monitors = now
    } catch (error) {
      if (this.#x.open) throw error
      return
    }
    for (const listener of this.#listeners) listener()
  }

  async #read(): Promise<Monitor[]> {
    const randr = this.#randr
    const known = randr !== undefined && (randr.major_version > 1 || randr.minor_version >= 5)
    const found = known ? await this.#ask(randr) : []
    if (found.length === 0) return [await this.#whole()]
    const names = await Promise.all(found.map(({ name }) => this.#x.atomName(name)))
    // Where nobody chose one, the first is it.
    const first = Math.max(
      0,
      found.findIndex(({ primary }) => primary),
    )
    return found.map(({ area }, index) => {
      const name = names[index] ?? ''
      return { id: name, name, area, primary: index === first }
    })
  }

  #ask(randr: X11Randr) {
    const body = Buffer.alloc(8)
    body.writeUInt32LE(this.#x.root, 0)
    // Only those that are on.
    body.writeUInt8(1, 4)
    return this.#x.request({ major: randr.majorOpcode, minor: GET_MONITORS }, body, readMonitors)
  }

  /** A display without monitors, as some virtual ones are. */
  async #whole(): Promise<Monitor> {
    const { width, height } = await this.#x.ask<{ width: number; height: number }>((reply) =>
      this.#x.client.GetGeometry(this.#x.root, reply),
    )
    return { id: 'screen', name: 'screen', area: { x: 0, y: 0, width, height }, primary: true }
  }
}

/** RandR protocol, "RRGetMonitors": 24 bytes a monitor and its outputs. */
function readMonitors(body: Buffer) {
  const monitors: { name: number; primary: boolean; area: Monitor['area'] }[] = []
  let at = 24
  for (let left = body.readUInt32LE(4); left > 0; left -= 1) {
    monitors.push({
      name: body.readUInt32LE(at),
      primary: body.readUInt8(at + 4) !== 0,
      area: {
        x: body.readInt16LE(at + 8),
        y: body.readInt16LE(at + 10),
        width: body.readUInt16LE(at + 12),
        height: body.readUInt16LE(at + 14),
      },
    })
    at += 24 + 4 * body.readUInt16LE(at + 6)
  }
  return monitors
}
