import { z } from 'zod'
import { chatEvents } from '../chat/messages.ts'
import { applyChat, noChat, stepChat } from '../chat/state.ts'
import type { ChatCommand, ChatState } from '../chat/state.ts'
import { consentEvents } from '../consent/messages.ts'
import { applyConsent, consentAftermath, noConsent, stepConsent } from '../consent/state.ts'
import type { ConsentCommand, ConsentState } from '../consent/state.ts'
import { deviceEvents } from '../device/messages.ts'
import { applyDevice, noDevice, stepDevice, waitForRestart } from '../device/state.ts'
import type { DeviceCommand, DeviceState } from '../device/state.ts'
import { screenEvents } from '../screen/messages.ts'
import { applyScreen, noScreen, screenAftermath, stepScreen } from '../screen/state.ts'
import type { ScreenCommand, ScreenState } from '../screen/state.ts'
import { transferEvents } from '../transfer/messages.ts'
import { applyTransfer, noTransfer, stepTransfer, transferAftermath } from '../transfer/state.ts'
import type { TransferCommand, TransferState } from '../transfer/state.ts'
import { timeSchema } from './identifiers.ts'
import { sessionEvents } from './messages.ts'
import { applySession, beginSession, stepSession, watchAftermath } from './state.ts'
import type { SessionCommand, SessionState, StepContext, StepResult } from './state.ts'

/** Everything that can happen in a session. */
export const storyEventSchema = z.discriminatedUnion('type', [
  ...sessionEvents,
  ...consentEvents,
  ...chatEvents,
  ...screenEvents,
  ...deviceEvents,
  ...transferEvents,
])
export type StoryEvent = z.infer<typeof storyEventSchema>

/** An event as it is kept and told: its place in the story, the server's time, and who did it. */
export const storedEventSchema = z.object({
  /** 1, 2, 3 … within the session. What a viewer receives may have gaps where events are not theirs to see. */
  seq: z.int().positive(),
  at: timeSchema,
  /** A participant's id, or "system". */
  by: z.string(),
  body: storyEventSchema,
})
export type StoredEvent = z.infer<typeof storedEventSchema>

/** The whole state of a session: a fold over its events, the same on server, console and customer page. */
export interface Story {
  readonly seq: number
  readonly session: SessionState
  readonly consent: ConsentState
  readonly screen: ScreenState
  readonly chat: ChatState
  readonly device: DeviceState
  readonly transfer: TransferState
}

export type StoryCommand =
  | ({ readonly feature: 'session' } & SessionCommand)
  | ({ readonly feature: 'consent' } & ConsentCommand)
  | ({ readonly feature: 'screen' } & ScreenCommand)
  | ({ readonly feature: 'chat' } & ChatCommand)
  | ({ readonly feature: 'device' } & DeviceCommand)
  | ({ readonly feature: 'transfer' } & TransferCommand)

/**
 * Judges a command against the story. What follows from an event in another feature (grants end with a participant,
 * captures with a grant) is part of the answer, so that one command is one stored piece.
 */
export function stepStory(story: Story, command: StoryCommand, context: StepContext): StepResult<StoryEvent> {
  const result = stepFeature(story, command, context)
  if (!result.ok) return result
  const events: StoryEvent[] = []
  let { consent, screen, transfer } = story
  const queue: StoryEvent[] = [...result.events]
  for (let event = queue.shift(); event; event = queue.shift()) {
    events.push(event)
    if (isConsent(event)) {
      queue.unshift(...screenAftermath(screen, event))
      consent = applyConsent(consent, event, context.now)
    } else if (isScreen(event)) {
      screen = applyScreen(screen, event, context.now)
    } else if (isTransfer(event)) {
      transfer = applyTransfer(transfer, event, context.now)
    } else if (isSession(event)) {
      queue.unshift(
        ...watchAftermath(story.session, event),
        ...consentAftermath(consent, event),
        ...transferAftermath({ ...story, transfer }, event),
      )
    }
  }
  return { ok: true, events }
}

function stepFeature(story: Story, command: StoryCommand, context: StepContext): StepResult<StoryEvent> {
  switch (command.feature) {
    case 'session': {
      const result = stepSession(story.session, command, context)
      if (!result.ok) return result
      return { ok: true, events: result.events.map((event) => waitForRestart(story.device, event)) }
    }
    case 'consent':
      return stepConsent(story, command, context)
    case 'screen':
      return stepScreen(story, command, context)
    case 'chat':
      return stepChat(story.session, command, context)
    case 'device':
      return stepDevice(story, command, context)
    case 'transfer':
      return stepTransfer(story, command, context)
  }
}

type EventOf<P extends string> = Extract<StoryEvent, { type: `${P}.${string}` }>
const isSession = (event: StoryEvent): event is EventOf<'session'> => event.type.startsWith('session.')
const isConsent = (event: StoryEvent): event is EventOf<'consent'> => event.type.startsWith('consent.')
const isDevice = (event: StoryEvent): event is EventOf<'device'> => event.type.startsWith('device.')
const isTransfer = (event: StoryEvent): event is EventOf<'transfer'> => event.type.startsWith('transfer.')
const isScreen = (event: StoryEvent): event is EventOf<'screen'> => event.type.startsWith('screen.')

/**
 * Folds one stored event. The first must be `session.started`. An event that is in the story already is ignored, so a
 * resume may overlap.
 * @throws when a story begins with anything else: that is a defect of the sender, not of the session.
 */
export function applyStory(story: Story | undefined, stored: StoredEvent): Story {
  const { seq, at, body } = stored
  if (!story) {
    if (body.type !== 'session.started') throw new Error('A story begins with session.started')
    return {
      seq,
      session: beginSession(body, at),
      consent: noConsent,
      screen: noScreen,
      chat: noChat,
      device: noDevice,
      transfer: noTransfer,
    }
  }
  if (seq <= story.seq) return story
  if (isDevice(body)) return { ...story, seq, device: applyDevice(story.device, body, at) }
  if (isSession(body) || isConsent(body)) {
    const device = applyDevice(story.device, body, at)
    if (isConsent(body)) return { ...story, seq, device, consent: applyConsent(story.consent, body, at) }
    const transfer = applyTransfer(story.transfer, body, at)
    return { ...story, seq, device, transfer, session: applySession(story.session, body, stored) }
  }
  if (isTransfer(body)) return { ...story, seq, transfer: applyTransfer(story.transfer, body, at) }
  if (isScreen(body)) return { ...story, seq, screen: applyScreen(story.screen, body, at) }
  return { ...story, seq, chat: applyChat(story.chat, body, stored) }
}

/** Folds a whole list; undefined for an empty one. */
export function foldStory(events: Iterable<StoredEvent>, from?: Story): Story | undefined {
  let story = from
  for (const event of events) story = applyStory(story, event)
  return story
}
