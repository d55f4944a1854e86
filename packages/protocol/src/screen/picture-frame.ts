import { PICTURE_MESSAGES } from './picture.ts'
import type { PictureNews } from './picture.ts'
import { ByteWriter } from './picture-bytes.ts'

/** A part of a picture, in its pixels from the upper left corner. */
export interface PictureArea {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * What a frame does to the picture, one after the other. The palette, and where a copy went last, are kept from one step, and
 * from one frame to those that are `next`.
 * - `copy` area, from x, from y: a part of the picture as it is by then, to another place; the two may overlap
 * - `fill` area, colour
 * - `palette` count - 1, colours: a new palette; `more` adds to the one there is
 * - `indexed` area, rows of numbers in the palette, 1, 2, 4 or 8 bits each by its size, the first in the low bits, each row
 *   on a byte of its own
 * - `exact` area, then all differences of green, of red less green, of blue less green: each to the pixel at its left, the
 *   leftmost of a row to the one above
 * - `image` area, length: a WebP picture, the next bytes of the frame's tail
 * - `columns` area, count, as many numbers in the palette, then columns of numbers in these (in the palette itself where the count
 *   is 0), packed as in `indexed`, each column on a byte of its own: a letter is the same bytes wherever it stands in a line and
 *   whatever its colour
 * - `on` by x, by y: what a copy brought somewhere last goes on from there
 * - `slide` by x, by y, colour: the same, and what it leaves behind is of one colour
 */
export const PICTURE_STEPS = {
  copy: 0,
  fill: 1,
  palette: 2,
  more: 3,
  indexed: 4,
  exact: 5,
  image: 6,
  columns: 7,
  on: 8,
  slide: 9,
} as const

export const BODY_PLAIN = 0
/** Raw deflate (RFC 1951); in frames that are `next`, with the bodies before as its dictionary. */
export const BODY_DEFLATED = 1

/** Bytes of the bodies before that are kept as a dictionary: as far as deflate looks back. */
export const HISTORY_BYTES = 32_768

/** What is kept of bodies that came one after the other: the last bytes of them. */
export function historyWith(history: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  if (body.length >= HISTORY_BYTES) return new Uint8Array(body.subarray(body.length - HISTORY_BYTES))
  const kept = history.subarray(Math.max(0, history.length + body.length - HISTORY_BYTES))
  const both = new Uint8Array(kept.length + body.length)
  both.set(kept)
  both.set(body, kept.length)
  return both
}

/** The parts of one area that another of the same size, and not the same place, leaves uncovered: one or two, above each other or side by side. */
export function leftBehind(from: PictureArea, byX: number, byY: number): PictureArea[] {
  const { x, y, width, height } = from
  const [w, h] = [Math.min(width, Math.abs(byX)), Math.min(height, Math.abs(byY))]
  const row = { x, y: byY > 0 ? y : y + height - h, width, height: h }
  const column = { x: byX > 0 ? x : x + width - w, y: byY > 0 ? y + h : y, width: w, height: height - h }
  return [row, column].filter((part) => part.width > 0 && part.height > 0)
}

/** Bytes that a body may have beside three for each pixel: palettes, and steps for many small parts. */
export function mostBodyBytes(pixels: number): number {
  return pixels * 4 + 65_536
}

/** Bits of one number in a palette of `count` colours. */
export function bitsFor(count: number): 1 | 2 | 4 | 8 {
  if (count <= 2) return 1
  if (count <= 4) return 2
  return count <= 16 ? 4 : 8
}

/** Bytes of the packed numbers of an area. */
export function packedBytes({ width, height }: PictureArea, bits: number): number {
  return Math.ceil((width * bits) / 8) * height
}

export function writeArea(out: ByteWriter, { x, y, width, height }: PictureArea): void {
  out.number(x)
  out.number(y)
  out.number(width)
  out.number(height)
}

export function writeColour(out: ByteWriter, colour: number): void {
  out.byte((colour >>> 16) & 0xff)
  out.byte((colour >>> 8) & 0xff)
  out.byte(colour & 0xff)
}

export interface FrameParts {
  readonly seq: number
  readonly width: number
  readonly height: number
  /** The steps, as they are or deflated. */
  readonly body: Uint8Array
  readonly compression: typeof BODY_PLAIN | typeof BODY_DEFLATED
  /** Bytes of the steps as they are. */
  readonly bodyBytes: number
  /** The pictures of `image` steps. */
  readonly tail: readonly Uint8Array[]
}

/** A frame as a message that needs nothing of those before it: the palette and the history begin anew. */
export function writeFrame(parts: FrameParts): Uint8Array {
  const out = new ByteWriter(parts.body.length + 32)
  out.byte(PICTURE_MESSAGES.frame)
  out.number(parts.seq)
  out.number(parts.width)
  out.number(parts.height)
  writeBody(out, parts)
  return out.bytes
}

/** The frame after another one of the same size as a message. */
export function writeNextFrame(parts: Omit<FrameParts, 'seq' | 'width' | 'height'>): Uint8Array {
  const { body, compression, bodyBytes, tail } = parts
  const out = new ByteWriter(body.length + 16)
  if (tail.length > 0) {
    out.byte(PICTURE_MESSAGES.nextWithTail)
    writeBody(out, parts)
  } else if (compression === BODY_PLAIN) {
    out.byte(PICTURE_MESSAGES.nextPlain)
    out.put(body)
  } else {
    out.byte(PICTURE_MESSAGES.nextDeflated)
    out.number(bodyBytes)
    out.put(body)
  }
  return out.bytes
}

function writeBody(out: ByteWriter, parts: Omit<FrameParts, 'seq' | 'width' | 'height'>): void {
  out.byte(parts.compression)
  out.number(parts.bodyBytes)
  out.number(parts.body.length)
  out.put(parts.body)
  for (const image of parts.tail) out.put(image)
}

/** The shape of a cursor as a message: RGBA, 8 bits each, not premultiplied. */
export function writeCursorShape(shape: {
  readonly id: number
  readonly width: number
  readonly height: number
  readonly hotX: number
  readonly hotY: number
  readonly rgba: Uint8Array
}): Uint8Array {
  const out = new ByteWriter(shape.rgba.length + 32)
  out.byte(PICTURE_MESSAGES.cursorShape)
  out.number(shape.id)
  out.number(shape.width)
  out.number(shape.height)
  out.number(shape.hotX)
  out.number(shape.hotY)
  out.put(shape.rgba)
  return out.bytes
}

/** Where the cursor is in the picture, and which shape it has; undefined where it is not to be seen. */
export function writeCursorPlace(
  place: { readonly x: number; readonly y: number; readonly shapeId: number } | undefined,
) {
  const out = new ByteWriter(16)
  out.byte(PICTURE_MESSAGES.cursorPlace)
  out.byte(place ? 1 : 0)
  if (place) {
    out.number(place.shapeId)
    out.signed(place.x)
    out.signed(place.y)
  }
  return out.bytes
}

/** News as a message: JSON in ASCII, everything else escaped. */
export function writePictureNews(news: PictureNews): Uint8Array {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  const text = JSON.stringify(news).replace(/[^\x20-\x7e]/g, escaped)
  const out = new ByteWriter(text.length + 1)
  out.byte(PICTURE_MESSAGES.news)
  const room = out.room(text.length)
  for (let index = 0; index < text.length; index += 1) room[index] = text.charCodeAt(index)
  return out.bytes
}
