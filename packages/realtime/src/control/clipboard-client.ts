import type { ClipboardBytes } from '@deskside/protocol'
import { CLIPBOARD_BYTES, isModestPng } from '@deskside/protocol'
import { createSource } from '../signal/observable.ts'
import type { Observable, Source } from '../signal/observable.ts'
import { type ClipboardChannel, ClipboardLine, type ClipboardWord } from './clipboard-line.ts'

export interface ClipboardView {
  /** Whether what is copied here may go to the other computer, as its Support Manager says. */
  readonly toComputer: boolean
  /** And the other way round. */
  readonly fromComputer: boolean
  /** What came and could not be put on this computer's clipboard without the representative's doing: `takeWaiting`. */
  readonly waiting: 'text' | 'image' | undefined
}

/** How sending what is on this computer's clipboard went. */
export type PageClipboardAnswer = 'sent' | 'nothing' | 'denied' | 'too-large'

/** This computer's clipboard, as a browser gives it (Clipboard API); each may be refused. */
export type PageClipboard = Pick<Clipboard, 'write' | 'writeText'>

/** The page's half of the shared clipboard. It reads this computer's clipboard only when it is told to. */
export class ClipboardClient {
  readonly state: Observable<ClipboardView>
  readonly #state: Source<ClipboardView>
  readonly #line: ClipboardLine
  readonly #clipboard: PageClipboard
  #waiting: ClipboardBytes | undefined
  #focus = false
  #granted = { in: false, out: false }
  #told = { in: false, out: false }

  constructor(channel: ClipboardChannel, clipboard: PageClipboard = navigator.clipboard) {
    this.#clipboard = clipboard
    this.#state = createSource<ClipboardView>({ toComputer: false, fromComputer: false, waiting: undefined })
    this.state = this.#state
    this.#line = new ClipboardLine({
      channel,
      heard: (word) => this.#heard(word),
      accepts: () => this.#state.get().fromComputer,
    })
    channel.addEventListener('open', () => this.#line.say({ t: 'focus', focus: this.#focus }))
    channel.addEventListener('close', () => this.#tell({ in: false, out: false }))
  }

  /**
   * Which directions the customer granted to this page's representative, as the session's story has it. What the other
   * computer says of itself is not enough: it would be given whatever lies on this one's clipboard (THREATS C8).
   */
  handleGranted(granted: { readonly in: boolean; readonly out: boolean }): void {
    this.#granted = granted
    this.#judge()
  }

  /** Say whether the page, with the picture, is in front: only then does what is copied over there come here. */
  handleFocus(focus: boolean): void {
    if (focus === this.#focus) return
    this.#focus = focus
    this.#line.say({ t: 'focus', focus })
  }

  /** Puts text on the other computer's clipboard, for instance what was pasted here. */
  sendText(text: string): PageClipboardAnswer {
    return this.#send({ kind: 'text', bytes: new TextEncoder().encode(text) })
  }

  /** Puts a PNG on the other computer's clipboard. */
  sendPng(png: Uint8Array): PageClipboardAnswer {
    return isModestPng(png) ? this.#send({ kind: 'image', bytes: png }) : 'nothing'
  }

  /** Puts what waits on this computer's clipboard; call it when the representative clicked. False where the browser refuses. */
  async takeWaiting(): Promise<boolean> {
    const content = this.#waiting
    if (content === undefined) return false
    try {
      await this.#put(content)
    } catch (error) {
      if (error instanceof DOMException) return false
      throw error
    }
    if (this.#waiting === content) this.#wait(undefined)
    return true
  }

  #send(content: ClipboardBytes): PageClipboardAnswer {
    if (!this.#state.get().toComputer) return 'denied'
    if (content.bytes.length === 0) return 'nothing'
    if (content.bytes.length > CLIPBOARD_BYTES) return 'too-large'
    this.#line.send(content)
    return 'sent'
  }

  #heard(word: ClipboardWord): void {
    if (word.t === 'allowed') this.#tell(word)
    else if (word.t === 'complete' && this.#state.get().fromComputer) {
      this.#wait(word)
      void this.takeWaiting()
    }
  }

  #tell(told: { readonly in: boolean; readonly out: boolean }): void {
    this.#told = { in: told.in, out: told.out }
    this.#judge()
  }

  #judge(): void {
    const toComputer = this.#told.in && this.#granted.in
    const fromComputer = this.#told.out && this.#granted.out
    this.#state.patch({ toComputer, fromComputer })
    if (!toComputer) this.#line.stopSending()
    if (!fromComputer) this.#line.stopReading()
  }

  #wait(content: ClipboardBytes | undefined): void {
    this.#waiting = content
    this.#state.patch({ waiting: content?.kind })
  }

  async #put({ kind, bytes }: ClipboardBytes): Promise<void> {
    if (kind === 'text') return await this.#clipboard.writeText(new TextDecoder().decode(bytes))
    const png = new Blob([new Uint8Array(bytes)], { type: 'image/png' })
    await this.#clipboard.write([new ClipboardItem({ 'image/png': png })])
  }
}
