import type { OfferedSurface, ViewerMessage } from '@deskside/protocol'
import { createSource } from '../signal/observable.ts'
import type { Observable } from '../signal/observable.ts'
import type { FromPictureWorker, ToPictureWorker } from './picture-messages.ts'

/** The other's cursor: where it is, in the picture's pixels, and how it looks. */
export interface RemoteCursor {
  readonly x: number
  readonly y: number
  /** A picture as an address, and the point in it that points; null until the shape is known. */
  readonly shape: { readonly url: string; readonly hotX: number; readonly hotY: number } | null
}

export interface PictureViewState {
  /** What there is to choose from. */
  readonly surfaces: readonly OfferedSurface[]
  readonly current: string | null
  /** Small pictures by surface, as addresses, once they were asked for. */
  readonly thumbnails: Readonly<Record<string, string>>
  /** In pixels; null before the first frame. */
  readonly size: { readonly width: number; readonly height: number } | null
  readonly cursor: RemoteCursor | null
  readonly framesPerSecond: number
  readonly kbitPerSecond: number
  /** Whether the first frame is drawn. */
  readonly shown: boolean
  /** Why the picture ended, as a sentence. */
  readonly error: string | null
}

const NOTHING: PictureViewState = {
  surfaces: [],
  current: null,
  thumbnails: {},
  size: null,
  cursor: null,
  framesPerSecond: 0,
  kbitPerSecond: 0,
  shown: false,
  error: null,
}

/** Shapes of cursors: more than one who shows takes a page to have. */
const SHAPES_KEPT = 256

type Shape = NonNullable<RemoteCursor['shape']>

/**
 * A Support Manager's picture on a canvas. A worker reads the channel, decodes and draws: after a key or a click Chromium holds
 * the page's own messages back until its next frame, and a worker's not. To be made in the moment in which the channel is:
 * only then can it be handed over (W3C webrtc-extensions, transferable RTCDataChannel).
 */
export class PictureView {
  readonly element: HTMLCanvasElement
  readonly #state = createSource<PictureViewState>(NOTHING)
  readonly #worker: Worker
  readonly #channel: RTCDataChannel
  readonly #shapes = new Map<number, Shape>()
  #handedOver = false

  constructor(channel: RTCDataChannel) {
    this.#channel = channel
    this.element = document.createElement('canvas')
    this.element.width = 0
    this.element.height = 0
    this.#worker = new Worker(new URL('./picture-worker.ts', import.meta.url), { type: 'module' })
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromPictureWorker>) => this.#handle(data))
    this.#worker.addEventListener('error', () => this.#fail('The picture could not be drawn in this browser.'))
    this.#begin(this.element.transferControlToOffscreen())
    document.addEventListener('visibilitychange', this.#tellVisible)
    if (document.hidden) this.#tellVisible()
  }

  get state(): Observable<PictureViewState> {
    return this.#state
  }

  choose(surfaceId: string): void {
    this.#say({ t: 'choose', surfaceId })
  }

  requestThumbnails(): void {
    this.#say({ t: 'thumbnails' })
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.#tellVisible)
    this.#worker.terminate()
    if (!this.#handedOver) this.#channel.close()
    for (const { url } of this.#shapes.values()) URL.revokeObjectURL(url)
  }

  readonly #tellVisible = (): void => this.#say({ t: 'visible', visible: !document.hidden })

  #begin(canvas: OffscreenCanvas): void {
    const begin: ToPictureWorker = { t: 'begin', canvas, channel: this.#channel }
    try {
      this.#worker.postMessage(begin, [canvas, this.#channel as unknown as Transferable])
      this.#handedOver = true
      return
    } catch (error) {
      // This browser keeps channels to the page: pieces are handed on one by one.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error
    }
    this.#post({ ...begin, channel: null }, [canvas])
    this.#channel.binaryType = 'arraybuffer'
    this.#channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data instanceof ArrayBuffer) this.#post({ t: 'piece', bytes: data }, [data])
    })
  }

  #post(message: ToPictureWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer)
  }

  #say(message: ViewerMessage): void {
    this.#post({ t: 'say', text: JSON.stringify(message) })
  }

  #handle(message: FromPictureWorker): void {
    const state = this.#state
    switch (message.t) {
      case 'size':
        return state.patch({ size: { width: message.width, height: message.height } })
      case 'shown':
        return state.patch({ shown: true })
      case 'cursor-shape':
        return this.#keepShape(message)
      case 'cursor-place': {
        const { place } = message
        return state.patch({
          cursor: place && { x: place.x, y: place.y, shape: this.#shapes.get(place.shapeId) ?? null },
        })
      }
      case 'news':
        return this.#handleNews(message.news)
      case 'count':
        return state.patch({ framesPerSecond: message.frames, kbitPerSecond: Math.round((message.bytes * 8) / 1_000) })
      case 'say':
        if (this.#channel.readyState === 'open') this.#channel.send(message.text)
        return
      case 'failed':
        return this.#fail(message.sentence)
    }
  }

  #keepShape({ id, hotX, hotY, png }: Extract<FromPictureWorker, { t: 'cursor-shape' }>): void {
    const [oldest] = this.#shapes.keys()
    const gone = this.#shapes.has(id) ? id : this.#shapes.size === SHAPES_KEPT ? oldest : undefined
    if (gone !== undefined) {
      URL.revokeObjectURL(this.#shapes.get(gone)?.url ?? '')
      this.#shapes.delete(gone)
    }
    this.#shapes.set(id, { url: URL.createObjectURL(png), hotX, hotY })
  }

  #handleNews(news: Extract<FromPictureWorker, { t: 'news' }>['news']): void {
    const { thumbnails } = this.#state.get()
    if (news.t === 'surfaces') {
      const kept = news.surfaces.flatMap(({ id }) => (thumbnails[id] ? [[id, thumbnails[id]] as const] : []))
      this.#state.patch({ surfaces: news.surfaces, current: news.shown, thumbnails: Object.fromEntries(kept) })
      if (news.shown === null) this.#state.patch({ shown: false, size: null, cursor: null })
    } else if (this.#state.get().surfaces.some(({ id }) => id === news.surfaceId))
      this.#state.patch({ thumbnails: { ...thumbnails, [news.surfaceId]: news.image } })
  }

  #fail(error: string): void {
    this.#state.patch({ shown: false, error })
    this.#channel.close()
  }
}
