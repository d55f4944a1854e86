import type { SessionEvent } from './state.ts'

/** Who begins a session, and what holds of its site at that time. */
export interface Beginning {
  readonly representative: { readonly participantId: string; readonly userId: string; readonly name: string }
  readonly siteName: string
  readonly supportManagerAllowed: boolean
  /** Whom they accepted in a queue; undefined where the customer is still to come. */
  readonly customer?: { readonly participantId: string; readonly name: string } | undefined
}

/** The first events of a session (R1, R19). */
export function startSession({
  representative,
  siteName,
  supportManagerAllowed,
  customer,
}: Beginning): [SessionEvent, ...SessionEvent[]] {
  const started: SessionEvent = { type: 'session.started', ...representative, siteName, supportManagerAllowed }
  if (!customer) return [started]
  return [started, { type: 'session.admitted', knockId: customer.participantId, name: customer.name }]
}
