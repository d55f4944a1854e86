import type { PlaceView } from '@deskside/realtime'
import { bdi, el } from '../platform/dom.ts'
import type { OpenSession } from '../session/open-session.ts'
import { box } from './notice.ts'
import type { HelpParts, Part } from './part.ts'

/** Somebody helps: the session's own part, which comes when it is needed and goes on while the panel is put away. */
export class SessionPart implements Part {
  readonly element = el('div', { class: 'part session' })
  readonly #parts: HelpParts
  readonly #heading = el('h3', { tabindex: -1 })
  #session: OpenSession | 'on its way' | undefined

  constructor(parts: HelpParts) {
    this.#parts = parts
    this.element.append(this.#heading, el('p', {}, parts.words.nothingSeen))
  }

  update(view: PlaceView): void {
    if (view.is === 'accepted' && !this.#session)
      this.#heading.replaceChildren(bdi(view.agentName), this.#parts.words.helpsYou)
    if ((view.is === 'accepted' || view.is === 'entered') && !this.#session) void this.#open(view)
  }

  focus(): void {
    if (typeof this.#session === 'object') this.#session.focus()
    else this.#heading.focus()
  }

  /** The panel is done with it. */
  close(): void {
    if (typeof this.#session === 'object') this.#session.close()
  }

  async #open(view: Extract<PlaceView, { is: 'accepted' | 'entered' }>): Promise<void> {
    const { baseUrl, token, words, client, calls } = this.#parts
    this.#session = 'on its way'
    const standing = view.is === 'entered' ? { standing: view.standing } : {}
    try {
      const { openSession } = await import('../session/open-session.ts')
      this.#session = await openSession({
        baseUrl,
        token: token.read() ?? '',
        host: this.element,
        lang: words.lang,
        ...standing,
        onQuestion: (question) => calls.ask(question),
        onSite: (siteName) => calls.name(siteName),
        onMessages: (unread, count) => calls.tell(unread, count),
        onOver: () => token.clear(),
        onAgain: () => client.again(),
        comeBack: () => client.comeBack(),
      })
    } catch (error) {
      this.#session = undefined
      console.error('Deskside: the session could not be loaded.', error)
      const again = el(
        'button',
        { type: 'button', class: 'button', onclick: () => void this.#open(view) },
        words.tryAgain,
      )
      this.element.replaceChildren(box('warn', 'alert', words.problems.unreachable), again)
    }
  }
}
