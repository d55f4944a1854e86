import { PICTURE_STEPS, bitsFor, packedBytes, writeArea, writeColour } from '@deskside/protocol'
import type { ByteWriter } from '@deskside/protocol'
import { MOST_COLOURS, onlyColour } from './encode-colours.ts'
import { stripsOf } from './encode-strips.ts'
import type { Strip } from './encode-strips.ts'
import type { Pixels } from './encode-tiles.ts'
import type { Rectangle } from './screen-port.ts'

const SLOTS = 1024
/** A part of so many pixels is worth a palette of its own where that has few colours, and numbers of fewer bits. */
const LARGE = 4096
const FEW = 16
/** A picture has more colours than this, changes at so many of its pixels, and that is seen from some of its rows. */
const PHOTO_COLOURS = 64
const PHOTO_CHANGES = 0.6
const PHOTO_ROWS = 4

const SAME = Uint8Array.from({ length: MOST_COLOURS }, (_, number) => number)

/** Numbers to be packed: where they begin, how they lie, and bits of each. */
interface Lines {
  readonly from: number
  readonly along: number
  readonly across: number
  readonly length: number
  readonly lines: number
  readonly bits: number
}

/** What a channel's 256 values become; undefined where they stay as they are. */
export type Levels = Uint8Array | undefined

/** `count` evenly spread values from 0 to 255, each value to the nearest. */
export function levelsOf(count: number): Uint8Array {
  const step = 255 / (count - 1)
  return Uint8Array.from({ length: 256 }, (_, value) => Math.round(Math.round(value / step) * step))
}

