import type { IncomingPicture, SessionClient } from '@deskside/realtime'
import { el } from '../platform/dom.ts'
import type { SessionParts } from './session-parts.ts'

interface Shown {
  readonly element: HTMLElement
  readonly video: HTMLVideoElement | undefined
  readonly waiting: HTMLElement | undefined
}

/** What the representatives show. What only a Support Manager brings is to be seen on the desk's own page. */
export class PicturesView {
  readonly element = el('div', { class: 'pictures' })
  readonly #parts: SessionParts
  readonly #client: SessionClient
  readonly #shown = new Map<string, Shown>()

  constructor(parts: SessionParts, client: SessionClient) {
    this.#parts = parts
    this.#client = client
  }

  update(): void {
    const { incoming } = this.#client.screen.state.get()
    for (const [grantId, { element }] of this.#shown) {
      if (incoming.some((picture) => picture.grantId === grantId)) continue
      element.remove()
      this.#shown.delete(grantId)
    }
    for (const picture of incoming) {
      const shown = this.#shown.get(picture.grantId) ?? this.#show(picture)
      const { stream } = picture
      if (shown.waiting) shown.waiting.hidden = stream !== null
      if (shown.video && shown.video.srcObject !== stream) shown.video.srcObject = stream
    }
  }

  #show(picture: IncomingPicture): Shown {
    const shown = picture.programDeviceId === null ? this.#stream(picture) : this.#elsewhere()
    this.#shown.set(picture.grantId, shown)
    this.element.append(shown.element)
    return shown
  }

  #stream({ capability }: IncomingPicture): Shown {
    const { picture } = this.#parts.words
    const label = capability.startsWith('desktop.') ? picture.desktop : picture.application
    const video = el('video', { 'aria-label': label, autoplay: true, playsinline: true })
    // What is shown here never speaks unasked.
    video.muted = true
    const waiting = el('p', { class: 'soft', role: 'status' }, picture.connecting)
    const large = el(
      'button',
      { type: 'button', class: 'button small', onclick: () => void video.requestFullscreen?.().catch(() => undefined) },
      picture.large,
    )
    return { element: el('div', { class: 'picture' }, video, waiting, large), video, waiting }
  }

  #elsewhere(): Shown {
    const { words, openPage } = this.#parts
    const open = el(
      'button',
      { type: 'button', class: 'button first', onclick: () => void openPage() },
      words.page.open,
    )
    const element = el('div', { class: 'picture' }, el('p', { role: 'status' }, words.picture.elsewhere), open)
    return { element, video: undefined, waiting: undefined }
  }
}
