import { expect, test } from 'vitest'
import { dayOf, spanOf } from './report-days.ts'

test('[survey R6] a report goes from the first moment of a day to the last of another, by the reader’s own calendar', () => {
  const { from = 0, to = 0 } = spanOf('2026-03-29', '2026-03-29')
  expect([dayOf(from), dayOf(to - 1), dayOf(to)]).toEqual(['2026-03-29', '2026-03-29', '2026-03-30'])
  expect(new Date(from).getHours()).toBe(0)
  expect(spanOf('', '')).toEqual({})
  expect(spanOf('2026-02-31x', '2026-01-01')).toEqual({ to: new Date(2026, 0, 2).getTime() })
  expect(dayOf(new Date(2026, 0, 5, 23, 59).getTime())).toBe('2026-01-05')
})
