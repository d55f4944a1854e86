import { ByteWriter, PICTURE_SIDE, PICTURE_STEPS, writeArea, writeFrame, writeNextFrame } from '@deskside/protocol'
import type { DisplayMode } from '@deskside/protocol'
import { BodyPacker } from './encode-body.ts'
import { copyPart, keepDiffering, tighten } from './encode-changes.ts'
import { hasManyColours } from './encode-colours.ts'
import { CopyWriter, fillPart } from './encode-copies.ts'
import { writeExact } from './encode-exact.ts'
import { MoveFinder, doMove } from './encode-moves.ts'
import { PaletteWriter, levelsOf, looksLikePhoto, writeFill } from './encode-palette.ts'
import type { Levels } from './encode-palette.ts'
import { RoughTiles } from './encode-rough.ts'
import type { Roughness } from './encode-rough.ts'
import { TileMap, partsOf } from './encode-tiles.ts'
import type { Pixels } from './encode-tiles.ts'
import { PART_PIXELS, Work, cut, halve } from './encode-work.ts'
import type { Budget } from './encode-work.ts'
import type { Rectangle } from './screen-port.ts'

/** Makes a picture of a part that is good enough for a moment, as WebP; `quality` from 0 to 100. */
export type EncodeImage = (picture: Pixels, part: Rectangle, quality: number) => Uint8Array

/** On a slow line it is cut into smaller ones, down to this. */
const FEWEST_PIXELS = 8_192
/** A part up to here is small: a letter, a button. */
const SMALL_PIXELS = 4_096
/** The same for an image. */
const IMAGE_PIXELS = 262_144
/** A part of many colours is cut down to this side to find out where the many colours are. */
const LEAF_SIDE = 64
/** Moves in one frame at most: panes that scroll side by side, a window and what came out below. */
const MOST_MOVES = 3
/** Another move is sought while at least this share of what changed is left. */
const WORTH_ANOTHER = 0.3
/** From so many pixels of many colours on, a part that has just changed is sent inexact first. */
const MANY_PIXELS = 40_000
/** Or from so many on that it would take a whole frame: bytes of such a pixel, sent exactly. */
const EXACT_BYTES = 2

/** Of a video it is asked every so many frames whether it still is one, and it is most of what changed from this share on. */
const VIDEO_FRAMES = 8
const MOSTLY = 0.7

const FEW_COLOURS = 16

const MOVING_LEVELS = levelsOf(3)
const RESTING_LEVELS = levelsOf(32)
/** WebP quality of what rests in Screen Sampling. */
const RESTING_QUALITY = 80

export interface EncodedFrame {
  readonly bytes: Uint8Array
  readonly moves: number
  readonly parts: number
}

/**
 * Turns what a screen shows into frames for one viewer. It holds the picture as the viewer has it, so that the next frame
 * is always the way from there to what is on the screen now; nothing is ever queued (screen R16).
 */
export class PictureEncoder {
  #image: EncodeImage | undefined
  readonly #moves = new MoveFinder()
  readonly #copies = new CopyWriter()
  readonly #palette = new PaletteWriter()
  readonly #packer = new BodyPacker()
  readonly #body = new ByteWriter(65_536)
  #shown: Pixels | undefined
  #pending = new TileMap({ width: 0, height: 0 })
  #rough = new RoughTiles({ width: 0, height: 0 })
  /** Parts that were painted, and are not in `#shown` yet. */
  readonly #owed: Rectangle[] = []
  /** Whether something changed since the last frame. */
  #hasNews = false
  #seq = 0
  /** Whether the next frame is to need nothing of those before. */
  #isFirst = true
  /** The line of the picture at which the frame before was full. */
  #goOnAt = 0
  /** Bytes of a body for one byte that was sent, of late. */
  #shrinks = 4

  /** `image` makes what may be inexact for a moment; without it everything is exact at once. */
  useImages(image: EncodeImage): void {
    this.#image = image
  }

  get seq(): number {
    return this.#seq
  }

  /** Whether there is something that the viewer has not seen. */
  get hasPending(): boolean {
    return !this.#pending.isEmpty
  }

  /** Whether the next frame brings everything. */
  get isNew(): boolean {
    return this.#shown === undefined
  }

  /** Whether the viewer has something that is not exact enough, and when the next of it can be mended. */
  roughUntil(mode: DisplayMode, now: number): number | undefined {
    return this.#rough.nextAt(mode, now)
  }

  /** The viewer is taken to have nothing: the next frame brings everything. */
  startAnew(): void {
    this.#shown = undefined
    this.#owed.length = 0
  }

