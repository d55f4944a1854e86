import { presentCustomer } from '@deskside/protocol'
import type { StoredEvent } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { SessionService } from '../session/index.ts'
import type { QueueStore } from './store.ts'

type Within = Transaction<Database>

/**
 * Whose last representative was lost waits again, in the transaction that ends their session: no crash comes in between (queue
 * R23). Set up before all that looks at waits that are over, since it takes its turn among what moves entries, and before
 * what they typed is erased.
 */
export function keepPutBack(session: SessionService, store: Pick<QueueStore, 'joinTurn'>): void {
  session.storeWith(['session.ended'], async (within, { sessionId, events }) => {
    const lost = lostIn(events)
    const story = session.live(sessionId)?.story
    const customer = story && presentCustomer(story.session)
    if (!lost || !customer) return
    await store.joinTurn(within)
    await putBack(within, { sessionId, customerId: customer.id, ...lost })
  })
}

/** Who was the last, where a session ends since they did not come back. */
function lostIn(events: readonly StoredEvent[]): { readonly agentId: string; readonly at: number } | undefined {
  const over = events.find(({ body }) => body.type === 'session.ended' && body.reason === 'abandoned')
  const left = events.find(({ body }) => body.type === 'session.left')
  return over && left?.body.type === 'session.left' ? { agentId: left.body.participantId, at: over.at } : undefined
}

interface Lost {
  readonly sessionId: string
  readonly customerId: string
  /** As which participant the lost one was in the session. */
  readonly agentId: string
  readonly at: number
}

/**
 * The wait that led into the session stays as it was for the reports; a new one goes on since the same time, so that they are
 * the first among equals. The token leads to the new one, as only one can have it. A queue that went has no line any more.
 */
async function putBack(within: Within, { sessionId, customerId, agentId, at }: Lost): Promise<void> {
  const { rows } = await sql<{ id: string; token_hash: string }>`
    select entry.id, token_hash from queue_entry as entry join queue on queue.id = queue_id and deleted_at is null
    where session_id = ${sessionId} and participant_id = ${customerId} and entry.state = 'accepted' and transfer_of is null
      and token_hash not like 'spent %'
    for update of entry for share of queue`.execute(within)
  const [entry] = rows
  if (!entry) return
  await sql`update queue_entry set token_hash = 'spent ' || id where id = ${entry.id}`.execute(within)
  await sql`
    insert into queue_entry (id, queue_id, token_hash, name, answers, choices, place, browser, entered_at, seen_at, state,
      declined_by, back_from, lost_agent)
    select ${newId()}, queue_id, ${entry.token_hash}, name, answers, choices, place, browser, entered_at, ${at}, 'waiting',
      '{}', ${sessionId}, (select user_id from session_member where session_id = ${sessionId} and participant_id = ${agentId})
    from queue_entry where id = ${entry.id}`.execute(within)
}
