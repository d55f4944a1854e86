import { openTransfer, presentWatchers } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { el } from '../platform/dom.ts'
import { filled } from './filled.ts'
import type { SessionParts } from './session-parts.ts'

type Said = readonly [sentence: string, ...names: string[]]

/** What the customer is told and need not answer: that a colleague takes over, who looks on, and what the site says of that. */
export class ToldView {
  readonly element = el('div', { class: 'tellings' })
  readonly #parts: SessionParts
  readonly #client: SessionClient
  readonly #region = el('div', { role: 'status', class: 'tellings' })
  readonly #disclosure = el('p', { class: 'mark', hidden: true })
  #said = ''

  constructor(parts: SessionParts, client: SessionClient) {
    this.#parts = parts
    this.#client = client
    this.element.append(this.#region, this.#disclosure)
  }

  update(): void {
    const { session } = this.#client.state.get().story
    const said = [this.#transfer(), this.#watched()].filter((each) => each !== undefined)
    const key = JSON.stringify(said)
    if (key !== this.#said)
      this.#region.replaceChildren(
        ...said.map(([sentence, ...names]) => el('p', { class: 'box plain' }, ...filled(sentence, ...names))),
      )
    this.#said = key
    this.#disclosure.hidden = session.disclosure === null
    if (this.#disclosure.textContent !== (session.disclosure ?? '')) this.#disclosure.textContent = session.disclosure
  }

  #transfer(): Said | undefined {
    const { story, events } = this.#client.state.get()
    const { told } = this.#parts.words
    const { nameOf } = this.#parts
    const open = openTransfer(story.transfer)
    if (open) {
      const sentence = open.to.kind === 'agent' ? told.handsToAgent : told.handsToQueue
      return [sentence, nameOf(open.fromId), open.to.name]
    }
    const taken = events.findLast(({ body }) => body.type === 'transfer.accepted')?.body
    return taken?.type === 'transfer.accepted' ? [told.handed, nameOf(taken.participantId)] : undefined
  }

  #watched(): Said | undefined {
    const { session } = this.#client.state.get().story
    const { words } = this.#parts
    const names = presentWatchers(session).map(({ name }) => name)
    if (names.length === 0) return undefined
    return [names.length === 1 ? words.told.watches : words.told.watch, names.join(words.and), session.siteName]
  }
}
