import type { X11Fixes } from 'x11'
import { type X11, X11Error } from '../platform/x11.ts'
import type { CursorShape } from './screen-port.ts'

type CursorNow = { readonly x: number; readonly y: number; readonly shape: CursorShape | undefined }

/** Where the cursor is and how it looks. Asks only when the display says that it moved or changed. */
export class X11Cursor {
  readonly #x: X11
  readonly #fixes: X11Fixes
  readonly #listeners = new Set<() => void>()
  #now: CursorNow = { x: 0, y: 0, shape: undefined }
  #asking = false
  #askAgain = false

  private constructor(x: X11, fixes: X11Fixes) {
    this.#x = x
    this.#fixes = fixes
  }

  static async open(x: X11): Promise<X11Cursor> {
    const [fixes, input] = await Promise.all([x.extension('fixes'), x.extension('xinput')])
    const cursor = new X11Cursor(x, fixes)
    x.onEvent((event) => {
      if (event.name === 'CursorNotify') void cursor.#readShape()
      else if (event.name === 'XIRawMotion' || event.name === 'XIRawTouchUpdate' || event.name === 'XIMotion')
        void cursor.look()
    })
    fixes.SelectCursorInput(x.root, 1)
    const allMasters = 1
    // A program that puts the pointer elsewhere makes no raw motion, only one of the window there, or of the desktop.
    input.XISelectEvents(x.root, [{ deviceId: allMasters, mask: ['RawMotion', 'RawTouchUpdate', 'Motion'] }])
    await cursor.#readShape()
    return cursor
  }

  get now(): CursorNow {
    return this.#now
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Asks where it is: for when a program may have put it elsewhere, which makes no motion of a device. */
  async look(): Promise<void> {
    // A mouse tells a thousand times a second; one question at a time is enough.
    this.#askAgain = this.#asking
    if (this.#asking) return
    this.#asking = true
    try {
      do {
        this.#askAgain = false
        const { client, root } = this.#x
        const place = await this.#x.ask<{ rootX: number; rootY: number }>((reply) => client.QueryPointer(root, reply))
        this.#became({ ...this.#now, x: place.rootX, y: place.rootY })
      } while (this.#askAgain)
    } catch (error) {
      if (this.#x.open) throw error
    } finally {
      this.#asking = false
    }
  }

  async #readShape(): Promise<void> {
    try {
      const found = await this.#x.ask<Parameters<Parameters<X11Fixes['GetCursorImage']>[0]>[1]>((reply) =>
        this.#fixes.GetCursorImage(reply),
      )
      const { x, y, width, height, xhot, yhot, cursorSerial, cursorImage } = found
      const rgba = asRgba(cursorImage)
      const visible = rgba.some((value, index) => index % 4 === 3 && value !== 0)
      const shape = visible ? { id: cursorSerial, width, height, hotX: xhot, hotY: yhot, rgba } : undefined
      this.#became({ x, y, shape })
    } catch (error) {
      // Some servers have none before the mouse moved.
      if (error instanceof X11Error) this.#became({ ...this.#now, shape: undefined })
      else if (this.#x.open) throw error
    }
  }

  #became(now: CursorNow): void {
    const before = this.#now
    this.#now = now
    if (before.x === now.x && before.y === now.y && before.shape?.id === now.shape?.id) return
    for (const listener of this.#listeners) listener()
  }
}

/** XFIXES gives colours multiplied by their alpha, in the order blue, green, red, alpha. */
function asRgba(argb: Buffer): Uint8Array {
  const rgba = new Uint8Array(argb.length)
  for (let at = 0; at + 3 < argb.length; at += 4) {
    const alpha = argb[at + 3] ?? 0
    const whole = (value: number) => (alpha === 0 ? 0 : Math.min(255, Math.round((value * 255) / alpha)))
    rgba[at] = whole(argb[at + 2] ?? 0)
    rgba[at + 1] = whole(argb[at + 1] ?? 0)
    rgba[at + 2] = whole(argb[at] ?? 0)
    rgba[at + 3] = alpha
  }
  return rgba
}
