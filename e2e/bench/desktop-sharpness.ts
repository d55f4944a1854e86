import type { Pixels } from './desktop-display.ts'
import type { Region } from './desktop-page.ts'

export interface Sharpness {
  /** Pixels that are not the display's, of a hundred. */
  readonly off: number
  /** Pixels with a channel off by more than 16, of a hundred. */
  readonly farOff: number
  /** Of the luma (BT.601), in dB; infinite where every pixel is right. */
  readonly psnr: number
}

const FAR = 16

/**
 * Compares what a viewer shows (red first) with what is on the display (blue first), but for what `covered` covers.
 * @throws where the sizes differ.
 */
export function compare(seen: Pixels, real: Pixels, covered: readonly Region[]): Sharpness {
  if (seen.width !== real.width || seen.height !== real.height)
    throw new Error(`The picture is ${seen.width}x${seen.height}, the display ${real.width}x${real.height}.`)
  const hidden = maskOf(real, covered)
  let [pixels, off, farOff, squares] = [0, 0, 0, 0]
  for (let at = 0; at < hidden.length * 4; at += 4) {
    if (hidden[at / 4] === 1) continue
    pixels += 1
    const red = (seen.data[at] ?? 0) - (real.data[at + 2] ?? 0)
    const green = (seen.data[at + 1] ?? 0) - (real.data[at + 1] ?? 0)
    const blue = (seen.data[at + 2] ?? 0) - (real.data[at] ?? 0)
    const most = Math.max(Math.abs(red), Math.abs(green), Math.abs(blue))
    if (most > 0) off += 1
    if (most > FAR) farOff += 1
    squares += (0.299 * red + 0.587 * green + 0.114 * blue) ** 2
  }
  return {
    off: (off / pixels) * 100,
    farOff: (farOff / pixels) * 100,
    psnr: squares === 0 ? Infinity : 10 * Math.log10(255 ** 2 / (squares / pixels)),
  }
}

function maskOf({ width, height }: Pixels, regions: readonly Region[]): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (const region of regions)
    for (let y = Math.max(0, region.y); y < Math.min(height, region.y + region.height); y++)
      mask.fill(1, y * width + Math.max(0, region.x), y * width + Math.min(width, region.x + region.width))
  return mask
}
