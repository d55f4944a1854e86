import { PICTURE_STEPS, writeArea } from '@deskside/protocol'
import type { ByteWriter } from '@deskside/protocol'
import type { Pixels } from './encode-tiles.ts'
import type { Rectangle } from './screen-port.ts'

/** Writes a part of many colours as it is: differences to the neighbour, which deflate well. */
export function writeExact(out: ByteWriter, part: Rectangle, { width, pixels }: Pixels): void {
  out.byte(PICTURE_STEPS.exact)
  writeArea(out, part)
  const count = part.width * part.height
  const room = out.room(count * 3)
  let [aboveG, aboveR, aboveB] = [0, 0, 0]
  let to = 0
  for (let y = part.y; y < part.y + part.height; y += 1) {
    let [g, r, b] = [aboveG, aboveR, aboveB]
    const start = y * width + part.x
    for (let x = 0; x < part.width; x += 1, to += 1) {
      const colour = pixels[start + x] as number
      const green = (colour >>> 8) & 0xff
      const red = (((colour >>> 16) & 0xff) - green) & 0xff
      const blue = ((colour & 0xff) - green) & 0xff
      room[to] = green - g
      room[count + to] = red - r
      room[2 * count + to] = blue - b
      g = green
      r = red
      b = blue
      if (x === 0) {
        aboveG = g
        aboveR = r
        aboveB = b
      }
    }
  }
}
