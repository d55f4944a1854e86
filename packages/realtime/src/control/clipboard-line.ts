import { ClipboardReader, clipboardPieces } from '@deskside/protocol'
import type { ClipboardBytes, ClipboardMessage } from '@deskside/protocol'

/** Bytes that may wait in the channel before the next pieces follow: other channels share the line. */
const WAITING_AT_MOST = 512 * 1024
/** Messages that are none until what comes is no longer looked at. */
const BAD_AT_MOST = 1_000

/** What is used of the channel `deskside.clipboard`. */
export interface ClipboardChannel {
  readonly readyState: string
  readonly bufferedAmount: number
  bufferedAmountLowThreshold: number
  send(data: string): void
  send(data: Uint8Array<ArrayBuffer>): void
  close(): void
  addEventListener(name: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(name: 'open' | 'close' | 'bufferedamountlow', listener: () => void): void
}

/** What has come whole, or was said about the clipboard. */
export type ClipboardWord = Exclude<ClipboardMessage, { t: 'content' }> | (ClipboardBytes & { readonly t: 'complete' })

export interface ClipboardLineParts {
  readonly channel: ClipboardChannel
  readonly heard: (word: ClipboardWord) => void
  /** Asked when a content begins: where it may not come, none of its bytes are kept. */
  readonly accepts: () => boolean
}

/** The clipboard's channel from either end: contents in pieces, never more under way than the line can bear. */
export class ClipboardLine {
  readonly #parts: ClipboardLineParts
  readonly #reader = new ClipboardReader()
  #sending: Generator<string | Uint8Array> | undefined
  #bad = 0

  constructor(parts: ClipboardLineParts) {
    this.#parts = parts
    const { channel } = parts
    channel.bufferedAmountLowThreshold = WAITING_AT_MOST / 2
    channel.addEventListener('message', ({ data }) => this.#heard(data))
    channel.addEventListener('bufferedamountlow', () => this.#pump())
  }

  /** How many messages were none, or not accepted. */
  get bad(): number {
    return this.#bad
  }

  /** Sends a content; one that is under way still is given up. */
  send(content: ClipboardBytes): void {
    this.#sending = clipboardPieces(content)
    this.#pump()
  }

  /** Gives up the content that is on its way to the other end. */
  stopSending(): void {
    this.#sending = undefined
  }

  /** Gives up the content that is on its way here. */
  stopReading(): void {
    this.#reader.drop()
  }

  say(message: ClipboardMessage): void {
    if (this.#parts.channel.readyState === 'open') this.#parts.channel.send(JSON.stringify(message))
  }

  #pump(): void {
    const { channel } = this.#parts
    while (this.#sending !== undefined && channel.readyState === 'open' && channel.bufferedAmount < WAITING_AT_MOST) {
      const next = this.#sending.next()
      if (next.done === true) this.#sending = undefined
      else if (typeof next.value === 'string') channel.send(next.value)
      else channel.send(new Uint8Array(next.value))
    }
  }

  #heard(data: unknown): void {
    if (this.#bad >= BAD_AT_MOST) return
    const read = this.#reader.read(data)
    if (read === 'bad') this.#bad += 1
    else if (read?.t === 'content') {
      if (!this.#parts.accepts()) this.#reader.drop()
    } else if (read !== undefined) this.#parts.heard(read)
    if (this.#bad >= BAD_AT_MOST) this.#parts.channel.close()
  }
}
