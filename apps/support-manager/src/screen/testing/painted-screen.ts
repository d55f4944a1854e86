import { doMove } from '../encode-moves.ts'
import type { Grabbed, Monitor, Rectangle, ScreenSource, Target } from '../screen-port.ts'

/** Numbers that look like chance and are the same in each run. */
export function chance(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 0) / 2 ** 32
  }
}

const GLYPHS = 64
const [GLYPH_WIDTH, GLYPH_HEIGHT] = [8, 14]

/** A source whose screen is painted by a test: text, photographs, plain areas; scrolled, dragged. */
export class PaintedScreen implements ScreenSource {
  readonly target: Target = { kind: 'monitor', monitorId: 'one' }
  readonly area: Rectangle
  readonly pixels: Uint32Array
  readonly #random: () => number
  readonly #glyphs: Uint8Array[]
  readonly #listeners: (() => void)[] = []
  #changed: Rectangle[] = []
  #told = false
  /** Shades of a letter. */
  #steps = 16
  closed = false

  constructor({ width, height, seed = 1 }: { width: number; height: number; seed?: number }) {
    this.area = { x: 0, y: 0, width, height }
    this.pixels = new Uint32Array(width * height).fill(0xff_ff_ff)
    this.#random = chance(seed)
    // Each line of a glyph in 16 greys, as smoothed text has them.
    this.#glyphs = Array.from({ length: GLYPHS }, () =>
      Uint8Array.from({ length: GLYPH_WIDTH * GLYPH_HEIGHT }, () =>
        this.#random() < 0.35 ? Math.floor(this.#random() * 16) : 15,
      ),
    )
    this.#changed = [{ ...this.area }]
  }

  get monitors(): Monitor[] {
    return [{ id: 'one', name: 'One', area: this.area, primary: true }]
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  onGone(): void {}

  async grab(): Promise<Grabbed | undefined> {
    this.#told = false
    const changed = this.#changed
    this.#changed = []
    // It stays as it is until the next grab, whatever is painted meanwhile.
    return changed.length > 0 ? { area: this.area, pixels: this.pixels.slice(), changed } : undefined
  }

  close(): void {
    this.closed = true
  }

  plain(part: Rectangle, colour: number): void {
    this.#each(part, () => colour)
  }

  /** A line of random words, dark on light. */
  text(part: Rectangle, { ink = 0x10_20_30 } = {}): void {
    this.#write(part, ink)
    this.#note(part)
  }

  /** The same in 200 greys, as browsers draw it. */
  smoothText(part: Rectangle): void {
    const random = this.#random
    const glyphs = this.#glyphs
    for (const glyph of glyphs)
      glyph.forEach((step, at) => {
        glyph[at] = step < 15 ? Math.floor(random() * 200) : 199
      })
    this.#steps = 200
    this.text(part)
  }

  /** Many colours that run into each other, with grain. `phase` moves them. */
  photo(part: Rectangle, phase = 0): void {
    const random = this.#random
    this.#each(part, (x, y) => {
      const grain = Math.floor(random() * 6)
      const red = 128 + 90 * Math.sin((x + phase) / 37 + y / 91) + grain
      const green = 128 + 80 * Math.sin(x / 57 - (y + phase) / 31) + grain
      const blue = 128 + 70 * Math.cos((y - phase) / 43) + grain
      return (red << 16) | (green << 8) | blue
    })
  }

  /** Shows what was `by` lines below, and new text at the bottom (at the top where `by` is negative). */
  scroll(part: Rectangle, by: number): void {
    const { x, y, width, height } = part
    const much = Math.abs(by)
    const kept = { x, y: by > 0 ? y : y + much, width, height: height - much }
    doMove({ ...this.area, pixels: this.pixels }, { to: kept, fromX: x, fromY: kept.y + by })
    this.#write({ x, y: by > 0 ? y + height - much : y, width, height: much }, 0x10_20_30)
    this.#note(part)
  }

  /** A window goes elsewhere, and what is left behind has a colour. */
  drag(window: Rectangle, { dx, dy, below }: { dx: number; dy: number; below: number }): Rectangle {
    const to = { ...window, x: window.x + dx, y: window.y + dy }
    const before = this.pixels.slice()
    this.plain(window, below)
    for (let row = 0; row < window.height; row += 1) {
      const from = (window.y + row) * this.area.width + window.x
      this.pixels.set(before.subarray(from, from + window.width), (to.y + row) * this.area.width + to.x)
    }
    this.#note(to)
    return to
  }

  #write(part: Rectangle, ink: number): void {
    const glyphs = this.#glyphs
    const last = this.#steps - 1
    const shades = Array.from({ length: this.#steps }, (_, step) => mixed(ink, step / last))
    const drawn: number[] = []
    const columns = Math.ceil(part.width / GLYPH_WIDTH)
    for (let line = 0; line * GLYPH_HEIGHT < part.height; line += 1) {
      let [left, gap] = [0, 0]
      for (let column = 0; column < columns; column += 1) {
        if (left === 0) {
          left = 2 + Math.floor(this.#random() * 8)
          gap = 1
        }
        drawn.push(gap > 0 ? -1 : Math.floor(this.#random() * GLYPHS))
        gap = 0
        left -= 1
      }
    }
    for (let y = 0; y < part.height; y += 1)
      for (let x = 0; x < part.width; x += 1) {
        const glyph = drawn[Math.floor(y / GLYPH_HEIGHT) * columns + Math.floor(x / GLYPH_WIDTH)] ?? -1
        const step = glyphs[glyph]?.[(y % GLYPH_HEIGHT) * GLYPH_WIDTH + (x % GLYPH_WIDTH)] ?? last
        this.pixels[(part.y + y) * this.area.width + part.x + x] = shades[step] as number
      }
  }

  #each(part: Rectangle, colourAt: (x: number, y: number) => number): void {
    for (let y = part.y; y < part.y + part.height; y += 1)
      for (let x = part.x; x < part.x + part.width; x += 1) this.pixels[y * this.area.width + x] = colourAt(x, y)
    this.#note(part)
  }

  #note(part: Rectangle): void {
    this.#changed.push(part)
    if (this.#told) return
    this.#told = true
    // As on a real display, where it is told once all of it is painted.
    queueMicrotask(() => {
      for (const listener of this.#listeners) listener()
    })
  }
}

function mixed(ink: number, share: number): number {
  const channel = (shift: number): number => {
    const value = (ink >>> shift) & 0xff
    return Math.round(value + (255 - value) * share)
  }
  return (channel(16) << 16) | (channel(8) << 8) | channel(0)
}
