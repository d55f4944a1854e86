import type { MediaPort } from '@deskside/realtime'
import wrtc from '@roamhq/wrtc'

/**
 * A connection as the protocol's client expects it of a browser: what libwebrtc's binding for Node asks to be said in so
 * many words, W3C webrtc-pc lets one leave out (4.4.2, implicit descriptions and implicit rollback).
 */
class NativePeer extends wrtc.RTCPeerConnection {
  override async setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
    if (description) return super.setLocalDescription(description)
    const answers = this.signalingState === 'have-remote-offer' || this.signalingState === 'have-local-pranswer'
    return super.setLocalDescription(answers ? await this.createAnswer() : await this.createOffer())
  }

  override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (description.type === 'offer' && this.signalingState === 'have-local-offer')
      await super.setLocalDescription({ type: 'rollback', sdp: '' })
    return super.setRemoteDescription(description)
  }
}

/** WebRTC without a browser; pictures are captured elsewhere. */
export const nativeMedia: MediaPort = {
  createPeerConnection: (configuration) => new NativePeer(configuration),
  getDisplayMedia: undefined,
  screenSize: { width: 0, height: 0 },
}
