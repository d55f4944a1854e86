import type { ControlClient } from '../control/control-client.ts'
import type { LinkChannels } from '../media/link-channels.ts'
import type { Observable } from '../signal/observable.ts'

export interface PictureViewState {
  readonly surfaces: readonly { readonly id: string; readonly name: string; readonly kind: string }[]
  readonly current: string | null
  readonly thumbnails: Readonly<Record<string, string>>
  readonly size: { readonly width: number; readonly height: number } | null
  readonly cursor: {
    readonly x: number
    readonly y: number
    readonly shape: { readonly url: string; readonly hotX: number; readonly hotY: number } | null
  } | null
  readonly framesPerSecond: number
  readonly kbitPerSecond: number
  readonly shown: boolean
  readonly error: string | null
}
export interface PictureSeat {
  readonly element: HTMLCanvasElement
  readonly state: Observable<PictureViewState>
  choose(surfaceId: string): void
  requestThumbnails(): void
  close(): void
}
export interface ClipboardSeat {
  close(): void
}
/** What a page has of a Support Manager of the other side: its picture, the way to drive it, its clipboard. */
export interface ProgramViews {
  readonly picture: PictureSeat
  readonly control: ControlClient
  readonly clipboard: ClipboardSeat
  /** The channels themselves, for what stands beside the picture: the device's own matters, files. */
  readonly channels: LinkChannels
  close(): void
}
export type OpenProgram = (channels: LinkChannels) => ProgramViews

export const openProgram: OpenProgram = () => {
  throw new Error('This page shows no Support Manager yet.')
}