  /** To be called when the frame has been sent, before the picture changes: what need not be done before that is done now. */
  settle(now: Pixels): void {
    const shown = this.#shown
    if (shown) for (const part of this.#owed) copyPart(part, now, shown)
    this.#owed.length = 0
  }

  /** What may have changed since the last frame, in the picture's pixels. */
  note(changed: readonly Rectangle[]): void {
    for (const part of changed) this.#pending.mark(part)
    this.#hasNews = true
  }

  /** The frame that brings the viewer from what it has to `now`; undefined where that is the same. */
  async encode(now: Pixels, budget: Budget): Promise<EncodedFrame | undefined> {
    const shown = this.#begin(now)
    this.#body.clear()
    const work = new Work({ shown, now, budget, room: budget.bytes * this.#shrinks })
    const differing = keepDiffering(this.#pending, shown, now)
    if (differing > 0) this.#rough.touched(this.#pending, budget.now)
    let moves = 0
    // What is left of a change that did not fit into a frame has been looked at before.
    if (differing > 0 && this.#hasNews) moves = this.#move(work, differing)
    this.#hasNews = false
    this.#paintChanges(work)
    this.#mend(work)
    if (this.#body.length === 0) return undefined
    this.#seq += 1
    const bytes = await this.#finish(now, work.tail)
    return { bytes, moves, parts: work.parts }
  }

  #begin(now: Pixels): Pixels {
    const { width, height } = now
    if (this.#shown?.width === width && this.#shown.height === height) return this.#shown
    const pixels = new Uint32Array(width * height)
    // The viewer begins with black, and no pixel of the screen is this: everything differs.
    pixels.fill(0xff00_0000)
    this.#shown = { width, height, pixels }
    // Nothing of it was anywhere before.
    this.#hasNews = false
    this.#pending = new TileMap(now)
    this.#pending.mark({ x: 0, y: 0, width, height })
    this.#rough = new RoughTiles(now)
    this.#isFirst = true
    for (const kept of [this.#palette, this.#copies, this.#packer]) kept.forget()
    return this.#shown
  }

  #move({ shown, now, budget }: Work, differing: number): number {
    let left = differing
    // A video goes nowhere; looking for where it came from costs as much as all the rest.
    if (this.#seq % VIDEO_FRAMES !== 0 && this.#rough.videoTiles(this.#pending) > differing * MOSTLY) return 0
    for (let moves = 0; moves < MOST_MOVES; moves += 1) {
      // What a first move leaves is mostly what came into sight.
      if (left < differing * WORTH_ANOTHER) return moves
      const move = this.#moves.find(shown, now, this.#pending)
      if (!move) return moves
      const written = this.#copies.write(this.#body, move, { shown, now })
      doMove(shown, written.move)
      this.#rough.moved(written.move, budget.now)
      this.#pending.mark(written.move.to)
      for (const part of written.filled) {
        fillPart(part, shown, written.colour)
        this.#rough.painted(part, 'exact')
        this.#pending.mark(part)
      }
      left = keepDiffering(this.#pending, shown, now)
    }
    return MOST_MOVES
  }

  #paintChanges(work: Work): void {
    const { shown, now, budget } = work
    const pixels = Math.min(PART_PIXELS, Math.max(FEWEST_PIXELS, budget.bytes * 2))
    const parts = partsOf(this.#pending, now)
      .flatMap((part) => tighten(part, shown, now) ?? [])
      .flatMap((part) => cut(part, pixels))
    this.#pending.clear()
    let stoppedAt: number | undefined
    for (const part of this.#inTurn(parts)) {
      if (work.room(this.#body.length) > 0) {
        this.#paint(part, work)
        continue
      }
      this.#pending.mark(part)
      stoppedAt ??= part.y
    }
    this.#goOnAt = stoppedAt ?? 0
    this.#paintLeaves(work)
  }

  /** Small ones first; of the others, those that did not fit into the frame before, so that each has its turn. */
  #inTurn(parts: readonly Rectangle[]): Rectangle[] {
    const isSmall = ({ width, height }: Rectangle): boolean => width * height <= SMALL_PIXELS
    const turn = ({ y }: Rectangle): number => (y < this.#goOnAt ? PICTURE_SIDE + y : y)
    return [
      ...parts.filter(isSmall).sort((a, b) => a.width * a.height - b.width * b.height),
      ...parts.filter((part) => !isSmall(part)).sort((a, b) => turn(a) - turn(b)),
    ]
  }

  /** A part by the palette, or its quarters; where the many colours are is for later. */
  #paint(part: Rectangle, work: Work): void {
    const { now } = work
    // What it is now and then may have become something else.
    if (this.#seq % VIDEO_FRAMES !== 0 && this.#rough.isVideo(part)) return work.leaves.mark(part)
    if (writeFill(this.#body, part, now)) return this.#painted(part, 'exact', work)
    const levels = this.#levels(part, work)
    // A photograph by a palette would be neither small nor good.
    const isPhoto = looksLikePhoto(part, now) || (levels !== undefined && hasManyColours(part, now))
    if (!isPhoto && this.#palette.write(this.#body, part, { picture: now, levels })) {
      const how = levels === undefined ? 'exact' : levels === RESTING_LEVELS ? 'resting' : 'moving'
      return this.#painted(part, how, work)
    }
    if (part.width <= LEAF_SIDE && part.height <= LEAF_SIDE) work.leaves.mark(part)
    else for (const half of halve(part)) this.#paint(half, work)
  }

  #painted(part: Rectangle, how: Roughness, work: Work): void {
    work.parts += 1
    this.#owed.push(part)
    this.#rough.painted(part, how)
  }

  #levels(part: Rectangle, { budget, now }: Work): Levels {
    // A few colours are as they are: told by fewer of them, they would take the same bytes, and be mended later.
    if (budget.mode === 'standard' || !hasManyColours(part, now, FEW_COLOURS)) return undefined
    return this.#rough.isBusy(part) && part.width * part.height > LEAF_SIDE * LEAF_SIDE ? MOVING_LEVELS : RESTING_LEVELS
  }

  #paintLeaves(work: Work): void {
    const { now, budget, leaves } = work
    if (leaves.isEmpty) return
    const parts = partsOf(leaves, now)
    const pixels = parts.reduce((sum, { width, height }) => sum + width * height, 0)
    for (const part of parts.flatMap((part) => cut(part, IMAGE_PIXELS))) {
      if (work.room(this.#body.length) <= 0) {
        this.#pending.mark(part)
        continue
      }
      const isMuch = pixels > Math.min(MANY_PIXELS, budget.bytes / EXACT_BYTES)
      const inexact = budget.mode === 'sampling' || isMuch || this.#rough.isBusy(part)
      if (inexact && this.#image) {
        this.#writeImage(part, work, { image: this.#image, quality: budget.quality })
        this.#painted(part, 'image', work)
      } else {
        const isByPalette = this.#palette.write(this.#body, part, { picture: now, levels: undefined })
        if (!isByPalette) writeExact(this.#body, part, now)
        this.#painted(part, 'exact', work)
      }
    }
  }

  #writeImage(part: Rectangle, work: Work, how: { image: EncodeImage; quality: number }): void {
    const bytes = how.image(work.now, part, how.quality)
    this.#body.byte(PICTURE_STEPS.image)
    writeArea(this.#body, part)
    this.#body.number(bytes.length)
    work.tail.push(bytes)
    work.spent += bytes.length * this.#shrinks
  }

  /** What was inexact for a moment and has come to rest. */
  #mend(work: Work): void {
    const { now, budget } = work
    const ripe = this.#rough.ripe(budget.mode, budget.now)
    if (!ripe) return
    for (const part of partsOf(ripe, now).flatMap((part) => cut(part))) {
      if (work.room(this.#body.length) <= 0) return
      this.#mendPart(part, work)
    }
  }

  #mendPart(part: Rectangle, work: Work): void {
    const { now, budget } = work
    const levels = budget.mode === 'standard' ? undefined : RESTING_LEVELS
    // What changed meanwhile comes as it is now.
    if (writeFill(this.#body, part, now)) return this.#painted(part, 'exact', work)
    if (this.#palette.write(this.#body, part, { picture: now, levels }))
      return this.#painted(part, levels ? 'resting' : 'exact', work)
    if (part.width > LEAF_SIDE || part.height > LEAF_SIDE) {
      for (const half of halve(part)) this.#mendPart(half, work)
    } else if (budget.mode === 'sampling' && this.#image) {
      this.#writeImage(part, work, { image: this.#image, quality: RESTING_QUALITY })
      this.#painted(part, 'resting', work)
    } else {
      writeExact(this.#body, part, now)
      this.#painted(part, 'exact', work)
    }
  }

  async #finish({ width, height }: Pixels, tail: readonly Uint8Array[]): Promise<Uint8Array> {
    const isFirst = this.#isFirst
    this.#isFirst = false
    const packed = await this.#packer.pack(this.#body.bytes)
    const tailBytes = tail.reduce((sum, { length }) => sum + length, 0)
    const shrinks = Math.min(50, Math.max(1, packed.bodyBytes / packed.body.length))
    if (packed.bodyBytes + tailBytes > 1024) this.#shrinks = this.#shrinks * 0.7 + shrinks * 0.3
    const frame = { ...packed, tail }
    return isFirst ? writeFrame({ ...frame, seq: this.#seq, width, height }) : writeNextFrame(frame)
  }
}
