import type { LinkChannels } from '../media/link-channels.ts'

/** What a page has of a Support Manager of the other side: its picture, the way to drive it, its clipboard. */
export interface ProgramViews {
  close(): void
}

export type OpenProgram = (channels: LinkChannels) => ProgramViews

/** Called in the moment in which the channels are made. */
export const openProgram: OpenProgram = (channels) => ({
  close() {
    for (const channel of Object.values(channels)) channel.close()
  },
})
