import { PictureDecoder, PictureError, PieceCollector } from '@deskside/protocol'
import type { CursorPicture, DrawStep, PictureMessage, PictureNews } from '@deskside/protocol'
import { inflateSync } from 'fflate'
import type { FromPictureWorker } from './picture-messages.ts'

interface Parts {
  readonly canvas: OffscreenCanvas
  readonly tell: (message: FromPictureWorker) => void
  readonly say: (text: string) => void
}

/** Raw deflate into at most the bytes that were promised: one more shows that it lies, and none beyond that is kept. */
const inflate = (bytes: Uint8Array, length: number, dictionary: Uint8Array): Uint8Array =>
  inflateSync(bytes, { out: new Uint8Array(length + 1), dictionary })

/** Messages that may wait until an image before them is decoded. */
const MOST_WAITING = 64

/** Takes pieces, draws them in the order in which they came, and says so. What cannot be read ends it (screen R17). */
export class PicturePainter {
  readonly #parts: Parts
  readonly #context: OffscreenCanvasRenderingContext2D
  readonly #pieces = new PieceCollector()
  readonly #decoder = new PictureDecoder(inflate)
  #turn: Promise<void> = Promise.resolve()
  #waiting = 0
  #failed = false
  #place = ''
  #acknowledged: number | undefined
  #shown = false
  #frames = 0
  #bytes = 0

  constructor(parts: Parts) {
    this.#parts = parts
    const context = parts.canvas.getContext('2d', { alpha: false, desynchronized: true })
    if (!context) throw new Error('This browser cannot draw the picture.')
    this.#context = context
  }

  take(piece: Uint8Array): void {
    if (this.#failed) return
    this.#bytes += piece.length
    try {
      const message = this.#pieces.take(piece)
      if (message) this.#handle(this.#decoder.read(message))
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Frames drawn and bytes taken since the last call. */
  count(): { frames: number; bytes: number } {
    const counted = { frames: this.#frames, bytes: this.#bytes }
    this.#frames = 0
    this.#bytes = 0
    return counted
  }

  #handle(message: PictureMessage): void {
    switch (message.is) {
      case 'frame':
        return this.#draw(message)
      case 'cursor-shape':
        return this.#inTurn(() => this.#tellShape(message.shape))
      case 'cursor-place':
        return this.#inTurn(() => this.#tellPlace(message.place))
      case 'news':
        return this.#inTurn(() => this.#tellNews(message.news))
    }
  }

  /** The same place again is a question: whether all frames have come (screen R20). */
  #tellPlace(place: Extract<PictureMessage, { is: 'cursor-place' }>['place']): void {
    const now = JSON.stringify(place)
    if (now === this.#place && this.#acknowledged !== undefined) this.#acknowledge(this.#acknowledged)
    this.#place = now
    this.#parts.tell({ t: 'cursor-place', place })
  }

  #acknowledge(seq: number): void {
    this.#acknowledged = seq
    this.#parts.say(JSON.stringify({ t: 'ack', seq }))
  }

  #tellNews(news: PictureNews): void {
    const { canvas, tell } = this.#parts
    tell({ t: 'news', news })
    if (news.t !== 'surfaces' || news.shown !== null) return
    // What may not be seen any more is not left standing.
    this.#context.clearRect(0, 0, canvas.width, canvas.height)
    this.#shown = false
  }

  /** In a frame of its own pixels alone nothing has to be waited for; that is nearly every one. */
  #draw(frame: Extract<PictureMessage, { is: 'frame' }>): void {
    if (this.#waiting === 0 && frame.steps.every((step) => step.do !== 'image')) return this.#drawNow(frame, [])
    const images = frame.steps.map((step) => (step.do === 'image' ? decodeImage(step.bytes) : undefined))
    this.#inTurn(async () => this.#drawNow(frame, await Promise.all(images)))
  }

  #inTurn(work: () => void | Promise<void>): void {
    if (this.#failed) return
    if (this.#waiting === 0) {
      const running = work()
      if (running) this.#wait(running)
      return
    }
    this.#wait(this.#turn.then(work))
  }

  #wait(running: Promise<void>): void {
    // Who keeps to what may be on its way never has so many.
    if (this.#waiting === MOST_WAITING) this.#fail(new PictureError('The picture came faster than it was to.'))
    this.#waiting += 1
    this.#turn = running.catch((error: unknown) => this.#fail(error)).finally(() => void (this.#waiting -= 1))
  }

  #drawNow(frame: Extract<PictureMessage, { is: 'frame' }>, images: readonly (ImageBitmap | undefined)[]): void {
    if (this.#failed) return
    const { canvas, tell } = this.#parts
    const { width, height } = frame
    const fits = canvas.width === width && canvas.height === height
    if (!fits) Object.assign(canvas, { width, height })
    if (!fits || !this.#shown) tell({ t: 'size', width, height })
    for (const [index, step] of frame.steps.entries()) this.#step(step, images[index])
    this.#frames += 1
    this.#acknowledge(frame.seq)
    if (!this.#shown) tell({ t: 'shown' })
    this.#shown = true
  }

  #step(step: DrawStep, image: ImageBitmap | undefined): void {
    const { x, y, width, height } = step.area
    const context = this.#context
    switch (step.do) {
      case 'copy':
        return context.drawImage(this.#parts.canvas, step.fromX, step.fromY, width, height, x, y, width, height)
      case 'fill': {
        const [red, green, blue] = [step.colour & 0xff, (step.colour >>> 8) & 0xff, (step.colour >>> 16) & 0xff]
        context.fillStyle = `rgb(${red} ${green} ${blue})`
        return context.fillRect(x, y, width, height)
      }
      case 'pixels':
        return context.putImageData(new ImageData(new Uint8ClampedArray(step.pixels.buffer), width, height), x, y)
      case 'image':
        if (image) context.drawImage(image, x, y, width, height)
        return image?.close()
    }
  }

  async #tellShape({ id, width, height, hotX, hotY, rgba }: CursorPicture): Promise<void> {
    const small = new OffscreenCanvas(width, height)
    small.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(rgba), width, height), 0, 0)
    this.#parts.tell({ t: 'cursor-shape', id, hotX, hotY, png: await small.convertToBlob() })
  }

  #fail(error: unknown): void {
    if (this.#failed) return
    this.#failed = true
    const sentence = error instanceof PictureError ? error.message : 'The picture could not be drawn.'
    this.#parts.tell({ t: 'failed', sentence })
  }
}

const decodeImage = (bytes: Uint8Array): Promise<ImageBitmap> =>
  createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/webp' }), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  })
