import { writePictureNews } from '@deskside/protocol'
import type { DisplayMode, ViewerMessage } from '@deskside/protocol'
import { openImageEncoder } from './encode-image.ts'
import { PictureEncoder } from './encode-picture.ts'
import type { EncodeImage } from './encode-picture.ts'
import { ViewerLine } from './picture-channel.ts'
import type { PictureChannel } from './picture-channel.ts'
import { CursorTeller } from './picture-cursor.ts'
import { PictureNudge } from './picture-nudge.ts'
import { PicturePace } from './picture-pace.ts'
import { offersFor, surfaceIdOf } from './picture-surfaces.ts'
import type { Offer } from './picture-surfaces.ts'
import type { Grabbed, ScreenPort, ScreenSource, Target } from './screen-port.ts'
import { thumbnailOf } from './thumbnail.ts'

/**
 * Between two frames at least, in milliseconds: sixty a second, and thirty in Screen Sampling, less than between two frames of a
 * video, so that each of these goes when it comes.
 */
const FRAME_EVERY_MS: Readonly<Record<DisplayMode, number>> = { standard: 15, sampling: 30 }
/** The same while things are scrolled and dragged: a message costs more than what a step of that has to tell. */
const MOVE_EVERY_MS: Readonly<Record<DisplayMode, number>> = { standard: 20, sampling: 60 }
/** WebP quality of what changes all the time: what a video's grain takes from here on is half of all. */
const QUALITY: Readonly<Record<DisplayMode, number>> = { standard: 70, sampling: 25 }
const SLOW_QUALITY = 15
const CURSOR_EVERY_MS = 16
/** After a look at the screen that found nothing. */
const IDLE_MS = 2
/** Bytes that may wait on this side before a frame is made. */
const WAITING_BYTES = 262_144
/** A frame's budget on a slow line. */
const SLOW_BYTES = 40_000
const THUMBNAIL_WIDTH = 240
/** Between two refreshes, or thumbnails, that a viewer asks for. */
const ASKED_EVERY_MS = 500

export interface PictureSenderParts {
  readonly channel: PictureChannel
  readonly screen: Pick<ScreenPort, 'monitors' | 'onMonitors' | 'cursor' | 'onCursor' | 'thumbnail'>
  /** What this viewer may see now, one after the other; nothing else is offered. */
  readonly allowed: () => readonly Target[]
  /** The viewer chose something else of what it was offered: to be judged by whoever knows the grant, then shown. */
  readonly choose: (target: Target) => void
  /** What makes pictures that are inexact for a moment; null for a sender that makes none. */
  readonly image?: EncodeImage | null
  /** In milliseconds, from anywhere. */
  readonly clock?: () => number
}

/**
 * Sends one viewer what a source shows, as it changes, and never more than the line takes: while it waits, changes run
 * together, and the next frame is made of what is there then (screen R16).
 */
