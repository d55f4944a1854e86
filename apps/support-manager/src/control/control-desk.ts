import { COMBINATIONS } from '@deskside/protocol'
import type { ControlNotice, InputMessage } from '@deskside/protocol'
import type { Rectangle, ScreenPort, Target } from '../screen/screen-port.ts'
import type { Clock } from './clock.ts'
import type { InputPort } from './input-port.ts'
import { MessageGate } from './message-gate.ts'
import { REST_MS } from './person-rest.ts'
import { combinationReachesOut, keyReachesOut } from './reach.ts'

/** Input is dropped for so long after a question closed (THREATS C5). */
const AFTER_QUESTION_MS = 1_500
/** Something is held and nothing was said for so long: it is let go of (control R5). */
const SILENCE_MS = 2_000
/** What lies at a place is asked again for moves of the pointer after so long; for everything that does something, always. */
const GLANCE_MS = 25
/** A window that was clicked gets the keyboard when its window manager gives it: keys wait for that so long, and look so often. */
const FOCUS_MS = 500
const FOCUS_LOOK_MS = 10
/** Messages that wait to be carried out; what comes beyond them is dropped. */
const WAITING_AT_MOST = 1_000
/** Characters that are typed between two looks at which window has the keyboard. */
const PIECE = 32

/** What the customer allowed, as it stands in this program. */
export interface ControlPermit {
  /** What this representative may control now; undefined: nothing. */
  target(): Target | undefined
  /** Whether a question of this program is open. */
  questionOpen(): boolean
  onChange(listener: () => void): () => void
}

/** What the desk uses of an RTCDataChannel. */
export interface InputChannel {
  readonly readyState: string
  send(data: string): void
  close(): void
  addEventListener(name: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(name: 'open' | 'close', listener: () => void): void
}

export interface ControlDeskParts {
  readonly channel: InputChannel
  readonly permit: ControlPermit
  readonly input: InputPort
  readonly screen: Pick<ScreenPort, 'whatIsAt' | 'whatHasFocus' | 'raise'>
  /** Where the picture that the page shows lies on the desktop; undefined while there is none. */
  readonly area: () => Rectangle | undefined
  readonly clock: Clock
  /** Told of input that the display could not carry out. */
  readonly failed: (error: unknown) => void
}

type Because = Extract<ControlNotice, { t: 'closed' }>['because']
type Dropped = Because | 'bad' | 'too-many' | 'no-picture'
type Of<T extends InputMessage['t']> = Extract<InputMessage, { t: T }>
interface Place {
  readonly x: number
  readonly y: number
}

/** Carries out what one page says on its input channel, as far as the customer allowed it, and tells the page how it stands. */
export class ControlDesk {
  readonly #parts: ControlDeskParts
  readonly #gate: MessageGate
  readonly #queue: InputMessage[] = []
  readonly #dropped = new Map<Dropped, number>()
  readonly #buttons = new Set<number>()
  readonly #keys = new Set<string>()
  readonly #undo: (() => void)[]
  #working = false
  /** Counts the stops: what is under way belongs to the time before the last one, or it goes on. */
  #stops = 0
  #doing = 0
  #closed = false
  #told = ''
  #activeUntil = -Infinity
  #questionUntil = -Infinity
  #asked: boolean
  #wake: (() => void) | undefined
  #silence: (() => void) | undefined
  #glance: { at: number; what: 'target' | 'hidden' | 'other' } | undefined
  #wheel = { x: 0, y: 0 }
  #focusUntil = -Infinity

