import { presentRepresentatives } from '@deskside/protocol'
import type { LiveClient, SessionClient } from '@deskside/realtime'
import { bdi, el } from '../platform/dom.ts'
import { AllowedView } from './allowed-view.ts'
import { ChatView } from './chat-view.ts'
import { failureWords } from './failure-words.ts'
import { PicturesView } from './pictures-view.ts'
import { Question } from './question.ts'
import type { SessionParts } from './session-parts.ts'
import { ToldView } from './told-view.ts'
import { typedIn } from './typed-in.ts'
import { wayByTab } from './way-by-tab.ts'

interface SessionViewParts extends Pick<SessionParts, 'words' | 'lang' | 'openPage'> {
  readonly live: LiveClient
  readonly client: SessionClient
  /** A question wants to be seen, or none any more; `way` for who is not led to it. */
  readonly onQuestion: (question: { readonly label: string; readonly way: string | undefined } | undefined) => void
  /** Messages of others that came since the last look. */
  readonly onMessages: (count: number) => void
}

/** In the session: who helps, what they may do, what they show, and the chat. */
export class SessionView {
  readonly element: HTMLElement
  readonly #parts: SessionViewParts
  readonly #inner: SessionParts
  readonly #heading = el('h3', { tabindex: -1 })
  readonly #people: HTMLElement
  readonly #line = el('div', { role: 'alert', class: 'box warn', hidden: true })
  readonly #late: HTMLElement
  readonly #failure = el('p', { class: 'problem', role: 'alert' })
  readonly #leave: HTMLButtonElement
  /** All but a question, which is answered before anything else. */
  readonly #rest: HTMLElement
  readonly #told: ToldView
  readonly #allowed: AllowedView
  readonly #pictures: PicturesView
  readonly #chat: ChatView
  readonly #unsubscribe: (() => void)[]
  #question: { readonly id: string; readonly view: Question } | undefined
  /** Where they wrote when a question came, to go on afterwards, and how the question is reached from there. */
  #wrote: HTMLElement | undefined
  #endWay: (() => void) | undefined
  #heard: number
  #names = ''
  #leaving = false

