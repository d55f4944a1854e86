import type { DisplayMode } from '@deskside/protocol'
import { TILE, TileMap } from './encode-tiles.ts'
import type { Pixels } from './encode-tiles.ts'
import type { Rectangle } from './screen-port.ts'

/** Pixels of one part at most: what is larger is cut, so that a frame can end between. */
export const PART_PIXELS = 65_536
export interface Budget {
  /** By the clock of whoever calls, in milliseconds. */
  readonly now: number
  readonly mode: DisplayMode
  /** Bytes that the frame is to have at most, roughly; small changes go first, and what does not fit is for the next one. */
  readonly bytes: number
  /** WebP quality of what may be inexact for a moment. */
  readonly quality: number
}

/** One frame in the making. */
export class Work {
  readonly shown: Pixels
  readonly now: Pixels
  readonly budget: Budget
  readonly tail: Uint8Array[] = []
  /** Tiles of many colours. */
  readonly leaves: TileMap
  parts = 0
  /** Of the room, by what is not in the body. */
  spent = 0
  readonly #room: number

  constructor(of: { shown: Pixels; now: Pixels; budget: Budget; room: number }) {
    this.shown = of.shown
    this.now = of.now
    this.budget = of.budget
    this.leaves = new TileMap(of.now)
    this.#room = of.room
  }

  /** Bytes of a body that may still be added. */
  room(used: number): number {
    return this.#room - used - this.spent
  }
}

/** Pieces of a part with no more than so many pixels each, cut at tiles' edges where that can be. */
export function cut(part: Rectangle, pixels = PART_PIXELS): Rectangle[] {
  const most = Math.max(TILE, Math.floor(pixels / part.width / TILE) * TILE)
  if (part.height <= most) return [part]
  const pieces: Rectangle[] = []
  for (let y = 0; y < part.height; y += most)
    pieces.push({ ...part, y: part.y + y, height: Math.min(most, part.height - y) })
  return pieces
}

/** Two parts of one, cut at a tile's edge across the longer side. */
export function halve(part: Rectangle): [Rectangle, Rectangle] {
  const { x, y, width, height } = part
  if (width >= height) {
    const middle = Math.max(x + 1, Math.floor((x + width / 2) / TILE) * TILE)
    return [
      { ...part, width: middle - x },
      { ...part, x: middle, width: x + width - middle },
    ]
  }
  const middle = Math.max(y + 1, Math.floor((y + height / 2) / TILE) * TILE)
  return [
    { ...part, height: middle - y },
    { ...part, y: middle, height: y + height - middle },
  ]
}
