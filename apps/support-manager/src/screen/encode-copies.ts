import { PICTURE_STEPS, leftBehind, writeArea, writeColour } from '@deskside/protocol'
import type { ByteWriter } from '@deskside/protocol'
import { onlyColour } from './encode-colours.ts'
import type { Move } from './encode-moves.ts'
import type { Pixels } from './encode-tiles.ts'
import type { Rectangle } from './screen-port.ts'

/** A smaller move than this share of what was found is not worth being said in fewer bytes. */
const AS_GOOD = 0.8

/** A move as it was written, and what it left behind that is as it is now. */
interface Written {
  readonly move: Move
  readonly filled: readonly Rectangle[]
  readonly colour: number
}

/** Writes moves; what moves on and on, a dragged window, in a few bytes. */
export class CopyWriter {
  #went: Rectangle | undefined

  /** The viewer does not know any more what moved. */
  forget(): void {
    this.#went = undefined
  }

  write(out: ByteWriter, found: Move, of: { readonly shown: Pixels; readonly now: Pixels }): Written {
    const [byX, byY] = [found.to.x - found.fromX, found.to.y - found.fromY]
    const from = this.#went
    const move = from && this.#on(from, found, of)
    if (!from || !move) {
      this.#went = found.to
      out.byte(PICTURE_STEPS.copy)
      writeArea(out, found.to)
      out.number(found.fromX)
      out.number(found.fromY)
      return { move: found, filled: [], colour: 0 }
    }
    this.#went = move.to
    const left = leftBehind(from, byX, byY)
    const [colour, ...others] = left.map((part) => onlyColour(part, of.now))
    const isPlain = colour !== undefined && others.every((other) => other === colour)
    out.byte(isPlain ? PICTURE_STEPS.slide : PICTURE_STEPS.on)
    out.signed(byX)
    out.signed(byY)
    if (!isPlain) return { move, filled: [], colour: 0 }
    writeColour(out, colour)
    return { move, filled: left, colour }
  }

  /** The move of what moved last, where that came along as a whole and is about what was found. */
  #on(from: Rectangle, found: Move, { shown, now }: { readonly shown: Pixels; readonly now: Pixels }) {
    const { width, height } = from
    const x = from.x + found.to.x - found.fromX
    const y = from.y + found.to.y - found.fromY
    if (x < 0 || y < 0 || x + width > now.width || y + height > now.height) return undefined
    if (width * height < found.to.width * found.to.height * AS_GOOD) return undefined
    const [before, after] = [bytesOf(shown), bytesOf(now)]
    for (let row = 0; row < height; row += 1) {
      const a = ((from.y + row) * now.width + from.x) * 4
      const b = ((y + row) * now.width + x) * 4
      if (before.compare(after, b, b + width * 4, a, a + width * 4) !== 0) return undefined
    }
    return { to: { x, y, width, height }, fromX: from.x, fromY: from.y }
  }
}

const bytesOf = ({ pixels }: Pixels): Buffer => Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength)

/** Fills a part of a picture. */
export function fillPart({ x, y, width, height }: Rectangle, picture: Pixels, colour: number): void {
  for (let row = y; row < y + height; row += 1) {
    const start = row * picture.width + x
    picture.pixels.fill(colour, start, start + width)
  }
}