  constructor(parts: SessionViewParts) {
    this.#parts = parts
    const { words, client, live } = parts
    const nameOf = (id: string): string => client.state.get().story.session.participants[id]?.name ?? words.somebody
    this.#inner = { ...parts, nameOf }
    this.#told = new ToldView(this.#inner, client)
    this.#allowed = new AllowedView(this.#inner, client)
    this.#pictures = new PicturesView(this.#inner, client)
    this.#chat = new ChatView(this.#inner, client)
    this.#people = el('ul', { 'aria-label': words.people, class: 'people' })
    this.#late = el('p', { class: 'box warn', role: 'alert', hidden: true }, words.question.late)
    this.#leave = el(
      'button',
      { type: 'button', class: 'button danger small', onclick: () => void this.#goAway() },
      words.leave,
    )
    const page = el(
      'button',
      { type: 'button', class: 'button small', title: words.page.means, onclick: () => void parts.openPage() },
      words.page.open,
    )
    this.#rest = el(
      'div',
      { class: 'inside' },
      this.#line,
      this.#late,
      el('div', {}, this.#heading, this.#people),
      this.#told.element,
      this.#allowed.element,
      this.#pictures.element,
      this.#chat.element,
      this.#failure,
      el('div', { class: 'row ends' }, page, this.#leave),
    )
    this.element = el('div', { class: 'inside' }, this.#rest)
    this.#heard = client.state.get().story.chat.length
    const show = (): void => this.#show()
    this.#unsubscribe = [client.state.subscribe(show), client.screen.state.subscribe(show), live.state.subscribe(show)]
    globalThis.addEventListener('keydown', this.#stopKey, true)
    this.#show()
  }

  focus(): void {
    if (this.#question) this.#question.view.focusHeading()
    else this.#heading.focus()
  }

  close(): void {
    for (const end of this.#unsubscribe) end()
    globalThis.removeEventListener('keydown', this.#stopKey, true)
    this.#dropQuestion()
  }

  #show(): void {
    const { words, client, live } = this.#parts
    const { story } = client.state.get()
    const lost = live.state.get().connection === 'offline'
    const line = !lost ? '' : this.#leaving ? words.leaving : words.interrupted
    this.#line.hidden = line === ''
    if (this.#line.textContent !== line) this.#line.textContent = line
    const representatives = presentRepresentatives(story.session)
    const names = JSON.stringify(representatives.map(({ name, standing }) => [name, standing.is]))
    if (names !== this.#names) this.#showPeople(representatives)
    this.#names = names
    this.#told.update()
    this.#allowed.update()
    this.#pictures.update()
    this.#chat.update()
    this.#ask()
    const others = story.chat.slice(this.#heard).filter(({ from }) => from !== client.participantId)
    this.#heard = story.chat.length
    if (others.length > 0) this.#parts.onMessages(others.length)
  }

  #showPeople(people: readonly { readonly name: string; readonly standing: { readonly is: string } }[]): void {
    // It is over, and what comes now is about to be shown.
    if (people.length === 0) return
    const { words } = this.#parts
    const names = people.flatMap(({ name }, index) => [index === 0 ? '' : words.and, bdi(name)])
    this.#heading.replaceChildren(...names, people.length === 1 ? words.helps : words.help)
    this.#people.replaceChildren(
      ...people.map(({ name, standing }) => {
        const here = standing.is === 'here'
        return el('li', { class: here ? 'here' : 'lost' }, bdi(name), ' ', here ? words.isHere : words.isLost)
      }),
    )
  }

  /** The oldest open request; the others wait their turn. */
  #ask(): void {
    const { client } = this.#parts
    const mine = Object.values(client.state.get().story.consent.requests).filter(
      ({ customerId }) => customerId === client.participantId,
    )
    const [request] = mine.sort((a, b) => a.askedAt - b.askedAt)
    if (request?.id === this.#question?.id) return this.#question?.view.update()
    const hadFocus = this.#hasFocus()
    const draft = hadFocus ? this.#chat.draft : undefined
    const wrote = this.#wrote
    this.#dropQuestion()
    this.#rest.inert = request !== undefined
    if (!request) {
      if (hadFocus) (wrote?.isConnected ? wrote : this.#heading).focus()
      return
    }
    const onLate = (): void => void (this.#late.hidden = false)
    this.#late.hidden = true
    const view = new Question({ ...this.#inner, client, request, onLate })
    this.#question = { id: request.id, view }
    this.element.prepend(view.element)
    this.#wrote = draft ?? (hadFocus ? wrote : typedIn())
    this.#lead(view, hadFocus)
  }

  /** Nobody is to answer with a key that they meant for what they were writing. */
  #lead(view: Question, hadFocus: boolean): void {
    const { onQuestion, words } = this.#parts
    // Who writes into the page goes on writing there; the question is told, and waits.
    const writes = !hadFocus && this.#wrote !== undefined
    onQuestion({ label: view.label, way: writes ? words.question.way : undefined })
    if (hadFocus && !this.#wrote) return view.focus()
    if (!writes) return view.focusHeading()
    const root = this.element.getRootNode()
    this.#endWay = wayByTab({ target: view.element, root, go: () => view.focusHeading() })
  }

  #dropQuestion(): void {
    if (!this.#question) return
    this.#question.view.close()
    this.#question = undefined
    this.#endWay?.()
    this.#endWay = undefined
    this.#wrote = undefined
    this.#parts.onQuestion(undefined)
  }

  #hasFocus(): boolean {
    const root = this.element.getRootNode()
    return root instanceof ShadowRoot && this.element.contains(root.activeElement)
  }

  async #goAway(): Promise<void> {
    if (this.#leaving) return
    const { client, words } = this.#parts
    // First of all, here and now, nothing is shown any more; the server learns of it as soon as it can be reached.
    client.screen.stopAll()
    this.#leaving = true
    this.#leave.setAttribute('aria-busy', 'true')
    this.#show()
    try {
      await client.send('session.leave', {})
    } catch (error) {
      this.#failure.textContent = failureWords(words, error)
    } finally {
      this.#leaving = false
      this.#leave.removeAttribute('aria-busy')
    }
  }

  /** Ctrl + Alt + End ends everything that is allowed, from wherever the focus is. */
  readonly #stopKey = (event: KeyboardEvent): void => {
    if (event.key !== 'End' || !event.ctrlKey || !event.altKey) return
    event.preventDefault()
    const { client } = this.#parts
    for (const grantId of Object.keys(client.state.get().story.consent.grants)) client.screen.stop(grantId)
  }
}
