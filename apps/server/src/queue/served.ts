import type { SessionService } from '../session/index.ts'
import type { QueueStore } from './store.ts'

/**
 * Agents are done with a queue's visitors in the transaction that ends their session, so that no crash forgets their wrap-up
 * (queue R17). Set up after all that takes its turn among what moves entries, and before the audit log: who changes an
 * agent's state and writes there, too, does it in this order.
 */
export function keepServed(session: SessionService, store: QueueStore): void {
  session.storeWith(['session.left', 'session.ended'], async (within, { sessionId, events }) => {
    for (const { at, body } of events) {
      if (body.type === 'session.ended') await store.served(within, { sessionId, left: undefined }, at)
      if (body.type === 'session.left') await store.served(within, { sessionId, left: body.participantId }, at)
    }
  })
}
