import type { Device, DisplayMode, IceServers, LinkBody } from '@deskside/protocol'
import { tuneSender } from '../screen/display-mode.ts'
import { openChannels } from './link-channels.ts'
import type { LinkChannels } from './link-channels.ts'
import type { MediaPort } from './port.ts'
import { QualityMeter, UNKNOWN_QUALITY } from './quality.ts'
import type { Quality } from './quality.ts'

/** A broken line gets this long to heal by itself until ICE is restarted, in milliseconds. */
const HEAL_MS = 2_000

export interface PeerLinkParts {
  readonly remote: Device
  /** The one who gives way when both offer at once (W3C "perfect negotiation"). */
  readonly polite: boolean
  readonly media: MediaPort
  readonly servers: () => Promise<IceServers>
  readonly send: (body: LinkBody) => void
  readonly changed: () => void
  /**
   * Where a Support Manager is at one of its ends: what is to be told of the direct channels, in the moment in which they are
   * made, for only then can one be handed to a worker.
   */
  readonly onChannels?: (() => Promise<(channels: LinkChannels) => void>) | undefined
}

/** One encrypted connection between two devices. Pictures of both directions share it. */
export class PeerLink {
  readonly remote: Device
  readonly #since = performance.now()
  readonly #id = crypto.randomUUID() as string
  readonly #parts: PeerLinkParts
  readonly #senders = new Map<string, RTCRtpSender[]>()
  readonly #streams = new Map<string, MediaStream>()
  readonly #meter = new QualityMeter()
  #wanted: ReadonlyMap<string, MediaStream> = new Map()
  #peer: RTCPeerConnection | undefined
  #making = false
  #ignoring = false
  #closed = false
  #heal: ReturnType<typeof setTimeout> | undefined
  #watch: ReturnType<typeof setInterval> | undefined
  #inbox: Promise<void>
  #quality: Quality = UNKNOWN_QUALITY
  #remoteId: string | null = null
  #mode: DisplayMode = 'standard'

  constructor(parts: PeerLinkParts) {
    this.#parts = parts
    this.remote = parts.remote
    this.#inbox = this.#open()
  }

  get quality(): Quality {
    return this.#quality
  }

  /** In milliseconds. */
  get age(): number {
    return performance.now() - this.#since
  }

  /** Whether the other device says this from a connection that it made anew: ours to the old one has had its day. */
  isOutlivedBy(body: LinkBody): boolean {
    if (body.kind !== 'description' || body.type !== 'offer') return false
    return this.#remoteId !== null && body.connectionId !== this.#remoteId && this.#isMeant(body)
  }

  /** A picture that arrives over this link, by its stream's id. */
  stream(streamId: string): MediaStream | undefined {
    return this.#streams.get(streamId)
  }

