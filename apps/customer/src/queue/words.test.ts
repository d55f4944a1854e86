import { expect, test } from 'vitest'
import { openingWords } from './opening-words.ts'
import { estimateWords, positionWords } from './waiting-words.ts'

const british = (timeZone: string) => ({ locale: 'en-GB', timeZone })
const at = (iso: string) => Date.parse(iso)

test("[queue R1] when a queue opens is told by the reader's own clock and calendar", () => {
  const opens = at('2026-11-30T08:00:00Z')
  const berlin = british('Europe/Berlin')
  expect(openingWords(opens, at('2026-11-30T03:00:00Z'), berlin)).toBe('today at 09:00')
  expect(openingWords(opens, at('2026-11-29T22:59:00Z'), berlin)).toBe('tomorrow at 09:00')
  // A minute later it is Monday in Berlin, and in New York still Sunday.
  expect(openingWords(opens, at('2026-11-29T23:00:00Z'), berlin)).toBe('today at 09:00')
  expect(openingWords(opens, at('2026-11-29T23:00:00Z'), british('America/New_York'))).toBe('tomorrow at 03:00')
  expect(openingWords(opens, at('2026-11-25T12:00:00Z'), berlin)).toMatch(/^on Monday,? 30 November at 09:00$/)
})

test('tomorrow is the next date, also where the day has 23 hours or the year ends', () => {
  const berlin = british('Europe/Berlin')
  expect(openingWords(at('2027-03-28T21:30:00Z'), at('2027-03-27T22:30:00Z'), berlin)).toBe('tomorrow at 23:30')
  expect(openingWords(at('2027-01-01T08:00:00Z'), at('2026-12-31T08:00:00Z'), berlin)).toBe('tomorrow at 09:00')
})

test('[queue R4] the position, and an estimate that promises no more than it knows', () => {
  expect([positionWords(1), positionWords(3)]).toEqual([
    'You are number 1 in line: you are next.',
    'You are number 3 in line.',
  ])
  const said = [null, 0, 59, 60, 61, 1_200, 1_201, 5_400, 5_401, 7_201].map(estimateWords)
  expect(said).toEqual([
    'We cannot say yet how long it takes.',
    'We think it takes less than a minute.',
    'We think it takes less than a minute.',
    'We think it takes about 1 minute.',
    'We think it takes about 2 minutes.',
    'We think it takes about 20 minutes.',
    'We think it takes about 25 minutes.',
    'We think it takes about 90 minutes.',
    'We think it takes about 2 hours.',
    'We think it takes about 3 hours.',
  ])
})
