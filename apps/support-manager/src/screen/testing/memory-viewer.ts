import { inflateRawSync } from 'node:zlib'
import { PictureDecoder, PieceCollector } from '@deskside/protocol'
import type { DrawStep, PictureMessage, ViewerMessage } from '@deskside/protocol'
import type { PictureChannel } from '../picture-channel.ts'

type Frame = Extract<PictureMessage, { is: 'frame' }>
type DecodeImage = (bytes: Uint8Array) => { width: number; height: number; rgba: Uint8Array }

const inflate = (bytes: Uint8Array, length: number, dictionary: Uint8Array): Uint8Array =>
  inflateRawSync(bytes, { maxOutputLength: length, ...(dictionary.length > 0 ? { dictionary } : {}) })

/** The viewer's end: a channel whose messages are decoded by the pages' own decoder into pixels in memory. */
export class MemoryViewer implements PictureChannel {
  readyState = 'open'
  bufferedAmount = 0
  /** Everything but frames. */
  readonly told: PictureMessage[] = []
  readonly frames: Frame[] = []
  /** Bytes of each frame. */
  readonly sizes: number[] = []
  bytes = 0
  width = 0
  height = 0
  pixels = new Uint32Array(0)
  /** Whether frames are drawn and acknowledged by themselves; else by `take`. */
  prompt = true
  readonly #listeners = { open: [] as (() => void)[], close: [] as (() => void)[] }
  readonly #readers: ((event: { data: unknown }) => void)[] = []
  readonly #pieces = new PieceCollector()
  readonly #decoder = new PictureDecoder(inflate)
  readonly #decodeImage: DecodeImage | undefined
  #waiting: Frame[] = []
  #drawn: (() => void)[] = []

  constructor(decodeImage?: DecodeImage) {
    this.#decodeImage = decodeImage
  }

  /** Bytes of the frames that wait. */
  get waitingBytes(): number {
    return this.sizes.slice(this.sizes.length - this.#waiting.length).reduce((sum, bytes) => sum + bytes, 0)
  }

  /** All colours that were filled in, 0x00RRGGBB. */
  get colours(): number[] {
    return this.frames.flatMap(({ steps }) =>
      steps.flatMap((step) =>
        step.do === 'fill' ? ((step.colour & 0xff) << 16) | (step.colour & 0xff00) | ((step.colour >>> 16) & 0xff) : [],
      ),
    )
  }

  get inFlight(): number {
    return this.#waiting.length
  }

  send(piece: Uint8Array): void {
    this.bytes += piece.length
    const whole = this.#pieces.take(piece)
    if (!whole) return
    const message = this.#decoder.read(whole)
    if (message.is !== 'frame') {
      this.told.push(message)
      return
    }
    this.#waiting.push(message)
    this.sizes.push(whole.length)
    if (this.prompt) setImmediate(() => this.take())
  }

  addEventListener(type: 'open' | 'close' | 'message', listener: (event: { data: unknown }) => void): void {
    if (type === 'message') this.#readers.push(listener)
    else this.#listeners[type].push(listener as () => void)
  }

  say(message: ViewerMessage | string): void {
    const data = typeof message === 'string' ? message : JSON.stringify(message)
    for (const reader of this.#readers) reader({ data })
  }

  /** Draws the oldest frame that waits, and acknowledges it. */
  take(): void {
    const frame = this.#waiting.shift()
    if (!frame) return
    if (frame.width !== this.width || frame.height !== this.height) {
      this.width = frame.width
      this.height = frame.height
      this.pixels = new Uint32Array(frame.width * frame.height).fill(0xff00_0000)
    }
    for (const step of frame.steps) this.#step(step)
    this.frames.push(frame)
    this.say({ t: 'ack', seq: frame.seq })
    for (const drawn of this.#drawn.splice(0)) drawn()
  }

  nextFrame(): Promise<void> {
    return new Promise((resolve) => this.#drawn.push(resolve))
  }

  /** Pixels that are not the screen's. */
  wrong(screen: Uint32Array): number {
    let wrong = 0
    for (let at = 0; at < screen.length; at += 1) if (this.colourAt(at) !== screen[at]) wrong += 1
    return screen.length === this.pixels.length ? wrong : Infinity
  }

  /** Resolves once all pixels are the screen's. */
  async exact(screen: Uint32Array): Promise<void> {
    while (this.wrong(screen) > 0) await this.nextFrame()
  }

  /** A pixel as 0x00RRGGBB. */
  colourAt(at: number): number {
    const pixel = this.pixels[at] ?? 0
    return ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >>> 16) & 0xff)
  }

  /** In decibels, of the brightness (BT.601), in a part of the screen. */
  psnr(screen: Uint32Array, part: { x: number; y: number; width: number; height: number }): number {
    const luma = (colour: number): number =>
      0.299 * (colour >>> 16) + 0.587 * ((colour >>> 8) & 0xff) + 0.114 * (colour & 0xff)
    let sum = 0
    for (let y = part.y; y < part.y + part.height; y += 1)
      for (let x = part.x; x < part.x + part.width; x += 1) {
        const at = y * this.width + x
        sum += (luma(this.colourAt(at)) - luma(screen[at] as number)) ** 2
      }
    return 10 * Math.log10((255 * 255) / (sum / (part.width * part.height)))
  }

  #step(step: DrawStep): void {
    const { x, y, width, height } = step.area
    if (step.do === 'image') {
      if (!this.#decodeImage) throw new Error('This viewer has no way to decode an image.')
      const image = this.#decodeImage(step.bytes)
      if (image.width !== width || image.height !== height) throw new Error('An image of another size.')
      this.#put(step.area, new Uint32Array(image.rgba.slice().buffer))
    } else if (step.do === 'pixels') this.#put(step.area, step.pixels)
    else if (step.do === 'fill') this.#put(step.area, new Uint32Array(width * height).fill(step.colour))
    else {
      const before = this.pixels.slice()
      for (let row = 0; row < height; row += 1) {
        const from = (step.fromY + row) * this.width + step.fromX
        this.pixels.set(before.subarray(from, from + width), (y + row) * this.width + x)
      }
    }
  }

  #put({ x, y, width, height }: DrawStep['area'], pixels: Uint32Array): void {
    for (let row = 0; row < height; row += 1)
      this.pixels.set(pixels.subarray(row * width, (row + 1) * width), (y + row) * this.width + x)
  }
}
