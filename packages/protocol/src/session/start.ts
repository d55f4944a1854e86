import type { Capability } from '../consent/state.ts'
import type { SessionEvent, StepContext } from './state.ts'
import { applyStory, stepStory } from './story.ts'
import type { StoredEvent, Story, StoryEvent } from './story.ts'

/** How somebody who waited came to be accepted: what their session keeps of it (R21). */
export type CameFromQueue = Omit<Extract<SessionEvent, { type: 'session.came-from-queue' }>, 'type' | 'participantId'>

/** Who begins a session, and what holds of its site at that time. */
export interface Beginning {
  readonly representative: { readonly participantId: string; readonly userId: string; readonly name: string }
  readonly siteName: string
  readonly supportManagerAllowed: boolean
  /** What is disclosed about monitoring, if anything. */
  readonly disclosure?: string | null | undefined
  /** Whom they accepted in a queue; undefined where the customer is still to come. */
  readonly customer?:
    | {
        readonly participantId: string
        readonly name: string
        readonly from?: CameFromQueue | undefined
        /** What their representative asks of them by itself, with the beginning (R22). */
        readonly request?: Capability | null | undefined
      }
    | undefined
}

/** The first events of a session (R1, R19, R21, R22), all by its representative. */
export function startSession(
  beginning: Beginning,
  { now, newId }: Omit<StepContext, 'by'>,
): [StoryEvent, ...StoryEvent[]] {
  const { representative, customer, disclosure, ...site } = beginning
  const disclosed = disclosure ? { disclosure } : {}
  const started: StoryEvent = { type: 'session.started', ...representative, ...site, ...disclosed }
  if (!customer) return [started]
  const { participantId, name, from, request } = customer
  const events: [StoryEvent, ...StoryEvent[]] = [started, { type: 'session.admitted', knockId: participantId, name }]
  if (from) events.push({ type: 'session.came-from-queue', participantId, ...from })
  if (!request) return events
  const by = representative.participantId
  const command = { feature: 'consent', do: 'request', capability: request, detail: null } as const
  const asked = stepStory(storyOf(events, { at: now, by }), command, { now, by, newId })
  // What cannot be asked here, such as control at a site without the Support Manager, is left out.
  return asked.ok ? [...events, ...asked.events] : events
}

function storyOf(events: readonly [StoryEvent, ...StoryEvent[]], stored: Pick<StoredEvent, 'at' | 'by'>): Story {
  const [first, ...rest] = events.map((body, index): StoredEvent => ({ ...stored, seq: index + 1, body }))
  return rest.reduce<Story>(applyStory, applyStory(undefined, first as StoredEvent))
}
