import type { Answers, EnterQueue, FormField } from '@deskside/protocol'
import type { Kept } from '../platform/kept.ts'
import type { Words } from '../words/words.ts'

/** What a visitor has typed so far. */
export interface EntryDraft {
  readonly name: string
  /** By field id, as typed. */
  readonly answers: Answers
}

/** Under which name of a tab's memory a draft lies. */
export const DRAFT = 'draft'

/** Sentences by the path of their field in the body: `name`, `answers.<field id>`. */
export type Problems = ReadonlyMap<string, string>

/** What was typed on another page of the site, or before this one was loaded again. */
export function readDraft(kept: Kept): EntryDraft {
  const nothing: EntryDraft = { name: '', answers: {} }
  try {
    const draft: unknown = JSON.parse(kept.read(DRAFT) ?? 'null')
    return typeof draft === 'object' && draft !== null ? { ...nothing, ...draft } : nothing
  } catch (error) {
    if (error instanceof SyntaxError) return nothing
    throw error
  }
}

/** The body that a draft makes: fields that the form does not ask (any longer), and those without an answer, are left out. */
export function bodyOf(form: readonly FormField[], { name, answers }: EntryDraft): EnterQueue {
  const given = form
    .map(({ id }): [string, string] => [id, answers[id]?.trim() ?? ''])
    .filter(([, answer]) => answer !== '')
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return { name: name.trim(), answers: Object.fromEntries(given), ...(timeZone ? { timeZone } : {}) }
}

/** What is plainly wrong with a body. Whatever else there is, the server finds: it has the last word anyway. */
export function problemsIn(form: readonly FormField[], body: EnterQueue, { problems }: Words): Problems {
  const found = new Map<string, string>()
  if (body.name === '') found.set('name', problems.name)
  for (const { id, kind, required } of form) {
    const answer = body.answers[id] ?? ''
    if (answer === '' && required) found.set(`answers.${id}`, problems.missing[kind])
    if (answer !== '' && kind === 'email' && !/^[^\s@"]{1,64}@[^\s@]{1,255}$/u.test(answer))
      found.set(`answers.${id}`, problems.wrong.email)
  }
  return found
}

interface Told {
  readonly path: string
  readonly message: string
}

/** What the server said of fields, in the reader's language; what is no field of the form is left out. */
export function problemsTold(form: readonly FormField[], told: readonly Told[], { problems }: Words): Problems {
  const found = new Map<string, string>()
  for (const { path } of told) {
    if (path === 'name') found.set(path, problems.nameLong)
    const field = form.find(({ id }) => path === `answers.${id}`)
    if (field) found.set(path, problems.wrong[field.kind])
  }
  return found
}
