import type { FormField } from '@deskside/protocol'
import { ApiError } from '@deskside/realtime'
import { bdi, el, icon } from '../platform/dom.ts'
import { DRAFT, bodyOf, problemsIn, problemsTold, readDraft } from './entry-draft.ts'
import type { EntryDraft, Problems } from './entry-draft.ts'
import type { HelpParts } from './part.ts'
import { box } from './notice.ts'
import { problemWords } from './problem-words.ts'

/** Characters of an answer and of a name at most, as the protocol takes them. */
const MOST = { answer: 2_000, name: 80 } as const

/** How a browser helps with each kind: the right keys on a phone, and what it has filled in elsewhere before. */
const LINES = {
  text: { type: 'text' },
  email: { type: 'email', autocomplete: 'email', autocapitalize: 'none', spellcheck: 'false' },
  phone: { type: 'tel', autocomplete: 'tel' },
} as const

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** The visitor's name, what the queue's administrator asks, and one button. */
export class EntryForm {
  readonly element: HTMLFormElement
  readonly #parts: HelpParts
  readonly #fields: readonly FormField[]
  readonly #controls = new Map<string, Control>()
  readonly #failure = el('div')
  readonly #button: HTMLButtonElement

  constructor(parts: HelpParts, fields: readonly FormField[], sendLabel: string) {
    this.#parts = parts
    this.#fields = fields
    const draft = readDraft(parts.kept)
    const { words } = parts
    const name = el('input', { type: 'text', autocomplete: 'name', maxlength: MOST.name })
    this.#button = el('button', { type: 'submit', class: 'button first' }, sendLabel)
    this.element = el(
      'form',
      { novalidate: true, onsubmit: (event) => void this.#enter(event), oninput: () => this.#keep() },
      this.#field('name', { label: words.yourName, required: true, control: name, value: draft.name }),
      ...fields.map((field) =>
        this.#field(`answers.${field.id}`, {
          label: field.label,
          required: field.required,
          control: controlOf(field, words.chooseOne),
          value: draft.answers[field.id] ?? '',
        }),
      ),
      this.#failure,
      this.#button,
    )
  }

  focus(): void {
    this.#controls.get('name')?.focus()
  }

  #field(
    path: string,
    { label, required, control, value }: { label: string; required: boolean; control: Control; value: string },
  ): HTMLElement {
    const id = path.replace('.', '-')
    control.id = id
    control.name = path
    control.required = required
    control.value = value
    this.#controls.set(path, control)
    const mark = required ? el('span', { class: 'mark', 'aria-hidden': 'true' }, this.#parts.words.required) : null
    return el(
      'div',
      { class: 'field' },
      el('div', { class: 'label' }, el('label', { for: id }, bdi(label)), mark),
      control,
      el('p', { class: 'problem', id: `${id}-problem`, hidden: true }),
    )
  }

  #draft(): EntryDraft {
    const value = (path: string): string => this.#controls.get(path)?.value ?? ''
    const answers = Object.fromEntries(this.#fields.map(({ id }) => [id, value(`answers.${id}`)]))
    return { name: value('name'), answers }
  }

  #keep(): void {
    this.#parts.kept.write(DRAFT, JSON.stringify(this.#draft()))
  }

  /** At each field what is wrong with it, and the focus at the first. */
  #tell(problems: Problems): void {
    for (const [path, control] of this.#controls) {
      const problem = problems.get(path)
      const line = control.parentElement?.querySelector<HTMLElement>('.problem')
      if (!line) continue
      line.hidden = problem === undefined
      line.replaceChildren(...(problem === undefined ? [] : [icon('warn'), el('span', {}, problem)]))
      control.ariaInvalid = problem === undefined ? null : 'true'
      if (problem === undefined) control.removeAttribute('aria-describedby')
      else control.setAttribute('aria-describedby', line.id)
    }
    const first = [...this.#controls].find(([path]) => problems.has(path))
    first?.[1].focus()
  }

  async #enter(event: Event): Promise<void> {
    event.preventDefault()
    if (this.#button.ariaBusy === 'true') return
    const { words, client, kept } = this.#parts
    const body = bodyOf(this.#fields, this.#draft())
    const problems = problemsIn(this.#fields, body, words)
    this.#failure.replaceChildren()
    this.#tell(problems)
    if (problems.size > 0) return
    this.#button.ariaBusy = 'true'
    try {
      await client.enter(body)
      kept.write(DRAFT, undefined)
    } catch (error) {
      const told = problemsTold(this.#fields, error instanceof ApiError ? (error.fields ?? []) : [], words)
      if (told.size > 0) this.#tell(told)
      else this.#failure.replaceChildren(box('warn', 'alert', problemWords(words, error)))
    } finally {
      this.#button.ariaBusy = null
    }
  }
}

function controlOf({ kind, options }: FormField, chooseOne: string): Control {
  if (kind === 'long-text') return el('textarea', { rows: 3, maxlength: MOST.answer })
  if (kind === 'choice')
    return el(
      'select',
      {},
      el('option', { value: '' }, chooseOne),
      ...options.map((option) => el('option', { value: option }, option)),
    )
  return el('input', { ...LINES[kind], maxlength: MOST.answer })
}
