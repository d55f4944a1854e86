import type { Answered, StoredEvent } from '@deskside/protocol'

/** How a customer came in, as far as it is known. */
export interface CameFrom {
  readonly browser: string
  readonly place: string
  /** When they were let in. */
  readonly at: number | undefined
  /** The queue in which they waited before; undefined for who came by number or link. */
  readonly queue: { readonly name: string; readonly waitedMs: number; readonly answers: Answered } | undefined
}

/** What is known of a customer's way into the session: by a queue, or by knocking. */
export function cameFrom(events: readonly StoredEvent[], customerId: string): CameFrom | undefined {
  const bodies = events.map(({ body }) => body)
  const at = events.find(({ body }) => body.type === 'session.admitted' && body.knockId === customerId)?.at
  for (const body of bodies) {
    if (body.type === 'session.came-from-queue' && body.participantId === customerId) {
      const { browser, place, queueName: name, waitedMs, answers } = body
      return { browser, place, at, queue: { name, waitedMs, answers } }
    }
    if (body.type === 'session.knocked' && body.knockId === customerId)
      return { browser: body.browser, place: body.place, at, queue: undefined }
  }
  return undefined
}
