import { isShare, programAccessSchema, sidesOf } from '@deskside/protocol'
import type { Device, ProgramAccess } from '@deskside/protocol'
import { ApiError, callApi } from '@deskside/realtime'
import type { ApiServer, LinkChannels, MediaPort, Source } from '@deskside/realtime'
import { choicesFor, needsChoice, panelQuestion, targetOf } from './consent/questions.ts'
import type { Question } from './consent/questions.ts'
import type { Computer } from './computer.ts'
import { STEADY_CLOCK } from './control/clock.ts'
import { PersonRest } from './control/person-rest.ts'
import { resumeLooks, returningLooks } from './device/returning-looks.ts'
import type { ReturnTicket } from './device/return-ticket.ts'
import { PanelRefusal } from './panel/panel-server.ts'
import type { PanelAction, PanelChoices, PanelState } from './panel/panel-state.ts'
import type { Attendance } from './session/attendance.ts'
import { panelView } from './session/panel-view.ts'
import { SupportSession } from './session/support-session.ts'
import { PageDesk } from './session/page-desk.ts'
import { warmUp } from './screen/warm-up.ts'

interface Parts {
  readonly computer: Computer
  readonly media: MediaPort
  /** For instance "https://support.example.com". */
  readonly origin: string
  readonly state: Source<PanelState>
  /** The session is over, or the person wants the program gone. */
  readonly quit: () => void
  /** Nothing goes on any more. */
  readonly over: () => void
  /** A question has come: the panel should be seen. */
  readonly ask: () => void
  /** Restarts the computer and brings the program back; starts it anew with more rights; or neither, any more. */
  readonly comeBack: {
    restart(ticket: TicketParts): Promise<{ readonly until: number }>
    elevate(ticket: TicketParts): Promise<void>
    clear(): Promise<void>
  }
  /** What could not be carried out on this computer, for the log. */
  readonly failed: (error: unknown) => void
}

type TicketParts = Omit<ReturnTicket, 'machine' | 'until'>

/** How long the panel says that the session is over, in milliseconds. */
const FAREWELL_MS = 8_000

/** What the panel shows before anything is known. */
export function firstState(origin: string): PanelState {
  return {
    phase: 'need-code',
    siteName: 'Deskside',
    siteAddress: new URL(origin).host,
    side: 'customer',
    me: '',
    people: [],
    questions: [],
    running: [],
    everything: [],
    chat: [],
    unread: 0,
  }
}

