import { TILE } from './encode-tiles.ts'
import type { Pixels, TileMap } from './encode-tiles.ts'
import type { Rectangle } from './screen-port.ts'

/** Leaves set only the tiles in which two pictures of the same size differ, and says how many these are. */
export function keepDiffering(tiles: TileMap, shown: Pixels, now: Pixels): number {
  let count = 0
  const set = tiles.tiles
  for (let at = 0; at < set.length; at += 1) {
    if (set[at] !== 1) continue
    const column = at % tiles.columns
    const row = (at - column) / tiles.columns
    if (differsIn(column * TILE, row * TILE, { shown, now })) count += 1
    else set[at] = 0
  }
  return count
}

function differsIn(x: number, y: number, { shown, now }: { readonly shown: Pixels; readonly now: Pixels }): boolean {
  const { width, height } = now
  const right = Math.min(x + TILE, width)
  const bottom = Math.min(y + TILE, height)
  const a = shown.pixels
  const b = now.pixels
  for (let row = y; row < bottom; row += 1)
    for (let at = row * width + x, end = row * width + right; at < end; at += 1) if (a[at] !== b[at]) return true
  return false
}

/** The part of a part outside which two pictures are the same; undefined where nothing differs. */
export function tighten(part: Rectangle, shown: Pixels, now: Pixels): Rectangle | undefined {
  const { width } = now
  const a = shown.pixels
  const b = now.pixels
  let left = part.x + part.width
  let right = part.x
  let top = -1
  let bottom = -1
  for (let y = part.y; y < part.y + part.height; y += 1) {
    const from = y * width
    let x = part.x
    const end = part.x + part.width
    while (x < end && a[from + x] === b[from + x]) x += 1
    if (x === end) continue
    if (top < 0) top = y
    bottom = y + 1
    if (x < left) left = x
    x = end - 1
    while (x >= right && a[from + x] === b[from + x]) x -= 1
    if (x >= right) right = x + 1
  }
  return top < 0 ? undefined : { x: left, y: top, width: right - left, height: bottom - top }
}

/** Copies a part of one picture into another of the same size. */
export function copyPart(part: Rectangle, from: Pixels, to: Pixels): void {
  for (let y = part.y; y < part.y + part.height; y += 1) {
    const start = y * from.width + part.x
    to.pixels.set(from.pixels.subarray(start, start + part.width), start)
  }
}
