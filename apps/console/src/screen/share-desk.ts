import { grantOf, requestOf } from '@deskside/protocol'
import type { Capability, ConsentState } from '@deskside/protocol'
import type { CaptureResult, LocalCapture, Observable, SessionClient } from '@deskside/realtime'
import { createCell } from '../platform/observable.ts'

export type CaptureProblem = Extract<CaptureResult, { ok: false }>['why']

/** My own screen on its way to the customer, by capability. */
export interface ShareView {
  /** Chosen and held back until the customer says yes: nothing of it leaves this page. */
  readonly held: readonly Capability[]
  /** Why the last choice came to nothing. */
  readonly problems: Readonly<Partial<Record<Capability, CaptureProblem>>>
}

export interface ShareDesk {
  readonly state: Observable<ShareView>
  /** Lets me choose what to show, then asks the customer. Call it in a click. Rejects when the server refuses to ask. */
  share(capability: Capability): Promise<void>
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

/** Holds what I chose to show until the customer answered: granted, it begins; anything else lets go of it. */
export function createShareDesk(client: Pick<SessionClient, 'participantId' | 'state' | 'screen' | 'send'>): ShareDesk {
  const me = client.participantId
  const held = new Map<Capability, Held>()
  const view = createCell<ShareView>({ held: [], problems: {} })

  const showHeld = (): void => view.set({ ...view.get(), held: [...held.keys()] })
  const problem = (capability: Capability, why: CaptureProblem | undefined): void => {
    const { [capability]: _earlier, ...others } = view.get().problems
    view.set({ ...view.get(), problems: why ? { ...others, [capability]: why } : others })
  }
  function letGo(capability: Capability): void {
    held.get(capability)?.capture.cancel()
    held.delete(capability)
    showHeld()
  }

  async function begin(grantId: string, capability: Capability, capture: LocalCapture): Promise<void> {
    try {
      await client.screen.begin(grantId, capture)
    } catch (error) {
      capture.cancel()
      console.error('A capture could not begin', error)
      problem(capability, 'failed')
    }
  }

  function look(): void {
    const { consent, session } = client.state.get().story
    for (const [capability, entry] of held) {
      const grant = grantOf(consent, me, capability)
      if (grant) {
        held.delete(capability)
        showHeld()
        void begin(grant.id, capability, entry.capture)
      } else if (requestOf(consent, me, capability)) {
        entry.seenOpen = true
      } else if (
        session.life.is === 'ended' ||
        entry.seenOpen ||
        lastAnswer(consent, me, capability) !== entry.earlier
      ) {
        letGo(capability)
      }
    }
  }

  /** The browser's own stop bar was used before the customer answered. */
  function watch(capability: Capability, capture: LocalCapture): void {
    const ended = (): void => {
      if (held.get(capability)?.capture !== capture) return
      const request = requestOf(client.state.get().story.consent, me, capability)
      letGo(capability)
      if (request) client.send('consent.withdraw', { requestId: request.id }).catch(reportWithdrawal)
    }
    for (const track of capture.stream.getVideoTracks()) track.addEventListener('ended', ended)
  }

  async function choose(capability: Capability): Promise<LocalCapture | undefined> {
    problem(capability, undefined)
    const result = await client.screen.capture(capability)
    if (result.ok) return result.capture
    problem(capability, result.why)
    return undefined
  }

  const unsubscribe = client.state.subscribe(look)
  return {
    state: view,
    async share(capability) {
      letGo(capability)
      const capture = await choose(capability)
      if (!capture) return
      const earlier = lastAnswer(client.state.get().story.consent, me, capability)
      held.set(capability, { capture, earlier, seenOpen: false })
      showHeld()
      watch(capability, capture)
      try {
        await client.send('consent.request', { capability })
      } catch (error) {
        letGo(capability)
        throw error
      }
    },
    async resume(grantId, capability) {
      const capture = await choose(capability)
      if (capture) await begin(grantId, capability, capture)
    },
    close() {
      unsubscribe()
      for (const capability of [...held.keys()]) letGo(capability)
    },
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
