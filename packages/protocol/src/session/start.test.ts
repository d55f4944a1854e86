import { expect, test } from 'vitest'
import { ANNA, CARL, DORA, id } from '../testing/story-teller.ts'
import { presentCustomer } from './state.ts'
import { startSession } from './start.ts'
import { foldStory, stepStory } from './story.ts'
import type { Story, StoryEvent } from './story.ts'
import { eventFor, eventForReader } from './visibility.ts'

const beginning = {
  representative: { participantId: ANNA, userId: 'user-anna', name: 'Anna' },
  siteName: 'Acme',
  supportManagerAllowed: true,
}
let ids = 50
const context = { now: 1_000, newId: () => id((ids += 1)) }
const stored = (events: readonly StoryEvent[]) =>
  events.map((body, index) => ({ seq: index + 1, at: 1_000, by: ANNA, body }))
const fold = (events: readonly StoryEvent[]): Story => {
  const story = foldStory(stored(events))
  if (!story) throw new Error('a session has a first event')
  return story
}

test('[session R1] a session begins with its representative, and without a customer', () => {
  const { session } = fold(startSession(beginning, context))
  expect(session.primaryId).toBe(ANNA)
  expect(presentCustomer(session)).toBeUndefined()
})

test('[session R19] who was accepted in a queue is the customer from the start, without a knock, and sees the story from there', () => {
  const events = startSession({ ...beginning, customer: { participantId: CARL, name: 'Carl' } }, context)
  const story = fold(events)
  expect(presentCustomer(story.session)).toMatchObject({ id: CARL, name: 'Carl', standing: { is: 'here' } })
  expect(story.session.knocks).toEqual({})
  const seen = stored(events).flatMap((event) => eventFor(event, CARL, story.session) ?? [])
  expect(seen.map(({ body }) => body.type)).toEqual(['session.started', 'session.admitted'])
  expect(seen[0]?.body).toMatchObject({ userId: '' })
  const knock = { feature: 'session', do: 'knock', knockId: DORA, name: 'Dora', browser: '', place: '' } as const
  expect(stepStory(story, knock, { now: 2_000, by: 'system', newId: () => id(99) })).toEqual({
    ok: false,
    code: 'session.already-admitted',
  })
})

test('[session R21] who came from a queue: kept for representatives and readers, and no customer sees it', () => {
  const answers = [{ label: 'Telephone', answer: '+44 20 7946 0000' }]
  const from = {
    queueId: id(40),
    queueName: 'Billing',
    waitedMs: 90_000,
    answers,
    browser: 'Firefox on Linux',
    place: 'Europe/Rome',
  }
  const events = stored(startSession({ ...beginning, customer: { participantId: CARL, name: 'Carl', from } }, context))
  const { session } = fold(events.map(({ body }) => body))
  const kept = { type: 'session.came-from-queue', participantId: CARL, ...from }
  const seenBy = (viewer: string) => events.flatMap((event) => eventFor(event, viewer, session) ?? [])
  expect(seenBy(ANNA).map(({ body }) => body)).toContainEqual(kept)
  expect(events.map((event) => eventForReader(event, undefined, session)?.body)).toContainEqual(kept)
  expect(JSON.stringify(seenBy(CARL))).not.toMatch(/7946|Billing|Firefox|Rome/)
})

test('[session R22] what a queue wants requested is an open request of its agent from the start, and no grant', () => {
  const customer = { participantId: CARL, name: 'Carl', request: 'desktop.view' } as const
  const { consent } = fold(startSession({ ...beginning, customer }, context))
  expect(Object.values(consent.requests)).toMatchObject([
    { capability: 'desktop.view', representativeId: ANNA, customerId: CARL, expiresAt: 121_000 },
  ])
  expect(consent.grants).toEqual({})
  const without = { ...beginning, supportManagerAllowed: false }
  const control = { ...customer, request: 'desktop.control' } as const
  expect(startSession({ ...without, customer: control }, context).map(({ type }) => type)).toEqual([
    'session.started',
    'session.admitted',
  ])
})
