import { CURSOR_SIDE, PICTURE_MESSAGES, PICTURE_PIXELS, PICTURE_SIDE, pictureNewsSchema } from './picture.ts'
import type { PictureNews } from './picture.ts'
import { ByteReader, PictureError } from './picture-bytes.ts'
import {
  BODY_DEFLATED,
  BODY_PLAIN,
  PICTURE_STEPS,
  bitsFor,
  historyWith,
  leftBehind,
  mostBodyBytes,
  packedBytes,
} from './picture-frame.ts'
import type { PictureArea } from './picture-frame.ts'

/** Something to be drawn. Pixels are 0xAABBGGRR: the bytes R, G, B, A of an `ImageData` on every machine with a browser. */
export type DrawStep =
  | { readonly do: 'copy'; readonly area: PictureArea; readonly fromX: number; readonly fromY: number }
  | { readonly do: 'fill'; readonly area: PictureArea; readonly colour: number }
  | { readonly do: 'pixels'; readonly area: PictureArea; readonly pixels: Uint32Array<ArrayBuffer> }
  /** A WebP picture, to be drawn into the area. */
  | { readonly do: 'image'; readonly area: PictureArea; readonly bytes: Uint8Array }

export interface CursorPicture {
  readonly id: number
  readonly width: number
  readonly height: number
  readonly hotX: number
  readonly hotY: number
  /** RGBA, 8 bits each, not premultiplied. */
  readonly rgba: Uint8Array
}

export type PictureMessage =
  | {
      readonly is: 'frame'
      readonly seq: number
      readonly width: number
      readonly height: number
      readonly steps: readonly DrawStep[]
    }
  | { readonly is: 'cursor-shape'; readonly shape: CursorPicture }
  | {
      readonly is: 'cursor-place'
      readonly place: { readonly x: number; readonly y: number; readonly shapeId: number } | null
    }
  | { readonly is: 'news'; readonly news: PictureNews }

/**
 * Inflates raw deflate, of which `dictionary` (may be empty) was what came before, into exactly `length` bytes; anything else,
 * more of them above all, is to throw. Must not need more memory than that, whatever the bytes say.
 */
export type Inflate = (bytes: Uint8Array, length: number, dictionary: Uint8Array) => Uint8Array

/** A frame may touch each pixel this often: a copy, and what is drawn over it. */
const TIMES_DRAWN = 4

/** Parts of a frame at most: a letter's worth of pixels each, and some. A few bytes could otherwise ask for millions. */
const PIXELS_A_STEP = 16
const SOME_STEPS = 4_096

/**
 * Reads messages into things to draw, in the order in which they come. Nothing is believed: areas lie within the
 * picture, lengths are those of their areas, numbers are in the palette; else it throws a `PictureError` (screen R17).
 */
export class PictureDecoder {
  readonly #inflate: Inflate
  #palette = new Uint32Array(256)
  #colours = 0
  /** Of the frame before; undefined before the first. */
  #last: { readonly seq: number; readonly width: number; readonly height: number } | undefined
  #history = new Uint8Array(0)
  /** Where a copy went last. */
  #went: PictureArea | undefined

  constructor(inflate: Inflate) {
    this.#inflate = inflate
  }

  read(message: Uint8Array): PictureMessage {
    const reader = new ByteReader(message)
    switch (reader.byte()) {
      case PICTURE_MESSAGES.frame:
        return this.#frame(reader)
      case PICTURE_MESSAGES.nextPlain:
        return this.#next(reader, reader.take(reader.left))
      case PICTURE_MESSAGES.nextDeflated:
        return this.#next(reader, this.#inflated(reader.number(), reader))
      case PICTURE_MESSAGES.nextWithTail:
        return this.#next(reader, this.#body(reader))
      case PICTURE_MESSAGES.cursorShape:
        return { is: 'cursor-shape', shape: readShape(reader) }
      case PICTURE_MESSAGES.cursorPlace:
        return { is: 'cursor-place', place: readPlace(reader) }
      case PICTURE_MESSAGES.news:
        return { is: 'news', news: readNews(reader) }
      default:
        throw new PictureError('The picture has a message of a kind that is not known.')
    }
  }

