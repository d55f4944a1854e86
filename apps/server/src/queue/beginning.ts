import type { Beginning, Queue } from '@deskside/protocol'

/** Somebody who is accepted, as they waited. */
export interface Accepted {
  readonly name: string
  readonly answers: { label: string; answer: string }[]
  readonly browser: string
  readonly place: string
  readonly enteredAt: number
  readonly queueId: string
  readonly queueName: string
  readonly serving: Pick<Queue['serving'], 'request'>
}

/** The customer with whom an agent's session begins, and what it keeps of their wait (session R19, R21, R22). */
export function customerOf(
  { name, enteredAt, serving, answers, browser, place, queueId, queueName }: Accepted,
  { participantId, now }: { readonly participantId: string; readonly now: number },
): NonNullable<Beginning['customer']> {
  const waitedMs = Math.max(0, now - enteredAt)
  const from = { queueId, queueName, waitedMs, answers, browser, place }
  return { participantId, name, from, request: serving.request }
}
