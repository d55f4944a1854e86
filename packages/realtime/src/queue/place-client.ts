import type { CustomerStanding, EnterQueue, Entrance, Place } from '@deskside/protocol'
import { ApiError } from '../signal/api-error.ts'
import type { ConnectionPhase } from '../signal/connection.ts'
import { createSource } from '../signal/observable.ts'
import type { Observable } from '../signal/observable.ts'
import type { PlaceServer } from './place-server.ts'

/** Milliseconds until the first and at most until any later try to reach the server again. */
const BACK_OFF = { first: 500, most: 5_000 } as const
/** Nothing heard for this long: ask. What the server says to keep the line open, an EventSource keeps to itself. */
const QUIET_MS = 30_000
/** An answer that takes longer than this was asked for over a line that is dead. */
const ANSWER_MS = 5_000
/** A closed page looks again when the queue opens: not all in the same moment, and not only after days. */
const OPENING = { jitter: 5_000, least: 5_000, most: 6 * 3_600_000 } as const

export type WaitingPlace = Extract<Place, { is: 'waiting' }>

/** Why somebody stands outside again: they left, or their place was given up; null: they only came. */
export type Parting = 'left' | 'gone' | null

/** What a visitor of a queue's page has before them. */
export type PlaceView =
  | { readonly is: 'asking' }
  /** The server cannot be reached, or could not answer; `again` asks anew. */
  | { readonly is: 'unreachable'; readonly message: string }
  | { readonly is: 'no-queue' }
  | {
      readonly is: 'outside'
      readonly entrance: Entrance
      readonly after: Parting
      /** This browser waits in another queue. */
      readonly elsewhere: WaitingPlace | null
    }
  | { readonly is: 'waiting'; readonly place: WaitingPlace; readonly line: ConnectionPhase }
  /** An agent has them, and the seat in the session is on its way. */
  | { readonly is: 'accepted'; readonly agentName: string; readonly line: ConnectionPhase }
  | { readonly is: 'entered'; readonly standing: CustomerStanding }

/** A visitor's side of one queue: its entrance, the place in it for as long as they wait, and the way into the session. */
export class PlaceClient {
  readonly #slug: string | undefined
  readonly #server: PlaceServer
  readonly #state = createSource<PlaceView>({ is: 'asking' })
  #running = false
  /** Which question was asked last; an answer to an older one says nothing any more. */
  #asked = 0
  #tries = 0
  /** Ends the line on which the place is told. */
  #stream: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param slug the last part of the queue's address; undefined for what can be none. */
  constructor(slug: string | undefined, server: PlaceServer) {
    this.#slug = slug
    this.#server = server
  }

