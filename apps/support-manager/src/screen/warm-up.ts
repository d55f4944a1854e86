import { setImmediate as othersFirst } from 'node:timers/promises'
import { openImageEncoder } from './encode-image.ts'
import { PictureEncoder } from './encode-picture.ts'
import { X11Canvas } from './x11-canvas.ts'

/** Enough for the engine to translate what is used most, and no more: about a tenth of a second of work in all. */
const ROUNDS = 6
const SIZE = { width: 640, height: 360 } as const
/** Each kind of content has a band of the picture. */
const BAND = SIZE.height / 3

/**
 * Makes a few pictures of nothing, which go nowhere. Code runs slowly the first times; the first picture that a person is
 * shown should not be the one that waits for that.
 */
export async function warmUp(): Promise<void> {
  const encoder = new PictureEncoder()
  encoder.useImages(await openImageEncoder())
  const area = { x: 0, y: 0, ...SIZE }
  const canvas = new X11Canvas(area)
  for (let round = 0; round < ROUNDS; round += 1) {
    await othersFirst()
    const changed = canvas.draw(madeUp(round), area, [])
    encoder.note(changed ? [changed] : [])
    const picture = { ...SIZE, pixels: canvas.pixels }
    await encoder.encode(picture, { now: round * 1_000, mode: 'standard', bytes: 1_000_000, quality: 80 })
    encoder.settle(picture)
  }
}

/** A plain band, one of few colours that moves, and one of many. */
function madeUp(round: number): Uint32Array {
  const { width, height } = SIZE
  const pixels = new Uint32Array(width * height)
  for (let at = 0; at < pixels.length; at += 1) {
    const y = Math.floor(at / width)
    if (y < BAND) pixels[at] = round % 2 === 0 ? 0xff_ff_ff : 0x33_66_99
    else if (y < 2 * BAND)
      pixels[at] = Math.imul(at + round * width * 7, 0x9e37_79b1) >>> 29 === 0 ? 0x20_20_20 : 0xf0_f0_f0
    else pixels[at] = Math.imul(at * (round + 1), 0x85eb_ca6b) >>> 8
  }
  return pixels
}
