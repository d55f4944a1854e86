import { expect, test } from 'vitest'
import { openingWords } from '../queue/opening-words.ts'
import { chooseWords } from './choose-words.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { pseudo } from './pseudo.ts'

test('the first language of the visitor that there are words in is spoken', async () => {
  const spoken = async (...wanted: string[]) => (await chooseWords(wanted)).lang
  expect(await spoken('de-AT', 'en')).toBe('de')
  expect(await spoken('fr', 'DE')).toBe('de')
  expect(await spoken('fr', 'en-GB', 'de')).toBe('en')
  expect(await spoken('fr')).toBe('en')
  expect(await spoken()).toBe('en')
})

/** Every word of a language with where it stands; what takes something is asked with something. */
function said(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) => {
    const at = `${path}${name}`
    if (typeof value === 'string') return [[at, value]]
    if (typeof value === 'function') return [[at, String((value as (...given: unknown[]) => string)(3, '9:00'))]]
    return said(value as object, `${at}.`)
  })
}

test('every language says everything, and in its own words', () => {
  const english = new Map(said(en))
  for (const words of [de, pseudo('en-XA'), pseudo('ar-XB')]) {
    const all = said(words)
    expect(all.map(([at]) => at).sort()).toEqual([...english.keys()].sort())
    const same = all.filter(([at, text]) => at !== 'dir' && at !== 'lang' && text === english.get(at))
    expect([words.lang, same]).toEqual([words.lang, []])
  }
  expect(pseudo('ar-XB').dir).toBe('rtl')
  expect(pseudo('en-XA').getHelp).toBe('[Gét hélp~~~~]')
})

test('[queue R4] the position, and an estimate that promises no more than it knows, in each language', () => {
  expect([en.position(1), en.position(3)]).toEqual([
    'You are number 1 in line: you are next.',
    'You are number 3 in line.',
  ])
  const minutes = [null, 0, 59, 60, 1_200, 1_201, 5_401]
  expect(minutes.map(en.estimate)).toEqual([
    'We cannot say yet how long it takes.',
    'We think it takes less than a minute.',
    'We think it takes less than a minute.',
    'We think it takes about 1 minute.',
    'We think it takes about 20 minutes.',
    'We think it takes about 25 minutes.',
    'We think it takes about 2 hours.',
  ])
  expect(minutes.map(de.estimate).slice(3)).toEqual([
    'Vermutlich dauert es etwa 1 Minute.',
    'Vermutlich dauert es etwa 20 Minuten.',
    'Vermutlich dauert es etwa 25 Minuten.',
    'Vermutlich dauert es etwa 2 Stunden.',
  ])
})

test('[queue R1] when a queue opens is told by the calendar of the reader', () => {
  const now = new Date(2026, 10, 29, 23, 0).getTime()
  expect(openingWords(en, new Date(2026, 10, 29, 23, 30).getTime(), now)).toMatch(/^We open again today at 11:30.PM, /)
  expect(openingWords(en, new Date(2026, 10, 30, 9, 0).getTime(), now)).toMatch(/^We open again tomorrow at /)
  expect(openingWords(de, new Date(2026, 11, 2, 9, 0).getTime(), now)).toMatch(
    /^Wir öffnen wieder am Mittwoch, 2\. Dezember um 09:00/,
  )
})