  constructor(parts: ControlDeskParts) {
    this.#parts = parts
    this.#gate = new MessageGate(parts.clock)
    this.#asked = parts.permit.questionOpen()
    const { channel, permit, input } = parts
    channel.addEventListener('message', ({ data }) => this.#heard(data))
    channel.addEventListener('open', () => this.#tell(this.#closedBecause()))
    channel.addEventListener('close', () => this.close())
    this.#undo = [permit.onChange(() => this.#permitChanged()), input.onPerson(() => this.#personActs())]
    this.#tell(this.#closedBecause())
  }

  /** How many messages were not carried out, by the reason. */
  dropped(reason: Dropped): number {
    return this.#dropped.get(reason) ?? 0
  }

  /** Lets go of everything; a second time nothing happens. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const undo of this.#undo) undo()
    this.#wake?.()
    this.#releaseAll()
  }

  #heard(data: unknown): void {
    if (this.#closed) return
    const message = this.#gate.judge(data)
    if (message === 'hopeless') {
      this.#parts.channel.close()
      return this.close()
    }
    if (message === 'bad') return this.#drop('bad')
    if (message === 'too-many') return this.#dropTooMany()
    this.#watchSilence()
    const because = this.#closedBecause()
    if (because !== undefined) return message.t === 'release' ? this.#stop() : this.#refuse(because)
    // Whoever lets go of everything waits for no window any more.
    if (message.t === 'release') this.#focusUntil = -Infinity
    const last = this.#queue.at(-1)
    if (message.t === 'pointer' && last?.t === 'pointer') this.#queue.pop()
    if (this.#queue.length >= WAITING_AT_MOST) return this.#dropTooMany()
    this.#queue.push(message)
    if (!this.#working) void this.#work()
  }

  async #work(): Promise<void> {
    this.#working = true
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.#doing = this.#stops
      try {
        await this.#carryOut(next)
      } catch (error) {
        this.#parts.failed(error)
      }
    }
    this.#working = false
  }

  async #carryOut(message: InputMessage): Promise<void> {
    if (message.t === 'pointer') return await this.#pointer(message)
    if (message.t === 'button') return await this.#button(message)
    if (message.t === 'wheel') return await this.#turn(message)
    if (message.t === 'key') return await this.#key(message)
    if (message.t === 'text') return await this.#text(message.text)
    if (message.t === 'combination') return await this.#combination(message.name)
    if (message.t === 'release') return this.#releaseAll()
  }

  async #pointer(message: Of<'pointer'>): Promise<void> {
    const place = this.#placeOf(message)
    if (place === undefined) return this.#drop('no-picture')
    if (await this.#mayPoint(place, 'glance')) await this.#parts.input.move(place.x, place.y)
  }

  async #button(message: Of<'button'>): Promise<void> {
    const { button, down } = message
    const place = this.#placeOf(message)
    if (!down) {
      if (!this.#buttons.delete(button)) return
      // Let go of it wherever the pointer is; dragged over a window that is not to be driven it stays where it was.
      if (place !== undefined && (await this.#mayPoint(place, 'look'))) void this.#parts.input.move(place.x, place.y)
      return await this.#parts.input.button(button, false)
    }
    if (place === undefined) return this.#drop('no-picture')
    if (!(await this.#mayPoint(place, 'press'))) return
    this.#buttons.add(button)
    this.#watchSilence()
    this.#focusUntil = this.#parts.clock.now() + FOCUS_MS
    void this.#parts.input.move(place.x, place.y)
    await this.#parts.input.button(button, true)
  }

  async #turn(message: Of<'wheel'>): Promise<void> {
    const place = this.#placeOf(message)
    if (place === undefined) return this.#drop('no-picture')
    if (!(await this.#mayPoint(place, 'look'))) return
    const [x, y] = [this.#wheel.x + message.dx, this.#wheel.y + message.dy]
    const notches = { x: Math.trunc(x), y: Math.trunc(y) }
    this.#wheel = { x: x - notches.x, y: y - notches.y }
    void this.#parts.input.move(place.x, place.y)
    if (notches.x !== 0 || notches.y !== 0) await this.#parts.input.wheel(notches.x, notches.y)
  }

  async #key(message: Of<'key'>): Promise<void> {
    const { key, code, down, modifiers } = message
    const name = code || key
    if (!down) {
      this.#keys.delete(name)
      return await this.#parts.input.key({ key, code, down, modifiers })
    }
    if (this.#ofApplication() && keyReachesOut(message)) return this.#refuse('outside')
    if (!(await this.#mayType())) return
    this.#keys.add(name)
    this.#watchSilence()
    await this.#parts.input.key({ key, code, down, modifiers })
  }

  async #text(text: string): Promise<void> {
    const characters = [...text]
    for (let at = 0; at < characters.length; at += PIECE) {
      if (!(await this.#mayType())) return
      await this.#parts.input.text(characters.slice(at, at + PIECE).join(''))
    }
  }

  async #combination(name: Of<'combination'>['name']): Promise<void> {
    if (this.#ofApplication() && combinationReachesOut(name)) return this.#refuse('outside')
    if (await this.#mayType()) await this.#parts.input.combination(COMBINATIONS[name])
  }

  /** What lies there decides; how closely that is looked at depends on what is to be done. */
  async #mayPoint(place: Place, how: 'glance' | 'look' | 'press'): Promise<boolean> {
    const target = this.#liveTarget()
    if (target === undefined) return false
    const { clock, screen } = this.#parts
    const recent = this.#glance !== undefined && clock.now() - this.#glance.at < GLANCE_MS ? this.#glance : undefined
    // A look that said no may be wrong a pixel further on, so only a yes is taken for the moves after it, and none for a drag.
    const trusted = how === 'glance' && recent?.what === 'target' && this.#buttons.size === 0
    const what = trusted ? 'target' : await screen.whatIsAt(target, place.x, place.y)
    if (!trusted) this.#glance = { at: clock.now(), what }
    if (this.#liveTarget() === undefined) return false
    if (what === 'other' && how === 'press' && target.kind === 'application')
      await screen.raise(target.applicationId, place)
    return this.#allow(what)
  }

  async #mayType(): Promise<boolean> {
    for (;;) {
      const target = this.#liveTarget()
      if (target === undefined) return false
      const what = await this.#parts.screen.whatHasFocus(target)
      if (this.#liveTarget() === undefined) return false
      const { clock } = this.#parts
      if (what !== 'other' || clock.now() >= this.#focusUntil) return this.#allow(what)
      await new Promise<void>((resolve) => clock.after(FOCUS_LOOK_MS, resolve))
    }
  }

  #allow(what: 'target' | 'hidden' | 'other'): boolean {
    if (what === 'target') this.#tell(undefined)
    else this.#refuse(what === 'hidden' ? 'own-window' : 'outside')
    return what === 'target'
  }

  /** The target while input may be carried out. Asked again after every wait: it may have ended meanwhile. */
  #liveTarget(): Target | undefined {
    if (this.#closed || this.#doing !== this.#stops) return undefined
    const because = this.#closedBecause()
    if (because === undefined) return this.#parts.permit.target()
    this.#refuse(because)
    return undefined
  }

  #closedBecause(): Because | undefined {
    const { permit, clock } = this.#parts
    if (permit.target() === undefined) return 'not-granted'
    if (permit.questionOpen() || clock.now() < this.#questionUntil) return 'question-open'
    return clock.now() < this.#activeUntil ? 'customer-active' : undefined
  }

  #permitChanged(): void {
    const asked = this.#parts.permit.questionOpen()
    if (this.#asked && !asked) this.#questionUntil = this.#parts.clock.now() + AFTER_QUESTION_MS
    this.#asked = asked
    const because = this.#closedBecause()
    if (because !== undefined) this.#stop()
    this.#tell(because)
    this.#openLater()
  }

  #personActs(): void {
    const resting = this.#activeUntil <= this.#parts.clock.now()
    this.#activeUntil = this.#parts.clock.now() + REST_MS
    if (!resting) return
    this.#stop()
    this.#tell(this.#closedBecause())
    this.#openLater()
  }

  /** Looks again when the time is over that keeps input out, and says so. */
  #openLater(): void {
    const until = Math.max(this.#activeUntil, this.#questionUntil)
    const wait = until - this.#parts.clock.now()
    this.#wake?.()
    this.#wake = undefined
    if (this.#closed) return
    // Said here, and by the same look at the clock: between two looks the moment could pass and nobody say it.
    if (wait <= 0) return this.#tell(this.#closedBecause())
    this.#wake = this.#parts.clock.after(wait, () => this.#openLater())
  }

  /** What was said and not carried out yet is over, too. */
  #stop(): void {
    this.#queue.length = 0
    this.#stops += 1
    this.#releaseAll()
  }

  #releaseAll(): void {
    this.#silence?.()
    this.#silence = undefined
    this.#buttons.clear()
    this.#keys.clear()
    this.#wheel = { x: 0, y: 0 }
    this.#parts.input.releaseAll()
  }

