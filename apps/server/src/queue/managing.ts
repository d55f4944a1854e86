import type { AgentState, Inbox } from '@deskside/protocol'
import type { Transaction } from 'kysely'
import { sql } from 'kysely'
import type { Audit } from '../audit/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { QueueStore } from './store.ts'

/** What managers do in queues that are not theirs to serve (monitor R9 to R11). */
export interface Managing {
  /** @throws AppError monitor.not-there for who serves no queue, monitor.agent-not-here for who has no page. */
  changeState(
    agentId: string,
    to: { readonly state: AgentState; readonly reason: Inbox['reason'] },
    by: Manager,
  ): Promise<void>
  /** @throws AppError monitor.not-there */
  moveVisitor(entryId: string, queueId: string, by: Manager): Promise<void>
  /** @throws AppError monitor.not-there, monitor.agent-not-free */
  offerVisitor(entryId: string, agentId: string, by: Manager): Promise<void>
}

interface Manager {
  readonly userId: string
  readonly name: string
}

interface Parts {
  readonly store: QueueStore
  readonly audit: Audit
  readonly clock: Clock
}
interface Around {
  /** Something was stored. */
  readonly moved: () => void
  /** Whether an agent has a page at this server. */
  readonly isHere: (agentId: string) => boolean
}

/** Who was seen within this time has a page, at whichever server. */
const SEEN_MS = 30_000

type Within = Transaction<Database>

export function createManaging({ store, audit, clock }: Parts, { moved, isHere }: Around): Managing {
  const inTurn = async (work: (within: Within, now: number) => Promise<void>): Promise<void> => {
    await store.inTurn(async (within) => {
      await work(within, clock.now())
      return { changed: true, result: undefined }
    })
    moved()
  }
  return {
    changeState: (agentId, { state, reason }, by) =>
      inTurn(async (within, now) => {
        const agent = await agentOf(within, agentId)
        if (!agent) throw new AppError('monitor.not-there')
        const here = isHere(agentId) || (agent.state !== 'offline' && (agent.seenAt ?? 0) > now - SEEN_MS)
        // Visitors would be offered to an empty chair.
        if (state !== 'offline' && !here) throw new AppError('monitor.agent-not-here')
        await store.setState(within, { user_id: agentId, state, reason, since: now })
        await sql`update agent_presence set set_by = ${by.name}, set_at = ${now} where user_id = ${agentId}`.execute(
          within,
        )
        const details = { state, reason }
        await audit.write(within, { actor: by.userId, action: 'monitor.state-changed', subject: agentId, details })
      }),
    moveVisitor: (entryId, queueId, by) =>
      inTurn(async (within, now) => {
        // Declining was of the other queue's agents, and so was going first; the time of the wait stays. A session that is
        // handed over is moved by whoever hands it over.
        const { rows } = await sql<{ from: string }>`
          update queue_entry set queue_id = queue.id, declined_by = '{}', escalated_at = null
          from queue, (select id, queue_id from queue_entry where id = ${entryId} and transfer_of is null) as before
          where queue_entry.id = before.id and queue_entry.state = 'waiting' and queue.id = ${queueId}
            and deleted_at is null
          returning before.queue_id as from`.execute(within)
        const [moved] = rows
        if (!moved) throw new AppError('monitor.not-there')
        if (moved.from !== queueId) await withdrawOffers(within, entryId, now)
        const details = { from: moved.from, to: queueId }
        await audit.write(within, { actor: by.userId, action: 'monitor.visitor-moved', subject: entryId, details })
      }),
    offerVisitor: (entryId, agentId, by) =>
      inTurn(async (within, now) => {
        const entry = await waitingEntry(within, entryId)
        if (!entry) throw new AppError('monitor.not-there')
        const agent = await agentOf(within, agentId)
        if (agent?.state !== 'available' || !agent.queueIds.includes(entry.queueId))
          throw new AppError('monitor.agent-not-free')
        await withdrawOffers(within, entryId, now)
        await within
          .insertInto('queue_offer')
          .values({
            id: newId(),
            entry_id: entryId,
            agent_id: agentId,
            queue_id: entry.queueId,
            alone: true,
            made_at: now,
            expires_at: now + entry.acceptSeconds * 1_000,
            state: 'open',
            closed_at: null,
          })
          .execute()
        const details = { agentId }
        await audit.write(within, { actor: by.userId, action: 'monitor.visitor-offered', subject: entryId, details })
      }),
  }
}

interface AgentRow {
  readonly state: AgentState
  readonly seenAt: number | null
  readonly queueIds: readonly string[]
}

/** Whoever serves a queue that is there. */
async function agentOf(within: Within, userId: string): Promise<AgentRow | undefined> {
  const { rows } = await sql<AgentRow>`
    select coalesce(state, 'offline') as state, seen_at as "seenAt",
      array(select queue_id::text from queue_agent join queue on queue.id = queue_id
        where queue_agent.user_id = account_user.id and deleted_at is null) as "queueIds"
    from account_user left join agent_presence on agent_presence.user_id = account_user.id
    where account_user.id = ${userId} and disabled_at is null`.execute(within)
  const [agent] = rows
  return agent && agent.queueIds.length > 0 ? agent : undefined
}

async function waitingEntry(
  within: Within,
  id: string,
): Promise<{ readonly queueId: string; readonly acceptSeconds: number } | undefined> {
  const { rows } = await sql<{ queueId: string; acceptSeconds: number }>`
    select queue_id::text as "queueId", accept_seconds as "acceptSeconds"
    from queue_entry join queue on queue.id = queue_id
    where queue_entry.id = ${id} and state = 'waiting' and transfer_of is null and deleted_at is null`.execute(within)
  return rows[0]
}

async function withdrawOffers(within: Within, entryId: string, now: number): Promise<void> {
  await within
    .updateTable('queue_offer')
    .set({ state: 'withdrawn', closed_at: now })
    .where('entry_id', '=', entryId)
    .where('state', '=', 'open')
    .execute()
}
