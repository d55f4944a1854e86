// @vitest-environment happy-dom
import type { SessionClient, SessionView } from '@deskside/realtime'
import { expect, test } from 'vitest'
import { ChatLog } from './chat-log.ts'
import { en } from './words/en.ts'

/** A log of what somebody wrote. */
function logOf(...texts: string[]): HTMLElement {
  const to = { kind: 'everyone' } as const
  const chat = texts.map((text, seq) => ({ id: String(seq), seq, at: 0, from: 'rita', to, text }))
  const state = { story: { chat }, outbox: [] } as unknown as SessionView
  const client = { participantId: 'vera', state: { get: () => state } } as unknown as SessionClient
  const log = new ChatLog({ words: en, lang: 'en', nameOf: () => '<b>Rita</b>', openPage: async () => {} }, client)
  log.update('Chat with Rita')
  log.update('Chat with Rita')
  return log.element
}

test('G2: what is written is text, whatever it looks like', () => {
  const hostile = [
    '<img src=x onerror=alert(1)>',
    '"><script>x</script>',
    '{{7*7}}',
    '\u202Etxt',
    'javascript:alert(1)',
  ]
  const log = logOf(...hostile)
  expect([...log.querySelectorAll('.said')].map(({ textContent }) => textContent)).toEqual(hostile)
  expect(log.querySelectorAll('img, script, b, a')).toHaveLength(0)
})

test('G11: an address is a link that tells the other site nothing, ends before its sentence does, and fetches nothing', () => {
  const log = logOf('See https://shop.example/a?b=1, (http://x.example/y) or https://, please.')
  const links = [...log.querySelectorAll('a')]
  expect(links.map(({ href }) => href)).toEqual(['https://shop.example/a?b=1', 'http://x.example/y'])
  for (const { rel, target, referrerPolicy } of links)
    expect([rel, target, referrerPolicy]).toEqual(['noopener noreferrer', '_blank', 'no-referrer'])
  expect(log.querySelector('.said')?.textContent).toContain('or https://, please.')
})