  #holds(): boolean {
    return this.#buttons.size + this.#keys.size > 0
  }

  #watchSilence(): void {
    this.#silence?.()
    this.#silence = undefined
    if (!this.#holds()) return
    this.#silence = this.#parts.clock.after(SILENCE_MS, () => {
      if (this.#holds()) this.#stop()
    })
  }

  #placeOf({ x, y }: Place): Place | undefined {
    const area = this.#parts.area()
    if (area === undefined || area.width < 1 || area.height < 1) return undefined
    const within = (at: number, size: number): number => Math.min(size - 1, Math.max(0, Math.floor(at)))
    return { x: area.x + within(x, area.width), y: area.y + within(y, area.height) }
  }

  #ofApplication(): boolean {
    return this.#parts.permit.target()?.kind === 'application'
  }

  #dropTooMany(): void {
    // Among them may have been the one that let a key go.
    if (this.#holds()) this.#releaseAll()
    this.#drop('too-many')
  }

  #refuse(because: Because): void {
    this.#drop(because)
    this.#tell(because)
  }

  #drop(reason: Dropped): void {
    this.#dropped.set(reason, this.dropped(reason) + 1)
  }

  /** Says how it stands where that is news. */
  #tell(because: Because | undefined): void {
    const notice: ControlNotice = because === undefined ? { t: 'open' } : { t: 'closed', because }
    const said = JSON.stringify(notice)
    if (said === this.#told || this.#parts.channel.readyState !== 'open') return
    this.#told = said
    this.#parts.channel.send(said)
  }
}
