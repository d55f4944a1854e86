import type { PlaceView } from '@deskside/realtime'
import { el, icon } from '../platform/dom.ts'
import { EntranceView } from './entrance-view.ts'
import type { HelpParts, Part } from './part.ts'
import { SessionPart } from './session-part.ts'
import { noticeOf } from './notice.ts'
import { WaitingView } from './waiting-view.ts'

/** A phone: the panel takes all of the window, and keeps the focus. The same bound as in the style sheet. */
const SHEET = '(width < 480px), (height < 400px)'

/** Under which name of a tab's memory the site's own lies. */
const SITE = 'site'

/** The embed's own window in the page: what a queue asks, the wait, and the session. */
export class Panel {
  readonly element: HTMLElement
  readonly #parts: HelpParts
  readonly #title = el('h2', { class: 'title', id: 'title' })
  readonly #close: HTMLButtonElement
  readonly #body = el('div', { class: 'body' })
  readonly #sheet = matchMedia(SHEET)
  #part: { readonly kind: string; readonly part: Part } | undefined

  constructor(parts: HelpParts, onClose: () => void) {
    this.#parts = parts
    this.#close = el(
      'button',
      { type: 'button', class: 'away', 'aria-label': parts.words.close, title: parts.words.close, onclick: onClose },
      icon('down'),
    )
    this.element = el(
      'section',
      { class: 'panel', role: 'dialog', 'aria-labelledby': 'title', hidden: true },
      el('header', {}, this.#title, this.#close),
      this.#body,
    )
    const modal = (): void => this.element.setAttribute('aria-modal', String(this.coversAll))
    modal()
    this.#sheet.addEventListener('change', modal)
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) {
        event.stopPropagation()
        onClose()
      }
      if (event.key === 'Tab' && this.coversAll) this.#keepFocus(event)
    })
  }

  /** There is nothing of the page to be seen beside it. */
  get coversAll(): boolean {
    return this.#sheet.matches
  }

  /** Whose the page is; remembered, since a session that is over does not tell it after a reload. */
  name(siteName: string): void {
    if (this.#title.textContent === siteName) return
    this.#parts.kept.write(SITE, siteName)
    this.#title.replaceChildren(el('bdi', {}, siteName))
  }

  update(view: PlaceView): void {
    const held = view.is === 'waiting' || view.is === 'accepted' || view.is === 'entered'
    const { minimise, close } = this.#parts.words
    const word = held ? minimise : close
    this.#close.setAttribute('aria-label', word)
    this.#close.title = word
    const { kept, words } = this.#parts
    if (view.is === 'outside') this.name(view.entrance.siteName)
    else if (view.is === 'waiting') this.name(view.place.siteName)
    else if (!this.#title.hasChildNodes()) this.#title.append(el('bdi', {}, kept.read(SITE) ?? words.getHelp))
    const kind = kindOf(view)
    if (this.#part?.kind !== kind) {
      const focused = this.hasFocus() && this.#part !== undefined
      const part = this.#make(kind, view)
      part.update(view)
      this.#part?.part.close?.()
      this.#part = { kind, part }
      this.#body.replaceChildren(part.element)
      // What was there before may have been scrolled.
      this.#body.scrollTop = 0
      if (focused) part.focus()
    } else this.#part.part.update(view)
  }

  focus(): void {
    this.#part?.part.focus()
    if (!this.hasFocus()) this.#close.focus()
  }

  hasFocus(): boolean {
    const root = this.element.getRootNode()
    return root instanceof ShadowRoot && this.element.contains(root.activeElement)
  }

  #make(kind: string, view: PlaceView): Part {
    if (kind === 'outside') return new EntranceView(this.#parts)
    if (kind === 'waiting') return new WaitingView(this.#parts)
    if (kind === 'session') return new SessionPart(this.#parts)
    return noticeOf(this.#parts, view)
  }

  /** From the last control to the first and back. */
  #keepFocus(event: KeyboardEvent): void {
    const stops = [...this.element.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea')].filter(
      (stop) => stop.checkVisibility() && !stop.closest('[inert]'),
    )
    const [first, last] = [stops[0], stops.at(-1)]
    const root = this.element.getRootNode()
    const active = root instanceof ShadowRoot ? root.activeElement : null
    const leaving = event.shiftKey ? active === first || !stops.includes(active as HTMLElement) : active === last
    if (!leaving) return
    event.preventDefault()
    ;(event.shiftKey ? last : first)?.focus()
  }
}

function kindOf({ is }: PlaceView): string {
  return is === 'accepted' || is === 'entered' ? 'session' : is
}
