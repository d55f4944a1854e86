import { presentRepresentatives } from '@deskside/protocol'
import type { ChatTarget } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { el } from '../platform/dom.ts'
import { ChatLog } from './chat-log.ts'
import type { SessionParts } from './session-parts.ts'

const MESSAGE_MOST = 4_000
/** The other side forgets a mark after six seconds. */
const RENEW_MS = 3_000

/** The conversation: what was said, who is typing, and the box to write in. Nothing leaves it but by Send or Enter. */
export class ChatView {
  readonly element: HTMLElement
  readonly #parts: SessionParts
  readonly #client: SessionClient
  readonly #log: ChatLog
  readonly #typing = el('p', { class: 'typing mark' })
  readonly #box: HTMLTextAreaElement
  readonly #problem = el('p', { class: 'problem', id: 'chat-problem', role: 'status' })
  readonly #to: HTMLSelectElement
  readonly #toLabel: HTMLElement
  #options = ''
  #toldAt: number | undefined

  constructor(parts: SessionParts, client: SessionClient) {
    this.#parts = parts
    this.#client = client
    this.#log = new ChatLog(parts, client)
    const { chat } = parts.words
    this.#box = el('textarea', {
      'aria-label': chat.message,
      'aria-describedby': 'chat-problem',
      placeholder: chat.placeholder,
      dir: 'auto',
      rows: 1,
      enterkeyhint: 'send',
      oninput: () => this.#wrote(),
      onblur: () => this.#mark(false),
      onkeydown: (event) => this.#key(event),
    })
    this.#to = el('select', {})
    this.#toLabel = el('label', { class: 'to mark', hidden: true }, chat.to, this.#to)
    const form = el(
      'form',
      { class: 'composer', onsubmit: (event) => this.#submit(event) },
      el('div', { class: 'write' }, this.#box, el('button', { type: 'submit', class: 'button first' }, chat.send)),
      this.#toLabel,
      this.#problem,
    )
    this.element = el('div', { class: 'chat' }, this.#log.element, this.#typing, form)
  }

  update(): void {
    const { story, typing } = this.#client.state.get()
    const { chat } = this.#parts.words
    const representatives = presentRepresentatives(story.session)
    const [only] = representatives
    this.#log.update(chat.with(representatives.length === 1 && only ? only.name : chat.everyone))
    const typed = chat.typing([...new Set(typing.map(({ from }) => this.#parts.nameOf(from)))])
    if (this.#typing.textContent !== typed) this.#typing.textContent = typed
    this.#showTargets(representatives)
  }

  /** The box, while something in it is not sent. */
  get draft(): HTMLElement | undefined {
    return this.#box.value.trim() === '' ? undefined : this.#box
  }

  focus(): void {
    this.#box.focus()
  }

  /** With several representatives, one of them may be written to alone. */
  #showTargets(representatives: readonly { readonly id: string; readonly name: string }[]): void {
    const options = JSON.stringify(representatives.map(({ id, name }) => [id, name]))
    if (options === this.#options) return
    this.#options = options
    const { chat } = this.#parts.words
    const chosen = this.#to.value
    this.#to.replaceChildren(
      el('option', { value: '' }, chat.everyone),
      ...representatives.map(({ id, name }) => el('option', { value: id }, chat.only(name))),
    )
    this.#to.value = representatives.some(({ id }) => id === chosen) ? chosen : ''
    this.#toLabel.hidden = representatives.length < 2
  }

  get #target(): ChatTarget {
    const { value } = this.#to
    return value === '' ? { kind: 'everyone' } : { kind: 'participant', participantId: value }
  }

  #wrote(): void {
    this.#say('')
    if (this.#box.value.trim() === '') return this.#mark(false)
    const now = performance.now()
    if (this.#toldAt === undefined || now - this.#toldAt >= RENEW_MS) this.#mark(true)
  }

  #mark(typing: boolean): void {
    if (!typing && this.#toldAt === undefined) return
    this.#toldAt = typing ? performance.now() : undefined
    this.#client.typing(this.#target, typing)
  }

  #key(event: Event): void {
    // While an input method composes, Enter takes its proposal. The page's own shortcuts are not meant.
    if (!(event instanceof KeyboardEvent)) return
    if (event.key !== 'Escape') event.stopPropagation()
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    this.#submit(event)
  }

  #submit(event: Event): void {
    event.preventDefault()
    const text = this.#box.value.trim()
    const { chat } = this.#parts.words
    if (text === '') return this.#say(chat.empty)
    if (text.length > MESSAGE_MOST) return this.#say(chat.tooLong)
    this.#client.post(this.#target, text)
    this.#box.value = ''
    this.#mark(false)
  }

  #say(problem: string): void {
    if (this.#problem.textContent !== problem) this.#problem.textContent = problem
    this.#box.setAttribute('aria-invalid', String(problem !== ''))
  }
}
