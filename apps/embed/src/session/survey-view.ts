import { SurveyClient } from '@deskside/realtime'
import type { ApiServer, SurveyView } from '@deskside/realtime'
import { el } from '../platform/dom.ts'
import { failureWords } from './failure-words.ts'
import { filled } from './filled.ts'
import type { SessionWords } from './words/session-words.ts'

const COMMENT_MOST = 2_000
/** The best first. */
const RATINGS = [5, 4, 3, 2, 1] as const

/** What the queue asks of a session that is over, until it is answered or skipped; nothing where it asks nothing. */
export class SurveyPart {
  readonly element = el('div', { class: 'survey' })
  readonly #words: SessionWords
  readonly #client: SurveyClient
  readonly #problem = el('p', { class: 'problem', role: 'alert' })
  #shown: SurveyView['is'] = 'asking'
  #busy = false

  constructor(words: SessionWords, server: ApiServer) {
    this.#words = words
    this.#client = new SurveyClient(server)
    this.#client.state.subscribe(() => this.#show())
    this.#client.start()
  }

  stop(): void {
    this.#client.stop()
  }

  #show(): void {
    const view = this.#client.state.get()
    if (view.is === this.#shown) return
    this.#shown = view.is
    if (view.is === 'asked') return this.element.replaceChildren(this.#form(view.question, view.representativeName))
    if (view.is !== 'thanks') return this.element.replaceChildren()
    const thanks = el('p', { class: 'box plain', tabindex: -1 }, this.#words.survey.thanks)
    this.element.replaceChildren(thanks)
    // The button that had the focus went with the form.
    thanks.focus()
  }

  #form(question: string, about: string): HTMLElement {
    const { survey } = this.#words
    const choices = RATINGS.map((rating) => el('input', { type: 'radio', name: 'rating', value: rating }))
    const comment = el('textarea', { rows: 2, maxlength: COMMENT_MOST, dir: 'auto' })
    const answer = (event: Event): void => {
      event.preventDefault()
      const rating = Number(choices.find(({ checked }) => checked)?.value ?? 0)
      if (rating > 0) return this.#run(() => this.#client.answer({ rating, comment: comment.value }))
      this.#problem.textContent = survey.missing
      choices[0]?.focus()
    }
    return el(
      'form',
      { class: 'question', novalidate: true, onsubmit: answer },
      el(
        'fieldset',
        { role: 'radiogroup' },
        el('legend', { dir: 'auto' }, question),
        about === '' ? null : el('p', { class: 'soft' }, ...filled(survey.about, about)),
        ...choices.map((choice, index) => el('label', { class: 'check' }, choice, survey.ratings[index] ?? '')),
      ),
      el('label', { class: 'field' }, survey.comment, comment),
      this.#problem,
      el(
        'div',
        { class: 'row' },
        el('button', { type: 'submit', class: 'button first' }, survey.send),
        el(
          'button',
          { type: 'button', class: 'button', onclick: () => this.#run(() => this.#client.skip()) },
          survey.skip,
        ),
      ),
    )
  }

  /** One call at a time, and what went wrong with the last. */
  #run(call: () => Promise<void>): void {
    if (this.#busy) return
    this.#busy = true
    this.#problem.textContent = ''
    void call()
      .catch((error: unknown) => {
        this.#problem.textContent = failureWords(this.#words, error)
      })
      .finally(() => {
        this.#busy = false
      })
  }
}
