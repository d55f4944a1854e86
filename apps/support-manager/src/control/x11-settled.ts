import { availableParallelism, loadavg } from 'node:os'
import type { X11 } from '../platform/x11.ts'
import { X11_MASK } from '../platform/x11.ts'

/** A program that does not answer gets this long to deal with its events, in milliseconds; on a busy computer longer, to a limit. */
const SILENT_MS = 500
const SILENT_AT_MOST_MS = 5_000
/** And one that can answer, this long at most. */
const BUSY_MS = 1_000
/** With so many programs waiting for each processor, whoever has the keyboard comes to its events so much later. */
function silentMs(): number {
  const busy = (loadavg()[0] ?? 0) / availableParallelism()
  return Math.min(SILENT_AT_MOST_MS, SILENT_MS * Math.max(1, busy))
}

/** How far up from the window with the keyboard its program's own window is looked for. */
const DEPTH = 8

/**
 * Waits until the program that has the keyboard has dealt with what it was sent. Programs that take part in the window
 * managers' ping (EWMH `_NET_WM_PING`) answer it after the events before it.
 */
export class X11Settled {
  readonly #x: X11
  readonly #atoms: { readonly protocols: number; readonly ping: number }
  readonly #waiting = new Map<number, () => void>()
  readonly #stop: () => void
  #pings = 0

  private constructor(x: X11, atoms: { protocols: number; ping: number }) {
    this.#x = x
    this.#atoms = atoms
    this.#stop = x.onEvent((event) => {
      if (event.name !== 'ClientMessage' || event.wid !== x.root || event.message_type !== atoms.protocols) return
      if (event.data[0] !== atoms.ping) return
      this.#waiting.get(event.data[1] ?? 0)?.()
    })
    x.listen(x.root, X11_MASK.substructure)
  }

  static async open(x: X11): Promise<X11Settled> {
    return new X11Settled(x, { protocols: await x.atom('WM_PROTOCOLS'), ping: await x.atom('_NET_WM_PING') })
  }

  async wait(): Promise<void> {
    const window = await this.#answering()
    const limit = window === undefined ? silentMs() : BUSY_MS
    this.#pings += 1
    // A time that no window manager gives: it must not take the answer for one to its own question.
    const mark = (0x4d5_0000 + (this.#pings & 0xffff)) >>> 0
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, limit)
      this.#waiting.set(mark, () => {
        clearTimeout(late)
        resolve()
      })
      if (window === undefined) return
      const { protocols, ping } = this.#atoms
      this.#x.client.SendClientMessage(window, window, protocols, 32, [ping, mark, window, 0, 0], 0)
    })
    this.#waiting.delete(mark)
  }

  close(): void {
    this.#stop()
  }

  async #answering(): Promise<number | undefined> {
    const { focus } = await this.#x.ask<{ readonly focus: number }>((reply) => this.#x.client.GetInputFocus(reply))
    let window = focus
    for (let depth = 0; depth < DEPTH && window > 1 && window !== this.#x.root; depth += 1) {
      const found = await this.#x.property(window, this.#atoms.protocols)
      const known = Array.from({ length: Math.floor((found?.data.length ?? 0) / 4) }, (_, index) =>
        found?.data.readUInt32LE(index * 4),
      )
      if (known.includes(this.#atoms.ping)) return window
      window = await this.#parent(window)
    }
    return undefined
  }

  async #parent(window: number): Promise<number> {
    try {
      const tree = await this.#x.ask<{ readonly parent: number }>((reply) => this.#x.client.QueryTree(window, reply))
      return tree.parent
    } catch (error) {
      // The window closed meanwhile: what it had to deal with is of no matter now.
      if (this.#x.open) return 0
      throw error
    }
  }
}
