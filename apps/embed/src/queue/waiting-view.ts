import { bdi, el } from '../platform/dom.ts'
import { box } from './notice.ts'
import type { HelpParts, Part } from './part.ts'
import { problemWords } from './problem-words.ts'
import type { PlaceView } from '@deskside/realtime'

/** In line: where, how long it may take, and the way out. */
export class WaitingView implements Part {
  readonly element: HTMLElement
  readonly #parts: HelpParts
  readonly #heading = el('h3', { tabindex: -1 })
  readonly #lost = el('p', { hidden: true })
  readonly #position = el('p', { class: 'position' })
  readonly #estimate = el('p')
  readonly #since = el('p', { class: 'soft' })
  readonly #line = el('div', { role: 'alert' })
  readonly #failure = el('div', { role: 'alert' })
  readonly #leave: HTMLButtonElement
  readonly #question: HTMLElement
  readonly #stay: HTMLButtonElement

  constructor(parts: HelpParts) {
    this.#parts = parts
    const { words } = parts
    this.#leave = el('button', { type: 'button', class: 'button quiet', onclick: () => this.#ask(true) }, words.leave)
    this.#stay = el('button', { type: 'button', class: 'button', onclick: () => this.#ask(false) }, words.stay)
    const leaves = el(
      'button',
      { type: 'button', class: 'button danger', onclick: (event) => void this.#leaveNow(event) },
      words.leave,
    )
    this.#question = el(
      'div',
      { class: 'question', role: 'alertdialog', 'aria-labelledby': 'leave', 'aria-describedby': 'means', hidden: true },
      el('h4', { id: 'leave' }, words.leaveQuestion),
      el('p', { id: 'means' }, words.leaveMeans),
      this.#failure,
      el('div', { class: 'row' }, this.#stay, leaves),
    )
    this.#question.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      this.#ask(false)
    })
    this.element = el(
      'div',
      { class: 'part' },
      this.#line,
      this.#heading,
      this.#lost,
      this.#position,
      this.#estimate,
      this.#since,
      el('p', { class: 'soft' }, words.stayOnSite),
      el('p', { class: 'soft' }, words.nothingSeen),
      el('div', { class: 'row' }, this.#leave),
      this.#question,
    )
  }

  update(view: PlaceView): void {
    if (view.is !== 'waiting') return
    const { words } = this.#parts
    const { place, line } = view
    this.#heading.replaceChildren(words.waitingIn, bdi(place.queueName))
    const { lostAgentName } = place
    this.#lost.hidden = lostAgentName === undefined
    if (lostAgentName !== undefined) this.#lost.replaceChildren(bdi(lostAgentName), words.lostAgent)
    this.#position.textContent = words.position(place.position)
    this.#estimate.textContent = words.estimate(place.estimateSeconds)
    const clock = new Intl.DateTimeFormat(words.lang, { hour: '2-digit', minute: '2-digit' }).format(place.since)
    this.#since.textContent = words.since(clock)
    const lost = line === 'offline'
    if (lost !== this.#line.hasChildNodes())
      this.#line.replaceChildren(...(lost ? [box('warn', 'status', words.interrupted)] : []))
  }

  focus(): void {
    this.#heading.focus()
  }

  #ask(open: boolean): void {
    this.#question.hidden = !open
    this.#leave.hidden = open
    this.#failure.replaceChildren()
    ;(open ? this.#stay : this.#leave).focus()
    if (open) this.#question.scrollIntoView({ block: 'nearest' })
  }

  async #leaveNow(event: Event): Promise<void> {
    const button = event.currentTarget
    if (!(button instanceof HTMLButtonElement) || button.ariaBusy === 'true') return
    button.ariaBusy = 'true'
    try {
      await this.#parts.client.leave()
    } catch (error) {
      this.#failure.replaceChildren(box('warn', 'alert', problemWords(this.#parts.words, error)))
    } finally {
      button.ariaBusy = null
    }
  }
}
