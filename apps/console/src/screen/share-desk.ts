import { grantOf, needsSupportManager, requestOf } from '@deskside/protocol'
import type { Capability, ConsentState, Device } from '@deskside/protocol'
import type { CaptureResult, LocalCapture, Observable, SessionClient } from '@deskside/realtime'
import { createCell } from '../platform/observable.ts'

export type CaptureProblem = Extract<CaptureResult, { ok: false }>['why']

/** My own screen on its way to the customer, by capability. */
export interface ShareView {
  /** Chosen and held back until the customer says yes: nothing of it leaves this page. */
  readonly held: readonly Capability[]
  /** Why the last choice came to nothing. */
  readonly problems: Readonly<Partial<Record<Capability, CaptureProblem>>>
  /** Asked for as soon as my own Support Manager is here. */
  readonly awaiting: Capability | null
  /** Why the customer could not be asked when it came, as the server says it. */
  readonly refusal: { readonly capability: Capability; readonly error: unknown } | null
}

export interface ShareDesk {
  readonly state: Observable<ShareView>
  /**
   * Asks the customer to look at mine. Without my Support Manager I first choose in the browser; what needs that program waits
   * for it (`awaiting`). Call it in a click. Rejects when the server refuses to ask.
   */
  share(capability: Capability): Promise<void>
  /** I do not want what waits for my Support Manager any more. */
  stopAwaiting(): void
  /** Lets me choose again under a grant that runs already, after a reload. Call it in a click. */
  resume(grantId: string, capability: Capability): Promise<void>
  close(): void
}

interface Held {
  readonly capture: LocalCapture
  /** The answer to an earlier request, which says nothing about this one. */
  readonly earlier: string | undefined
  seenOpen: boolean
}

type Client = Pick<SessionClient, 'participantId' | 'state' | 'screen' | 'send'>

/** Whether a participant's Support Manager is in the session. */
export const hasProgram = (devices: readonly Device[], participantId: string): boolean =>
  devices.some((device) => device.participantId === participantId && device.program === 'support-manager')

/** Holds what I chose to show until the customer answered: granted, it begins; anything else lets go of it. */
export function createShareDesk(client: Client): ShareDesk {
  return new Desk(client)
}

class Desk implements ShareDesk {
  readonly state = createCell<ShareView>({ held: [], problems: {}, awaiting: null, refusal: null })
  readonly #client: Client
  readonly #me: string
  readonly #held = new Map<Capability, Held>()
  readonly #unsubscribe: () => void

  constructor(client: Client) {
    this.#client = client
    this.#me = client.participantId
    this.#unsubscribe = client.state.subscribe(() => this.#look())
  }

  async share(capability: Capability): Promise<void> {
    this.#letGo(capability)
    this.#patch({ refusal: null })
    if (this.#hasProgram) return this.#ask(capability)
    if (needsSupportManager(capability) === 'representative') return this.#patch({ awaiting: capability })
    const capture = await this.#choose(capability)
    if (!capture) return
    const earlier = lastAnswer(this.#consent, this.#me, capability)
    this.#held.set(capability, { capture, earlier, seenOpen: false })
    this.#showHeld()
    this.#watch(capability, capture)
    try {
      await this.#ask(capability)
    } catch (error) {
      this.#letGo(capability)
      throw error
    }
  }

  stopAwaiting(): void {
    this.#patch({ awaiting: null })
  }

  async resume(grantId: string, capability: Capability): Promise<void> {
    const capture = await this.#choose(capability)
    if (capture) await this.#begin(grantId, { capability, capture })
  }

  close(): void {
    this.#unsubscribe()
    for (const capability of [...this.#held.keys()]) this.#letGo(capability)
  }

  get #consent(): ConsentState {
    return this.#client.state.get().story.consent
  }

  get #hasProgram(): boolean {
    return hasProgram(this.#client.state.get().devices, this.#me)
  }

  #ask(capability: Capability): Promise<void> {
    return this.#client.send('consent.request', { capability })
  }

  #patch(part: Partial<ShareView>): void {
    this.state.set({ ...this.state.get(), ...part })
  }

  #showHeld(): void {
    this.#patch({ held: [...this.#held.keys()] })
  }

  #problem(capability: Capability, why: CaptureProblem | undefined): void {
    const { [capability]: _earlier, ...others } = this.state.get().problems
    this.#patch({ problems: why ? { ...others, [capability]: why } : others })
  }

  #letGo(capability: Capability): void {
    this.#held.get(capability)?.capture.cancel()
    this.#held.delete(capability)
    this.#showHeld()
  }

  async #begin(
    grantId: string,
    { capability, capture }: { readonly capability: Capability; readonly capture: LocalCapture },
  ): Promise<void> {
    try {
      await this.#client.screen.begin(grantId, capture)
    } catch (error) {
      capture.cancel()
      console.error('A capture could not begin', error)
      this.#problem(capability, 'failed')
    }
  }

  #look(): void {
    const { session } = this.#client.state.get().story
    const over = session.life.is === 'ended'
    this.#lookForProgram(over)
    for (const [capability, entry] of this.#held) {
      const grant = grantOf(this.#consent, this.#me, capability)
      if (grant) {
        this.#held.delete(capability)
        this.#showHeld()
        void this.#begin(grant.id, { capability, capture: entry.capture })
      } else if (requestOf(this.#consent, this.#me, capability)) {
        entry.seenOpen = true
      } else if (over || entry.seenOpen || lastAnswer(this.#consent, this.#me, capability) !== entry.earlier) {
        this.#letGo(capability)
      }
    }
  }

  #lookForProgram(over: boolean): void {
    const { awaiting } = this.state.get()
    if (!awaiting || !(over || this.#hasProgram)) return
    this.stopAwaiting()
    if (!over) this.#ask(awaiting).catch((error: unknown) => this.#patch({ refusal: { capability: awaiting, error } }))
  }

  /** The browser's own stop bar was used before the customer answered. */
  #watch(capability: Capability, capture: LocalCapture): void {
    const ended = (): void => {
      if (this.#held.get(capability)?.capture !== capture) return
      const request = requestOf(this.#consent, this.#me, capability)
      this.#letGo(capability)
      if (request) this.#client.send('consent.withdraw', { requestId: request.id }).catch(reportWithdrawal)
    }
    for (const track of capture.stream.getVideoTracks()) track.addEventListener('ended', ended)
  }

  async #choose(capability: Capability): Promise<LocalCapture | undefined> {
    this.#problem(capability, undefined)
    const result = await this.#client.screen.capture(capability)
    if (result.ok) return result.capture
    this.#problem(capability, result.why)
    return undefined
  }
}

const desks = new WeakMap<SessionClient, ShareDesk>()

/**
 * The one desk of a session. It outlasts the screen: who looks at another session while the customer thinks about it
 * still shows what they chose when it is allowed.
 */
export function shareDeskOf(client: SessionClient): ShareDesk {
  const known = desks.get(client)
  if (known) return known
  const desk = createShareDesk(client)
  desks.set(client, desk)
  return desk
}

function lastAnswer(consent: ConsentState, me: string, capability: Capability): string | undefined {
  return consent.unanswered.find((u) => u.representativeId === me && u.capability === capability)?.requestId
}

function reportWithdrawal(error: unknown): void {
  console.error('A request could not be withdrawn', error)
}
