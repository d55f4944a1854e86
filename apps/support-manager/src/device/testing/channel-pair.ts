import { CHANNELS } from '@deskside/protocol'
import wrtc from '@roamhq/wrtc'

/** Two ends of a real channel, as a page and this program have them. */
export interface ChannelPair {
  readonly page: RTCDataChannel
  readonly program: RTCDataChannel
  close(): void
}

export async function openChannelPair(name: 'device' | 'files' = 'device'): Promise<ChannelPair> {
  const peers = [new wrtc.RTCPeerConnection(), new wrtc.RTCPeerConnection()] as const
  const [first, second] = peers
  const { id, label } = CHANNELS[name]
  const [page, program] = [
    first.createDataChannel(label, { negotiated: true, id, ordered: true }),
    second.createDataChannel(label, { negotiated: true, id, ordered: true }),
  ]
  first.onicecandidate = ({ candidate }) => void (candidate && second.addIceCandidate(candidate))
  second.onicecandidate = ({ candidate }) => void (candidate && first.addIceCandidate(candidate))
  await first.setLocalDescription(await first.createOffer())
  await second.setRemoteDescription(first.localDescription ?? { type: 'offer' })
  await second.setLocalDescription(await second.createAnswer())
  await first.setRemoteDescription(second.localDescription ?? { type: 'answer' })
  await Promise.all([opened(page), opened(program)])
  return { page, program, close: () => peers.forEach((peer) => peer.close()) }
}

function opened(channel: RTCDataChannel): Promise<void> {
  if (channel.readyState === 'open') return Promise.resolve()
  return new Promise((resolve) => channel.addEventListener('open', () => resolve(), { once: true }))
}
