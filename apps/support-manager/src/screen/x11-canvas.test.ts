import { describe, expect, it } from 'vitest'
import { BLANK } from './screen-port.ts'
import { X11Canvas } from './x11-canvas.ts'
import { compose } from './x11-compose.ts'

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height })
const image = (width: number, height: number, colour: number) => new Uint32Array(width * height).fill(colour)

describe('a canvas', () => {
  it('[screen R10] tells the smallest rectangle that came out different, and has no high byte', () => {
    const canvas = new X11Canvas(box(100, 50, 20, 10))
    expect(canvas.draw(image(20, 10, 0xff_11_22_33), box(100, 50, 20, 10), [])).toEqual(box(0, 0, 20, 10))
    expect(new Set(canvas.pixels)).toEqual(new Set([0x11_22_33]))
    const part = image(8, 4, 0xff_11_22_33)
    part[8 + 2] = 0xab_00_00_01
    part[3 * 8 + 5] = 2
    expect(canvas.draw(part, box(104, 53, 8, 4), [])).toEqual(box(6, 4, 4, 3))
    expect(canvas.pixels[4 * 20 + 6]).toBe(1)
    expect(canvas.draw(part, box(104, 53, 8, 4), [])).toBeUndefined()
  })

  it('[screen R12] is blank where it is told to be, whatever is drawn there', () => {
    const canvas = new X11Canvas(box(0, 0, 10, 10))
    canvas.draw(image(10, 10, 5), box(0, 0, 10, 10), [box(2, 2, 3, 3), box(8, 8, 90, 90)])
    expect(canvas.pixels.filter((pixel) => pixel === BLANK)).toHaveLength(9 + 4)
    expect(canvas.pixels[2 * 10 + 2]).toBe(BLANK)
    expect(canvas.blank([box(-5, -5, 6, 6), box(2, 2, 3, 3)])).toEqual([box(0, 0, 1, 1)])
    expect(canvas.pixels[0]).toBe(BLANK)
  })
})

describe('windows over each other', () => {
  it('[screen R11] are laid on blank ground, each within its shape', () => {
    const low = { image: image(4, 4, 1), at: box(0, 0, 4, 4), shape: [box(0, 0, 4, 4)], depth: 24 }
    const high = { image: image(2, 2, 2), at: box(3, 3, 2, 2), shape: [box(3, 3, 1, 2)], depth: 24 }
    const picture = compose(box(0, 0, 6, 6), [low, high], false)
    const at = (x: number, y: number) => picture[y * 6 + x]
    expect([at(0, 0), at(3, 3), at(3, 4), at(4, 4), at(5, 5)]).toEqual([1, 2, 2, BLANK, BLANK])
  })

  it('count their alpha only where a compositor does', () => {
    const half = { image: image(1, 1, 0x80_40_00_00), at: box(0, 0, 1, 1), shape: [box(0, 0, 1, 1)], depth: 32 }
    expect(compose(box(0, 0, 1, 1), [half], false)[0]).toBe(0x80_40_00_00)
    // Half of BLANK (0x6b) and the window's own share.
    expect(compose(box(0, 0, 1, 1), [half], true)[0]).toBe(0x75_35_35)
  })
})
