import { BLANK, type Rectangle } from './screen-port.ts'
import { clip, type Region } from './x11-region.ts'

/** Pixels of one area of the desktop, 0x00RRGGBB each. What is drawn into it tells where something came out different. */
export class X11Canvas {
  readonly area: Rectangle
  readonly pixels: Uint32Array
  readonly #bytes: Buffer

  constructor(area: Rectangle) {
    this.area = area
    this.pixels = new Uint32Array(area.width * area.height).fill(BLANK)
    this.#bytes = Buffer.from(this.pixels.buffer)
  }

  /**
   * Puts an image there, except where it is blank; gives the smallest rectangle of the picture that changed. `at` lies in
   * the canvas's area, in the desktop's pixels, and so does `blank`.
   */
  draw(image: Uint32Array, at: Rectangle, blank: Region): Rectangle | undefined {
    const holes = clip(blank, at)
    for (const hole of holes) fill(image, at, hole)
    const bytes = Buffer.from(image.buffer, image.byteOffset, image.byteLength)
    const left = at.x - this.area.x
    const top = at.y - this.area.y
    let changed: Edges | undefined
    for (let row = 0; row < at.height; row += 1) {
      const from = row * at.width
      const to = (top + row) * this.area.width + left
      const length = at.width
      // Most rows of most damage are as they were, and comparing memory is quick.
      if (this.#bytes.compare(bytes, from * 4, (from + length) * 4, to * 4, (to + length) * 4) === 0) continue
      changed = widened(changed, row, this.#row(image, { from, to, length }))
    }
    return changed === undefined ? undefined : { ...asRectangle(changed), x: left + changed.left, y: top + changed.top }
  }

  /** Makes parts blank; gives those of them, in the picture's pixels, that were not. */
  blank(region: Region): Rectangle[] {
    const changed: Rectangle[] = []
    for (const hole of clip(region, this.area)) {
      if (this.#isBlank(hole)) continue
      fill(this.pixels, this.area, hole)
      changed.push({ ...hole, x: hole.x - this.area.x, y: hole.y - this.area.y })
    }
    return changed
  }

  #isBlank(hole: Rectangle): boolean {
    for (let row = 0; row < hole.height; row += 1) {
      const from = (hole.y - this.area.y + row) * this.area.width + hole.x - this.area.x
      for (let index = from; index < from + hole.width; index += 1) if (this.pixels[index] !== BLANK) return false
    }
    return true
  }

  /** Copies one row without the high byte; gives the first and the last column that changed, none where only it did. */
  #row(image: Uint32Array, row: { from: number; to: number; length: number }): readonly [number, number] | undefined {
    const { pixels } = this
    const { from, to, length } = row
    let first = 0
    while (first < length && pixels[to + first] === ((image[from + first] as number) & 0xff_ff_ff)) first += 1
    if (first === length) return undefined
    let last = length - 1
    while (pixels[to + last] === ((image[from + last] as number) & 0xff_ff_ff)) last -= 1
    for (let column = first; column <= last; column += 1)
      pixels[to + column] = (image[from + column] as number) & 0xff_ff_ff
    return [first, last]
  }
}

interface Edges {
  left: number
  right: number
  readonly top: number
  bottom: number
}

function widened(edges: Edges | undefined, row: number, columns: readonly [number, number] | undefined) {
  if (columns === undefined) return edges
  const [left, right] = columns
  if (edges === undefined) return { left, right, top: row, bottom: row }
  edges.left = Math.min(edges.left, left)
  edges.right = Math.max(edges.right, right)
  edges.bottom = row
  return edges
}

function asRectangle(edges: Edges): Rectangle {
  return {
    x: edges.left,
    y: edges.top,
    width: edges.right - edges.left + 1,
    height: edges.bottom - edges.top + 1,
  }
}

/** Fills a part of an image that lies at `at` with BLANK. */
function fill(image: Uint32Array, at: Rectangle, hole: Rectangle): void {
  for (let row = 0; row < hole.height; row += 1) {
    const from = (hole.y - at.y + row) * at.width + hole.x - at.x
    image.fill(BLANK, from, from + hole.width)
  }
}