/** The program between its parts: the session, the panel, the desktop, and the pages that look. It only holds and routes. */
export class Program {
  readonly #parts: Parts
  readonly #pages = new Map<string, PageDesk>()
  /** What can be chosen for the questions that are open, looked up once each. */
  readonly #choices = new Map<string, PanelChoices | 'coming'>()
  readonly #rest: PersonRest
  #session: SupportSession | undefined
  #access: ProgramAccess | undefined
  readonly #used = new Set<string>()
  /** When what was allowed before a restart ends, by its request. */
  readonly #ends = new Map<string, number>()
  #looksEnd: ReturnType<typeof setTimeout> | undefined
  #read = 0
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
    const { input } = parts.computer
    this.#rest = new PersonRest({ input, clock: STEADY_CLOCK, changed: () => this.#show() })
  }

  /** Hands a pass's code in and takes the seat, one only. What goes wrong stands in the panel. */
  async join(code: string): Promise<void> {
    const { origin, state } = this.#parts
    if (this.#session || state.get().phase === 'joining') return
    state.patch({ phase: 'joining', sentence: undefined })
    try {
      const access = await callApi({
        method: 'POST',
        path: '/api/v1/support-manager/join',
        body: { code },
        answer: programAccessSchema,
        server: { origin },
      })
      this.#sit(access, { origin, token: access.token })
    } catch (error) {
      const sentence = error instanceof ApiError ? error.message : undefined
      state.patch({ phase: error instanceof ApiError && error.retry ? 'failed' : 'need-code', sentence })
    }
  }

  /** Comes back into its session after a restart, to look at what was looked at, until the end that was shown (device R8). */
  comesBack({ access, looks, until, origin }: ReturnTicket, attendance: Attendance): void {
    for (const { requestId } of looks) this.#ends.set(requestId, until)
    this.#sit(access, { origin, token: access.token })
    const approvals = this.#session?.approvals
    if (!approvals) return
    attendance.whenThere(() => {
      const left = until - Date.now()
      if (left > 0 && !this.#closed) this.#looksEnd = setTimeout(resumeLooks(approvals, looks), left)
    })
  }

  /** Does what the person wants; only what the panel's server let through comes here. */
  async act(action: PanelAction): Promise<void> {
    const session = this.#session
    switch (action.do) {
      case 'join':
        return this.join(action.code)
      case 'allow':
        return this.#allow(action)
      case 'decline': {
        const question = this.#question(action.questionId)
        return question && session?.decline(question)
      }
      case 'stop':
        return session?.stop(action.grantId)
      case 'stop-all':
        return this.stopAll()
      case 'ask-again':
        return session?.askAgain(action.representativeId)
      case 'say':
        return session?.say(action.text)
      case 'read':
        this.#read = this.#parts.state.get().chat.length
        return this.#show()
      case 'leave':
        await session?.leave()
        await this.#parts.comeBack.clear()
        return this.#parts.quit()
      case 'quit':
        await this.#parts.comeBack.clear()
        return this.#parts.quit()
    }
  }

  /** Ends everything that is allowed, here and now (THREATS C10). */
  stopAll(): void {
    this.#session?.stopAll()
  }

  /** Whether a question waits for the person: then nobody's input is carried out. */
  questionOpen(): boolean {
    return (this.#session?.questions.length ?? 0) > 0
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#looksEnd)
    this.#rest.watch(false)
    this.#session?.close()
    for (const page of this.#pages.values()) page.close()
    this.#pages.clear()
    this.#parts.computer.screen.showBorder(undefined)
  }

  #sit(access: ProgramAccess, server: ApiServer): void {
    const { media, state } = this.#parts
    this.#access = access
    state.patch({ siteName: access.siteName, side: access.as, me: access.participantId })
    const onLink = (remote: Device, channels: LinkChannels) => this.#handleLink(remote, channels)
    this.#session = new SupportSession({ access, server, media, onLink })
    this.#session.onChange(() => this.#handleChange())
    this.#session.start()
    // While the person reads and thinks; what goes wrong here goes wrong again, and is said, when there is a picture.
    warmUp().catch((error: unknown) => this.#parts.failed(error))
  }

  #handleLink(remote: Device, channels: LinkChannels): () => void {
    const session = this.#session
    if (!session) return () => undefined
    this.#pages.get(remote.deviceId)?.close()
    const page = new PageDesk({
      remote,
      channels,
      session,
      computer: this.#parts.computer,
      questionOpen: () => this.questionOpen(),
      used: this.#used,
      device: {
        restart: () => this.#parts.comeBack.restart(this.#ticket(session)),
        elevate: () => this.#parts.comeBack.elevate(this.#ticket(session)),
      },
      reported: (capability, outcome) => {
        // The one with more rights sits here now.
        if (capability === 'device.elevation' && outcome === 'done') this.#parts.quit()
      },
      failed: this.#parts.failed,
      closed: () => {
        if (this.#pages.get(remote.deviceId) === page) this.#pages.delete(remote.deviceId)
      },
    })
    this.#pages.set(remote.deviceId, page)
    return () => page.close()
  }

  #ticket({ approvals }: SupportSession): TicketParts {
    if (!this.#access) throw new Error('Nobody asks for this before the program has its seat.')
    return { origin: this.#parts.origin, access: this.#access, looks: returningLooks(approvals) }
  }

  #handleChange(): void {
    const session = this.#session
    if (!session) return
    for (const page of this.#pages.values()) page.handleChange()
    this.#showBorder(session)
    this.#rest.watch(!this.#closed && session.approvals.driving().length > 0)
    this.#lookUpChoices(session.questions)
    this.#show()
    if (session.phase === 'over') this.#end()
  }

  /** Nothing goes on any more; the panel says so for a moment, then the program is gone. */
  #end(): void {
    // A program that is ended by a computer that goes down leaves what brings it back.
    if (this.#closed) return
    this.#parts.comeBack.clear().catch(this.#parts.failed)
    this.close()
    this.#parts.over()
    setTimeout(this.#parts.quit, FAREWELL_MS)
  }

  /** Whoever looks at the desktop itself sees that somebody else does, too, and who (C10). */
  #showBorder(session: SupportSession): void {
    const out = session.approvals.live().filter(({ grant, target }) => target && sidesOf(grant).from === session.me)
    const driven = out.find(({ grant }) => grant.capability.endsWith('control'))
    const shown = driven ?? out[0]
    if (!shown?.target) return this.#parts.computer.screen.showBorder(undefined)
    const { grant, target } = shown
    const who = isShare(grant.capability) ? grant.customerId : grant.representativeId
    const name = session.story?.session.participants[who]?.name ?? 'Somebody'
    this.#parts.computer.screen.showBorder({ target, text: driven ? `${name} controls this` : `${name} sees this` })
  }

  #lookUpChoices(questions: readonly Question[]): void {
    for (const id of this.#choices.keys()) if (!questions.some((q) => q.id === id)) this.#choices.delete(id)
    for (const question of questions) {
      if (!needsChoice(question) || this.#choices.has(question.id)) continue
      this.#choices.set(question.id, 'coming')
      const { computer, failed } = this.#parts
      choicesFor(question, computer.screen, failed)
        .then((choices) => {
          if (this.#choices.has(question.id)) this.#choices.set(question.id, choices)
          this.#show()
        })
        .catch(failed)
    }
  }

  #show(): void {
    const session = this.#session
    if (!session) return
    const personActs = this.#rest.acts
    const view = panelView(session, { endOf: (requestId) => this.#ends.get(requestId), personActs })
    // A question without what there is to choose could not be answered: it comes a moment later.
    const questions = session.questions.flatMap((question) => {
      const choices = this.#choices.get(question.id)
      if (needsChoice(question) && (choices === undefined || choices === 'coming')) return []
      return [panelQuestion(question, choices === 'coming' ? undefined : choices)]
    })
    if (questions.some(({ id }) => !this.#parts.state.get().questions.some((before) => before.id === id)))
      this.#parts.ask()
    const others = view.chat.filter((message) => !message.mine).length
    const seen = view.chat.slice(0, this.#read).filter((message) => !message.mine).length
    this.#parts.state.patch({ ...view, questions, unread: others - seen, sentence: session.goodbye })
  }

  async #allow({ questionId, everything, choice }: Extract<PanelAction, { do: 'allow' }>): Promise<void> {
    const question = this.#question(questionId)
    const session = this.#session
    if (!question || !session) throw new PanelRefusal('This question is no longer open.')
    const choices = this.#choices.get(questionId)
    const target = targetOf(choices === 'coming' ? undefined : choices, choice)
    if (needsChoice(question) && !target) throw new PanelRefusal('Choose what to show first.')
    try {
      await session.allow(question, { everything, target })
    } catch (error) {
      if (error instanceof ApiError) throw new PanelRefusal(error.message)
      throw error
    }
  }

  #question(questionId: string): Question | undefined {
    return this.#session?.questions.find(({ id }) => id === questionId)
  }
}
