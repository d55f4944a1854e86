import { encode } from 'fast-png'
import type { ScreenPort, Target } from './screen-port.ts'

/** A small picture of a target as a `data:image/png` address; undefined where it cannot be had now. */
export async function thumbnailOf(
  screen: Pick<ScreenPort, 'thumbnail'>,
  target: Target,
  width: number,
): Promise<string | undefined> {
  const small = await screen.thumbnail(target, width).catch(() => undefined)
  if (!small) return undefined
  const rgb = new Uint8Array(small.pixels.length * 3)
  small.pixels.forEach((pixel, index) => {
    rgb[index * 3] = pixel >>> 16
    rgb[index * 3 + 1] = pixel >>> 8
    rgb[index * 3 + 2] = pixel
  })
  const png = encode({ width: small.width, height: small.height, channels: 3, data: rgb })
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`
}
