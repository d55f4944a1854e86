import { expect, test } from 'vitest'
import { mailLink, phoneLink } from './answer-links.ts'

test('G2: an address that a visitor left cannot add anything to a letter', () => {
  const hostile = 'v@example.com?bcc=evil@example.com&body=x%0d%0aCc: all'
  const link = new URL(mailLink({ email: hostile, queueName: 'Billing & more?' }))
  expect([...link.searchParams.keys()]).toEqual(['subject'])
  expect(link.searchParams.get('subject')).toBe('Your message: Billing & more?')
  expect(decodeURIComponent(link.pathname)).toBe(hostile)
  expect(mailLink({ email: 'vera@example.com', queueName: 'Billing' })).toMatch(/^mailto:vera@example\.com\?subject=/)
})

test('a telephone number is dialled without what people write between its digits', () => {
  expect(phoneLink({ phone: '+44 (20) 7946-0000 ext. 12' })).toBe('tel:+442079460000')
  expect(phoneLink({ phone: '030/123 45 67' })).toBe('tel:0301234567')
  expect(phoneLink({ phone: '０３０ １２３４５６７' })).toBe('tel:0301234567')
})
