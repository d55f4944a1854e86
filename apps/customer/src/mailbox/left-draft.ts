import { personNameSchema, problemsOfLeft } from '@deskside/protocol'
import type { FormField, LeaveInMailbox } from '@deskside/protocol'
import { byPath } from '../queue/entry-draft.ts'
import type { EntryDraft, Problems } from '../queue/entry-draft.ts'

export type LeftKind = LeaveInMailbox['kind']

/** What somebody has typed so far, of both kinds. */
export interface LeftDraft {
  /** Made once: sent again, it is the same. */
  readonly id: string
  readonly text: string
  readonly answerBy: 'email' | 'phone'
  readonly email: string
  readonly phone: string
  /** Null: as soon as possible. */
  readonly callAt: number | null
}

export const newLeftDraft = (): LeftDraft => ({
  id: crypto.randomUUID(),
  text: '',
  answerBy: 'email',
  email: '',
  phone: '',
  callAt: null,
})

/** The body that a draft makes, with the name and the answers of the queue's entry form. */
export function leftBodyOf(
  kind: LeftKind,
  draft: LeftDraft,
  { entry, form }: { readonly entry: EntryDraft; readonly form: readonly FormField[] },
): LeaveInMailbox {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const common = { id: draft.id, name: entry.name.trim(), text: draft.text.trim(), ...(timeZone ? { timeZone } : {}) }
  if (kind === 'call-back') return { ...common, kind, phone: draft.phone.trim(), callAt: draft.callAt }
  const answers = form
    .map(({ id }): [string, string] => [id, entry.answers[id]?.trim() ?? ''])
    .filter(([, answer]) => answer !== '')
  const { answerBy } = draft
  return { ...common, kind, answers: Object.fromEntries(answers), answerBy, address: draft[answerBy].trim() }
}

/** What is wrong with a body, before anybody else sees it. */
export function problemsInLeft(body: LeaveInMailbox, form: readonly FormField[]): Problems {
  const name = personNameSchema.safeParse(body.name).error?.issues[0]
  return byPath([
    ...(name ? [{ path: 'name', message: name.message }] : []),
    ...(body.kind === 'message' && body.text === '' ? [{ path: 'text', message: 'Write your message.' }] : []),
    ...problemsOfLeft(body, form),
  ])
}
