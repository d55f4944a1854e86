import { personNameSchema, problemsOf } from '@deskside/protocol'
import type { Answers, EnterQueue, FormField } from '@deskside/protocol'

/** What a visitor has typed so far; kept when the form goes and comes again. */
export interface EntryDraft {
  readonly name: string
  /** By field id, as typed. */
  readonly answers: Answers
}

export const EMPTY_DRAFT: EntryDraft = { name: '', answers: {} }

/** Sentences by the path of their field in the body: `name`, `answers.<field id>`. */
export type Problems = Readonly<Record<string, string>>

/** The body that a draft makes: fields that the form does not ask (any longer), and those without an answer, are left out. */
export function bodyOf(form: readonly FormField[], { name, answers }: EntryDraft): EnterQueue {
  const given = form
    .map(({ id }): [string, string] => [id, answers[id]?.trim() ?? ''])
    .filter(([, answer]) => answer !== '')
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return { name: name.trim(), answers: Object.fromEntries(given), ...(timeZone ? { timeZone } : {}) }
}

/** What is wrong with a body, before anybody else sees it. */
export function problemsIn(form: readonly FormField[], body: EnterQueue): Problems {
  const name = personNameSchema.safeParse(body.name).error?.issues[0]
  const found = problemsOf(form, body.answers)
  return byPath([...(name ? [{ path: 'name', message: name.message }] : []), ...found])
}

/** The first sentence of each field. */
export function byPath(problems: readonly { readonly path: string; readonly message: string }[]): Problems {
  return Object.fromEntries(problems.toReversed().map(({ path, message }) => [path, message]))
}
