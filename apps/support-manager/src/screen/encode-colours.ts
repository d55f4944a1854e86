import type { Pixels } from './encode-tiles.ts'
import type { Rectangle } from './screen-port.ts'

/** The colour of a part that has one only. */
export function onlyColour(part: Rectangle, { width, pixels }: Pixels): number | undefined {
  const first = part.y * width + part.x
  const colour = pixels[first] as number
  for (let at = first + 1; at < first + part.width; at += 1) if (pixels[at] !== colour) return undefined
  if (part.height === 1) return colour
  // The other rows are the first one's: comparing memory is several times as quick.
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)
  const row = Buffer.from(bytes.buffer, bytes.byteOffset + first * 4, part.width * 4)
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let y = part.y + 1; y < part.y + part.height; y += 1) {
    const from = (y * width + part.x) * 4
    if (row.compare(all, from, from + row.length) !== 0) return undefined
  }
  return colour
}

/** Colours that a palette takes. */
export const MOST_COLOURS = 256
const SLOTS = 1024
const slots = new Int32Array(SLOTS)

/** Whether a part has more colours than a palette takes, or than `most`. */
export function hasManyColours(part: Rectangle, { width, pixels }: Pixels, most = MOST_COLOURS): boolean {
  slots.fill(-1)
  let [last, count] = [-1, 0]
  for (let y = part.y; y < part.y + part.height; y += 1)
    for (let at = y * width + part.x, end = at + part.width; at < end; at += 1) {
      const colour = pixels[at] as number
      if (colour === last) continue
      last = colour
      let slot = (Math.imul(colour, 0x9e3779b1) >>> 16) & (SLOTS - 1)
      while (slots[slot] !== -1 && slots[slot] !== colour) slot = (slot + 1) & (SLOTS - 1)
      if (slots[slot] === colour) continue
      if (count === most) return true
      slots[slot] = colour
      count += 1
    }
  return false
}
