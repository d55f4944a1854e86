// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { formCode, linkCode, scriptCode } from './embed-code.ts'

const MAIL = '0199ab10-0000-7000-8000-00000000000a'
const TOPIC = '0199ab10-0000-7000-8000-00000000000b'
const queue: Parameters<typeof formCode>[1] = {
  slug: 'billing',
  name: 'Billing',
  form: [
    { id: MAIL, label: 'E-mail "work" & home', kind: 'email', required: true, options: [] },
    { id: TOPIC, label: 'Topic', kind: 'choice', required: false, options: ['A <b>bill</b>', '"Refund" & more'] },
  ],
  visiting: { embed: { origins: [], openLabel: 'Ask <us>', closedLabel: 'Write', color: null } },
}

const SITE = 'https://desk.example'
const page = (code: string): Document => new DOMParser().parseFromString(code, 'text/html')

test('the line for a page, and the link, lead to the queue', () => {
  expect(scriptCode(SITE, queue)).toBe(
    '<script src="https://desk.example/embed.js" data-queue="billing" async></script>',
  )
  const link = page(linkCode(SITE, queue)).querySelector('a')
  expect([link?.getAttribute('href'), link?.textContent]).toEqual(['https://desk.example/q/billing', 'Ask <us>'])
})

test('the form in plain HTML asks what the queue asks, and hostile text in it stays text', () => {
  const form = page(formCode(SITE, queue)).querySelector('form')
  expect([form?.getAttribute('method'), form?.getAttribute('action')]).toEqual([
    'post',
    'https://desk.example/q/billing/enter',
  ])
  const names = [...(form?.querySelectorAll('[name]') ?? [])].map((control) => control.getAttribute('name'))
  expect(names).toEqual(['name', MAIL, TOPIC])
  expect(form?.querySelector('label:has([type=email])')?.textContent).toBe('E-mail "work" & home')
  expect([...(form?.querySelectorAll('option') ?? [])].map(({ textContent }) => textContent)).toEqual([
    'Choose one',
    'A <b>bill</b>',
    '"Refund" & more',
  ])
  expect(form?.querySelector('b')).toBeNull()
  expect(form?.querySelector('button')?.textContent).toBe('Ask <us>')
})
