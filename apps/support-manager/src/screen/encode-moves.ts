import { TILE } from './encode-tiles.ts'
import type { Pixels, TileMap } from './encode-tiles.ts'
import { PatchSeeker } from './encode-patches.ts'
import type { Rectangle } from './screen-port.ts'

/** A part that was elsewhere in the picture before. */
export interface Move {
  readonly to: Rectangle
  readonly fromX: number
  readonly fromY: number
}

/** Less than this many tiles are sent quicker than a move is found. */
const FEWEST_TILES = 6
/** Ways that are tried pixel by pixel, the one with the most votes first. */
const WAYS_TRIED = 3

/**
 * Finds parts that moved: scrolled text, a dragged window, in any direction. A few patches of the picture now are sought in
 * the picture before; the ways that most of them came are tried pixel by pixel.
 */
export class MoveFinder {
  readonly #seeker = new PatchSeeker()

  /** `differing` are the tiles in which the two pictures differ. What is found is right: nothing is guessed. */
  find(shown: Pixels, now: Pixels, differing: TileMap): Move | undefined {
    const box = boxOf(differing)
    if (!box || box.count < FEWEST_TILES) return undefined
    let best: { move: Move; gain: number } | undefined
    for (const { dx, dy } of this.#seeker.ways({ shown, now, differing }, WAYS_TRIED)) {
      const found = largest({ shown, now, differing, box, dx, dy })
      if (found && (!best || found.gain > best.gain)) best = found
      // Nearly all of it: another way cannot be better.
      if (best && best.gain > box.count * 0.7) break
    }
    if (best) this.#seeker.found(best.move.fromX - best.move.to.x, best.move.fromY - best.move.to.y)
    return best?.move
  }
}

interface TileBox {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** Tiles in it that are set. */
  readonly count: number
}

function boxOf(map: TileMap): TileBox | undefined {
  let [left, right, top, bottom, count] = [map.columns, 0, -1, 0, 0]
  for (let at = 0; at < map.tiles.length; at += 1) {
    if (map.tiles[at] !== 1) continue
    const column = at % map.columns
    const row = (at - column) / map.columns
    if (column < left) left = column
    if (column >= right) right = column + 1
    if (top < 0) top = row
    bottom = row + 1
    count += 1
  }
  return count === 0 ? undefined : { left, right, top, bottom, count }
}

interface Way {
  readonly shown: Pixels
  readonly now: Pixels
  readonly differing: TileMap
  readonly box: TileBox
  readonly dx: number
  readonly dy: number
}

/** The rectangle of tiles that all came this way with the most differing tiles in it, then to the pixel. */
function largest(way: Way): { move: Move; gain: number } | undefined {
  const { box, differing } = way
  const columns = box.right - box.left
  const heights = new Int32Array(columns + 1)
  // How many differing tiles stand in each column's run of tiles that came this way.
  const gains = new Int32Array(columns + 1)
  let best: { tiles: Rectangle; gain: number } | undefined
  for (let row = box.top; row < box.bottom; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const tile = row * differing.columns + box.left + column
      if (cameThisWay(way, box.left + column, row)) {
        heights[column] = (heights[column] as number) + 1
        gains[column] = (gains[column] as number) + (differing.tiles[tile] as number)
      } else {
        heights[column] = 0
        gains[column] = 0
      }
    }
    best = bestEndingAt({ row, heights, gains, way, best })
  }
  if (!best || best.gain < FEWEST_TILES) return undefined
  return { move: grow(way, best.tiles), gain: best.gain }
}

/** The largest-rectangle-in-a-histogram walk; a rectangle's worth is its differing tiles. */
function bestEndingAt(of: {
  row: number
  heights: Int32Array
  gains: Int32Array
  way: Way
  best: { tiles: Rectangle; gain: number } | undefined
}): { tiles: Rectangle; gain: number } | undefined {
  const { row, heights, gains, way } = of
  let { best } = of
  const stack: number[] = []
  for (let column = 0; column < heights.length; column += 1) {
    while (stack.length > 0 && (heights[stack.at(-1) as number] as number) >= (heights[column] as number)) {
      const height = heights[stack.pop() as number] as number
      const left = stack.length > 0 ? (stack.at(-1) as number) + 1 : 0
      // An upper bound first: the columns' whole runs.
      let bound = 0
      for (let c = left; c < column; c += 1) bound += gains[c] as number
      if (height === 0 || (best && bound <= best.gain)) continue
      const tiles = { x: way.box.left + left, y: row - height + 1, width: column - left, height }
      const gain = countIn(way.differing, tiles)
      if (!best || gain > best.gain) best = { tiles, gain }
    }
    stack.push(column)
  }
  return best
}

function countIn(map: TileMap, { x, y, width, height }: Rectangle): number {
  let count = 0
  for (let row = y; row < y + height; row += 1)
    for (let column = x; column < x + width; column += 1) count += map.tiles[row * map.columns + column] as number
  return count
}

function cameThisWay({ shown, now, dx, dy }: Way, column: number, row: number): boolean {
  const { width, height } = now
  const x = column * TILE
  const y = row * TILE
  const right = Math.min(x + TILE, width)
  const bottom = Math.min(y + TILE, height)
  if (x + dx < 0 || right + dx > width || y + dy < 0 || bottom + dy > height) return false
  const a = shown.pixels
  const b = now.pixels
  const off = dy * width + dx
  for (let line = y; line < bottom; line += 1)
    for (let at = line * width + x, end = line * width + right; at < end; at += 1)
      if (a[at + off] !== b[at]) return false
  return true
}

/** From whole tiles to the last row and column that came along. */
function grow(way: Way, tiles: Rectangle): Move {
  const { shown, now, dx, dy } = way
  const { width, height } = now
  const off = dy * width + dx
  let [left, top] = [tiles.x * TILE, tiles.y * TILE]
  let right = Math.min((tiles.x + tiles.width) * TILE, width)
  let bottom = Math.min((tiles.y + tiles.height) * TILE, height)
  const isIn = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height
  const [before, after] = [shown.pixels, now.pixels]
  const row = (y: number): boolean => {
    if (!isIn(left, y)) return false
    for (let at = y * width + left, end = y * width + right; at < end; at += 1)
      if (before[at + off] !== after[at]) return false
    return true
  }
  const column = (x: number): boolean => {
    if (!isIn(x, top)) return false
    for (let at = top * width + x, end = bottom * width + x; at < end; at += width)
      if (before[at + off] !== after[at]) return false
    return true
  }
  // Beyond a tile there is another that came as a whole, or not at all.
  const [fromTop, fromBottom, fromLeft, fromRight] = [top, bottom, left, right]
  while (fromTop - top < TILE && row(top - 1)) top -= 1
  while (bottom - fromBottom < TILE && row(bottom)) bottom += 1
  while (fromLeft - left < TILE && column(left - 1)) left -= 1
  while (right - fromRight < TILE && column(right)) right += 1
  return { to: { x: left, y: top, width: right - left, height: bottom - top }, fromX: left + dx, fromY: top + dy }
}

/** Does a move within a picture: rows in the order in which none is written over before it is read. */
export function doMove(picture: Pixels, { to, fromX, fromY }: Move): void {
  const { width, pixels } = picture
  for (let line = 0; line < to.height; line += 1) {
    const y = fromY < to.y ? to.height - 1 - line : line
    const from = (fromY + y) * width + fromX
    pixels.copyWithin((to.y + y) * width + to.x, from, from + to.width)
  }
}
