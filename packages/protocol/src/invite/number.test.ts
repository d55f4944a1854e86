import { expect, test } from 'vitest'
import { formatSessionNumber, readSessionNumber } from './number.ts'

test('[invite R1] a number is shown in threes', () => {
  expect(formatSessionNumber('123456789')).toBe('123 456 789')
})

test('[invite R7] spaces, dashes, dots and digits of other keyboards are let pass; anything else gets a sentence', () => {
  for (const text of [
    '123456789',
    ' 123 456 789 ',
    '123-456-789',
    '123.456.789',
    '123–456–789',
    '１２３４５６７８９',
    '123\u00a0456\u00a0789',
  ]) {
    expect(readSessionNumber(text)).toEqual({ ok: true, digits: '123456789' })
  }
  for (const text of ['', '   ', '12345678', '1234567890', '12345678a', 'abc', '1e8', '+12345678']) {
    const reading = readSessionNumber(text)
    expect(reading.ok).toBe(false)
    if (!reading.ok) expect(reading.message).toMatch(/^[A-Z].*\.$/)
  }
})
