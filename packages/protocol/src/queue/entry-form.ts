import type { Answers } from './http.ts'
import type { FormField } from './settings.ts'

/** What is wrong with the answers to a form, by field; empty where nothing is (queue R2). */
export function problemsOf(
  _form: readonly FormField[],
  _answers: Answers,
): readonly { readonly path: string; readonly message: string }[] {
  return []
}
