import { OUTPUT_PIECE_LENGTH } from '@deskside/protocol'
import type { DeviceNotice } from '@deskside/protocol'

/** What the device's parts need of their channel. */
export type DeviceChannel = Pick<
  RTCDataChannel,
  'readyState' | 'bufferedAmount' | 'bufferedAmountLowThreshold' | 'send' | 'addEventListener' | 'removeEventListener'
>

/** Above this many bytes that wait to be sent the source rests; below a quarter of it goes on. */
const FULL_BYTES = 262_144

/** Says a notice; nobody hears it when the channel is closed. */
export function tell(channel: DeviceChannel, notice: DeviceNotice): void {
  if (channel.readyState === 'open') channel.send(JSON.stringify(notice))
}

/** Where output comes from: something that can rest. */
export interface OutputSource {
  pause(): void
  resume(): void
}

interface OutletParts {
  readonly channel: DeviceChannel
  readonly what: 'script' | 'shell'
  /** Bytes at most; what comes after is not sent. */
  readonly limit: number
}

/** Sends a program's output in pieces, never faster than the other side takes it, and no more than its limit. */
export class Outlet {
  readonly #parts: OutletParts
  readonly #decoders = { out: new TextDecoder(), error: new TextDecoder() }
  readonly #resting = new Set<OutputSource>()
  #left: number
  #cut = false

  constructor(parts: OutletParts) {
    this.#parts = parts
    this.#left = parts.limit
    parts.channel.bufferedAmountLowThreshold = FULL_BYTES / 4
    parts.channel.addEventListener('bufferedamountlow', this.#go)
  }

  /** Whether something was left out. */
  get cut(): boolean {
    return this.#cut
  }

  bytes(chunk: Uint8Array, from: 'out' | 'error', source: OutputSource): void {
    const fits = chunk.subarray(0, this.#left)
    this.#left -= fits.length
    if (fits.length < chunk.length) this.#cut = true
    if (fits.length > 0) this.text(this.#decoders[from].decode(fits, { stream: true }), from, source)
  }

  text(text: string, from: 'out' | 'error', source: OutputSource): void {
    const { channel, what } = this.#parts
    for (let at = 0; at < text.length; at += OUTPUT_PIECE_LENGTH) {
      const piece = text.slice(at, at + OUTPUT_PIECE_LENGTH)
      tell(channel, { t: 'output', what, error: from === 'error', text: piece })
    }
    if (channel.readyState !== 'open' || channel.bufferedAmount < FULL_BYTES) return
    source.pause()
    this.#resting.add(source)
  }

  close(): void {
    this.#parts.channel.removeEventListener('bufferedamountlow', this.#go)
    this.#go()
  }

  readonly #go = (): void => {
    for (const source of this.#resting) source.resume()
    this.#resting.clear()
  }
}