export class PictureSender {
  readonly #parts: PictureSenderParts
  readonly #now: () => number
  readonly #line: ViewerLine
  readonly #cursor = new CursorTeller()
  readonly #encoder = new PictureEncoder()
  readonly #stopCursor: () => void
  readonly #stopMonitors: () => void
  readonly #pace = new PicturePace()
  readonly #nudge = new PictureNudge({
    pace: () => this.#pace,
    now: () => this.#now(),
    nudge: () => this.#tellAgain(),
  })
  #mode: DisplayMode = 'standard'
  #source: ScreenSource | undefined
  #grabbed: Grabbed | undefined
  #offers: Offer[] = []
  #visible = true
  #closed = false
  /** Whether a grab is due. */
  #changed = false
  #turning = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #cursorTimer: ReturnType<typeof setTimeout> | undefined
  #nextFrameAt = 0
  #askedAt = -Infinity
  #counts = { frames: 0, moves: 0, parts: 0, encodeMs: 0 }

  constructor(parts: PictureSenderParts) {
    this.#parts = parts
    this.#now = parts.clock ?? (() => performance.now())
    void this.#useImages()
    this.#line = new ViewerLine(parts.channel, { now: this.#now })
    this.#line.onOpen(() => this.#opened())
    this.#line.onClose(() => this.close())
    this.#line.onMessage((message) => this.#read(message))
    this.#stopCursor = parts.screen.onCursor(() => this.#cursorSoon())
    this.#stopMonitors = parts.screen.onMonitors(() => this.offer())
  }

  /** Frames and bytes sent so far, moves and parts in them, what making them took, and what the line takes. */
  get stats() {
    return { ...this.#counts, bytes: this.#line.sent, bytesPerSecond: this.#pace.bytesPerSecond }
  }

  /** Shows a source, or nothing. The source stays whose it was: it is not closed here. */
  show(source: ScreenSource | undefined): void {
    if (this.#closed || source === this.#source) return
    this.#source = source
    this.#grabbed = undefined
    this.#changed = source !== undefined
    this.#encoder.startAnew()
    source?.onChange(() => {
      if (source !== this.#source) return
      this.#changed = true
      this.#wake()
    })
    this.offer()
    this.#wake()
  }

  setMode(mode: DisplayMode): void {
    this.#mode = mode
    this.#wake()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#source = undefined
    this.#stopCursor()
    this.#stopMonitors()
    clearTimeout(this.#timer)
    clearTimeout(this.#cursorTimer)
    this.#nudge.close()
  }

  /** Until it is there, and where the machine cannot have it, everything is exact at once, which is right and more bytes. */
  async #useImages(): Promise<void> {
    const { image } = this.#parts
    if (image === null) return
    try {
      this.#encoder.useImages(image ?? (await openImageEncoder()))
    } catch (error) {
      console.warn('Pictures are sent without the encoder for photographs.', error)
    }
  }

  #opened(): void {
    this.offer()
    this.#wake()
  }

  #read(message: ViewerMessage): void {
    if (this.#closed) return
    switch (message.t) {
      case 'ack':
        if (!this.#pace.acknowledged(message.seq, this.#now())) return
        this.#nudge.acknowledged()
        return this.#wake()
      case 'visible':
        this.#visible = message.visible
        this.#wake()
        return
      case 'choose': {
        const chosen = this.#offers.find(({ surface }) => surface.id === message.surfaceId)
        if (chosen) this.#parts.choose(chosen.target)
        return
      }
      case 'refresh':
        if (!this.#mayAsk()) return
        this.#encoder.startAnew()
        this.#cursor.startAnew()
        this.#wake()
        return
      case 'thumbnails':
        if (this.#mayAsk()) void this.#sendThumbnails()
    }
  }

  #mayAsk(): boolean {
    const now = this.#now()
    if (now - this.#askedAt < ASKED_EVERY_MS) return false
    this.#askedAt = now
    return true
  }

  async #sendThumbnails(): Promise<void> {
    for (const { surface, target } of this.#offers) {
      const image = await thumbnailOf(this.#parts.screen, target, THUMBNAIL_WIDTH)
      // Chosen from a list that is another one by now: the viewer asks again when it shows that.
      if (this.#closed || !this.#offers.some((offer) => offer.surface.id === surface.id)) return
      if (image) this.#line.send(writePictureNews({ t: 'thumbnail', surfaceId: surface.id, image }))
    }
  }

  /** What is allowed, or what there is, has changed: the viewer hears what it may choose from. */
  offer(): void {
    if (this.#closed) return
    const target = this.#source?.target
    this.#offers = target ? offersFor(this.#parts.allowed(), this.#parts.screen.monitors()) : []
    const surfaces = this.#offers.map(({ surface }) => surface)
    this.#line.send(writePictureNews({ t: 'surfaces', surfaces, shown: target ? surfaceIdOf(target) : null }))
  }

  /** Makes a frame as soon as one may be made; many calls are as good as one. */
  #wake(): void {
    if (this.#turning || this.#closed || !this.#source || !this.#visible) return
    if (!this.#line.isOpen) return this.#lookAhead(this.#source)
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#pace.isOpen || this.#line.waitsFor(WAITING_BYTES)) return
    const source = this.#source
    const now = this.#now()
    const due = this.#dueAt(now)
    if (due === undefined) return
    const wait = Math.max(due, this.#nextFrameAt) - now
    if (wait > 0.5) this.#timer = setTimeout(() => this.#wake(), wait)
    else void this.#turn(source, () => this.#sendFrame(source))
  }

  /** While the line is still being made, what it will be given first is looked at. It stays here until then. */
  #lookAhead(source: ScreenSource): void {
    if (this.#changed && !this.#grabbed) void this.#turn(source, () => this.#look(source))
  }

  #dueAt(now: number): number | undefined {
    if (this.#changed) return now
    // Where there was nothing to grab, a change is told.
    if (!this.#grabbed) return undefined
    if (this.#encoder.hasPending || this.#encoder.isNew) return now
    return this.#encoder.roughUntil(this.#mode, now)
  }

  async #turn(source: ScreenSource, work: () => Promise<void>): Promise<void> {
    this.#turning = true
    try {
      await work()
    } catch (error) {
      // A source that is closed under the sender's hands has nothing more to show.
      if (source === this.#source) this.#source = undefined
      console.warn('A screen could not be looked at any more.', error)
    } finally {
      this.#turning = false
    }
    this.#wake()
  }

  async #look(source: ScreenSource): Promise<void> {
    this.#changed = false
    const grabbed = await source.grab()
    if (source !== this.#source || !grabbed) return
    this.#grabbed = grabbed
    this.#encoder.note(grabbed.changed)
  }

  async #sendFrame(source: ScreenSource): Promise<void> {
    if (this.#changed) await this.#look(source)
    if (source !== this.#source) return
    const { area, pixels } = this.#grabbed ?? {}
    if (!area || !pixels) return
    const began = this.#now()
    const { budget } = this.#pace
    const picture = { width: area.width, height: area.height, pixels }
    const isSlow = this.#mode === 'sampling' && budget < SLOW_BYTES
    const quality = isSlow ? SLOW_QUALITY : QUALITY[this.#mode]
    const frame = await this.#encoder.encode(picture, { now: began, mode: this.#mode, bytes: budget, quality })
    const took = this.#now() - began
    this.#counts.encodeMs += took
    if (source !== this.#source || this.#closed) return
    if (!frame) {
      // Nothing was to be seen of it; whatever is due after that leaves the loop to others first.
      this.#nextFrameAt = Math.max(this.#nextFrameAt, this.#now() + IDLE_MS)
      return
    }
    this.#line.send(frame.bytes)
    this.#encoder.settle(picture)
    this.#pace.sent(this.#encoder.seq, frame.bytes.length, this.#now())
    this.#nudge.sent()
    this.#counts.frames += 1
    this.#counts.moves += frame.moves
    this.#counts.parts += frame.parts
    const every = (frame.moves > 0 ? MOVE_EVERY_MS : FRAME_EVERY_MS)[this.#mode]
    // Some of the time is for everything else that the program does.
    this.#nextFrameAt = began + Math.max(every, took * 1.25)
    this.#tellCursor()
  }

  #tellAgain(): void {
    const again = this.#cursor.again()
    if (again && !this.#closed) this.#line.send(again)
  }

  #cursorSoon(): void {
    if (this.#closed || this.#cursorTimer) return
    this.#cursorTimer = setTimeout(() => {
      this.#cursorTimer = undefined
      this.#tellCursor()
    }, CURSOR_EVERY_MS)
  }

  #tellCursor(): void {
    if (!this.#grabbed || !this.#visible || !this.#line.isOpen || this.#line.waitsFor(WAITING_BYTES)) return
    const messages = this.#cursor.messages(this.#parts.screen.cursor(), this.#grabbed.area)
    for (const message of messages) this.#line.send(message)
  }
}
