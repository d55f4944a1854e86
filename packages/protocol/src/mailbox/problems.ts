import { answerProblem, problemsOf } from '../queue/entry-form.ts'
import { openAt } from '../queue/hours.ts'
import type { FormField, Hours } from '../queue/settings.ts'
import { CALL_WITHIN_MS } from './call-times.ts'
import type { LeaveInMailbox } from './http.ts'

interface Problem {
  readonly path: string
  readonly message: string
}

/** What is wrong with what somebody leaves, by the path in its body; empty where nothing is (mailbox R2). */
export function problemsOfLeft(body: LeaveInMailbox, form: readonly FormField[]): readonly Problem[] {
  if (body.kind === 'call-back')
    return at('phone', answerProblem({ kind: 'phone', required: true, options: [] }, body.phone))
  const address = answerProblem({ kind: body.answerBy, required: true, options: [] }, body.address)
  return [...problemsOf(form, body.answers), ...at('address', address)]
}

/** What is wrong with a time to be called at, in milliseconds since 1970; empty where nothing is (mailbox R2). */
export function problemsOfCallTime(callAt: number, hours: Hours, now: number): readonly Problem[] {
  const fits = callAt > now && callAt <= now + CALL_WITHIN_MS && openAt(hours, callAt).open
  return fits ? [] : at('callAt', 'Choose a time from the list.')
}

const at = (path: string, message: string | undefined): readonly Problem[] =>
  message === undefined ? [] : [{ path, message }]
