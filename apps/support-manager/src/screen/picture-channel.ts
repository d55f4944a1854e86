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

  constructor(channel: PictureChannel, of: { readonly now: () => number }) {
    this.#channel = channel
    this.#now = of.now
    this.#allowedAt = of.now()
  }

  get isOpen(): boolean {
    return this.#channel.readyState === 'open'
  }

  /** Bytes that wait on this side. */
  get waiting(): number {
    return this.#channel.bufferedAmount
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
    if (!this.isOpen) return
    for (const piece of inPieces(message)) {
      this.#channel.send(piece)
      this.#sent += piece.length
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