/** The palette that this side and the viewer have in common, and parts told by it. */
export class PaletteWriter {
  readonly #keys = new Int32Array(SLOTS).fill(-1)
  readonly #values = new Uint8Array(SLOTS)
  readonly #colours = new Int32Array(MOST_COLOURS)
  /** Colours in the table, and how many of them the viewer has. */
  #count = 0
  #told = 0
  #numbers = new Uint8Array(4096)
  /** How often each number is in a strip, and what it is there. */
  readonly #times = new Int32Array(MOST_COLOURS)
  readonly #own = new Uint8Array(MOST_COLOURS)
  /** The palette as it was before something was tried. */
  readonly #kept = {
    keys: new Int32Array(SLOTS),
    values: new Uint8Array(SLOTS),
    colours: new Int32Array(MOST_COLOURS),
    count: 0,
    told: 0,
  }

  /** Writes a part, with the colours that the palette lacks; false, and nothing written, where it has too many. */
  write(out: ByteWriter, part: Rectangle, of: { readonly picture: Pixels; readonly levels: Levels }): boolean {
    const area = part.width * part.height
    if (this.#numbers.length < area) this.#numbers = new Uint8Array(area)
    if (!this.#numberAnyhow(part, of)) return false
    this.#tell(out)
    const strips = stripsOf(this.#numbers, part) ?? [{ top: 0, height: part.height, is: 'other' }]
    for (const strip of strips) this.#writeStrip(out, part, strip)
    return true
  }

  /** By the palette there is and some more colours, or by a new one; else everything is as it was. */
  #numberAnyhow(part: Rectangle, of: { readonly picture: Pixels; readonly levels: Levels }): boolean {
    const count = this.#count
    const isLarge = part.width * part.height >= LARGE
    this.#keep()
    // By the palette there is, unless a large part needs far fewer colours than that has.
    if (!(isLarge && count > FEW) && this.#number(part, of)) return true
    this.forget()
    const alone = this.#number(part, of)
    if (alone && (!isLarge || count <= FEW || this.#count <= FEW)) return true
    this.#restore()
    // What is too much for a palette of its own is too much for any.
    if (!alone) return false
    if (this.#number(part, of)) return true
    this.forget()
    return this.#number(part, of)
  }

  #keep(): void {
    this.#kept.keys.set(this.#keys)
    this.#kept.values.set(this.#values)
    this.#kept.colours.set(this.#colours)
    this.#kept.count = this.#count
    this.#kept.told = this.#told
  }

  #restore(): void {
    this.#keys.set(this.#kept.keys)
    this.#values.set(this.#kept.values)
    this.#colours.set(this.#kept.colours)
    this.#count = this.#kept.count
    this.#told = this.#kept.told
  }

  #tell(out: ByteWriter): void {
    const count = this.#count - this.#told
    if (count === 0) return
    out.byte(this.#told === 0 ? PICTURE_STEPS.palette : PICTURE_STEPS.more)
    out.byte(count - 1)
    for (let index = this.#told; index < this.#count; index += 1) writeColour(out, this.#colours[index] as number)
    this.#told = this.#count
  }

  /** The viewer has no palette any more. */
  forget(): void {
    this.#keys.fill(-1)
    this.#count = 0
    this.#told = 0
  }

  #add(colour: number): number {
    let slot = (Math.imul(colour, 0x9e3779b1) >>> 16) & (SLOTS - 1)
    for (;;) {
      const key = this.#keys[slot]
      if (key === colour) return this.#values[slot] as number
      if (key === -1) break
      slot = (slot + 1) & (SLOTS - 1)
    }
    if (this.#count === MOST_COLOURS) return -1
    this.#keys[slot] = colour
    this.#values[slot] = this.#count
    this.#colours[this.#count] = colour
    this.#count += 1
    return this.#count - 1
  }

  #number(part: Rectangle, { picture, levels }: { readonly picture: Pixels; readonly levels: Levels }): boolean {
    const { width, pixels } = picture
    const numbers = this.#numbers
    let last = -1
    let number = 0
    let to = 0
    for (let y = part.y; y < part.y + part.height; y += 1) {
      const end = y * width + part.x + part.width
      for (let at = y * width + part.x; at < end; at += 1, to += 1) {
        const colour = pixels[at] as number
        if (colour !== last) {
          last = colour
          number = this.#add(levels ? levelled(colour, levels) : colour)
          if (number < 0) return false
        }
        numbers[to] = number
      }
    }
    return true
  }

  #writeStrip(out: ByteWriter, part: Rectangle, { top, height, is }: Strip): void {
    const area = { ...part, y: part.y + top, height }
    const from = top * part.width
    if (is === 'plain') {
      out.byte(PICTURE_STEPS.fill)
      writeArea(out, area)
      writeColour(out, this.#colours[this.#numbers[from] as number] as number)
      return
    }
    const { width } = part
    if (is === 'text') {
      out.byte(PICTURE_STEPS.columns)
      writeArea(out, area)
      const bits = this.#tellFew(out, from, height * width)
      this.#pack(out, { from, along: width, across: 1, length: height, lines: width, bits })
    } else {
      out.byte(PICTURE_STEPS.indexed)
      writeArea(out, area)
      this.#own.set(SAME)
      this.#pack(out, { from, along: 1, across: width, length: width, lines: height, bits: bitsFor(this.#count) })
    }
  }

  /** The few colours of a strip, the background first: numbers in these are the same whatever the colours are. Gives their bits. */
  #tellFew(out: ByteWriter, from: number, length: number): number {
    const times = this.#times.fill(0)
    const numbers = this.#numbers
    for (let at = from; at < from + length; at += 1)
      times[numbers[at] as number] = (times[numbers[at] as number] as number) + 1
    const used: number[] = []
    let most = 0
    for (let number = 0; number < this.#count; number += 1) {
      if (times[number] === 0) continue
      used.push(number)
      if ((times[number] as number) > (times[most] as number)) most = number
    }
    this.#own.set(SAME)
    if (used.length > FEW) {
      out.byte(0)
      return bitsFor(this.#count)
    }
    const few = [most, ...used.filter((number) => number !== most)]
    out.byte(few.length)
    for (const [own, number] of few.entries()) {
      out.byte(number)
      this.#own[number] = own
    }
    return bitsFor(few.length)
  }

  /** Packs lines of numbers: `along` from one number of a line to the next, `across` from one line to the next. */
  #pack(out: ByteWriter, { from, along, across, length, lines, bits }: Lines): void {
    const numbers = this.#numbers
    const own = this.#own
    const room = out.room(packedBytes({ x: 0, y: 0, width: length, height: lines }, bits))
    if (bits === 8 && along === 1) {
      room.set(numbers.subarray(from, from + room.length))
      return
    }
    for (let line = 0, to = 0; line < lines; line += 1) {
      let byte = 0
      let shift = 0
      for (let step = 0, at = from + line * across; step < length; step += 1, at += along) {
        byte |= (own[numbers[at] as number] as number) << shift
        shift += bits
        if (shift === 8) {
          room[to] = byte
          to += 1
          byte = 0
          shift = 0
        }
      }
      if (shift > 0) {
        room[to] = byte
        to += 1
      }
    }
  }
}

/** Writes a part that has one colour, exactly; false, and nothing written, where it has more. */
export function writeFill(out: ByteWriter, part: Rectangle, picture: Pixels): boolean {
  const colour = onlyColour(part, picture)
  if (colour === undefined) return false
  out.byte(PICTURE_STEPS.fill)
  writeArea(out, part)
  writeColour(out, colour)
  return true
}

/** Whether a part of few enough colours for a palette is a picture all the same: grey, or with grain, and hardly two alike side by side. */
export function looksLikePhoto(part: Rectangle, { width, pixels }: Pixels): boolean {
  const seen = new Set<number>()
  let [changes, looked] = [0, 0]
  for (let y = part.y; y < part.y + part.height; y += PHOTO_ROWS) {
    const from = y * width + part.x
    let last = pixels[from] as number
    for (let at = from + 1; at < from + part.width; at += 1) {
      const colour = pixels[at] as number
      looked += 1
      if (colour === last) continue
      last = colour
      changes += 1
      if (seen.size <= PHOTO_COLOURS) seen.add(colour)
    }
    // Text and plain parts are known after a few rows.
    if (looked > 256 && changes < looked * PHOTO_CHANGES) return false
  }
  return changes >= looked * PHOTO_CHANGES && seen.size > PHOTO_COLOURS
}

/** A colour with each of its channels brought to one of the levels. */
function levelled(colour: number, levels: Uint8Array): number {
  return (
    ((levels[(colour >>> 16) & 0xff] as number) << 16) |
    ((levels[(colour >>> 8) & 0xff] as number) << 8) |
    (levels[colour & 0xff] as number)
  )
}
