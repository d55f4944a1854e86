import { z } from 'zod'
import type { Answers } from './http.ts'
import type { FormField } from './settings.ts'

/** The questions of an entry form that were answered, in its order, as representatives see them. */
export const answeredSchema = z.array(z.object({ label: z.string(), answer: z.string() }))
export type Answered = z.infer<typeof answeredSchema>

/**
 * What is wrong with the answers to a form, in its order; empty where nothing is (queue R2). The path is that of the answer
 * in the body of `POST …/entries`: `answers.<field id>`. Answers to questions that the form does not ask (any longer) are
 * nobody's fault: leave them out of what is kept. Space around an answer does not count.
 */
export function problemsOf(
  form: readonly FormField[],
  answers: Answers,
): readonly { readonly path: string; readonly message: string }[] {
  return form.flatMap((field) => {
    const message = answerProblem(field, (answers[field.id] ?? '').trim())
    return message === undefined ? [] : [{ path: `answers.${field.id}`, message }]
  })
}

/** What is wrong with one answer, without space around it; undefined where nothing is. */
export function answerProblem(
  field: Pick<FormField, 'kind' | 'required' | 'options'>,
  answer: string,
): string | undefined {
  if (answer === '') return field.required ? MISSING[field.kind] : undefined
  switch (field.kind) {
    case 'text':
      return /[\n\r]/.test(answer) ? 'Write this in one line.' : undefined
    case 'long-text':
      return undefined
    case 'email':
      return isEmail(answer) ? undefined : 'Write an e-mail address such as anna@example.com.'
    case 'phone':
      return isPhone(answer) ? undefined : 'Write a telephone number such as +44 20 7946 0000.'
    case 'choice':
      return field.options.includes(answer) ? undefined : 'Choose one of the answers in the list.'
  }
}

const MISSING: Readonly<Record<FormField['kind'], string>> = {
  text: 'Please answer this.',
  'long-text': 'Please answer this.',
  email: 'Please write your e-mail address.',
  phone: 'Please write your telephone number.',
  choice: 'Please choose an answer.',
}

// Addresses in any script: a visitor with one of their own language must not be stuck.
const emailSchema = z.email({ pattern: z.regexes.unicodeEmail }).max(254)
const isEmail = (text: string): boolean => emailSchema.safeParse(text).success

/** As people write them: 5 to 15 digits (ITU-T E.164 has at most 15) with what sets them apart, then perhaps an extension. */
function isPhone(text: string): boolean {
  if (text.length > 40) return false
  const match = /^(\+?[\d\s()./-]+?)(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?$/i.exec(text.normalize('NFKC'))
  const digits = match?.[1]?.replaceAll(/\D/g, '').length ?? 0
  return digits >= 5 && digits <= 15
}
