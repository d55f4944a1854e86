import type { X11 } from '../platform/x11.ts'
import type { Grabbed, Rectangle, ScreenSource, Target } from './screen-port.ts'
import { X11Canvas } from './x11-canvas.ts'
import { compose, type Layer } from './x11-compose.ts'
import { X11Images } from './x11-images.ts'
import { type MemberParts, X11Member } from './x11-member.ts'
import { News } from './x11-news.ts'
import { around, clip, intersect, joinNear, type Region, sameRectangle, subtract } from './x11-region.ts'
import type { KnownWindow } from './x11-windows.ts'

/** How often a grab starts anew while windows move; then it answers with what it has. */
const MOST_ROUNDS = 6
/** How long a grab waits for a window that has just come or grown to be painted, rather than showing it blank. */
const WAIT_FOR_PAINT_MS = 80
/** How long an application may have no window before it counts as closed: some close one and then open another. */
const GONE_AFTER_MS = 500
/** What a picture is that never had a window in it. */
const NO_WINDOW = { width: 320, height: 200 }

/** One window of the application as it was when the picture was begun. */
interface Piece {
  readonly member: X11Member
  readonly window: KnownWindow
}

/**
 * One application: its windows, each by its own pixels as the server keeps them (Composite), so that nothing that lies over
 * them can come in. Where none of its windows is, the picture is blank; so is all of it while they are minimised.
 */
export class X11ApplicationSource implements ScreenSource {
  readonly target: Target
  readonly #x: X11
  readonly #program: string
  readonly #parts: MemberParts
  readonly #desktop: () => Rectangle
  readonly #images: X11Images
  readonly #news = new News()
  readonly #stops: (() => void)[]
  readonly #members = new Map<number, X11Member>()
  #canvas: X11Canvas | undefined
  #layout = ''
  #stale: Region = []
  #turn: Promise<unknown> = Promise.resolve()
  #gone: NodeJS.Timeout | undefined
  #begun = false
  #closed = false

  constructor(x: X11, of: { program: string; parts: MemberParts; desktop: () => Rectangle }) {
    this.target = { kind: 'application', applicationId: of.program }
    this.#x = x
    this.#program = of.program
    this.#parts = of.parts
    this.#desktop = of.desktop
    this.#images = new X11Images(x)
    this.#stops = [of.parts.windows.onChange(() => this.#windowsChanged())]
  }

  onChange(listener: () => void): void {
    this.#news.onChange(listener)
  }

  onGone(listener: () => void): void {
    this.#news.onGone(listener)
  }

