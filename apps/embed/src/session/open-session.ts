import { customerStandingSchema } from '@deskside/protocol'
import type { CustomerStanding } from '@deskside/protocol'
import { callApi, createLiveClient } from '@deskside/realtime'
import type { ApiServer, LiveClient } from '@deskside/realtime'
import { el } from '../platform/dom.ts'
import { failureWords } from './failure-words.ts'
import { overView } from './over-view.ts'
import type { Over } from './over-view.ts'
import look from './session.css?inline'
import { SessionView } from './session-view.ts'
import { SurveyPart } from './survey-view.ts'
import { openSupportPage } from './support-page.ts'
import { chooseSessionWords } from './words/choose-session-words.ts'
import type { SessionWords } from './words/session-words.ts'

export interface SessionOptions {
  /** The desk: "https://support.example.com". */
  readonly baseUrl: string
  /** What was the place's token, and speaks for the session's customer now. */
  readonly token: string
  /** An element inside the embed's shadow root; what is in it is replaced. */
  readonly host: HTMLElement
  /** BCP 47. */
  readonly lang: string
  /** Where they stand already, for a session that is over. */
  readonly standing?: CustomerStanding
  /** A question waits, or none any more. `way` says how to get there, to who is not led there. */
  readonly onQuestion: (question: { readonly label: string; readonly way: string | undefined } | undefined) => void
  /** Whose session it is. */
  readonly onSite: (siteName: string) => void
  /** Others wrote. */
  readonly onMessages: (words: (count: number) => string, count: number) => void
  /** It is over: the token is worth nothing any more. */
  readonly onOver: () => void
  /** They want to begin anew. */
  readonly onAgain: () => void
  /** Shows the line where they wait again since the last representative was lost. @returns whether they do. @throws where that is not known. */
  readonly comeBack: () => Promise<boolean>
}

export interface OpenSession {
  focus(): void
  close(): void
}

/** Takes part in a session as its customer, on the page of another site. */
export async function openSession(options: SessionOptions): Promise<OpenSession> {
  const words = await chooseSessionWords(options.lang)
  addLook(options.host)
  return new Session(options, words)
}

/** Once for every ground. */
function addLook(host: HTMLElement): void {
  const root = host.getRootNode()
  if (!(root instanceof ShadowRoot) || host.dataset['look'] === 'on') return
  host.dataset['look'] = 'on'
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(look)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  } catch (error) {
    // Safari before 16.4.
    if (!(error instanceof TypeError)) throw error
    root.append(el('style', {}, look))
  }
}

class Session implements OpenSession {
  readonly #options: SessionOptions
  readonly #words: SessionWords
  readonly #server: ApiServer
  readonly #live: LiveClient
  readonly #notice = el('div', { class: 'box plain', role: 'status', hidden: true })
  #view: SessionView | undefined
  #ending = false
  #over: ReturnType<typeof overView> | undefined
  #survey: SurveyPart | undefined

  constructor(options: SessionOptions, words: SessionWords) {
    this.#options = options
    this.#words = words
    this.#server = { origin: options.baseUrl, token: options.token }
    this.#live = createLiveClient({ as: 'customer', server: this.#server, foreignPage: true })
    const { standing, host, onOver } = options
    if (standing && isOver(standing)) return (this.#showOver(standing), onOver(), this)
    host.replaceChildren(this.#notice, el('p', { role: 'status' }, words.joining))
    this.#live.state.subscribe(() => this.#show())
    this.#live.start()
  }

  focus(): void {
    ;(this.#over ?? this.#view)?.focus()
  }

  close(): void {
    this.#view?.close()
    this.#survey?.stop()
    this.#live.stop()
  }

  #show(): void {
    if (this.#ending) return
    const { self, goodbye, sessionIds } = this.#live.state.get()
    if (self?.kind === 'customer' && isOver(self.standing)) return this.#end(self.standing)
    if (goodbye) return void this.#askWhereItStands()
    const [sessionId] = sessionIds
    const client = sessionId === undefined ? undefined : this.#live.session(sessionId)
    if (this.#view || !client) return
    const { onQuestion, onMessages, onSite, host, lang } = this.#options
    onSite(client.state.get().story.session.siteName)
    this.#view = new SessionView({
      words: this.#words,
      lang,
      live: this.#live,
      client,
      onQuestion,
      onMessages: (count) => onMessages(this.#words.chat.unread, count),
      openPage: () => this.#openPage(),
    })
    const focused = holdsFocus(host)
    host.replaceChildren(this.#notice, this.#view.element)
    if (focused) this.#view.focus()
  }

  /** The desk closed the line for good: it knows why. */
  async #askWhereItStands(): Promise<void> {
    const path = '/api/v1/queue-entry/enter'
    try {
      const standing = await callApi({ method: 'POST', path, answer: customerStandingSchema, server: this.#server })
      if (isOver(standing)) this.#end(standing)
      else if (standing.is === 'nobody') this.#end({ is: 'over', reason: 'ended' })
      else this.#say(this.#words.old)
    } catch (error) {
      this.#say(failureWords(this.#words, error))
    }
  }

  #end(standing: Over): void {
    if (this.#ending) return
    this.#ending = true
    void this.#endOrGoBack(standing)
  }

  /** Nobody may have been left to help: then they wait again, and their token is that of a place. */
  async #endOrGoBack(standing: Over): Promise<void> {
    const { comeBack, onOver } = this.#options
    const ended = standing.is === 'over' && standing.reason === 'ended'
    // Where the desk did not say, the token is kept: the next page asks with it.
    const back = ended ? await comeBack().catch(() => undefined) : false
    if (back === true) return this.close()
    this.#showOver(standing)
    if (back === false) onOver()
  }

  #showOver(standing: Over): void {
    const { host, onAgain } = this.#options
    const focused = holdsFocus(host)
    this.close()
    if (standing.is === 'over') this.#survey = new SurveyPart(this.#words, this.#server)
    const survey = this.#survey?.element ?? null
    this.#over = overView({ words: this.#words, standing, onAgain, survey })
    host.replaceChildren(this.#over.element)
    if (focused) this.#over.focus()
  }

  async #openPage(): Promise<void> {
    const { page } = this.#words
    try {
      const url = await openSupportPage(this.#server)
      if (url === undefined) return this.#say(page.ready)
      this.#say(page.blocked, el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, page.open))
    } catch (error) {
      this.#say(failureWords(this.#words, error))
    }
  }

  #say(...said: (Node | string)[]): void {
    this.#notice.replaceChildren(...said.flatMap((part) => [part, ' ']))
    this.#notice.hidden = false
  }
}

const isOver = (standing: CustomerStanding): standing is Over => standing.is === 'over' || standing.is === 'turned-away'

function holdsFocus(host: HTMLElement): boolean {
  const root = host.getRootNode()
  return root instanceof ShadowRoot && host.contains(root.activeElement)
}
