import type { Grabbed, Rectangle, ScreenSource, Target } from './screen-port.ts'
import { drawLayer, type Layer, sameLayer } from './polled-image.ts'
import { PolledPace } from './polled-pace.ts'
import { X11Canvas } from './x11-canvas.ts'
import { intersect, joinNear, type Region, sameRectangle, sameRegion } from './x11-region.ts'
import { News } from './x11-news.ts'

/** Rows that are compared at once where all was drawn anew. */
const BAND = 64

/** One look at a target: what is drawn, from the lowest to the topmost, within `area`, and what stays blank of it. */
export interface Scene {
  readonly area: Rectangle
  readonly layers: readonly {
    readonly layer: Layer
    /** The parts of this layer that are not to be seen. */
    readonly blank: Region
  }[]
  /** Which rules about hidden windows it was made by. */
  readonly rules: number
}

interface Parts {
  readonly target: Target
  /** What is there now; undefined where the target is no more, or not to be had just now. */
  readonly take: () => Promise<Scene | undefined>
  /** Whether the target is still there at all. */
  readonly exists: () => boolean
  /** The rules about hidden windows that hold now. */
  readonly rules: () => number
  readonly closed: () => void
}

/**
 * A target that is looked at again and again, since nobody tells when it changes. Between two grabs the picture stays as it
 * is: what a look finds is drawn by the next grab.
 */
export class PolledSource implements ScreenSource {
  readonly target: Target
  readonly #parts: Parts
  readonly #news = new News()
  readonly #pace = new PolledPace(() => this.#poll())
  #canvas: X11Canvas | undefined
  #drawn: Scene | undefined
  #found: Scene | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #missing = 0
  #closed = false

  constructor(parts: Parts) {
    this.target = parts.target
    this.#parts = parts
  }

  onChange(listener: () => void): void {
    this.#news.onChange(listener)
  }

  onGone(listener: () => void): void {
    this.#news.onGone(listener)
  }

  /** Somebody does something on the desktop: soon it will change. */
  enliven(): void {
    this.#pace.enliven()
  }

  grab(): Promise<Grabbed | undefined> {
    const grabbed = this.#turn.then(() => this.#grab())
    // The next one waits for this one, however it ends.
    this.#turn = grabbed.catch(() => undefined)
    return grabbed
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#pace.stop()
    this.#found = undefined
    this.#drawn = undefined
    this.#parts.closed()
  }

  async #grab(): Promise<Grabbed | undefined> {
    if (this.#closed) return undefined
    this.#news.rearm()
    const found = this.#found?.rules === this.#parts.rules() ? this.#found : undefined
    this.#found = undefined
    let scene = found ?? (await this.#take())
    // The rules may have changed while it was looked at.
    if (scene && scene.rules !== this.#parts.rules()) scene = await this.#take()
    if (this.#closed) return undefined
    if (scene === undefined || scene.rules !== this.#parts.rules()) {
      this.#pace.start()
      return undefined
    }
    const grabbed = this.#draw(scene)
    if (grabbed) this.#pace.enliven()
    this.#pace.start()
    return grabbed
  }

  /** A look whose end is told only when it found something else than what was drawn last. */
  #poll(): Promise<void> {
    const looked = this.#turn.then(async () => {
      if (this.#closed) return
      const scene = await this.#take()
      if (this.#closed) return
      if (scene === undefined || sameScene(scene, this.#drawn)) return this.#pace.start()
      this.#found = scene
      this.#pace.enliven()
      this.#news.tell()
    })
    this.#turn = looked.catch(() => this.#closed || this.#pace.start())
    return this.#turn.then(() => undefined)
  }

  async #take(): Promise<Scene | undefined> {
    const scene = await this.#parts.take().catch((error: unknown) => {
      // For a while there may be nothing to take: the system asks for a password, or the screen is locked. The first has to come.
      if (this.#drawn === undefined) throw error
      return undefined
    })
    if (scene || this.#parts.exists()) this.#missing = 0
    // A window that is opened anew is gone for a moment.
    else if ((this.#missing += 1) > 3) this.#news.tellGone()
    return scene
  }

  #draw(scene: Scene): Grabbed | undefined {
    const before = this.#drawn
    this.#drawn = scene
    if (this.#canvas === undefined || !sameRectangle(this.#canvas.area, scene.area)) {
      const canvas = new X11Canvas(scene.area)
      for (const { layer, blank } of scene.layers) drawLayer(canvas, layer, { before: undefined, blank })
      this.#canvas = canvas
      return { area: canvas.area, pixels: canvas.pixels, changed: [{ ...scene.area, x: 0, y: 0 }] }
    }
    const canvas = this.#canvas
    const changed =
      sameLayout(scene, before) && !overlaps(scene)
        ? scene.layers.flatMap(({ layer, blank }, index) =>
            drawLayer(canvas, layer, { before: before?.layers[index]?.layer, blank }),
          )
        : this.#drawAnew(canvas, scene)
    if (changed.length === 0) return undefined
    return { area: canvas.area, pixels: canvas.pixels, changed: joinNear(changed) }
  }

  /** Windows moved: all is drawn, and what comes out different is told. */
  #drawAnew(canvas: X11Canvas, scene: Scene): Rectangle[] {
    const fresh = new X11Canvas(scene.area)
    for (const { layer, blank } of scene.layers) drawLayer(fresh, layer, { before: undefined, blank })
    const { x, y, width, height } = scene.area
    const changed: Rectangle[] = []
    for (let top = 0; top < height; top += BAND) {
      const band = { x, y: y + top, width, height: Math.min(BAND, height - top) }
      const difference = canvas.draw(fresh.pixels.subarray(top * width, (top + band.height) * width), band, [])
      if (difference) changed.push(difference)
    }
    return changed
  }
}

/** Whether a layer covers another: then none can be drawn without those above it. */
function overlaps({ layers }: Scene): boolean {
  return layers.some(({ layer }, index) =>
    layers.slice(index + 1).some((other) => intersect(layer.area, other.layer.area) !== undefined),
  )
}

/** Whether the same pieces lie at the same places, so that only what is in them can differ. */
function sameLayout(one: Scene, other: Scene | undefined): boolean {
  return (
    other !== undefined &&
    sameRectangle(one.area, other.area) &&
    one.layers.length === other.layers.length &&
    one.layers.every(({ layer, blank }, index) => {
      const there = other.layers[index]
      return there !== undefined && sameRectangle(layer.area, there.layer.area) && sameRegion(blank, there.blank)
    })
  )
}

function sameScene(one: Scene, other: Scene | undefined): boolean {
  return sameLayout(one, other) && one.layers.every(({ layer }, index) => sameLayer(layer, other?.layers[index]?.layer))
}
