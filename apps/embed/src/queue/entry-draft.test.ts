import type { FormField } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { de } from '../words/de.ts'
import { en } from '../words/en.ts'
import { bodyOf, problemsIn, problemsTold, readDraft } from './entry-draft.ts'

const MAIL = '0199ab10-0000-7000-8000-00000000000a'
const STORY = '0199ab10-0000-7000-8000-00000000000c'
const FORM: FormField[] = [
  { id: MAIL, label: 'E-mail', kind: 'email', required: true, options: [] },
  { id: STORY, label: 'What happened?', kind: 'long-text', required: false, options: [] },
]

test('[queue R2] what is missing or plainly wrong gets a sentence at its field, in the language of the visitor', () => {
  const empty = bodyOf(FORM, { name: ' ', answers: {} })
  expect(Object.fromEntries(problemsIn(FORM, empty, en))).toEqual({
    name: 'Please write your name.',
    [`answers.${MAIL}`]: 'Please write your e-mail address.',
  })
  const wrong = bodyOf(FORM, { name: 'Vera', answers: { [MAIL]: 'vera at home', [STORY]: '' } })
  expect(problemsIn(FORM, wrong, de).get(`answers.${MAIL}`)).toBe(
    'Schreiben Sie eine E-Mail-Adresse wie anna@example.com.',
  )
  for (const mail of ['vera@example.com', 'vera.visitor+shop@mail.example.co.uk', 'вера@пример.рф'])
    expect(problemsIn(FORM, bodyOf(FORM, { name: 'Vera', answers: { [MAIL]: mail } }), en).size).toBe(0)
})

test('[queue R2] what the server found is told at the same field; what is no field of the form is not', () => {
  const told = [
    { path: `answers.${MAIL}`, message: 'x' },
    { path: 'timeZone', message: 'x' },
  ]
  expect([...problemsTold(FORM, told, en)]).toEqual([
    [`answers.${MAIL}`, 'Write an e-mail address such as anna@example.com.'],
  ])
})

test('[queue R2] what was typed comes back as it was, and nonsense in its place is as if nothing was', () => {
  const kept = (text: string | undefined) => ({ read: () => text, write: () => undefined })
  expect(readDraft(kept(JSON.stringify({ name: 'Vera', answers: { [MAIL]: 've' } })))).toEqual({
    name: 'Vera',
    answers: { [MAIL]: 've' },
  })
  for (const nonsense of [undefined, '', '{', 'null', '3', '[]'])
    expect(readDraft(kept(nonsense))).toMatchObject({ name: '', answers: {} })
})
