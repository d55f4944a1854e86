import { acceptedOfferSchema, inboxSchema } from '@deskside/protocol'
import type { AWAY_REASONS, AgentState, Inbox, Offer, ServerFrameOf, WaitingVisitor } from '@deskside/protocol'
import { ApiError } from '../signal/api-error.ts'
import { callApi } from '../signal/api.ts'
import type { Answer } from '../signal/api.ts'
import { createSource } from '../signal/observable.ts'

/** A server that could not say how things stand is asked again after this long. Milliseconds. */
const ASK_AGAIN_MS = 2_000

export interface InboxView {
  /** Null until the server has said it for the first time. */
  readonly inbox: Inbox | null
  /** The offers that went last without an answer from this page; another list each time. */
  readonly lost: readonly LostOffer[]
}

export interface LostOffer {
  readonly offer: Offer
  /** missed: nobody answered in time, and the agent is away now. gone: it went on to somebody else, was answered in another page, or they left. */
  readonly why: 'missed' | 'gone'
}

export interface ChosenState {
  readonly state: AgentState
  readonly reason?: (typeof AWAY_REASONS)[number]
}

const ANYTHING: Answer<null> = { parse: () => null }

/** A representative's side of the queues: how they stand as an agent, who waits, and who is offered to them. */
export class InboxClient {
  readonly state = createSource<InboxView>({ inbox: null, lost: [] })
  /** Offers that were answered here: when they go, nothing was lost. */
  readonly #answered = new Set<string>()
  /** How often the server has pushed: what was asked for before that is older. */
  #heard = 0
  #again: ReturnType<typeof setTimeout> | undefined

  handle({ inbox }: ServerFrameOf<'inbox'>): void {
    this.#heard += 1
    this.#take(inbox)
  }

  /** The line stands: whatever was pushed meanwhile did not come here. */
  handleOnline(): void {
    void this.#ask()
  }

  stop(): void {
    clearTimeout(this.#again)
  }

  /**
   * Shows the state at once, and takes it back when the server says no.
   * @throws ApiError
   */
  async choose({ state, reason }: ChosenState): Promise<void> {
    const before = this.state.get().inbox
    const heard = this.#heard
    if (before) this.state.patch({ inbox: { ...before, state, reason: reason ?? null, wrapUpUntil: null } })
    const body = reason === undefined ? { state } : { state, reason }
    try {
      const inbox = await callApi({ method: 'POST', path: '/api/v1/agent/state', body, answer: inboxSchema })
      if (this.#heard === heard) this.#take(inbox)
    } catch (error) {
      if (this.#heard === heard) this.state.patch({ inbox: before })
      throw error
    }
  }

  /**
   * Takes an offer.
   * @returns the id of the session that begins
   * @throws ApiError `queue.offer-gone` when somebody else was first, or they left
   */
  async accept(offerId: string): Promise<string> {
    const path = `/api/v1/agent/offers/${encodeURIComponent(offerId)}/accept`
    return this.#answer(offerId, async () => {
      const { sessionId } = await callApi({ method: 'POST', path, answer: acceptedOfferSchema })
      return sessionId
    })
  }

  /**
   * Takes somebody who waits, whoever's turn it is, where the queue lets its agents choose.
   * @returns the id of the session that begins
   * @throws ApiError `queue.offer-gone` when they wait no more
   */
  async take({
    entryId,
    name,
    waitingSince,
  }: Pick<WaitingVisitor, 'entryId' | 'name' | 'waitingSince'>): Promise<string> {
    // An offer of the same person goes with it, and nothing is lost then.
    const own = this.state.get().inbox?.offers.filter((o) => o.name === name && o.waitingSince === waitingSince) ?? []
    for (const { id } of own) this.#answered.add(id)
    try {
      const body = { entryId }
      const path = '/api/v1/agent/choose'
      return (await callApi({ method: 'POST', path, body, answer: acceptedOfferSchema })).sessionId
    } catch (error) {
      for (const { id } of own) this.#answered.delete(id)
      throw error
    }
  }

  /** @throws ApiError `queue.offer-gone` when it was not open any more */
  async decline(offerId: string): Promise<void> {
    const path = `/api/v1/agent/offers/${encodeURIComponent(offerId)}/decline`
    await this.#answer(offerId, () => callApi({ method: 'POST', path, answer: ANYTHING }))
  }

  async #answer<T>(offerId: string, call: () => Promise<T>): Promise<T> {
    this.#answered.add(offerId)
    try {
      const result = await call()
      this.#putAway(offerId)
      return result
    } catch (error) {
      if (error instanceof ApiError && error.code === 'queue.offer-gone') this.#putAway(offerId)
      else this.#answered.delete(offerId)
      throw error
    }
  }

  #putAway(offerId: string): void {
    const { inbox } = this.state.get()
    if (inbox?.offers.some(({ id }) => id === offerId))
      this.state.patch({ inbox: { ...inbox, offers: inbox.offers.filter(({ id }) => id !== offerId) } })
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#again)
    const heard = this.#heard
    try {
      const inbox = await callApi({ method: 'GET', path: '/api/v1/agent', answer: inboxSchema })
      if (this.#heard === heard) this.#take(inbox)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      // Without a line its coming back asks again; this is for a server that answers and cannot say.
      if (error.retry && this.#heard === heard) this.#again = setTimeout(() => void this.#ask(), ASK_AGAIN_MS)
    }
  }

  #take(inbox: Inbox): void {
    const { inbox: before, lost } = this.state.get()
    const missed = inbox.reason === 'missed' && before?.reason !== 'missed'
    const went = (before?.offers ?? [])
      .filter(({ id }) => !this.#answered.has(id) && !inbox.offers.some((offer) => offer.id === id))
      .map((offer): LostOffer => ({ offer, why: missed ? 'missed' : 'gone' }))
    this.state.patch({ inbox, lost: went.length > 0 ? went : lost })
  }
}
