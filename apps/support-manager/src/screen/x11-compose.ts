import { BLANK, type Rectangle } from './screen-port.ts'
import { clip, type Region } from './x11-region.ts'

/** One window's part of an area: its pixels at `at`, of which those in `shape` are seen. All on the desktop. */
export interface Layer {
  readonly image: Uint32Array
  readonly at: Rectangle
  readonly shape: Region
  readonly depth: number
}

/** Lays windows over each other, the lowest first, on a blank ground. `blended` says that alpha counts. */
export function compose(area: Rectangle, layers: readonly Layer[], blended: boolean): Uint32Array {
  const picture = new Uint32Array(area.width * area.height).fill(BLANK)
  for (const layer of layers) {
    const copy = blended && layer.depth === 32 ? blendRow : copyRow
    for (const part of clip(clip(layer.shape, layer.at), area)) {
      for (let row = part.y; row < part.y + part.height; row += 1) {
        const from = (row - layer.at.y) * layer.at.width + part.x - layer.at.x
        const to = (row - area.y) * area.width + part.x - area.x
        copy(layer.image, from, { into: picture, at: to, length: part.width })
      }
    }
  }
  return picture
}

interface Place {
  readonly into: Uint32Array
  readonly at: number
  readonly length: number
}

function copyRow(image: Uint32Array, from: number, { into, at, length }: Place): void {
  into.set(image.subarray(from, from + length), at)
}

/** The window's colours are multiplied by their alpha already, as compositors have it. */
function blendRow(image: Uint32Array, from: number, { into, at, length }: Place): void {
  for (let index = 0; index < length; index += 1) {
    const over = image[from + index] ?? 0
    const alpha = over >>> 24
    if (alpha === 255) into[at + index] = over & 0xff_ff_ff
    else if (alpha > 0) into[at + index] = blend(over, into[at + index] ?? BLANK, 255 - alpha)
  }
}

function blend(over: number, under: number, rest: number): number {
  const part = (shift: number) =>
    Math.min(255, ((over >> shift) & 0xff) + Math.round((((under >> shift) & 0xff) * rest) / 255)) << shift
  return part(16) | part(8) | part(0)
}
