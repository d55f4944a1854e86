import type { ChatMessage } from '@deskside/protocol'
import type { OutboxEntry, SessionClient } from '@deskside/realtime'
import { bdi, el } from '../platform/dom.ts'
import type { SessionParts } from './session-parts.ts'

/** A web address without the dot or bracket that ends its sentence. */
const ADDRESS = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'’“”]/g
/** A reader this near to the end stays at the end, in pixels. */
const NEAR_END = 40

/** What was said, oldest first. Each message is made once; a reader who scrolled back is left there. */
export class ChatLog {
  readonly element: HTMLElement
  readonly #parts: SessionParts
  readonly #client: SessionClient
  readonly #said = new Map<string, HTMLElement>()
  readonly #waiting = el('div', { class: 'messages' })
  readonly #empty: HTMLElement
  #outbox: readonly OutboxEntry[] = []

  constructor(parts: SessionParts, client: SessionClient) {
    this.#parts = parts
    this.#client = client
    this.#empty = el('p', { class: 'soft' }, parts.words.chat.none)
    this.element = el(
      'div',
      { role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions', tabindex: 0, class: 'log messages' },
      this.#empty,
      this.#waiting,
    )
  }

  update(label: string): void {
    const { story, outbox } = this.#client.state.get()
    const { element } = this
    if (element.getAttribute('aria-label') !== label) element.setAttribute('aria-label', label)
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END
    const before = this.#said.size
    for (const message of story.chat) {
      if (this.#said.has(message.id)) continue
      const made = this.#message(message)
      this.#said.set(message.id, made)
      this.#waiting.before(made)
    }
    if (outbox !== this.#outbox) this.#showWaiting(outbox)
    this.#empty.hidden = this.#said.size > 0 || outbox.length > 0
    if (atEnd && (this.#said.size !== before || outbox.length > 0)) element.scrollTop = element.scrollHeight
  }

  #message({ from, to, text, at }: ChatMessage): HTMLElement {
    const { words, lang, nameOf } = this.#parts
    const { chat } = words
    const own = from === this.#client.participantId
    const note = to.kind === 'everyone' ? null : own ? chat.only(nameOf(to.participantId)) : chat.onlyYou
    const clock = new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit' }).format(at)
    return el(
      'div',
      { class: own ? 'message own' : 'message' },
      el(
        'p',
        { class: 'mark' },
        own ? chat.you : bdi(nameOf(from)),
        ' ',
        el('time', { datetime: new Date(at).toISOString() }, clock),
        note === null ? null : ` · ${note}`,
      ),
      el('p', { class: 'said', dir: 'auto' }, ...linked(text)),
    )
  }

  /** What the desk has not stored yet. */
  #showWaiting(outbox: readonly OutboxEntry[]): void {
    this.#outbox = outbox
    const { chat } = this.#parts.words
    const rows = outbox.map(({ commandId, text, error }) =>
      el(
        'div',
        { class: 'message own' },
        el('p', { class: 'said unsent', dir: 'auto' }, text),
        el('p', { class: error ? 'problem' : 'mark' }, error ? chat.notSent : chat.sending),
        error
          ? el(
              'div',
              { class: 'row' },
              button(chat.discard, () => this.#client.discard(commandId)),
              button(chat.retry, () => this.#client.retry(commandId)),
            )
          : null,
      ),
    )
    this.#waiting.replaceChildren(...rows)
  }
}

const button = (words: string, onclick: () => void): HTMLElement =>
  el('button', { type: 'button', class: 'button small', onclick }, words)

/** Text as text, with web addresses as links that tell the other site nothing; nothing is fetched (THREATS G11). */
function linked(text: string): (Node | string)[] {
  const pieces: (Node | string)[] = []
  let end = 0
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    if (!URL.canParse(address)) continue
    const link = { href: address, target: '_blank', rel: 'noopener noreferrer', referrerpolicy: 'no-referrer' }
    pieces.push(text.slice(end, index), el('a', link, address))
    end = index + address.length
  }
  return [...pieces, text.slice(end)]
}
