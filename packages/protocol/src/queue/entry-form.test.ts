import { expect, test } from 'vitest'
import { id } from '../testing/story-teller.ts'
import { problemsOf } from './entry-form.ts'
import type { FormField } from './settings.ts'

const field = (n: number, more: Partial<FormField> = {}): FormField => ({
  id: id(n),
  label: 'Question',
  kind: 'text',
  required: false,
  options: [],
  ...more,
})
/** What is said to one answer, or nothing. */
const saidTo = (kind: FormField['kind'], answer: string): string | undefined =>
  problemsOf([field(1, { kind, options: ['Red', 'Blue'] })], { [id(1)]: answer })[0]?.message

test('[queue R2] each wrong answer gets its sentence at its field, in the order of the form', () => {
  const form = [
    field(3, { required: true }),
    field(1, { kind: 'email', required: true }),
    field(2, { kind: 'choice', options: ['Red'] }),
    field(4, { required: true }),
    field(5),
  ]
  const answers = { [id(1)]: ' \n', [id(2)]: 'Green', [id(4)]: 'fine' }
  expect(problemsOf(form, answers)).toEqual([
    { path: `answers.${id(3)}`, message: 'Please answer this.' },
    { path: `answers.${id(1)}`, message: 'Please write your e-mail address.' },
    { path: `answers.${id(2)}`, message: 'Choose one of the answers in the list.' },
  ])
})

test('[queue R2] what may be left out, and a question that is no longer asked, hold nobody up', () => {
  const form = (['text', 'long-text', 'email', 'phone', 'choice'] as const).map((kind, n) => field(n, { kind }))
  expect(problemsOf(form, {})).toEqual([])
  expect(problemsOf(form, Object.fromEntries(form.map((field) => [field.id, ' '])))).toEqual([])
  expect(problemsOf([], { [id(9)]: 'x' })).toEqual([])
})

test('[queue R2] an e-mail address may be in any script, and is one', () => {
  for (const address of [
    'anna@example.com',
    ' anna+x@mail.example.co.uk ',
    'björn@straße.example',
    '用户@例子.example',
  ])
    expect(saidTo('email', address)).toBeUndefined()
  for (const address of [
    'anna',
    'anna@',
    '@example.com',
    'anna @example.com',
    'a@b@c',
    `${'a'.repeat(250)}@example.com`,
  ])
    expect(saidTo('email', address)).toMatch(/^Write an e-mail address/)
})

test('[queue R2] a telephone number is written as people do', () => {
  for (const number of [
    '+44 20 7946 0000',
    '(030) 123-456',
    '030/123456',
    '+1.555.010.0199 ext. 12',
    '112 112',
    '０３０１２３４５',
  ])
    expect(saidTo('phone', number)).toBeUndefined()
  for (const number of ['1234', 'call me', '+', '--------', '1234567890123456', '12+345678', '5'.repeat(2000)])
    expect(saidTo('phone', number)).toMatch(/^Write a telephone number/)
})

test('[queue R2] a choice is one of its answers, a text one line, a long text anything', () => {
  expect(saidTo('choice', 'Blue')).toBeUndefined()
  expect(saidTo('choice', 'blue')).toMatch(/^Choose/)
  expect(saidTo('text', 'one line\n')).toBeUndefined()
  expect(saidTo('text', 'two\nlines')).toBe('Write this in one line.')
  expect(saidTo('long-text', 'two\nlines')).toBeUndefined()
})
