import type { X11 } from '../platform/x11.ts'
import type { Grabbed, Rectangle, ScreenSource, Target } from './screen-port.ts'
import { X11Canvas } from './x11-canvas.ts'
import { X11DamageOf } from './x11-damage.ts'
import { X11Images } from './x11-images.ts'
import { News } from './x11-news.ts'
import { clip, joinNear, type Region, sameRectangle, sameRegion, subtract } from './x11-region.ts'
import type { X11Windows } from './x11-windows.ts'

/** How often a grab starts anew while windows keep coming; what is not known by then stays blank until the next. */
const MOST_ROUNDS = 4
/** More than so many pixels are not read before it is known which of them were drawn. */
const LIKELY_PIXELS = 640_000

/** What a look has seen so far. */
interface Seen {
  readonly canvas: X11Canvas
  /** In the picture's pixels. */
  readonly changed: Rectangle[]
  /** In the desktop's: what was read, and what of it is blank. */
  readonly read: Rectangle[]
  readonly blanked: Rectangle[]
}

/** One monitor, or all of them: what is on the screen, without what is hidden. */
export class X11DesktopSource implements ScreenSource {
  readonly target: Target
  readonly #windows: X11Windows
  readonly #root: number
  readonly #area: () => Rectangle | undefined
  readonly #images: X11Images
  readonly #news = new News()
  readonly #stops: (() => void)[]
  readonly #damage: Promise<X11DamageOf>
  #canvas: X11Canvas | undefined
  /** What of the picture is blank now. */
  #blank: Region = []
  /** To be read again without a damage that says so, in the desktop's pixels. */
  #stale: Rectangle[] = []
  #turn: Promise<unknown> = Promise.resolve()
  #closed = false

  /** `area` gives what the target covers now, undefined where it is no more. */
  constructor(x: X11, of: { target: Target; windows: X11Windows; area: () => Rectangle | undefined }) {
    this.target = of.target
    this.#windows = of.windows
    this.#root = x.root
    this.#area = of.area
    this.#images = new X11Images(x)
    this.#stops = [of.windows.onChange(() => this.#lookAtBlank())]
    this.#damage = X11DamageOf.open(x, x.root, () => this.#news.tell())
  }

  onChange(listener: () => void): void {
    this.#news.onChange(listener)
  }

  onGone(listener: () => void): void {
    this.#news.onGone(listener)
  }

  /** To be called when the monitors changed. */
  monitorsChanged(): void {
    const area = this.#area()
    if (area === undefined) this.#news.tellGone()
    else if (this.#canvas !== undefined && !sameRectangle(area, this.#canvas.area)) this.#news.tell()
  }

  onClosed(listener: () => void): void {
    this.#stops.push(listener)
  }

  /** To be called when the display is gone. */
  lost(): void {
    this.#news.tellGone()
  }

  grab(): Promise<Grabbed | undefined> {
    const grabbed = this.#turn
      .then(() => this.#grab())
      .catch((error: unknown) => {
        // What was on its way when it was closed came to nothing.
        if (!this.#closed) throw error
        return undefined
      })
    // The next one waits for this one, however it ends.
    this.#turn = grabbed.catch(() => undefined)
    return grabbed
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const stop of this.#stops) stop()
    this.#images.close()
    void this.#damage.then((damage) => damage.close())
  }

  #lookAtBlank(): void {
    if (this.#canvas === undefined) return
    const blank = clip(this.#windows.blank(), this.#canvas.area)
    if (!sameRegion(blank, this.#blank)) this.#news.tell()
  }

  async #grab(): Promise<Grabbed | undefined> {
    if (this.#closed) return undefined
    this.#news.rearm()
    const area = this.#area()
    if (area === undefined) return undefined
    const all = this.#canvas === undefined || !sameRectangle(area, this.#canvas.area)
    if (all) this.#startAnew(area)
    const changed: Rectangle[] = []
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      await this.#windows.settled()
      await this.#look(changed)
      if (this.#windows.isSettled && this.#stale.length === 0) break
    }
    const canvas = this.#canvas
    if (canvas === undefined || this.#closed) return undefined
    if (this.#stale.length > 0) this.#news.tell()
    if (all) return { area, pixels: canvas.pixels, changed: [{ ...area, x: 0, y: 0 }] }
    return changed.length === 0 ? undefined : { area, pixels: canvas.pixels, changed: joinNear(changed) }
  }

  #startAnew(area: Rectangle): void {
    this.#canvas = new X11Canvas(area)
    this.#blank = []
    this.#stale = [area]
  }

  /** One look: what was damaged and what came out from under a blank is read, and put into the picture. */
  async #look(changed: Rectangle[]): Promise<void> {
    const canvas = this.#canvas
    if (canvas === undefined) return
    const seen: Seen = { canvas, changed, read: [], blanked: [] }
    const damage = await this.#damage
    // What is likely damaged is asked for along with what is, and mostly that is all: one answer brings it.
    const likely = clip(damage.likely ? [damage.likely] : [], canvas.area).filter(isNotLarge)
    const [taken] = await Promise.all([damage.take(), this.#read(likely, seen)])
    const damaged = subtract(clip(taken, canvas.area), likely)
    const blankBefore = clip(this.#windows.blank(), canvas.area)
    const dirty = joinNear([...damaged, ...this.#stale, ...subtract(this.#blank, blankBefore)])
    this.#stale = []
    await this.#read(dirty, seen)
    const blank = clip(this.#windows.blank(), canvas.area)
    changed.push(...canvas.blank(blank))
    // What came out from under a blank while this was read has not been seen.
    const { read, blanked } = seen
    this.#stale = subtract([...subtract([...this.#blank, ...blankBefore], read), ...blanked], blank)
    this.#blank = blank
  }

  /** Reads areas of the screen into the picture. */
  async #read(areas: readonly Rectangle[], { canvas, changed, read, blanked }: Seen): Promise<void> {
    await this.#images.read(
      areas.map((area) => ({ window: this.#root, area })),
      (index, image) => {
        const area = areas[index]
        if (area === undefined) return
        // The screen became smaller meanwhile: the monitors' change makes a new picture.
        if (image === undefined) return
        // Where windows are now is where they were when the server read this.
        const holes = clip(this.#windows.blank(), area)
        const difference = canvas.draw(image, area, holes)
        read.push(area)
        blanked.push(...holes)
        if (difference !== undefined) changed.push(difference)
      },
    )
  }
}

const isNotLarge = ({ width, height }: Rectangle): boolean => width * height <= LIKELY_PIXELS
