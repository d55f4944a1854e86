import { expect, test } from 'vitest'
import { NO_TALLY, addTallies, figuresOf, startOfDay, tallyOf } from './figures.ts'
import type { QueueWait } from './figures.ts'

const NOW = 1_000_000
const waited = (state: QueueWait['state'], seconds: number): QueueWait => {
  const enteredAt = state === 'waiting' ? NOW - seconds * 1_000 : 500_000
  return { enteredAt, state, endedAt: state === 'waiting' ? null : enteredAt + seconds * 1_000 }
}
const tally = (...waits: QueueWait[]) => tallyOf(waits, { targetSeconds: 20, now: NOW })

test('[monitor R1] service level: answered in time, of all answered and of who left or still waits past the target', () => {
  const waits = [waited('answered', 20), waited('answered', 21), waited('abandoned', 40), waited('waiting', 25)]
  expect(figuresOf(tally(...waits)).serviceLevel).toBe(1 / 4)
  // Who left early, and who waits within the target, counts neither way.
  expect(figuresOf(tally(...waits, waited('abandoned', 5), waited('waiting', 3))).serviceLevel).toBe(1 / 4)
})

test('[monitor R1] offered is everybody who came in; the abandon rate is of who waits no more', () => {
  const figures = figuresOf(
    tally(waited('answered', 10), waited('answered', 30), waited('abandoned', 5), waited('waiting', 90)),
  )
  expect(figures).toMatchObject({ offered: 4, answered: 2, abandoned: 1, abandonRate: 1 / 3, averageAnswerSeconds: 20 })
})

test('[monitor R1] with nobody to count there is no figure, rather than a good or a bad one', () => {
  const nothing = { serviceLevel: null, abandonRate: null, averageAnswerSeconds: null }
  expect(figuresOf(NO_TALLY)).toMatchObject(nothing)
  expect(figuresOf(tally(waited('waiting', 1)))).toMatchObject({ ...nothing, offered: 1 })
  expect(figuresOf(tally(waited('abandoned', 1)))).toMatchObject({ serviceLevel: null, abandonRate: 1 })
})

test('[monitor R1] a wait that a clock made negative counts as none', () => {
  expect(tally({ enteredAt: 5_000, state: 'answered', endedAt: 4_000 })).toMatchObject({
    answeredInTime: 1,
    answeredWaitMs: 0,
  })
})

test('[monitor R1] figures of several queues are made of their sums', () => {
  const [one, other] = [tally(waited('answered', 10)), tally(waited('answered', 30), waited('answered', 50))]
  expect(figuresOf(addTallies([one, other]))).toMatchObject({ serviceLevel: 1 / 3, averageAnswerSeconds: 30 })
})

test.each([
  ['Europe/Berlin', '2026-11-24T23:30:00Z', '2026-11-24T23:00:00Z'],
  ['America/New_York', '2026-11-24T03:00:00Z', '2026-11-23T05:00:00Z'],
  // The day of the change has its midnight where summer time still holds.
  ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z'],
  ['Asia/Kathmandu', '2026-11-24T18:20:00Z', '2026-11-24T18:15:00Z'],
])('[monitor R1] today begins at midnight in the queue’s time zone: %s at %s', (zone, at, begins) => {
  expect(new Date(startOfDay(zone, Date.parse(at))).toISOString()).toBe(new Date(begins).toISOString())
})
