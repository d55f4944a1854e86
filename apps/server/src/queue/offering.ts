import { distribute, nextChange } from '@deskside/protocol'
import type { NewOffer, WaitingEntry } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { agentsHere, availableOf, queuesOf, waitingFor } from './facts.ts'
import type { Agent, QueueFacts } from './facts.ts'

type Within = Transaction<Database>

export interface Offered {
  readonly offers: number
  /** When time alone may let another offer be made. */
  readonly next: number | undefined
}

/** Makes the offers that can be made now. `helps`: whether an account still helps in a session that it joined once. */
export async function offerAnew(
  within: Within,
  now: number,
  helps: (userId: string, sessionId: string) => boolean,
): Promise<Offered> {
  const here = await agentsHere(within, helps)
  const agents = availableOf(here, now)
  let [offers, next]: [readonly NewOffer[], number | undefined] = [[], undefined]
  // Without room for anybody nothing is looked for: who becomes free is a reason to look again.
  if (agents.some(({ room }) => room > 0)) {
    const queues = await queuesOf(within)
    const waiting = await waitingFor(within, { queues, agents }, now)
    offers = distribute({ now, queues, waiting, agents })
    next = nextChange({ now, queues, waiting })
    if (offers.length > 0) await keep(within, { offers, queues, waiting }, now)
  }
  await noteLoad(within, here, { offered: new Set(offers.map(({ agentId }) => agentId)), now })
  return { offers: offers.length, next }
}

interface Making {
  readonly offers: readonly NewOffer[]
  readonly queues: readonly QueueFacts[]
  readonly waiting: readonly WaitingEntry[]
}

async function keep(within: Within, { offers, queues, waiting }: Making, now: number): Promise<void> {
  const rules = new Map(queues.map((queue) => [queue.id, queue]))
  const queueOf = new Map(waiting.map(({ id, queueId }) => [id, rules.get(queueId)]))
  const last = new Map<string, string>()
  const rows = offers.map(({ entryId, agentId, queueId }) => {
    const queue = queueOf.get(entryId)
    if (!queue) throw new Error('an offer is of somebody who waits')
    last.set(queueId, agentId)
    const alone = queue.distribution !== 'everybody'
    return { id: newId(), entryId, agentId, queueId, alone, expiresAt: now + queue.acceptSeconds * 1_000 }
  })
  await sql`
    insert into queue_offer (id, entry_id, agent_id, queue_id, alone, made_at, expires_at, state)
    select id, entry_id, agent_id, queue_id, alone, ${now}, expires_at, 'open' from unnest(
      ${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ entryId }) => entryId)}::uuid[],
      ${rows.map(({ agentId }) => agentId)}::text[], ${rows.map(({ queueId }) => queueId)}::uuid[],
      ${rows.map(({ alone }) => alone)}::boolean[], ${rows.map(({ expiresAt }) => expiresAt)}::bigint[]
    ) as made (id, entry_id, agent_id, queue_id, alone, expires_at)`.execute(within)
  await sql`
    update queue set last_offered_to = agent_id
    from unnest(${[...last.keys()]}::uuid[], ${[...last.values()]}::text[]) as made (queue_id, agent_id)
    where id = made.queue_id`.execute(within)
}

/** Writes down who became idle or busy, and how much of their capacity is used. */
async function noteLoad(
  within: Within,
  agents: readonly Agent[],
  { offered, now }: { readonly offered: ReadonlySet<string>; readonly now: number },
): Promise<void> {
  const changed = agents.flatMap(({ id, idleSince, sessions, offers, used, keptUsed }) => {
    const busy = sessions + offers > 0 || offered.has(id)
    const idle = busy ? null : (idleSince ?? now)
    return idle === idleSince && used === keptUsed ? [] : [{ id, idle, used }]
  })
  if (changed.length === 0) return
  await sql`
    update agent_presence set idle_since = made.idle, used = made.used
    from unnest(
      ${changed.map(({ id }) => id)}::text[], ${changed.map(({ idle }) => idle)}::bigint[],
      ${changed.map(({ used }) => used)}::integer[]
    ) as made (user_id, idle, used) where agent_presence.user_id = made.user_id`.execute(within)
}
