import type { PlaceView } from '@deskside/realtime'
import { el, icon } from '../platform/dom.ts'
import type { Settings } from '../platform/settings.ts'
import type { Words } from '../words/words.ts'

interface HelpButtonParts {
  readonly words: Words
  readonly settings: Settings
  readonly onPress: () => void
}

/** What a queue's button says as long as its administrator has not said otherwise: that is told in the visitor's language. */
const OWN_WORDS = { open: 'Get help', closed: 'Leave a message' } as const

/** The button at the edge of the page; while somebody waits, it says where they are in line. */
export class HelpButton {
  readonly element: HTMLButtonElement
  readonly #words: Words
  readonly #settings: Settings
  readonly #label = el('span')
  /** Instead of what it says of the place: a question, or messages that were not seen. */
  #news: string | undefined
  #view: PlaceView | undefined
  /** The panel is open. */
  #away = false
  /** There is nothing to be had. */
  #nothing = true

  constructor({ words, settings, onPress }: HelpButtonParts) {
    this.#words = words
    this.#settings = settings
    this.element = el(
      'button',
      { type: 'button', class: 'help', hidden: true, 'aria-haspopup': 'dialog', onclick: onPress },
      icon('help'),
      this.#label,
    )
  }

  show(view: PlaceView): void {
    this.#view = view
    const label = this.#news ?? this.#labelOf(view)
    this.#nothing = label === undefined
    if (label !== undefined && label !== this.#label.textContent) this.#label.textContent = label
    this.#place()
  }

  setNews(news: string | undefined): void {
    this.#news = news
    if (this.#view) this.show(this.#view)
  }

  setAway(away: boolean): void {
    this.#away = away
    this.#place()
  }

  /** The panel is on its way. */
  setBusy(busy: boolean): void {
    this.element.setAttribute('aria-busy', String(busy))
  }

  #place(): void {
    this.element.hidden = this.#away || this.#nothing
  }

  #labelOf(view: PlaceView): string | undefined {
    const { getHelp, leaveMessage, closedNow, inLine, ready } = this.#words
    switch (view.is) {
      case 'outside': {
        // The page has a button of its own.
        if (this.#settings.position === 'none') return undefined
        const { open, embed, leaves } = view.entrance
        const { label, closedLabel } = this.#settings
        if (open) return label ?? (embed.openLabel === OWN_WORDS.open ? getHelp : embed.openLabel)
        if (closedLabel !== undefined || embed.closedLabel !== OWN_WORDS.closed) return closedLabel ?? embed.closedLabel
        return leaves ? leaveMessage : closedNow
      }
      case 'waiting':
        return inLine(view.place.position)
      case 'accepted':
        return ready(view.agentName)
      case 'entered':
        return getHelp
      case 'asking':
      case 'unreachable':
      case 'no-queue':
        return undefined
    }
  }
}
