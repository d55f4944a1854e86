import { ClipboardClient } from '../control/clipboard-client.ts'
import { ControlClient } from '../control/control-client.ts'
import type { LinkChannels } from '../media/link-channels.ts'
import { PictureView } from './picture-view.ts'

/** What a page has of a Support Manager of the other side: its picture, the way to drive it, its clipboard. */
export interface ProgramViews {
  readonly picture: PictureView
  readonly control: ControlClient
  readonly clipboard: ClipboardClient
  /** The channels themselves, for what stands beside the picture: the device's own matters, files. */
  readonly channels: LinkChannels
  close(): void
}

export type OpenProgram = (channels: LinkChannels) => ProgramViews

/** Called in the moment in which the channels are made: only then can the picture's be handed to a worker. */
export const openProgram: OpenProgram = (channels) => {
  const picture = new PictureView(channels.picture)
  const control = new ControlClient(channels.input)
  const clipboard = new ClipboardClient(channels.clipboard)
  return {
    picture,
    control,
    clipboard,
    channels,
    close() {
      picture.close()
      control.close()
      // The picture's was handed over, and goes with the connection.
      for (const channel of [channels.input, channels.clipboard, channels.device, channels.files]) channel.close()
    },
  }
}
