import { intervalsOf } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { NO_FIGURE, formatPart, formatTook, namesOf } from './report-words.ts'

test('intervals have names of their own, also in the hour that comes twice', () => {
  const day = { from: '2026-10-25', to: '2026-10-25', zone: 'Europe/Berlin' }
  for (const length of ['15-minutes', 'hour'] as const) {
    const names = namesOf(intervalsOf(day, length), day.zone, length)
    expect(new Set(names).size).toBe(names.length)
  }
})

test('a figure that nobody counts for is no zero', () => {
  expect([formatPart(null), formatTook(null)]).toEqual([NO_FIGURE, NO_FIGURE])
  expect([formatTook(0), formatTook(83.4), formatTook(3_661)]).toEqual(['0:00', '1:23', '1:01:01'])
})
