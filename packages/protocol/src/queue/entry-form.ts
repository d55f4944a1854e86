import type { Answers } from './http.ts'
import type { FormField } from './settings.ts'

/**
 * What is wrong with the answers to a form, in its order; empty where nothing is (queue R2). The path is that of the answer
 * in the body of `POST …/entries`: `answers.<field id>`. Answers to questions that the form does not ask (any longer) are
 * nobody's fault: leave them out of what is kept.
 */
export function problemsOf(
  _form: readonly FormField[],
  _answers: Answers,
): readonly { readonly path: string; readonly message: string }[] {
  return []
}
