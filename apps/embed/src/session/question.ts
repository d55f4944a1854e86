import { needsSupportManager, reachesTheComputer } from '@deskside/protocol'
import type { OpenRequest } from '@deskside/protocol'
import { ApiError, answerPlace, answerRequest, runsProgram, screenCaptureSupport } from '@deskside/realtime'
import type { SessionClient } from '@deskside/realtime'
import { bdi, el } from '../platform/dom.ts'
import { capabilityWords } from './capability-words.ts'
import { failureWords } from './failure-words.ts'
import type { SessionParts } from './session-parts.ts'

/** A click meant for what stood here a moment ago must not allow anything. */
const ARMED_AFTER_MS = 700
/** Only near the end: a clock that runs down from the start makes people hurry. */
const CLOSING_MS = 45_000

/** `page`: answered here. `desk`: on the desk's own page, which has what it takes. The others: not here at all. */
type Place = 'page' | 'desk' | 'program' | 'nowhere'

interface QuestionParts extends SessionParts {
  readonly client: SessionClient
  readonly request: OpenRequest
  /** The answer came when nobody waited for it any more. */
  readonly onLate: () => void
}

/** One request: what it means, and where to answer it. Declining is always possible here. */
export class Question {
  readonly element: HTMLElement
  readonly #parts: QuestionParts
  /** "Rita Rep asks to see your screen" */
  readonly label: string
  readonly #heading: HTMLElement
  readonly #decline: HTMLButtonElement
  readonly #allow: HTMLButtonElement
  readonly #everything: HTMLInputElement
  readonly #everythingLine: HTMLElement
  readonly #where = el('div', { class: 'where', role: 'status' })
  readonly #problem = el('p', { class: 'box warn', role: 'alert', hidden: true })
  readonly #time = el('p', { class: 'mark', hidden: true })
  readonly #ticking: ReturnType<typeof setInterval>
  #arming: ReturnType<typeof setTimeout> | undefined
  #place: Place | undefined
  #armed = false
  #busy = false

