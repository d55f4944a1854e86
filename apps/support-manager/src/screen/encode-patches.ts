import { TILE } from './encode-tiles.ts'
import type { Pixels, TileMap } from './encode-tiles.ts'

/** Patches that are sought, spread over what changed. */
const PATCHES = 20
/** Pixels of a patch's row; there is a second row, a few lines below. */
const PATCH = 16
const BELOW = 3
/** Changes of colour that a patch has at least: a plain one is everywhere. */
const FEWEST_EDGES = 4
/** Patches that are sought in all directions, and how far. */
const FAR_PATCHES = 4
const FAR = { x: 480, y: 320 } as const
/** The share of patches from which on the way of the last move is taken to be the way of this one, too. */
const GOES_ON = 0.3
/** After so many pictures in which nothing had moved, far away is looked at every few pictures only. */
const MISSES = 3
const LOOK_EVERY = 6

interface Pictures {
  readonly shown: Pixels
  readonly now: Pixels
  readonly differing: TileMap
}

interface Way {
  readonly dx: number
  readonly dy: number
}

/** Seeks where small patches of a picture were in the picture before. */
export class PatchSeeker {
  #last: Way | undefined
  #misses = 0

  /** The ways, from where a thing is now to where it was, that patches came, those of the most patches first. */
  ways(pictures: Pictures, most: number): Way[] {
    const votes = new Map<string, { way: Way; count: number }>()
    const vote = (way: Way | undefined): boolean => {
      if (!way) return false
      const key = `${way.dx},${way.dy}`
      const found = votes.get(key)
      if (found) found.count += 1
      else votes.set(key, { way, count: 1 })
      return true
    }
    const lost: number[] = []
    const patches = patchesOf(pictures)
    const last = this.#last
    const others = last ? patches.filter((patch) => !vote(at(pictures, patch, last))) : patches
    // It goes on as it went: the others have most likely come into sight.
    const goesOn = patches.length - others.length >= patches.length * GOES_ON
    for (const patch of goesOn ? [] : others) {
      if (!vote(upOrDown(pictures, patch)) && !vote(leftOrRight(pictures, patch))) lost.push(patch)
    }
    if (votes.size === 0 && this.#looksFar())
      for (const patch of spread(lost, FAR_PATCHES)) vote(anywhereNear(pictures, patch))
    if (votes.size === 0) this.#misses += 1
    return [...votes.values()]
      .sort((a, b) => b.count - a.count)
      .slice(0, most)
      .map(({ way }) => way)
  }

  /** A move that was found: the next is likely to be the same. */
  found(dx: number, dy: number): void {
    this.#last = { dx, dy }
    this.#misses = 0
  }

  #looksFar(): boolean {
    return this.#misses < MISSES || this.#misses % LOOK_EVERY === 0
  }
}

function spread<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, all.length / most)
  return Array.from({ length: Math.min(most, all.length) }, (_, index) => all[Math.floor(index * step)] as T)
}

/** Places of patches in the picture now, as numbers of pixels: one in a tile, of tiles that are far apart. */
function patchesOf({ now, differing }: Pictures): number[] {
  const tiles: number[] = []
  for (let tile = 0; tile < differing.tiles.length; tile += 1) if (differing.tiles[tile] === 1) tiles.push(tile)
  const found: number[] = []
  // More tiles than patches are looked at, since many are plain.
  for (const tile of spread(tiles, PATCHES * 4)) {
    const column = tile % differing.columns
    const place = patchIn(now, column * TILE, ((tile - column) / differing.columns) * TILE)
    if (place !== undefined) found.push(place)
  }
  return spread(found, PATCHES)
}

/** A row in a tile that has enough edges, if there is one. */
function patchIn({ width, height, pixels }: Pixels, x: number, y: number): number | undefined {
  if (x + PATCH > width) return undefined
  const bottom = Math.min(y + TILE, height - BELOW)
  for (let row = y; row < bottom; row += 1) {
    const from = row * width + x
    let edges = 0
    for (let step = 1; step < PATCH; step += 1) if (pixels[from + step] !== pixels[from + step - 1]) edges += 1
    if (edges >= FEWEST_EDGES) return from
  }
  return undefined
}

/** The way, if the patch was there. */
function at({ shown, now }: Pictures, patch: number, { dx, dy }: Way): Way | undefined {
  const { width } = now
  const x = (patch % width) + dx
  const y = Math.floor(patch / width) + dy
  const fits = x >= 0 && y >= 0 && x + PATCH <= width && y + BELOW < now.height
  return fits && isSame({ shown, now }, patch, y * width + x) ? { dx, dy } : undefined
}

/** Whether the patch at a place of the picture now is at a place of the one before. */
function isSame({ shown, now }: Pick<Pictures, 'shown' | 'now'>, patch: number, before: number): boolean {
  const a = now.pixels
  const b = shown.pixels
  for (let step = 0; step < PATCH; step += 1) if (a[patch + step] !== b[before + step]) return false
  const below = BELOW * now.width
  for (let step = 0; step < PATCH; step += 1) if (a[patch + below + step] !== b[before + below + step]) return false
  return true
}

/** The nearest place above or below. */
function upOrDown(pictures: Pictures, patch: number): Way | undefined {
  const { width, height } = pictures.now
  const y = Math.floor(patch / width)
  const last = height - BELOW
  for (let dy = 1; dy < last; dy += 1) {
    if (y + dy < last && isSame(pictures, patch, patch + dy * width)) return { dx: 0, dy }
    if (y - dy >= 0 && isSame(pictures, patch, patch - dy * width)) return { dx: 0, dy: -dy }
  }
  return undefined
}

function leftOrRight(pictures: Pictures, patch: number): Way | undefined {
  const { width } = pictures.now
  const x = patch % width
  for (let dx = 1; dx < width; dx += 1) {
    if (x + dx + PATCH <= width && isSame(pictures, patch, patch + dx)) return { dx, dy: 0 }
    if (x - dx >= 0 && isSame(pictures, patch, patch - dx)) return { dx: -dx, dy: 0 }
  }
  return undefined
}

function anywhereNear(pictures: Pictures, patch: number): Way | undefined {
  const { width, height } = pictures.now
  const x = patch % width
  const y = Math.floor(patch / width)
  const left = Math.max(0, x - FAR.x)
  const right = Math.min(width - PATCH, x + FAR.x)
  const inRow = (row: number): Way | undefined => {
    for (let column = left; column <= right; column += 1)
      if (isSame(pictures, patch, row * width + column)) return { dx: column - x, dy: row - y }
    return undefined
  }
  for (let dy = 1; dy <= FAR.y; dy += 1) {
    const found = (y + dy + BELOW < height ? inRow(y + dy) : undefined) ?? (y - dy >= 0 ? inRow(y - dy) : undefined)
    if (found) return found
  }
  return undefined
}
