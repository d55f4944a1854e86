import type { PlaceView } from '@deskside/realtime'
import { bdi, el } from '../platform/dom.ts'
import type { HelpParts, Part } from './part.ts'

/** Somebody helps: the session's own part, which comes when it is needed. */
export class SessionPart implements Part {
  readonly element = el('div', { class: 'part session' })
  readonly #parts: HelpParts
  readonly #heading = el('h3', { tabindex: -1 })

  constructor(parts: HelpParts) {
    this.#parts = parts
    this.element.append(this.#heading, el('p', {}, parts.words.nothingSeen))
  }

  update(view: PlaceView): void {
    if (view.is === 'accepted') this.#heading.replaceChildren(bdi(view.agentName), this.#parts.words.helpsYou)
  }

  focus(): void {
    this.#heading.focus()
  }
}
