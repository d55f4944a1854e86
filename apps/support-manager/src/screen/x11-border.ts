import type { X11Shape } from 'x11'
import { type X11, X11Error } from '../platform/x11.ts'
import type { Rectangle, Target } from './screen-port.ts'
import { around, sameRectangle } from './x11-region.ts'
import type { X11Windows } from './x11-windows.ts'

const THICK = 4
const ORANGE = 0xf5_82_1f
const BLACK = 0x00_00_00
const FONT = 'fixed'
const LONGEST_TEXT = 100
const PADDING = 4

interface Label {
  readonly window: number
  readonly width: number
  readonly height: number
}

interface Shown {
  readonly target: Target
  /** Top, bottom, left, right. */
  readonly strips: readonly number[]
  readonly label: Label | undefined
  at: Rectangle | undefined
}

/**
 * A frame around what is shared, of four thin windows and a label. Clicks go through; they are hidden windows like all of
 * ours, so a picture is blank there, and an application's picture never holds them.
 */
export class X11Border {
  readonly #x: X11
  readonly #shape: X11Shape
  readonly #windows: X11Windows
  readonly #areaOf: (target: Target) => Rectangle | undefined
  #shown: Shown | undefined
  #wanted = 0

  static async open(
    x: X11,
    of: { windows: X11Windows; areaOf: (target: Target) => Rectangle | undefined },
  ): Promise<X11Border> {
    return new X11Border(x, { ...of, shape: await x.extension('shape') })
  }

  private constructor(
    x: X11,
    of: { shape: X11Shape; windows: X11Windows; areaOf: (target: Target) => Rectangle | undefined },
  ) {
    this.#x = x
    this.#shape = of.shape
    this.#windows = of.windows
    this.#areaOf = of.areaOf
    of.windows.onChange(() => this.follow())
  }

  async show(border: { readonly target: Target; readonly text: string } | undefined): Promise<void> {
    this.#wanted += 1
    const mine = this.#wanted
    this.#takeAway()
    if (border === undefined) return
    const label = await this.#label(border.text)
    // Another was wanted meanwhile.
    if (mine !== this.#wanted || !this.#x.open) {
      if (label !== undefined && this.#x.open) this.#x.client.DestroyWindow(label.window)
      return
    }
    const strips = [0, 1, 2, 3].map(() => this.#window({ width: 1, height: 1 }))
    this.#shown = { target: border.target, strips, label, at: undefined }
    this.follow()
  }

  /** Puts it where the target is now, and on top. */
  follow(): void {
    const shown = this.#shown
    if (shown === undefined || !this.#x.open) return
    const box = this.#boxOf(shown.target)
    const marks = shown.label === undefined ? shown.strips : [...shown.strips, shown.label.window]
    const { client } = this.#x
    if (box === undefined) {
      if (shown.at !== undefined) for (const id of marks) client.UnmapWindow(id)
      shown.at = undefined
      return
    }
    const moved = shown.at === undefined || !sameRectangle(shown.at, box)
    const appeared = shown.at === undefined
    shown.at = box
    if (moved) this.#place(shown, box)
    if (appeared) for (const id of marks) client.MapWindow(id)
    if (appeared || this.#windows.isAboveMarks()) for (const id of marks) client.RaiseWindow(id)
  }

  #takeAway(): void {
    const shown = this.#shown
    this.#shown = undefined
    if (shown === undefined || !this.#x.open) return
    for (const id of shown.strips) this.#x.client.DestroyWindow(id)
    if (shown.label !== undefined) this.#x.client.DestroyWindow(shown.label.window)
  }

  /** Around a monitor it lies inside, around an application outside, where there is room. */
  #boxOf(target: Target): Rectangle | undefined {
    if (target.kind !== 'application') return this.#areaOf(target)
    const windows = this.#windows.shownOf(target.applicationId)
    const large = windows.filter(({ identity }) => identity.windows.some(({ state }) => state !== undefined))
    const box = around((large.length > 0 ? large : windows).map(({ top }) => top.area))
    if (box === undefined) return undefined
    return { x: box.x - THICK, y: box.y - THICK, width: box.width + 2 * THICK, height: box.height + 2 * THICK }
  }

  #place(shown: Shown, { x, y, width, height }: Rectangle): void {
    const places = [
      { x, y, width, height: THICK },
      { x, y: y + height - THICK, width, height: THICK },
      { x, y: y + THICK, width: THICK, height: Math.max(1, height - 2 * THICK) },
      { x: x + width - THICK, y: y + THICK, width: THICK, height: Math.max(1, height - 2 * THICK) },
    ]
    for (const [index, id] of shown.strips.entries()) {
      const place = places[index]
      if (place !== undefined) this.#x.client.ConfigureWindow(id, { ...place })
    }
    const { label } = shown
    if (label === undefined) return
    const above = shown.target.kind === 'application' && y - label.height + THICK >= 0
    const middle = x + Math.round((width - label.width) / 2)
    this.#x.client.ConfigureWindow(label.window, {
      x: Math.max(0, middle),
      y: above ? y - label.height + THICK : Math.max(0, y),
    })
  }

  #window(
    size: { readonly width: number; readonly height: number },
    background: Record<string, number> = { backgroundPixel: ORANGE },
  ): number {
    const { client, root } = this.#x
    const id = client.AllocID()
    this.#windows.addMark(id)
    client.CreateWindow(id, root, -10, -10, size.width, size.height, 0, 0, 1, 0, {
      overrideRedirect: 1,
      // One of the two ways: a colour would win over a picture (X11 protocol, CreateWindow).
      ...background,
    })
    this.#shape.Rectangles(this.#shape.Op.Set, this.#shape.Kind.Input, id, 0, 0, [])
    return id
  }

  /** The text as the window's own background, so that nothing has to be painted again. Latin letters only. */
  async #label(text: string): Promise<Label | undefined> {
    const { client, root, rootDepth } = this.#x
    const printable = text.slice(0, LONGEST_TEXT).replace(/[^ -~\u00a0-\u00ff]/gu, '?')
    const font = client.AllocID()
    try {
      await this.#x.ask<undefined>((reply) => client.OpenFont(font, FONT, (error) => reply(error, undefined)))
      const size = await this.#x.ask<{ fontAscent: number; fontDescent: number; overallWidth: number }>((reply) =>
        client.QueryTextExtents(font, printable, reply),
      )
      const width = size.overallWidth + 4 * PADDING
      const height = size.fontAscent + size.fontDescent + 2 * PADDING
      const pixmap = client.AllocID()
      const ground = client.AllocID()
      const gc = client.AllocID()
      client.CreatePixmap(pixmap, root, rootDepth, width, height)
      client.CreateGC(ground, pixmap, { foreground: ORANGE })
      client.PolyFillRectangle(pixmap, ground, [0, 0, width, height])
      client.CreateGC(gc, pixmap, { foreground: BLACK, background: ORANGE, font })
      client.ImageText8(pixmap, gc, 2 * PADDING, PADDING + size.fontAscent, printable)
      const window = this.#window({ width, height }, { backgroundPixmap: pixmap })
      for (const id of [ground, gc]) client.FreeGC(id)
      client.FreePixmap(pixmap)
      client.CloseFont(font)
      return { window, width, height }
    } catch (error) {
      // A display without its fonts: the frame alone says enough.
      if (error instanceof X11Error) return undefined
      throw error
    }
  }
}
