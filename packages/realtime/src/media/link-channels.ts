import { CHANNELS } from '@deskside/protocol'
import type { ChannelName } from '@deskside/protocol'

/** The direct channels of a link that has a Support Manager at one of its ends. */
export type LinkChannels = Readonly<Record<ChannelName, RTCDataChannel>>

/** Makes the channels on this side; the other side makes the same ones, so that neither waits (control `CHANNELS`). */
export function openChannels(peer: RTCPeerConnection): LinkChannels {
  const names = Object.keys(CHANNELS) as ChannelName[]
  const open = (name: ChannelName): RTCDataChannel => {
    const { id, label } = CHANNELS[name]
    const channel = peer.createDataChannel(label, { negotiated: true, id, ordered: true })
    channel.binaryType = 'arraybuffer'
    return channel
  }
  return Object.fromEntries(names.map((name) => [name, open(name)])) as unknown as LinkChannels
}