  get state(): Observable<PlaceView> {
    return this.#state
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    globalThis.addEventListener?.('online', this.#hurry)
    globalThis.addEventListener?.('pageshow', this.#hurry)
    void this.#ask()
  }

  stop(): void {
    this.#running = false
    this.#asked += 1
    globalThis.removeEventListener?.('online', this.#hurry)
    globalThis.removeEventListener?.('pageshow', this.#hurry)
    this.#drop()
  }

  /** After `unreachable`. */
  again(): void {
    this.#state.set({ is: 'asking' })
    void this.#ask()
  }

  /**
   * Asks for a place. Where the queue has closed meanwhile, the view says so and nothing is thrown.
   * @throws ApiError; `fields` has what is wrong with the answers.
   */
  async enter(body: EnterQueue): Promise<void> {
    const asked = (this.#asked += 1)
    try {
      const place = await this.#server.enter(this.#slug ?? '', body)
      if (this.#stands(asked)) await this.#take(place)
    } catch (error) {
      const closed = error instanceof ApiError && (error.code === 'queue.closed' || error.code === 'queue.not-found')
      if (!closed) throw error
      if (this.#stands(asked)) await this.#showEntrance(null)
    }
  }

  /**
   * Gives the place up. Whom an agent accepted in the same moment goes into the session instead, and can leave that.
   * @throws ApiError where the server did not hear of it: the place is still there.
   */
  async leave(): Promise<void> {
    const asked = (this.#asked += 1)
    // Else the line may tell of it first, as of a place that was lost.
    this.#drop()
    const place = await this.#server.leave(ANSWER_MS).catch((error: unknown) => {
      void this.#look()
      throw error
    })
    if (!this.#stands(asked)) return
    await (place.is === 'accepted' ? this.#take(place) : this.#showEntrance('left'))
  }

  /**
   * The session is over: whoever was put back since their agent was lost waits again (queue R23).
   * @returns whether they do. @throws ApiError where that is not known.
   */
  async comeBack(): Promise<boolean> {
    const asked = (this.#asked += 1)
    const place = await this.#server.place(ANSWER_MS)
    if (!this.#stands(asked) || place.is !== 'waiting') return false
    this.#state.set({ is: 'waiting', place, line: 'connecting' })
    this.#follow()
    return true
  }

  #stands(asked: number): boolean {
    return this.#running && this.#asked === asked
  }

  async #ask(): Promise<void> {
    if (this.#slug === undefined) return this.#state.set({ is: 'no-queue' })
    const asked = (this.#asked += 1)
    try {
      const place = await this.#server.place()
      if (this.#stands(asked)) await this.#take(place)
    } catch (error) {
      if (this.#stands(asked)) this.#state.set({ is: 'unreachable', message: wordsOf(error) })
    }
  }

  /** Believes what the server says of the place. */
  async #take(place: Place): Promise<void> {
    const { is } = this.#state.get()
    const waited = is === 'waiting' || is === 'accepted'
    if (place.is === 'waiting' && (waited || place.slug === this.#slug)) {
      this.#state.set({ is: 'waiting', place, line: this.#lineNow() })
      return this.#follow()
    }
    if (place.is === 'waiting') return this.#showEntrance(null, place)
    if (place.is === 'accepted') {
      this.#state.set({ is: 'accepted', agentName: place.agentName, line: this.#lineNow() })
      this.#drop()
      return this.#goIn()
    }
    this.#drop()
    const gone = waited || (place.is === 'gone' && place.slug === this.#slug)
    // Another tab of this browser may have gone in: then the place is gone, and the session is there.
    if (waited && (await this.#showSession())) return undefined
    return this.#showEntrance(gone ? 'gone' : null)
  }

  async #showEntrance(after: Parting, elsewhere: WaitingPlace | null = null): Promise<void> {
    const asked = (this.#asked += 1)
    try {
      const entrance = await this.#server.entrance(this.#slug ?? '')
      if (!this.#stands(asked)) return
      this.#state.set({ is: 'outside', entrance, after, elsewhere })
      if (!entrance.open && entrance.changesAt !== null) this.#atOpening(entrance.changesAt - Date.now())
    } catch (error) {
      if (!this.#stands(asked)) return
      if (error instanceof ApiError && error.code === 'queue.not-found') return this.#state.set({ is: 'no-queue' })
      // Who reads when it opens goes on reading that.
      if (this.#closed()) return this.#atOpening(QUIET_MS)
      this.#state.set({ is: 'unreachable', message: wordsOf(error) })
    }
  }

  #closed(): boolean {
    const view = this.#state.get()
    return view.is === 'outside' && !view.entrance.open
  }

  #atOpening(inMs: number): void {
    const wait = Math.min(OPENING.most, Math.max(OPENING.least, inMs + Math.random() * OPENING.jitter))
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const view = this.#state.get()
      if (view.is === 'outside') void this.#showEntrance(view.after, view.elsewhere)
    }, wait)
  }

  /** The seat in the session, which is there already; asked for until it is had. */
  async #goIn(): Promise<void> {
    const asked = (this.#asked += 1)
    const standing = await this.#server.goIn(ANSWER_MS).catch(() => undefined)
    if (!this.#stands(asked)) return
    if (standing && standing.is !== 'nobody') return this.#state.set({ is: 'entered', standing })
    if (!(await this.#showSession())) this.#later()
  }

  /** @returns whether this browser is in a session, or about to be. */
  async #showSession(): Promise<boolean> {
    const asked = (this.#asked += 1)
    const standing = await this.#server.standing().catch(() => undefined)
    if (!this.#stands(asked)) return true
    if (standing?.is !== 'admitted' && standing?.is !== 'waiting') return false
    this.#state.set({ is: 'entered', standing })
    return true
  }

  #follow(): void {
    if (this.#stream) return
    this.#stream = this.#server.follow({
      opened: () => {
        this.#tries = 0
        this.#line('online')
      },
      heard: (place) => {
        this.#asked += 1
        this.#listen()
        void this.#take(place)
      },
      broke: () => {
        this.#drop()
        this.#later()
      },
    })
    this.#listen()
  }

  /** Something was heard: the next silence is measured from now. */
  #listen(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#look(), QUIET_MS)
  }

  async #look(): Promise<void> {
    const asked = (this.#asked += 1)
    const before = this.#state.get()
    clearTimeout(this.#timer)
    // Whatever went wrong, the same question is asked again: there is nothing else to do about it.
    const place = await this.#server.place(ANSWER_MS).catch(() => undefined)
    if (!this.#stands(asked)) return
    if (!place) {
      this.#drop()
      return this.#later()
    }
    // The stream stands and has not said it: it is dead, whatever the browser thinks.
    if (place.is === 'waiting' && before.is === 'waiting' && place.position !== before.place.position) this.#drop()
    if (this.#stream) this.#listen()
    await this.#take(place)
  }

  #drop(): void {
    clearTimeout(this.#timer)
    this.#stream?.()
    this.#stream = undefined
  }

  #later(): void {
    this.#line('offline')
    // Full jitter: a thousand pages that lost the same server do not all come back in the same moment.
    const most = Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** this.#tries)
    this.#tries += 1
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#look(), most / 2 + Math.random() * (most / 2))
  }

  readonly #hurry = (): void => {
    const { is } = this.#state.get()
    if (is !== 'waiting' && is !== 'accepted') return
    this.#tries = 0
    void this.#look()
  }

  #lineNow(): ConnectionPhase {
    const view = this.#state.get()
    return view.is === 'waiting' || view.is === 'accepted' ? view.line : 'connecting'
  }

  #line(line: ConnectionPhase): void {
    const view = this.#state.get()
    if ((view.is === 'waiting' || view.is === 'accepted') && view.line !== line) this.#state.set({ ...view, line })
  }
}

function wordsOf(error: unknown): string {
  return error instanceof ApiError ? error.message : 'The page could not be loaded. Reload it.'
}
