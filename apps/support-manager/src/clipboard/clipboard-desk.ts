import { ClipboardLine } from '@deskside/realtime'
import type { ClipboardChannel, ClipboardWord } from '@deskside/realtime'
import type { ClipboardContent, ClipboardPort } from './clipboard-port.ts'

/** Which directions the customer allowed this representative, as it stands in this program. */
export interface ClipboardPermit {
  /** Into this computer (`clipboard.in`). */
  in(): boolean
  /** Out of it (`clipboard.out`). */
  out(): boolean
  onChange(listener: () => void): () => void
}

export interface ClipboardDeskParts {
  readonly channel: ClipboardChannel
  readonly permit: ClipboardPermit
  readonly clipboard: ClipboardPort
  /** Told of what could not be put on the clipboard. */
  readonly failed: (error: unknown) => void
}

/**
 * Joins one page to this computer's clipboard, each direction under its own approval (control R9, THREATS C8): out goes only
 * what is copied while the approval stands and the page is in front.
 */
export class ClipboardDesk {
  readonly #parts: ClipboardDeskParts
  readonly #line: ClipboardLine
  readonly #undo: () => void
  #focus = false
  #watching: (() => void) | undefined
  #told = ''
  #closed = false

  constructor(parts: ClipboardDeskParts) {
    this.#parts = parts
    const { channel, permit } = parts
    this.#line = new ClipboardLine({ channel, heard: (word) => this.#heard(word), accepts: () => this.#accepts() })
    this.#undo = permit.onChange(() => this.#judge())
    channel.addEventListener('open', () => this.#judge())
    channel.addEventListener('close', () => this.close())
    this.#judge()
  }

  /** How many messages were none, or not allowed. */
  get bad(): number {
    return this.#line.bad
  }

  /** A second time nothing happens. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#undo()
    this.#watching?.()
    this.#watching = undefined
    this.#line.stopSending()
    this.#line.stopReading()
  }

  #judge(): void {
    if (this.#closed) return
    const { permit, clipboard, channel } = this.#parts
    const allowed = { t: 'allowed', in: permit.in(), out: permit.out() } as const
    if (allowed.out) this.#watching ??= clipboard.watch((content) => this.#copied(content))
    else {
      this.#watching?.()
      this.#watching = undefined
    }
    if (!allowed.out) this.#line.stopSending()
    if (!allowed.in) this.#line.stopReading()
    const said = JSON.stringify(allowed)
    if (said === this.#told || channel.readyState !== 'open') return
    this.#told = said
    this.#line.say(allowed)
  }

  #copied(content: ClipboardContent): void {
    if (!this.#focus || this.#closed || !this.#parts.permit.out()) return
    if (content.kind === 'image') this.#line.send({ kind: 'image', bytes: content.png })
    else if (content.text !== '') this.#line.send({ kind: 'text', bytes: new TextEncoder().encode(content.text) })
  }

  #accepts(): boolean {
    return !this.#closed && this.#parts.permit.in()
  }

  #heard(word: ClipboardWord): void {
    if (word.t === 'focus') this.#focus = word.focus
    if (word.t !== 'complete' || !this.#accepts()) return
    const content: ClipboardContent =
      word.kind === 'image'
        ? { kind: 'image', png: word.bytes }
        : { kind: 'text', text: new TextDecoder().decode(word.bytes) }
    this.#parts.clipboard.write(content).catch(this.#parts.failed)
  }
}
