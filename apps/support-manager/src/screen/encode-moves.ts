import { TILE } from './encode-tiles.ts'
import type { Pixels, TileMap } from './encode-tiles.ts'
import type { Rectangle } from './screen-port.ts'

/** A part that was elsewhere in the picture before. */
export interface Move {
  readonly to: Rectangle
  readonly fromX: number
  readonly fromY: number
}

/** Less than this many tiles are sent quicker than a move is found. */
const FEWEST_TILES = 6
/** This many landmarks must agree on a way. */
const FEWEST_VOTES = 6
/** Ways that are tried, the one with the most votes first. */
const WAYS_TRIED = 3
/** One of so many landmarks is kept. */
const ONE_OF = 16

const TABLE_BITS = 16
const TABLE = 1 << TABLE_BITS

/**
 * Finds parts that moved: scrolled text, a dragged window, in any direction. Landmarks, places whose surroundings say so
 * themselves wherever they are, are sought in the picture before and in the one now; the ways that most of them went are
 * tried pixel by pixel.
 */
export class MoveFinder {
  readonly #keys = new Int32Array(TABLE)
  readonly #places = new Int32Array(TABLE)

  /** `differing` are the tiles in which the two pictures differ. What is found is right: nothing is guessed. */
  find(shown: Pixels, now: Pixels, differing: TileMap): Move | undefined {
    const box = boxOf(differing)
    if (!box || box.count < FEWEST_TILES) return undefined
    const area = pixelsOf(box, now)
    const known = this.#remember(shown, area)
    if (known === 0) return undefined
    const ways = this.#vote(now, area)
    let best: { move: Move; gain: number } | undefined
    for (const { dx, dy } of ways) {
      const found = largest({ shown, now, differing, box, dx, dy })
      if (found && (!best || found.gain > best.gain)) best = found
      // Nearly all of it: another way cannot be better.
      if (best && best.gain > box.count * 0.8) break
    }
    return best?.move
  }

  #remember(picture: Pixels, area: Rectangle): number {
    this.#keys.fill(0)
    let known = 0
    eachLandmark(picture, area, (key, place) => {
      let slot = (key >>> 3) & (TABLE - 1)
      for (let tries = 0; tries < 8; tries += 1, slot = (slot + 1) & (TABLE - 1)) {
        if (this.#keys[slot] === key) {
          // Seen twice: it says nothing about where it came from.
          this.#places[slot] = -1
          return
        }
        if (this.#keys[slot] === 0) {
          this.#keys[slot] = key
          this.#places[slot] = place
          known += 1
          return
        }
      }
    })
    return known
  }

  #placeOf(key: number): number {
    let slot = (key >>> 3) & (TABLE - 1)
    for (let tries = 0; tries < 8; tries += 1, slot = (slot + 1) & (TABLE - 1)) {
      if (this.#keys[slot] === key) return this.#places[slot] as number
      if (this.#keys[slot] === 0) return -1
    }
    return -1
  }

  #vote(picture: Pixels, area: Rectangle): { dx: number; dy: number }[] {
    const { width } = picture
    const votes = new Map<number, number>()
    eachLandmark(picture, area, (key, place) => {
      const from = this.#placeOf(key)
      if (from < 0 || from === place) return
      const dx = (from % width) - (place % width)
      const dy = Math.floor(from / width) - Math.floor(place / width)
      const way = (dy + 32_768) * 65_536 + dx + 32_768
      votes.set(way, (votes.get(way) ?? 0) + 1)
    })
    return [...votes]
      .filter(([, count]) => count >= FEWEST_VOTES)
      .sort((a, b) => b[1] - a[1])
      .slice(0, WAYS_TRIED)
      .map(([way]) => ({ dx: (way % 65_536) - 32_768, dy: Math.floor(way / 65_536) - 32_768 }))
  }
}

/** Tells of each landmark in an area: a number that is the same wherever the same pixels are, never 0. */
function eachLandmark(picture: Pixels, area: Rectangle, tell: (key: number, place: number) => void): void {
  const { width, pixels } = picture
  const right = area.x + area.width - 8
  const bottom = area.y + area.height - 1
  for (let y = area.y; y < bottom; y += 1) {
    let at = y * width + area.x
    let before = pixels[at] as number
    for (let x = area.x + 1; x < right; x += 1) {
      at += 1
      const here = pixels[at] as number
      if (here === before) continue
      const left = before
      before = here
      const near =
        Math.imul(here ^ (left << 3), 0x9e3779b1) ^ Math.imul((pixels[at + 3] as number) + 0x51ed, 0x85ebca6b)
      if (((near >>> 13) & (ONE_OF - 1)) !== 0) continue
      let key = near
      for (let step = 1; step < 8; step += 1) {
        key = Math.imul(key ^ (pixels[at + step] as number), 0x01000193)
        key = Math.imul(key ^ (pixels[at + width + step] as number), 0x01000193)
      }
      key ^= key >>> 15
      tell(key === 0 ? 1 : key, at)
    }
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
  for (let at = map.tiles.indexOf(1); at >= 0; at = map.tiles.indexOf(1, at + 1)) {
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

function pixelsOf(box: TileBox, { width, height }: Pixels): Rectangle {
  const x = box.left * TILE
  const y = box.top * TILE
  return { x, y, width: Math.min(box.right * TILE, width) - x, height: Math.min(box.bottom * TILE, height) - y }
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
  const same = (x: number, y: number): boolean =>
    x >= 0 &&
    y >= 0 &&
    x < width &&
    y < height &&
    x + dx >= 0 &&
    x + dx < width &&
    y + dy >= 0 &&
    y + dy < height &&
    shown.pixels[y * width + x + off] === now.pixels[y * width + x]
  const row = (y: number): boolean => {
    for (let x = left; x < right; x += 1) if (!same(x, y)) return false
    return true
  }
  const column = (x: number): boolean => {
    for (let y = top; y < bottom; y += 1) if (!same(x, y)) return false
    return true
  }
  while (row(top - 1)) top -= 1
  while (row(bottom)) bottom += 1
  while (column(left - 1)) left -= 1
  while (column(right)) right += 1
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
