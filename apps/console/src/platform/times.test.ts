import { describe, expect, it } from 'vitest'
import { formatSpan } from './times.ts'

describe('a stopwatch', () => {
  it.each([
    [-5000, '0:00'],
    [0, '0:00'],
    [59_999, '0:59'],
    [247_000, '4:07'],
    [3_600_000, '1:00:00'],
    [3_847_000, '1:04:07'],
  ])('shows %i ms as %s', (span, shown) => expect(formatSpan(span)).toBe(shown))
})
