import type { Beginning, Queue } from '@deskside/protocol'
import type { Transaction } from 'kysely'
import type { Audit } from '../audit/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { TransferService } from '../transfer/index.ts'
import type { SessionService, SiteNow } from '../session/index.ts'
import type { QueueStore } from './store.ts'

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
function customerOf(
  { name, enteredAt, serving, answers, browser, place, queueId, queueName }: Accepted,
  { participantId, now }: { readonly participantId: string; readonly now: number },
): NonNullable<Beginning['customer']> {
  const waitedMs = Math.max(0, now - enteredAt)
  const from = { queueId, queueName, waitedMs, answers, browser, place }
  return { participantId, name, from, request: serving.request }
}

export interface BeginParts {
  readonly store: QueueStore
  readonly session: SessionService
  readonly audit: Audit
  readonly clock: Clock
  /** Sessions that are handed over wait in line, too; whoever takes one begins none. */
  readonly transfer: Pick<TransferService, 'take' | 'choose' | 'settle'>
  readonly site: () => SiteNow
  /** Lets the bearer of a token speak for a customer. */
  readonly giveAccess: (
    within: Transaction<Database>,
    access: { readonly tokenHash: string; readonly sessionId: string; readonly participantId: string },
  ) => Promise<void>
}

interface Taking {
  readonly agent: { readonly userId: string; readonly name: string }
  readonly accepted: Accepted
  readonly action: 'queue.accepted' | 'queue.chosen'
  /** Makes the visitor this agent's; undefined where they are nobody's to take any more. */
  readonly take: (
    within: Transaction<Database>,
    into: { readonly session_id: string; readonly participant_id: string },
  ) => Promise<{ readonly token_hash: string; readonly queue_id: string } | undefined>
}

/** A session with the agent as its primary representative and the visitor as its customer (queue R12). @throws AppError queue.offer-gone */
export async function beginSession(
  { store, session, audit, clock, site, giveAccess }: BeginParts,
  { agent, accepted, action, take }: Taking,
): Promise<string> {
  const participantId = newId()
  const { sessionId } = await session.start({
    userId: agent.userId,
    name: agent.name,
    ...site(),
    customer: customerOf(accepted, { participantId, now: clock.now() }),
    async alongside(within, sessionId) {
      await store.joinTurn(within)
      const entry = await take(within, { session_id: sessionId, participant_id: participantId })
      if (!entry) throw new AppError('queue.offer-gone')
      await giveAccess(within, { tokenHash: entry.token_hash, sessionId, participantId })
      const details = { queueId: entry.queue_id }
      await audit.write(within, { actor: agent.userId, action, subject: sessionId, details })
    },
  })
  return sessionId
}
