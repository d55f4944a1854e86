import type { StoredEvent } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { cameFrom } from './came-from.ts'

const stored = (bodies: readonly StoredEvent['body'][]): StoredEvent[] =>
  bodies.map((body, index) => ({ seq: index + 1, at: 1_000 + index, by: 'anna', body }))
const answers = [{ label: 'Telephone', answer: '7946' }]

test('[session R21] of who waited it is known in which queue, for how long and what they answered', () => {
  const events = stored([
    { type: 'session.admitted', knockId: 'carl', name: 'Carl' },
    {
      type: 'session.came-from-queue',
      participantId: 'carl',
      queueId: 'q',
      queueName: 'Billing',
      waitedMs: 90_000,
      answers,
      browser: 'Firefox on Linux',
      place: 'Europe/Rome',
    },
  ])
  expect(cameFrom(events, 'carl')).toEqual({
    browser: 'Firefox on Linux',
    place: 'Europe/Rome',
    at: 1_000,
    queue: { name: 'Billing', waitedMs: 90_000, answers },
  })
  expect(cameFrom(events, 'dora')).toBeUndefined()
})

test('of who knocked it is known by which browser, and when they were let in', () => {
  const events = stored([
    { type: 'session.knocked', knockId: 'carl', name: 'Carl', browser: 'Chrome on Windows', place: '' },
    { type: 'session.admitted', knockId: 'carl', name: 'Carl' },
  ])
  expect(cameFrom(events, 'carl')).toEqual({ browser: 'Chrome on Windows', place: '', at: 1_001, queue: undefined })
})
