// @vitest-environment happy-dom
import { OFFERED_CAPABILITIES } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { filled } from '../filled.ts'
import { chooseSessionWords } from './choose-session-words.ts'
import { de } from './de.ts'
import { en } from './en.ts'

/** Every word with where it stands; what takes something is asked with something. */
function said(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'string') return [[path + name, value]]
    if (typeof value === 'function') return [[path + name, String((value as (given: unknown) => string)(['x', 'y']))]]
    return said(value as object, `${path}${name}.`)
  })
}

test('every language says everything, in its own words, and names the same people', () => {
  const english = new Map(said(en))
  expect(said(de).map(([at]) => at)).toEqual([...english.keys()])
  expect(said(de).filter(([at, text]) => text === english.get(at) && text !== 'Chat')).toEqual([])
  for (const [at, text] of said(de))
    expect([at, new Set(text.match(/\{\d\}/g))]).toEqual([at, new Set(english.get(at)?.match(/\{\d\}/g))])
})

test('all that may be asked for has words', () => {
  for (const words of [en, de])
    for (const capability of OFFERED_CAPABILITIES)
      expect([capability, capability in words.capabilities]).toEqual([capability, true])
})

test('names stay whole in every language, the marked one too', async () => {
  const marked = await chooseSessionWords('en-XA')
  const line = document.createElement('p')
  line.append(...filled(marked.told.handsToAgent, 'Anna', 'Bo'))
  expect([...line.querySelectorAll('bdi')].map(({ textContent }) => textContent)).toEqual(['Anna', 'Bo', 'Anna'])
})
