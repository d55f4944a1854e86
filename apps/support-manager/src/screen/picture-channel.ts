import { inPieces, viewerMessageSchema } from '@deskside/protocol'
import type { ViewerMessage } from '@deskside/protocol'

/** What is used of an `RTCDataChannel`. */
export interface PictureChannel {
  readonly readyState: string
  readonly bufferedAmount: number
  send(data: Uint8Array<ArrayBuffer>): void
  addEventListener(type: 'open' | 'close', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/** Characters of a viewer's message at most. */
const MESSAGE_LENGTH = 500
/** Messages of a viewer a second at most, its acknowledgements of frames aside. */
const MESSAGES_PER_SECOND = 20

/** The viewer's end of the channel: messages out in pieces, words in that were looked at. */
export class ViewerLine {
  readonly #channel: PictureChannel
  readonly #now: () => number
  #allowance = MESSAGES_PER_SECOND
  #allowedAt: number
  #sent = 0
  #open: boolean
  /** What waited when the channel was asked last, and all that was given to it since. */
  #waits = 0

  constructor(channel: PictureChannel, of: { readonly now: () => number }) {
    this.#channel = channel
    this.#now = of.now
    this.#allowedAt = of.now()
    this.#open = channel.readyState === 'open'
    channel.addEventListener('open', () => (this.#open = true))
    channel.addEventListener('close', () => (this.#open = false))
  }

  get isOpen(): boolean {
    return this.#open
  }

  /**
   * Whether more than so many bytes wait on this side. The channel itself is asked only where that could be: each of its
   * attributes costs a round to another thread.
   */
  waitsFor(bytes: number): boolean {
    if (this.#waits > bytes) this.#waits = this.#channel.bufferedAmount
    return this.#waits > bytes
  }

  /** Bytes sent so far. */
  get sent(): number {
    return this.#sent
  }

  onOpen(listener: () => void): void {
    this.#channel.addEventListener('open', listener)
  }

  onClose(listener: () => void): void {
    this.#channel.addEventListener('close', listener)
  }

  /** What the viewer says, where it is one of the words and not too much; the rest is dropped. */
  onMessage(listener: (message: ViewerMessage) => void): void {
    this.#channel.addEventListener('message', ({ data }) => {
      const message = read(data)
      if (message && (message.t === 'ack' || this.#allow())) listener(message)
    })
  }

  send(message: Uint8Array): void {
    if (!this.#open) return
    try {
      for (const piece of inPieces(message)) {
        this.#channel.send(piece)
        this.#sent += piece.length
        this.#waits += piece.length
      }
    } catch (error) {
      // It is about to close and has not said so yet; anything else is a defect of ours.
      if (this.#channel.readyState === 'open') throw error
      this.#open = false
    }
  }

  #allow(): boolean {
    const now = this.#now()
    this.#allowance = Math.min(
      MESSAGES_PER_SECOND,
      this.#allowance + ((now - this.#allowedAt) / 1_000) * MESSAGES_PER_SECOND,
    )
    this.#allowedAt = now
    if (this.#allowance < 1) return false
    this.#allowance -= 1
    return true
  }
}

function read(data: unknown): ViewerMessage | undefined {
  if (typeof data !== 'string' || data.length > MESSAGE_LENGTH) return undefined
  let said: unknown
  try {
    said = JSON.parse(data)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
  const message = viewerMessageSchema.safeParse(said)
  return message.success ? message.data : undefined
}
