import type { PlaceView } from '@deskside/realtime'
import { bdi, el } from '../platform/dom.ts'
import { EntryForm } from './entry-form.ts'
import { box } from './notice.ts'
import { openingWords } from './opening-words.ts'
import type { HelpParts, Part } from './part.ts'

type Outside = Extract<PlaceView, { is: 'outside' }>

/** Before somebody is in a queue: what it is for and what it asks, or when it is open. */
export class EntranceView implements Part {
  readonly element = el('div', { class: 'part' })
  readonly #parts: HelpParts
  readonly #heading = el('h3', { tabindex: -1 })
  #form: EntryForm | undefined
  #shown: Outside | undefined

  constructor(parts: HelpParts) {
    this.#parts = parts
  }

  update(view: PlaceView): void {
    if (view.is !== 'outside') return
    const { entrance, after, elsewhere } = view
    const { words } = this.#parts
    const before = this.#shown
    this.#shown = view
    this.#heading.replaceChildren(bdi(entrance.name))
    // Who is typing goes on typing, unless something else is asked now.
    const same = JSON.stringify(before?.entrance.form) === JSON.stringify(entrance.form)
    if (!same || !entrance.open) this.#form = undefined
    if (entrance.open) this.#form ??= new EntryForm(this.#parts, entrance.form, words.getHelp)
    const rest = this.#form ? [this.#form.element] : this.#closed(entrance)
    const parted = after === 'left' ? box('plain', 'status', words.youLeft) : box('warn', 'status', words.youAreGone)
    const head = [
      this.#heading,
      ...(after === null ? [] : [parted]),
      ...(elsewhere ? [box('plain', 'status', words.elsewhere(elsewhere.position))] : []),
      ...(entrance.description ? [el('p', { class: 'soft lines', dir: 'auto' }, entrance.description)] : []),
      // Told before anything begins (monitor R4).
      ...(entrance.disclosure ? [el('p', { class: 'soft lines', dir: 'auto' }, entrance.disclosure)] : []),
    ]
    const inPlace = this.#form?.element.parentElement === this.element ? this.#form.element : undefined
    if (inPlace) {
      for (const child of [...this.element.children]) if (child !== inPlace) child.remove()
      inPlace.before(...head)
    } else this.element.replaceChildren(...head, ...rest)
  }

  focus(): void {
    // Who left, or was gone, hears that first.
    if (this.#form && this.#shown?.after === null) this.#form.focus()
    else this.#heading.focus()
  }

  #closed({ changesAt, leaves }: Outside['entrance']): HTMLElement[] {
    const { words, baseUrl, settings } = this.#parts
    const opens = changesAt === null ? null : el('p', { class: 'soft' }, openingWords(words, changesAt, Date.now()))
    const closed = el('div', { class: 'closed' }, el('p', { class: 'strong' }, words.closedNow), opens)
    const link = el(
      'a',
      { class: 'button', href: `${baseUrl}/q/${settings.queue}`, target: '_blank', rel: 'noopener noreferrer' },
      words.leaveMessage,
      el('span', { class: 'told' }, ` (${words.opensInTab})`),
    )
    return leaves ? [closed, link] : [closed]
  }
}