  constructor(parts: QuestionParts) {
    this.#parts = parts
    const { words, request, nameOf } = parts
    const { question } = words
    const { asks, means } = capabilityWords(words, request.capability)
    this.#decline = this.#button('button', question.decline, () => this.#refuse())
    this.#allow = this.#button('button first', question.allow, () => this.#accept())
    this.#everything = el('input', { type: 'checkbox' })
    this.#everythingLine = el('label', { class: 'check' }, this.#everything, el('span', {}, question.everything))
    const name = nameOf(request.representativeId)
    this.label = name + asks
    this.#heading = el('h3', { id: 'asks', tabindex: -1 }, bdi(name), asks)
    this.element = el(
      'div',
      { class: 'question asks', role: 'alertdialog', 'aria-labelledby': 'asks', 'aria-describedby': 'asks-means' },
      this.#heading,
      el(
        'div',
        { id: 'asks-means', class: 'means' },
        reachesTheComputer(request.capability) ? el('p', { class: 'box warn' }, question.warning) : null,
        means.length > 0 ? el('ul', {}, ...means.map((line) => el('li', {}, line))) : null,
        request.detail
          ? el('details', {}, el('summary', {}, request.detail.title), el('pre', { tabindex: 0 }, request.detail.text))
          : null,
      ),
      this.#where,
      this.#problem,
      this.#everythingLine,
      this.#time,
      el('div', { class: 'row answers' }, this.#decline, this.#allow),
    )
    this.#armLater()
    this.#ticking = setInterval(() => this.#tick(), 1_000)
    this.update()
  }

  /** Where it is answered may change: a program comes or goes. */
  update(): void {
    const place = this.#placeNow()
    if (place === this.#place) return
    this.#place = place
    const { words, openPage } = this.#parts
    const { question } = words
    const hadFocus = this.#focused() === this.#allow
    this.#allow.hidden = place !== 'page'
    this.#everythingLine.hidden = place !== 'page'
    const said = { page: undefined, desk: question.onPage, program: question.inProgram, nowhere: question.notHere }[
      place
    ]
    const open = el(
      'button',
      { type: 'button', class: 'button first', onclick: () => void openPage() },
      words.page.open,
    )
    const line = said === undefined ? [] : [el('p', {}, said)]
    this.#where.replaceChildren(...line, ...(place === 'desk' ? [open] : []))
    // Allow had the focus and is gone: what is safe takes it.
    if (hadFocus && this.#allow.hidden) this.focus()
  }

  /** What is safe has the focus, and what is asked is in sight, however little of the rest is. */
  focus(): void {
    this.#focusOn(this.#decline)
  }

  /** For who was somewhere else: on the heading no key answers. */
  focusHeading(): void {
    this.#focusOn(this.#heading)
  }

  #focusOn(element: HTMLElement): void {
    // It may have been out of sight until now.
    this.#armLater()
    element.focus({ preventScroll: true })
    this.element.scrollIntoView({ block: 'start' })
  }

  close(): void {
    clearTimeout(this.#arming)
    clearInterval(this.#ticking)
    this.element.remove()
  }

  #placeNow(): Place {
    const { client, request } = this.#parts
    const { story, devices } = client.state.get()
    const { capability, customerId } = request
    // What the other side's Support Manager shows comes over channels that only the desk's page opens.
    if (needsSupportManager(capability) === 'representative') return 'desk'
    const { supported: captures, phone } = screenCaptureSupport()
    const workedOn = Object.values(story.consent.grants).some(
      (grant) => grant.customerId === customerId && reachesTheComputer(grant.capability),
    )
    const place = answerPlace({ capability, program: runsProgram(devices, customerId), workedOn, phone, captures })
    return place === 'fetch' ? 'desk' : place
  }

  #button(look: string, words: string, work: () => Promise<void>): HTMLButtonElement {
    const press = (event: Event): void => {
      // The page around may press buttons by script; only a person answers (THREATS C1).
      if (event.isTrusted && this.#armed && !this.#busy) void this.#attempt(work)
    }
    return el('button', { type: 'button', class: look, 'aria-disabled': 'true', onclick: press }, words)
  }

  #armLater(): void {
    this.#arm(false)
    clearTimeout(this.#arming)
    this.#arming = setTimeout(() => this.#arm(true), ARMED_AFTER_MS)
  }

  #arm(armed: boolean): void {
    this.#armed = armed
    for (const button of [this.#decline, this.#allow])
      if (armed) button.removeAttribute('aria-disabled')
      else button.setAttribute('aria-disabled', 'true')
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.#busy = true
    this.#allow.setAttribute('aria-busy', 'true')
    this.#say(undefined)
    try {
      await work()
    } catch (error) {
      if (error instanceof ApiError && error.code === 'consent.request-gone') this.#parts.onLate()
      else this.#say(failureWords(this.#parts.words, error))
    } finally {
      this.#busy = false
      this.#allow.removeAttribute('aria-busy')
    }
  }

  async #accept(): Promise<void> {
    const { client, request, words } = this.#parts
    const why = await answerRequest(client, { request, place: 'page', everything: this.#everything.checked })
    this.#say(why && words.failure[why])
  }

  async #refuse(): Promise<void> {
    const { client, request } = this.#parts
    await client.send('consent.decline', { requestId: request.id })
  }

  #say(problem: string | undefined): void {
    this.#problem.hidden = problem === undefined
    this.#problem.textContent = problem ?? ''
  }

  #tick(): void {
    const left = this.#parts.request.expiresAt - Date.now()
    this.#time.hidden = left >= CLOSING_MS
    this.#time.textContent = this.#parts.words.question.closesIn(Math.max(0, Math.ceil(left / 1_000)))
  }

  #focused(): Element | null {
    const root = this.element.getRootNode()
    return root instanceof ShadowRoot ? root.activeElement : null
  }
}
