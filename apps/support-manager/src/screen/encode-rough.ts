import type { DisplayMode } from '@deskside/protocol'
import type { Move } from './encode-moves.ts'
import { TILE, TileMap } from './encode-tiles.ts'
import type { Rectangle } from './screen-port.ts'

/** What did not change for so long is at rest, in milliseconds. */
const REST_MS = 300
/** A tile that changed this often, with less than a rest between, is busy: a video, scrolled text. */
const BUSY_TIMES = 3

/** `image` is as rough as `moving`, and shows that it was a photograph. */
const ROUGHNESS = { exact: 0, resting: 1, moving: 2, image: 3 } as const
export type Roughness = keyof typeof ROUGHNESS

/**
 * Where the viewer's picture is not exactly the screen's: for a moment in Standard, at rest in Screen Sampling too, there
 * within bounds. What is inexact and rests is mended (screen R14, R15).
 */
export class RoughTiles {
  readonly #size: { readonly width: number; readonly height: number }
  readonly #rough: TileMap
  readonly #changedAt: Float64Array
  readonly #times: Uint8Array
  #any = false

  constructor(size: { readonly width: number; readonly height: number }) {
    this.#size = { width: size.width, height: size.height }
    this.#rough = new TileMap(size)
    this.#changedAt = new Float64Array(this.#rough.tiles.length).fill(-Infinity)
    this.#times = new Uint8Array(this.#rough.tiles.length)
  }

  touched(tiles: TileMap, now: number): void {
    const set = tiles.tiles
    for (let at = 0; at < set.length; at += 1) {
      if (set[at] !== 1) continue
      const rested = now - (this.#changedAt[at] as number) > REST_MS
      this.#times[at] = rested ? 1 : Math.min(200, (this.#times[at] as number) + 1)
      this.#changedAt[at] = now
    }
  }

  /** Whether most of a part changes all the time. */
  isBusy(part: Rectangle): boolean {
    const { columns } = this.#rough
    let [busy, all] = [0, 0]
    for (let row = Math.floor(part.y / TILE); row * TILE < part.y + part.height; row += 1)
      for (let column = Math.floor(part.x / TILE); column * TILE < part.x + part.width; column += 1) {
        all += 1
        if ((this.#times[row * columns + column] as number) >= BUSY_TIMES) busy += 1
      }
    return busy * 2 > all
  }

  /** Whether most of a part changes all the time and was a photograph: a video. */
  isVideo(part: Rectangle): boolean {
    return (
      this.isBusy(part) && this.#any && countOf(this.#rough, part, ROUGHNESS.image) * 2 > countOf(this.#rough, part)
    )
  }

  /** How many of some tiles are of a video. */
  videoTiles(tiles: TileMap): number {
    if (!this.#any) return 0
    let count = 0
    for (let at = 0; at < tiles.tiles.length; at += 1)
      if (
        tiles.tiles[at] === 1 &&
        this.#rough.tiles[at] === ROUGHNESS.image &&
        (this.#times[at] as number) >= BUSY_TIMES
      )
        count += 1
    return count
  }

  painted(part: Rectangle, how: Roughness): void {
    if (how === 'exact') {
      if (this.#any) this.#rough.markWhole(part, this.#size, ROUGHNESS.exact)
      return
    }
    this.#any = true
    const { tiles, columns } = this.#rough
    const value = ROUGHNESS[how]
    const right = part.x + part.width === this.#size.width ? Infinity : part.x + part.width
    const bottom = part.y + part.height === this.#size.height ? Infinity : part.y + part.height
    for (let row = Math.floor(part.y / TILE); row * TILE < part.y + part.height; row += 1)
      for (let column = Math.floor(part.x / TILE); column * TILE < part.x + part.width; column += 1) {
        const at = row * columns + column
        const [x, y] = [column * TILE, row * TILE]
        // A tile that is painted as a whole is as rough as this; another one at least.
        const whole = x >= part.x && y >= part.y && x + TILE <= right && y + TILE <= bottom
        tiles[at] = whole ? value : Math.max(tiles[at] as number, value)
      }
  }

  /** What is inexact goes along, and is not at rest yet. */
  moved({ to, fromX, fromY }: Move, now: number): void {
    if (!this.#any) return
    const before = this.#rough.tiles.slice()
    const source = new TileMap(this.#size)
    source.tiles.set(before)
    for (let row = Math.floor(to.y / TILE); row * TILE < to.y + to.height; row += 1)
      for (let column = Math.floor(to.x / TILE); column * TILE < to.x + to.width; column += 1) {
        const at = row * this.#rough.columns + column
        const from = { x: column * TILE + fromX - to.x, y: row * TILE + fromY - to.y, width: TILE, height: TILE }
        this.#rough.tiles[at] = Math.max(before[at] as number, source.highest(from))
        this.#changedAt[at] = now
      }
  }

  /** The tiles that rest and are rougher than the mode allows; undefined where there is none. */
  ripe(mode: DisplayMode, now: number): TileMap | undefined {
    if (!this.#any) return undefined
    const ripe = new TileMap(this.#size)
    let [found, rough] = [false, false]
    this.#rough.tiles.forEach((value, at) => {
      if (value === 0) return
      rough = true
      if (value <= allowed(mode) || now - (this.#changedAt[at] as number) < REST_MS) return
      ripe.tiles[at] = 1
      found = true
    })
    this.#any = rough
    return found ? ripe : undefined
  }

  /** When the next tile is ripe, by the clock of `now`. */
  nextAt(mode: DisplayMode, now: number): number | undefined {
    if (!this.#any) return undefined
    let next = Infinity
    this.#rough.tiles.forEach((value, at) => {
      if (value > allowed(mode)) next = Math.min(next, (this.#changedAt[at] as number) + REST_MS)
    })
    return next === Infinity ? undefined : Math.max(next, now)
  }
}

/** The tiles that a part touches, those of one value or all. */
function countOf({ tiles, columns }: TileMap, part: Rectangle, value?: number): number {
  let count = 0
  for (let row = Math.floor(part.y / TILE); row * TILE < part.y + part.height; row += 1)
    for (let column = Math.floor(part.x / TILE); column * TILE < part.x + part.width; column += 1)
      if (value === undefined || tiles[row * columns + column] === value) count += 1
  return count
}

function allowed(mode: DisplayMode): number {
  return mode === 'standard' ? ROUGHNESS.exact : ROUGHNESS.resting
}
