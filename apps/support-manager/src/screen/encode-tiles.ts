import type { Rectangle } from './screen-port.ts'

/** Pixels of a tile's side: the grain in which it is noted what changed. */
export const TILE = 16

/** A picture of one pixel after the other: 0x00RRGGBB. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly pixels: Uint32Array
}

/** One byte for each tile of a picture. */
export class TileMap {
  readonly columns: number
  readonly rows: number
  readonly tiles: Uint8Array

  constructor({ width, height }: { readonly width: number; readonly height: number }) {
    this.columns = Math.ceil(width / TILE)
    this.rows = Math.ceil(height / TILE)
    this.tiles = new Uint8Array(this.columns * this.rows)
  }

  get isEmpty(): boolean {
    return !this.tiles.includes(1)
  }

  clear(): void {
    this.tiles.fill(0)
  }

  /** Sets the tiles that a part touches. */
  mark({ x, y, width, height }: Rectangle, value = 1): void {
    if (width <= 0 || height <= 0) return
    const left = Math.max(0, Math.floor(x / TILE))
    const right = Math.min(this.columns, Math.ceil((x + width) / TILE))
    const bottom = Math.min(this.rows, Math.ceil((y + height) / TILE))
    for (let row = Math.max(0, Math.floor(y / TILE)); row < bottom; row += 1)
      this.tiles.fill(value, row * this.columns + left, Math.max(row * this.columns + left, row * this.columns + right))
  }

  /** Sets the tiles that lie in a part as a whole; at the picture's edges they are as large as there is picture. */
  markWhole(part: Rectangle, { width, height }: { readonly width: number; readonly height: number }, value: number) {
    const end = (at: number, size: number): number => (at >= size ? Math.ceil(at / TILE) : Math.floor(at / TILE))
    const left = Math.ceil(part.x / TILE)
    const right = end(part.x + part.width, width)
    const bottom = end(part.y + part.height, height)
    if (right <= left) return
    for (let row = Math.ceil(part.y / TILE); row < bottom; row += 1)
      this.tiles.fill(value, row * this.columns + left, row * this.columns + right)
  }

  /** The highest value of the tiles that a part touches. */
  highest({ x, y, width, height }: Rectangle): number {
    let highest = 0
    const right = Math.min(this.columns, Math.ceil((x + width) / TILE))
    const bottom = Math.min(this.rows, Math.ceil((y + height) / TILE))
    for (let row = Math.max(0, Math.floor(y / TILE)); row < bottom; row += 1)
      for (let column = Math.max(0, Math.floor(x / TILE)); column < right; column += 1)
        highest = Math.max(highest, this.tiles[row * this.columns + column] as number)
    return highest
  }
}

/** Runs of tiles with nothing between them but this many others are one part. */
const GAP = 1
/** Two parts are put together while that adds no more than this share of pixels. */
const WASTE = 1.25

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** Parts of whole tiles that cover all tiles which are set, few and without much between. In pixels, cut at the edges. */
export function partsOf(
  map: TileMap,
  { width, height }: { readonly width: number; readonly height: number },
): Rectangle[] {
  const done: Box[] = []
  let open: Box[] = []
  for (let row = 0; row < map.rows; row += 1) {
    const next: Box[] = []
    for (const run of runsOf(map, row)) {
      const above = open.find((box) => !next.includes(box) && mayJoin(box, run))
      if (above) {
        above.left = Math.min(above.left, run.left)
        above.right = Math.max(above.right, run.right)
        above.bottom = run.bottom
        next.push(above)
      } else {
        done.push(run)
        next.push(run)
      }
    }
    open = next
  }
  return done.map(({ left, right, top, bottom }) => ({
    x: left * TILE,
    y: top * TILE,
    width: Math.min(right * TILE, width) - left * TILE,
    height: Math.min(bottom * TILE, height) - top * TILE,
  }))
}

function runsOf(map: TileMap, row: number): Box[] {
  const runs: Box[] = []
  const from = row * map.columns
  const end = from + map.columns
  for (let at = map.tiles.indexOf(1, from); at >= 0 && at < end; at = map.tiles.indexOf(1, at)) {
    const start = at
    while (at < end && map.tiles[at] === 1) at += 1
    const last = runs.at(-1)
    if (last && start - from - last.right <= GAP) last.right = at - from
    else runs.push({ left: start - from, right: at - from, top: row, bottom: row + 1 })
  }
  return runs
}

function mayJoin(box: Box, run: Box): boolean {
  if (box.bottom !== run.top) return false
  const joined = (Math.max(box.right, run.right) - Math.min(box.left, run.left)) * (run.bottom - box.top)
  return joined <= ((box.right - box.left) * (box.bottom - box.top) + run.right - run.left) * WASTE
}