  monitorsChanged(): void {
    this.#windowsChanged()
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
    clearTimeout(this.#gone)
    for (const stop of this.#stops) stop()
    for (const member of this.#members.values()) member.close()
    this.#members.clear()
    this.#images.close()
  }

  #windowsChanged(): void {
    const { windows } = this.#parts
    if (!windows.isSettled || this.#closed) return
    if (this.#layoutOf(windows.shownOf(this.#program)) !== this.#layout) this.#news.tell()
    if (windows.hasProgram(this.#program)) {
      clearTimeout(this.#gone)
      this.#gone = undefined
    } else this.#gone ??= setTimeout(() => this.#news.tellGone(), GONE_AFTER_MS)
  }

  async #grab(): Promise<Grabbed | undefined> {
    if (this.#closed) return undefined
    this.#news.rearm()
    const before = this.#canvas
    const changed: Rectangle[] = []
    const waitUntil = performance.now() + WAIT_FOR_PAINT_MS
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      await this.#parts.windows.settled()
      if (this.#closed || (await this.#look({ changed, waitUntil, last: round === MOST_ROUNDS }))) break
    }
    const canvas = this.#canvas
    if (canvas === undefined || this.#closed) return undefined
    const { area, pixels } = canvas
    if (canvas !== before) return { area, pixels, changed: [{ ...area, x: 0, y: 0 }] }
    return changed.length === 0 ? undefined : { area, pixels, changed: joinNear(changed) }
  }

  /** One look; false where windows moved while it was taken, and it is to be taken again. */
  async #look(of: { changed: Rectangle[]; waitUntil: number; last: boolean }): Promise<boolean> {
    const pieces = await this.#pieces()
    await this.#painted(pieces, of.waitUntil)
    const canvas = this.#canvasFor(pieces)
    const layout = this.#layout
    const dirty = joinNear(
      clip([...this.#stale, ...pieces.flatMap(({ member, window }) => member.dirty(window))], canvas.area),
    )
    this.#stale = dirty
    const { layers, complete } = await this.#read(pieces, dirty)
    if (this.#closed) return true
    const { windows } = this.#parts
    const still = windows.isSettled && this.#layoutOf(windows.shownOf(this.#program)) === layout && complete
    if (!still && !of.last) return false
    for (const [index, area] of dirty.entries()) {
      const difference = canvas.draw(compose(area, layers[index] ?? [], windows.compositor), area, [])
      if (difference !== undefined) of.changed.push(difference)
    }
    // What is not the newest is its own nevertheless; the rest comes with the next grab.
    if (!still) this.#news.tell()
    else this.#stale = pieces.flatMap(({ member, window }) => clip(member.unsure(window), canvas.area))
    return true
  }

  /** The windows to be seen now, from the lowest to the topmost, each kept in memory of its own. */
  async #pieces(): Promise<Piece[]> {
    const { windows } = this.#parts
    if (windows.isSettled) {
      const shown = new Set(windows.shownOf(this.#program).map(({ top }) => top.id))
      for (const [id, member] of this.#members) {
        if (shown.has(id)) continue
        member.close()
        this.#members.delete(id)
      }
      if ([...shown].some((id) => !this.#members.has(id))) await this.#addMembers()
    }
    const pieces = windows.shownOf(this.#program).flatMap((window) => {
      const member = this.#members.get(window.top.id)
      return member === undefined ? [] : [{ member, window }]
    })
    this.#begun = true
    return pieces
  }

  /** Nobody else moves while it is looked what covers what, and while windows get their memory. */
  async #addMembers(): Promise<void> {
    const { client } = this.#x
    client.GrabServer()
    try {
      await this.#x.sync()
      const { windows } = this.#parts
      for (const window of this.#closed ? [] : windows.shownOf(this.#program)) {
        const { id } = window.top
        if (this.#members.has(id)) continue
        const notSeen = [...windows.coveredOf(window), ...subtract([window.top.area], [this.#desktop()])]
        const of = { window, notSeen, fresh: this.#begun, parts: this.#parts, tell: () => this.#news.tell() }
        this.#members.set(id, new X11Member(this.#x, of))
        this.#stale = [...this.#stale, window.top.area]
      }
    } finally {
      if (this.#x.open) client.UngrabServer()
    }
  }

  /** Asks all what was painted; waits a little for what has not been painted at all. */
  async #painted(pieces: readonly Piece[], until: number): Promise<void> {
    for (const { member, window } of pieces) member.looked(window)
    for (;;) {
      await Promise.all(pieces.map(({ member }) => member.take()))
      const left = until - performance.now()
      const waiting = pieces.filter(({ member }) => member.isUnsure)
      if (waiting.length === 0 || left <= 0 || this.#closed) return
      await Promise.race(waiting.map(({ member }) => member.painted(left)))
    }
  }

  /** The picture that fits the windows: the same as long as they lie in the same box. */
  #canvasFor(pieces: readonly Piece[]): X11Canvas {
    const windows = pieces.map(({ window }) => window)
    const layout = this.#layoutOf(windows)
    const canvas = this.#canvas
    const box =
      around(
        clip(
          windows.map(({ top }) => top.area),
          this.#desktop(),
        ),
      ) ??
      canvas?.area ??
      this.#emptyBox()
    if (canvas === undefined || !sameRectangle(canvas.area, box)) this.#canvas = new X11Canvas(box)
    if (layout !== this.#layout || this.#canvas !== canvas) this.#stale = [box]
    this.#layout = layout
    return this.#canvas ?? new X11Canvas(box)
  }

  #emptyBox(): Rectangle {
    const { x, y, width, height } = this.#desktop()
    return { x, y, width: Math.min(width, NO_WINDOW.width), height: Math.min(height, NO_WINDOW.height) }
  }

  /**
   * Reads each dirty area from each window that has a part in it. From the memory's own name, not from the window: the server
   * refuses that where a window has no memory of its own, and never answers with the screen instead.
   */
  async #read(pieces: readonly Piece[], dirty: Region): Promise<{ layers: Layer[][]; complete: boolean }> {
    const { client } = this.#x
    const names = pieces.map(({ window }) => {
      const name = client.AllocID()
      this.#parts.composite.NameWindowPixmap(window.top.id, name)
      return name
    })
    const layers: Layer[][] = dirty.map(() => [])
    const jobs = dirty.flatMap((area, index) =>
      pieces.flatMap(({ member, window }, piece) => {
        const part = intersect(area, window.top.area)
        if (part === undefined) return []
        const shape = clip(subtract(this.#parts.windows.shapeOf(window), member.unsure(window)), part)
        return [{ index, part, shape, window, name: names[piece] ?? 0 }]
      }),
    )
    let complete = true
    await this.#images.read(
      jobs.map(({ name, part, window: { top } }) => ({
        window: name,
        area: { ...part, x: part.x - top.area.x, y: part.y - top.area.y },
      })),
      (index, image) => {
        const job = jobs[index]
        if (job === undefined) return
        // Mapped anew or of another size: its memory is another, of which nothing is known.
        const same = this.#parts.windows.find(job.window.top.id)?.generation === job.window.top.generation
        if (image === undefined || !same) complete = false
        else layers[job.index]?.push({ image, at: job.part, shape: job.shape, depth: job.window.identity.depth })
      },
    )
    for (const name of names) {
      client.FreePixmap(name)
      client.ReleaseID(name)
    }
    return { layers, complete }
  }

  #layoutOf(windows: readonly KnownWindow[]): string {
    const places = windows.map((window) => [
      window.top.id,
      window.top.generation,
      window.top.area,
      this.#parts.windows.shapeOf(window),
    ])
    return JSON.stringify([this.#desktop(), places])
  }
}
