import { describe, expect, it } from 'vitest'
import type { Rectangle } from './screen-port.ts'
import { around, clip, covered, joinNear, sameRegion, subtract } from './x11-region.ts'

const box = (x: number, y: number, width: number, height: number): Rectangle => ({ x, y, width, height })

/** Small places by chance, always the same ones. */
function chance(seed: number): () => Rectangle {
  let state = seed
  const next = (most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * most)
  }
  return () => box(next(20), next(20), 1 + next(8), 1 + next(8))
}

function pixels(region: readonly Rectangle[]): Set<string> {
  const all = new Set<string>()
  for (const { x, y, width, height } of region)
    for (let row = y; row < y + height; row += 1)
      for (let column = x; column < x + width; column += 1) all.add(`${column},${row}`)
  return all
}

describe('a region', () => {
  it('without others is every pixel of it that is in none of them, once', () => {
    const one = chance(7)
    for (let time = 0; time < 200; time += 1) {
      const from = [box(2, 2, 15, 15)]
      const cuts = [one(), one(), one(), one()]
      const left = subtract(from, cuts)
      const cut = pixels(cuts)
      expect(pixels(left)).toEqual(new Set([...pixels(from)].filter((pixel) => !cut.has(pixel))))
      expect(left.reduce((sum, { width, height }) => sum + width * height, 0)).toBe(pixels(left).size)
    }
  })

  it('is the same as another however it is cut', () => {
    expect(sameRegion([box(0, 0, 10, 10)], [box(0, 0, 10, 5), box(0, 5, 4, 5), box(3, 5, 7, 5)])).toBe(true)
    expect(sameRegion([box(0, 0, 10, 10)], [box(0, 0, 10, 9)])).toBe(false)
    expect(sameRegion([], [box(0, 0, 1, 1)])).toBe(false)
    expect(clip([box(0, 0, 10, 10), box(20, 0, 5, 5)], box(5, 5, 10, 10))).toEqual([box(5, 5, 5, 5)])
    expect(around([box(5, 5, 1, 1), box(1, 8, 2, 2)])).toEqual(box(1, 5, 5, 5))
  })

  it('[screen R10] is joined where near, left apart where far, and never loses a pixel', () => {
    expect(joinNear([box(0, 0, 20, 10), box(22, 0, 20, 10)])).toEqual([box(0, 0, 42, 10)])
    expect(joinNear([box(0, 0, 20, 10), box(900, 800, 20, 10)])).toHaveLength(2)
    const one = chance(3)
    const many = Array.from({ length: 300 }, () => {
      const place = one()
      return { ...place, x: place.x * 90, y: place.y * 50 }
    })
    const joined = joinNear(many)
    expect(joined.length).toBeLessThanOrEqual(16)
    expect(covered(many, joined)).toBe(true)
  })
})