  /** The streams to send, by grant: what is no longer in it stops at once. */
  handleOutgoing(streams: ReadonlyMap<string, MediaStream>): void {
    this.#wanted = streams
    if (this.#peer) this.#sendWanted(this.#peer)
  }

  /** How pictures are sent from now on, those on their way too. */
  handleDisplayMode(mode: DisplayMode): void {
    if (mode === this.#mode) return
    this.#mode = mode
    for (const senders of this.#senders.values()) this.#tune(senders)
  }

  /** What the other device says; strictly in order. */
  handleSignal(body: LinkBody): void {
    this.#inbox = this.#inbox.then(() => this.#read(body)).catch((error: unknown) => this.#stumble(error))
  }

  /** The way for words is back: says again what may have been lost, and mends the line if it needs that. */
  handleOnline(): void {
    const peer = this.#peer
    if (!peer) return
    if (peer.signalingState === 'have-local-offer') this.#say(peer)
    else if (peer.connectionState !== 'connected') peer.restartIce()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#heal)
    clearInterval(this.#watch)
    this.#peer?.close()
    this.#streams.clear()
  }

  async #open(): Promise<void> {
    const { iceServers } = await this.#parts.servers().catch(() => ({ iceServers: [] }))
    const tell = await this.#parts.onChannels?.()
    if (this.#closed) return
    const servers = iceServers.map(({ urls, username, credential }) => ({
      urls,
      ...(username ? { username } : {}),
      ...(credential ? { credential } : {}),
    }))
    const peer = this.#parts.media.createPeerConnection({ iceServers: servers, bundlePolicy: 'max-bundle' })
    this.#peer = peer
    peer.onnegotiationneeded = () => void this.#offer(peer)
    peer.onicecandidate = ({ candidate }) => {
      if (!candidate) return
      const { candidate: text, sdpMid, sdpMLineIndex, usernameFragment } = candidate
      this.#parts.send({ kind: 'candidate', ...this.#ends(), candidate: text, sdpMid, sdpMLineIndex, usernameFragment })
    }
    peer.ontrack = ({ streams }) => {
      for (const stream of streams) this.#streams.set(stream.id, stream)
      this.#parts.changed()
    }
    peer.onconnectionstatechange = () => this.#judge(peer)
    this.#watch = setInterval(() => void this.#measure(peer), 1_000)
    tell?.(openChannels(peer))
    this.#sendWanted(peer)
  }

  #sendWanted(peer: RTCPeerConnection): void {
    for (const [grantId, senders] of this.#senders) {
      if (this.#wanted.has(grantId)) continue
      for (const sender of senders) peer.removeTrack(sender)
      this.#senders.delete(grantId)
    }
    for (const [grantId, stream] of this.#wanted) {
      if (this.#senders.has(grantId)) continue
      const senders = stream.getTracks().map((track) => peer.addTrack(track, stream))
      this.#senders.set(grantId, senders)
      this.#tune(senders)
    }
  }

  #tune(senders: readonly RTCRtpSender[]): void {
    for (const sender of senders) if (sender.track?.kind === 'video') void tuneSender(sender, this.#mode)
  }

  async #offer(peer: RTCPeerConnection): Promise<void> {
    try {
      this.#making = true
      await peer.setLocalDescription()
      this.#say(peer)
    } catch (error) {
      this.#stumble(error)
    } finally {
      this.#making = false
    }
  }

  #say(peer: RTCPeerConnection): void {
    const description = peer.localDescription
    if (!description || description.type === 'pranswer') return
    this.#parts.send({ kind: 'description', ...this.#ends(), type: description.type, sdp: description.sdp })
  }

  #ends(): { connectionId: string; toConnectionId: string | null } {
    return { connectionId: this.#id, toConnectionId: this.#remoteId }
  }

  /** Not words that were on their way to a connection that we had before. */
  #isMeant({ toConnectionId }: { readonly toConnectionId: string | null }): boolean {
    return toConnectionId === null || toConnectionId === this.#id
  }

  async #read(body: LinkBody): Promise<void> {
    const peer = this.#peer
    if (!peer || this.#closed || body.kind === 'wanted') return
    if (!this.#isMeant(body) || (this.#remoteId !== null && body.connectionId !== this.#remoteId)) return
    this.#remoteId = body.connectionId
    if (body.kind === 'candidate') {
      const { kind: _kind, connectionId: _from, toConnectionId: _to, ...candidate } = body
      // A candidate of an offer that we ignored belongs to nothing here.
      return peer
        .addIceCandidate(candidate)
        .catch((error: unknown) => (this.#ignoring ? undefined : Promise.reject(error)))
    }
    const collision = body.type === 'offer' && (this.#making || peer.signalingState !== 'stable')
    this.#ignoring = !this.#parts.polite && collision
    if (this.#ignoring) return
    // An answer to an offer that we made twice comes twice; the second one answers nothing.
    if (body.type === 'answer' && peer.signalingState !== 'have-local-offer') return
    await peer.setRemoteDescription({ type: body.type, sdp: body.sdp })
    if (body.type !== 'offer') return
    await peer.setLocalDescription()
    this.#say(peer)
  }

  /** Words that fit nothing (a page of the other side that is gone already): the line's own state decides what follows. */
  #stumble(error: unknown): void {
    if (!this.#closed) console.warn('A connection could not take what the other side said.', error)
  }

  #judge(peer: RTCPeerConnection): void {
    clearTimeout(this.#heal)
    const { connectionState: now } = peer
    if (now === 'disconnected') this.#heal = setTimeout(() => peer.restartIce(), HEAL_MS)
    if (now === 'failed') peer.restartIce()
    this.#quality = { ...this.#quality, link: linkOf(peer) }
    this.#parts.changed()
  }

  async #measure(peer: RTCPeerConnection): Promise<void> {
    const report = await peer.getStats().catch(() => undefined)
    if (!report || this.#closed) return
    this.#quality = this.#meter.read(report.values() as Iterable<never>, linkOf(peer))
    this.#parts.changed()
  }
}

function linkOf({ connectionState }: RTCPeerConnection): Quality['link'] {
  if (connectionState === 'connected') return 'connected'
  if (connectionState === 'disconnected' || connectionState === 'failed') return 'mending'
  return connectionState === 'closed' ? 'lost' : 'connecting'
}
