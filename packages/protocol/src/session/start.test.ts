import { expect, test } from 'vitest'
import { ANNA, CARL, DORA, id } from '../testing/story-teller.ts'
import { presentCustomer } from './state.ts'
import type { SessionEvent } from './state.ts'
import { startSession } from './start.ts'
import { foldStory, stepStory } from './story.ts'
import type { Story } from './story.ts'
import { eventFor } from './visibility.ts'

const beginning = {
  representative: { participantId: ANNA, userId: 'user-anna', name: 'Anna' },
  siteName: 'Acme',
  supportManagerAllowed: true,
}
const stored = (events: readonly SessionEvent[]) =>
  events.map((body, index) => ({ seq: index + 1, at: 1_000, by: ANNA, body }))
const fold = (events: readonly SessionEvent[]): Story => {
  const story = foldStory(stored(events))
  if (!story) throw new Error('a session has a first event')
  return story
}

test('[session R1] a session begins with its representative, and without a customer', () => {
  const { session } = fold(startSession(beginning))
  expect(session.primaryId).toBe(ANNA)
  expect(presentCustomer(session)).toBeUndefined()
})

test('[session R19] who was accepted in a queue is the customer from the start, without a knock, and sees the story from there', () => {
  const events = startSession({ ...beginning, customer: { participantId: CARL, name: 'Carl' } })
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
