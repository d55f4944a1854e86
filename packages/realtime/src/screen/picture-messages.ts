import type { PictureNews } from '@deskside/protocol'

/** What the page tells its picture's worker. */
export type ToPictureWorker =
  /** First of all: where to draw, and the channel itself where the browser can hand one over. */
  | { readonly t: 'begin'; readonly canvas: OffscreenCanvas; readonly channel: RTCDataChannel | null }
  /** A piece that came over the channel, where the page has kept it. */
  | { readonly t: 'piece'; readonly bytes: ArrayBuffer }
  /** Words for the one who shows. */
  | { readonly t: 'say'; readonly text: string }

/** What the worker tells its page. */
export type FromPictureWorker =
  | { readonly t: 'size'; readonly width: number; readonly height: number }
  | { readonly t: 'shown' }
  | {
      readonly t: 'cursor-shape'
      readonly id: number
      readonly hotX: number
      readonly hotY: number
      readonly png: Blob
    }
  | { readonly t: 'cursor-place'; readonly place: { x: number; y: number; shapeId: number } | null }
  | { readonly t: 'news'; readonly news: PictureNews }
  /** Frames drawn and bytes taken since the last time, once a second. */
  | { readonly t: 'count'; readonly frames: number; readonly bytes: number }
  /** Words for the one who shows, where the page has kept the channel. */
  | { readonly t: 'say'; readonly text: string }
  | { readonly t: 'failed'; readonly sentence: string }