  #frame(reader: ByteReader): PictureMessage {
    const seq = reader.number()
    const width = reader.number()
    const height = reader.number()
    if (width < 1 || height < 1 || width > PICTURE_SIDE || height > PICTURE_SIDE || width * height > PICTURE_PIXELS)
      throw new PictureError('The picture has a size that cannot be.')
    this.#last = { seq, width, height }
    this.#colours = 0
    this.#history = new Uint8Array(0)
    this.#went = undefined
    return this.#steps(this.#last, this.#body(reader), reader)
  }

  #next(reader: ByteReader, body: Uint8Array): PictureMessage {
    const { seq, width, height } = this.#before()
    this.#last = { seq: seq + 1, width, height }
    return this.#steps(this.#last, body, reader)
  }

  #before() {
    if (!this.#last) throw new PictureError('The picture goes on without a beginning.')
    return this.#last
  }

  #steps(of: { seq: number; width: number; height: number }, body: Uint8Array, reader: ByteReader): PictureMessage {
    if (body.length > mostBodyBytes(of.width * of.height))
      throw new PictureError('The picture is larger than its frame.')
    const steps = new StepReader(body, reader, of)
    const drawn: DrawStep[] = []
    const most = SOME_STEPS + (of.width * of.height) / PIXELS_A_STEP
    while (steps.left > 0) {
      if (drawn.length > most) throw new PictureError('The picture has more parts than it has room for.')
      this.#step(steps, drawn)
    }
    if (reader.left > 0) throw new PictureError('The picture has more bytes than it says.')
    this.#history = historyWith(this.#history, body)
    return { is: 'frame', ...of, steps: drawn }
  }

  #body(reader: ByteReader): Uint8Array {
    const compression = reader.byte()
    const length = reader.number()
    const packed = new ByteReader(reader.take(reader.number()))
    if (compression === BODY_DEFLATED) return this.#inflated(length, packed)
    if (compression !== BODY_PLAIN) throw new PictureError('The picture is packed in a way that is not known.')
    if (packed.left !== length) throw new PictureError('The picture is not as long as it says.')
    return packed.take(length)
  }

  /** All that is left to be read is deflate, of a body of so many bytes. */
  #inflated(length: number, reader: ByteReader): Uint8Array {
    const { width, height } = this.#before()
    if (length > mostBodyBytes(width * height)) throw new PictureError('The picture is larger than its frame.')
    const packed = reader.take(reader.left)
    // Deflate adds a few bytes at most to what it cannot make smaller.
    if (packed.length > length + 1024) throw new PictureError('The picture is longer packed than it is.')
    let body: Uint8Array
    try {
      body = this.#inflate(packed, length, this.#history)
    } catch (error) {
      throw new PictureError('The picture cannot be unpacked.', { cause: error })
    }
    if (body.length !== length) throw new PictureError('The picture is not as long as it says.')
    return body
  }

  #step(steps: StepReader, drawn: DrawStep[]): void {
    switch (steps.byte()) {
      case PICTURE_STEPS.copy: {
        const area = steps.area()
        const { x: fromX, y: fromY } = steps.within(steps.number(), steps.number(), area)
        this.#went = area
        drawn.push({ do: 'copy', area, fromX, fromY })
        return
      }
      case PICTURE_STEPS.on:
        this.#goOn(steps, drawn)
        return
      case PICTURE_STEPS.slide: {
        const parts = this.#goOn(steps, drawn)
        const colour = steps.colour()
        for (const part of parts) drawn.push({ do: 'fill', area: steps.area(part), colour })
        return
      }
      case PICTURE_STEPS.fill:
        drawn.push({ do: 'fill', area: steps.area(), colour: steps.colour() })
        return
      case PICTURE_STEPS.palette:
        this.#colours = 0
        this.#addColours(steps)
        return
      case PICTURE_STEPS.more:
        this.#addColours(steps)
        return
      case PICTURE_STEPS.indexed: {
        const area = steps.area()
        const packed = steps.take(packedBytes(area, bitsFor(this.#colours)))
        drawn.push({ do: 'pixels', area, pixels: unpack(packed, area, this.#palette.subarray(0, this.#colours)) })
        return
      }
      case PICTURE_STEPS.columns:
        drawn.push(this.#columns(steps))
        return
      case PICTURE_STEPS.exact: {
        const area = steps.area()
        drawn.push({ do: 'pixels', area, pixels: undoDifferences(steps.take(area.width * area.height * 3), area) })
        return
      }
      case PICTURE_STEPS.image:
        drawn.push(readImage(steps))
        return
      default:
        throw new PictureError('The picture has a step of a kind that is not known.')
    }
  }

  #columns(steps: StepReader): DrawStep {
    const area = steps.area()
    const numbers = steps.take(steps.byte())
    if (numbers.some((number) => number >= this.#colours))
      throw new PictureError('The picture has a colour that is not in its palette.')
    const all = this.#palette.subarray(0, this.#colours)
    const palette = numbers.length === 0 ? all : Uint32Array.from(numbers, (number) => all[number] as number)
    const turned = { ...area, width: area.height, height: area.width }
    const packed = steps.take(packedBytes(turned, bitsFor(palette.length)))
    return { do: 'pixels', area, pixels: turn(unpack(packed, turned, palette), turned) }
  }

  /** What a copy brought somewhere last goes on from there; gives what it leaves behind. */
  #goOn(steps: StepReader, drawn: DrawStep[]): PictureArea[] {
    const from = this.#went
    if (!from) throw new PictureError('The picture moves something on that did not move.')
    const [byX, byY] = [steps.signed(), steps.signed()]
    const area = steps.area({ ...from, x: from.x + byX, y: from.y + byY })
    this.#went = area
    drawn.push({ do: 'copy', area, fromX: from.x, fromY: from.y })
    return leftBehind(from, byX, byY)
  }

  #addColours(steps: StepReader): void {
    const count = steps.byte() + 1
    if (this.#colours + count > 256) throw new PictureError('The picture has a palette that is too long.')
    for (let index = 0; index < count; index += 1) this.#palette[this.#colours + index] = steps.colour()
    this.#colours += count
  }
}

/** Reads the steps of one frame, and sees to it that they stay within its picture. */
class StepReader extends ByteReader {
  readonly #tail: ByteReader
  readonly #size: { readonly width: number; readonly height: number }
  #pixelsLeft: number

  constructor(body: Uint8Array, tail: ByteReader, size: { readonly width: number; readonly height: number }) {
    super(body)
    this.#tail = tail
    this.#size = size
    this.#pixelsLeft = size.width * size.height * TIMES_DRAWN
  }

  /** The next one that it says, or one that comes of what it said; looked at in any case. */
  area(area = { x: this.number(), y: this.number(), width: this.number(), height: this.number() }): PictureArea {
    if (area.width < 1 || area.height < 1) throw new PictureError('The picture has a part of no size.')
    this.within(area.x, area.y, area)
    this.#pixelsLeft -= area.width * area.height
    if (this.#pixelsLeft < 0) throw new PictureError('The picture is drawn over too often.')
    return area
  }

  within(x: number, y: number, { width, height }: { readonly width: number; readonly height: number }) {
    if (x < 0 || y < 0 || x + width > this.#size.width || y + height > this.#size.height)
      throw new PictureError('The picture has a part outside its frame.')
    return { x, y }
  }

  colour(): number {
    const red = this.byte()
    const green = this.byte()
    return (0xff00_0000 | (this.byte() << 16) | (green << 8) | red) >>> 0
  }

  fromTail(length: number): Uint8Array {
    return this.#tail.take(length)
  }
}

/** What is drawn must be what it says before a browser takes memory for it: a simple lossy file (RFC 9649, 2.5) of this size. */
function readImage(steps: StepReader): DrawStep {
  const area = steps.area()
  const bytes = steps.fromTail(steps.number())
  const text = String.fromCharCode(...bytes.subarray(0, 4), ...bytes.subarray(8, 16))
  const at = (index: number): number => bytes[index] ?? 0
  // The frame's start code and its sizes of 14 bits (RFC 6386, 9.1).
  const starts = at(23) === 0x9d && at(24) === 0x01 && at(25) === 0x2a
  const width = (at(26) | (at(27) << 8)) & 0x3fff
  const height = (at(28) | (at(29) << 8)) & 0x3fff
  if (text !== 'RIFFWEBPVP8 ' || !starts || width !== area.width || height !== area.height)
    throw new PictureError('A part of the picture is not of the size that it says.')
  return { do: 'image', area, bytes }
}

function unpack(packed: Uint8Array, area: PictureArea, palette: Uint32Array): Uint32Array<ArrayBuffer> {
  const { width, height } = area
  const bits = bitsFor(palette.length)
  const mask = (1 << bits) - 1
  const rowBytes = packedBytes({ ...area, height: 1 }, bits)
  const pixels = new Uint32Array(width * height)
  let highest = 0
  for (let y = 0, to = 0; y < height; y += 1) {
    let from = y * rowBytes
    for (let x = 0, shift = 0, byte = 0; x < width; x += 1, to += 1, shift += bits) {
      if (shift === 8 || x === 0) {
        byte = packed[from] as number
        from += 1
        shift = 0
      }
      const index = (byte >>> shift) & mask
      if (index > highest) highest = index
      pixels[to] = palette[index] as number
    }
  }
  if (highest >= palette.length) throw new PictureError('The picture has a colour that is not in its palette.')
  return pixels
}

/** Columns that came as rows. */
function turn(pixels: Uint32Array, { width, height }: PictureArea): Uint32Array<ArrayBuffer> {
  const turned = new Uint32Array(pixels.length)
  for (let column = 0, from = 0; column < height; column += 1)
    for (let row = 0; row < width; row += 1, from += 1) turned[row * height + column] = pixels[from] as number
  return turned
}

function undoDifferences(bytes: Uint8Array, { width, height }: PictureArea): Uint32Array<ArrayBuffer> {
  const count = width * height
  const pixels = new Uint32Array(count)
  let [aboveG, aboveR, aboveB] = [0, 0, 0]
  for (let y = 0, at = 0; y < height; y += 1) {
    let [g, r, b] = [aboveG, aboveR, aboveB]
    for (let x = 0; x < width; x += 1, at += 1) {
      g = (g + (bytes[at] as number)) & 0xff
      r = (r + (bytes[count + at] as number)) & 0xff
      b = (b + (bytes[2 * count + at] as number)) & 0xff
      if (x === 0) {
        aboveG = g
        aboveR = r
        aboveB = b
      }
      pixels[at] = (0xff00_0000 | (((b + g) & 0xff) << 16) | (g << 8) | ((r + g) & 0xff)) >>> 0
    }
  }
  return pixels
}

function readShape(reader: ByteReader): CursorPicture {
  const id = reader.number()
  const width = reader.number()
  const height = reader.number()
  if (width < 1 || height < 1 || width > CURSOR_SIDE || height > CURSOR_SIDE)
    throw new PictureError('The cursor has a size that cannot be.')
  const hotX = reader.number()
  const hotY = reader.number()
  if (hotX > CURSOR_SIDE || hotY > CURSOR_SIDE) throw new PictureError('The cursor points from outside itself.')
  const rgba = reader.take(width * height * 4)
  if (reader.left > 0) throw new PictureError('The cursor has more bytes than it says.')
  return { id, width, height, hotX, hotY, rgba: rgba.slice() }
}

function readPlace(reader: ByteReader) {
  if (reader.byte() === 0) return null
  const shapeId = reader.number()
  return { shapeId, x: reader.signed(), y: reader.signed() }
}

function readNews(reader: ByteReader): PictureNews {
  let said: unknown
  try {
    said = JSON.parse(readText(reader.take(reader.left)))
  } catch (error) {
    throw new PictureError('The picture came with words that cannot be read.', { cause: error })
  }
  const news = pictureNewsSchema.safeParse(said)
  if (!news.success) throw new PictureError('The picture came with words that are not known.')
  return news.data
}

/** ASCII, as `writePictureNews` made it. */
function readText(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += 4096)
    text += String.fromCharCode(...bytes.subarray(from, from + 4096))
  return text
}
