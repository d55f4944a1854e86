import type { Rectangle } from './screen-port.ts'

/** A region is a list of rectangles. Those that `subtract` makes do not overlap; others may. */
export type Region = readonly Rectangle[]

export function intersect(one: Rectangle, other: Rectangle): Rectangle | undefined {
  const x = Math.max(one.x, other.x)
  const y = Math.max(one.y, other.y)
  const width = Math.min(one.x + one.width, other.x + other.width) - x
  const height = Math.min(one.y + one.height, other.y + other.height) - y
  return width > 0 && height > 0 ? { x, y, width, height } : undefined
}

export function holds(area: Rectangle, x: number, y: number): boolean {
  return x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height
}

/** What of a region lies in an area. */
export function clip(region: Region, area: Rectangle): Rectangle[] {
  const inside: Rectangle[] = []
  for (const part of region) {
    const both = intersect(part, area)
    if (both !== undefined) inside.push(both)
  }
  return inside
}

export function move(region: Region, by: { readonly x: number; readonly y: number }): Rectangle[] {
  return region.map((part) => ({ ...part, x: part.x + by.x, y: part.y + by.y }))
}

export function subtract(from: Region, cuts: Region): Rectangle[] {
  let left = [...from]
  for (const cut of cuts) {
    const next: Rectangle[] = []
    for (const part of left) cutOut(part, cut, next)
    left = next
  }
  return left
}

/** Whether every pixel of `region` is in `by`. */
export function covered(region: Region, by: Region): boolean {
  return subtract(region, by).length === 0
}

export function sameRegion(one: Region, other: Region): boolean {
  if (one.length === 0 || other.length === 0) return one.length === other.length
  return covered(one, other) && covered(other, one)
}

/** The smallest rectangle around all of them. */
export function around(region: Region): Rectangle | undefined {
  const [first, ...others] = region
  if (first === undefined) return undefined
  let box = first
  for (const part of others) box = boxOf(box, part)
  return box
}

export function sameRectangle(one: Rectangle, other: Rectangle): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height
}

/** What one more request and one more rectangle cost, as pixels that might as well be read. */
const PIXELS_A_RECTANGLE = 4096
/** More are joined whatever it costs: reading is then mostly asking. */
const MOST_RECTANGLES = 16

/** Joins what is near each other and leaves apart what is far; the result covers the region. */
export function joinNear(region: Region): Rectangle[] {
  // A heap of small ones: first by rows, so that joining stays quick.
  let parts = region.length > 64 ? bands(region) : [...region]
  for (;;) {
    const best = cheapestPair(parts)
    if (best === undefined || (best.cost > PIXELS_A_RECTANGLE && parts.length <= MOST_RECTANGLES)) return parts
    parts = [...parts.filter((_, index) => index !== best.first && index !== best.second), best.joined]
  }
}

function cheapestPair(parts: Region) {
  let best: { first: number; second: number; joined: Rectangle; cost: number } | undefined
  for (let first = 0; first < parts.length; first += 1) {
    for (let second = first + 1; second < parts.length; second += 1) {
      const one = parts[first]
      const other = parts[second]
      if (one === undefined || other === undefined) continue
      const joined = boxOf(one, other)
      const cost = sizeOf(joined) - sizeOf(one) - sizeOf(other)
      if (best === undefined || cost < best.cost) best = { first, second, joined, cost }
    }
  }
  return best
}

function bands(region: Region): Rectangle[] {
  const height = 64
  const rows = new Map<number, Rectangle>()
  for (const part of region) {
    const row = Math.floor(part.y / height)
    const there = rows.get(row)
    rows.set(row, there === undefined ? part : boxOf(there, part))
  }
  return [...rows.values()]
}

function boxOf(one: Rectangle, other: Rectangle): Rectangle {
  const x = Math.min(one.x, other.x)
  const y = Math.min(one.y, other.y)
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  }
}

function sizeOf(box: Rectangle): number {
  return box.width * box.height
}

function cutOut(part: Rectangle, cut: Rectangle, into: Rectangle[]): void {
  const hole = intersect(part, cut)
  if (hole === undefined) {
    into.push(part)
    return
  }
  const { x, y, width, height } = part
  const below = hole.y + hole.height
  const right = hole.x + hole.width
  if (hole.y > y) into.push({ x, y, width, height: hole.y - y })
  if (below < y + height) into.push({ x, y: below, width, height: y + height - below })
  if (hole.x > x) into.push({ x, y: hole.y, width: hole.x - x, height: hole.height })
  if (right < x + width) into.push({ x: right, y: hole.y, width: x + width - right, height: hole.height })
}
