import { expect, test } from 'vitest'
import { dateAfter, dateAt, daysOf, intervalsOf, spanOf, weekSlotOf } from './intervals.ts'
import type { IntervalLength } from './intervals.ts'

const period = (from: string, to = from, zone = 'Europe/Berlin') => ({ from, to, zone })
const hours = ({ from, to }: { from: number; to: number }): number => (to - from) / 3_600_000
const iso = (at: number): string => new Date(at).toISOString()

test('[report R4] the day on which summer time begins has 23 hours, the one on which it ends 25', () => {
  expect(intervalsOf(period('2026-03-29'), 'day').map(hours)).toEqual([23])
  expect(intervalsOf(period('2026-03-29'), 'hour')).toHaveLength(23)
  expect(intervalsOf(period('2026-10-25'), 'day').map(hours)).toEqual([25])
  expect(intervalsOf(period('2026-10-25'), 'hour')).toHaveLength(25)
  expect(intervalsOf(period('2026-10-25'), '15-minutes')).toHaveLength(100)
  expect(intervalsOf(period('2026-03-29', '2026-03-29', 'America/New_York'), 'hour')).toHaveLength(24)
})

test('[report R4] days begin at midnight of the zone, and follow each other without a gap', () => {
  const days = intervalsOf(period('2026-10-24', '2026-10-26'), 'day')
  expect(days.map(({ from }) => iso(from))).toEqual([
    '2026-10-23T22:00:00.000Z',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ])
  for (const length of ['15-minutes', '30-minutes', 'hour', 'day', 'week'] satisfies IntervalLength[]) {
    const all = intervalsOf(period('2026-10-20', '2026-11-03', 'Australia/Lord_Howe'), length)
    const span = spanOf(period('2026-10-20', '2026-11-03', 'Australia/Lord_Howe'))
    expect([all[0]?.from, all.at(-1)?.to]).toEqual([span.from, span.to])
    for (const [index, { to }] of all.entries()) if (all[index + 1]) expect(all[index + 1]?.from).toBe(to)
  }
})

test('[report R4] a week begins on Monday; the first and the last are as long as the period lets them be', () => {
  // Wednesday to the Tuesday after next, over the end of summer time.
  const weeks = intervalsOf(period('2026-10-21', '2026-11-03'), 'week')
  expect(weeks.map(hours)).toEqual([5 * 24 + 1, 7 * 24, 2 * 24])
  expect(weeks.map(({ from }) => dateAt('Europe/Berlin', from))).toEqual(['2026-10-21', '2026-10-26', '2026-11-02'])
})

test('[report R4] where midnight is left out the day begins with the change', () => {
  // Beirut: 29 March 2026 begins at 01:00.
  const [day] = intervalsOf(period('2026-03-29', '2026-03-29', 'Asia/Beirut'), 'day')
  expect([day && iso(day.from), day && hours(day)]).toEqual(['2026-03-28T22:00:00.000Z', 23])
})

test('[report R4] a place in the week is by the zone’s clock', () => {
  const [, hour] = intervalsOf(period('2026-11-24'), 'hour')
  expect(weekSlotOf('Europe/Berlin', hour?.from ?? 0)).toEqual({ weekday: 2, minute: 60 })
  expect(weekSlotOf('Asia/Kathmandu', Date.parse('2026-11-22T18:15:00Z'))).toEqual({ weekday: 1, minute: 0 })
})

test('a period knows its days, and too many intervals are one more than were asked for', () => {
  expect(daysOf(period('2026-11-01', '2026-11-30'))).toBe(30)
  expect(daysOf(period('2026-11-02', '2026-11-01'))).toBe(0)
  expect(intervalsOf(period('2026-01-01', '2026-12-31'), '15-minutes', 100)).toHaveLength(101)
  expect(dateAfter('2026-03-01', -1)).toBe('2026-02-28')
})
