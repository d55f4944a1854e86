import { expect, test } from 'vitest'
import { daysNow, holds, intervalOf, readQuestion, writeQuestion } from './question.ts'
import type { Preset } from './question.ts'

const ZONE = 'Europe/Berlin'
/** A Tuesday; in Berlin the 24th, in Kiribati the 25th already. */
const NOW = Date.parse('2026-11-24T17:00:00Z')

test('an address that says nothing asks for the last seven days in my time zone', () => {
  const question = readQuestion({}, ZONE)
  expect(question).toMatchObject({ days: { is: 'last-7-days' }, zone: ZONE, interval: undefined, queueIds: [] })
  expect(daysNow(question, NOW)).toEqual({ from: '2026-11-18', to: '2026-11-24' })
})

test('what an address asks is what it is written as, and back', () => {
  const search = {
    from: '2026-10-01',
    to: '2026-10-31',
    zone: 'Asia/Tokyo',
    interval: 'hour',
    queues: 'a,b',
    percent: 90,
  }
  expect(writeQuestion(readQuestion(search, ZONE))).toEqual(search)
  const relative = { period: 'last-month', zone: 'Asia/Tokyo', seconds: 60, atOnce: 3 }
  expect(writeQuestion(readQuestion(relative, ZONE))).toEqual(relative)
})

test('what an address says wrong is as usual', () => {
  const wrong = {
    period: 'ever',
    from: '2026-13-01',
    to: 'x',
    zone: 'Nowhere/Else',
    interval: 'year',
    percent: 120,
    seconds: 'x',
  }
  expect(writeQuestion(readQuestion(wrong, ZONE))).toEqual({ period: 'last-7-days', zone: ZONE })
})

test.each<[Preset, string, string]>([
  ['today', '2026-11-24', '2026-11-24'],
  ['yesterday', '2026-11-23', '2026-11-23'],
  ['last-30-days', '2026-10-26', '2026-11-24'],
  ['this-week', '2026-11-23', '2026-11-24'],
  ['last-week', '2026-11-16', '2026-11-22'],
  ['this-month', '2026-11-01', '2026-11-24'],
  ['last-month', '2026-10-01', '2026-10-31'],
])('%s is from %s to %s', (is, from, to) => {
  expect(daysNow({ days: { is }, zone: ZONE }, NOW)).toEqual({ from, to })
})

test('today is by the clock of the chosen zone', () => {
  expect(daysNow({ days: { is: 'today' }, zone: 'Pacific/Kiritimati' }, NOW).from).toBe('2026-11-25')
})

test('intervals fit the days unless somebody chose some that a report can hold', () => {
  const days = (from: string, to: string) => ({ from, to })
  expect(intervalOf({ interval: undefined }, days('2026-11-24', '2026-11-24'))).toBe('hour')
  expect(intervalOf({ interval: undefined }, days('2026-11-01', '2026-11-24'))).toBe('day')
  expect(intervalOf({ interval: undefined }, days('2026-01-01', '2026-11-24'))).toBe('week')
  expect(intervalOf({ interval: '15-minutes' }, days('2026-11-01', '2026-11-24'))).toBe('15-minutes')
  expect(intervalOf({ interval: '15-minutes' }, days('2026-01-01', '2026-11-24'))).toBe('week')
  expect(holds(days('2026-11-01', '2026-12-01'), '15-minutes')).toBe(true)
  expect(holds(days('2026-11-01', '2026-12-02'), '15-minutes')).toBe(false)
})
