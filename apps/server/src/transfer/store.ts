import type { Hours, Offer, PresenceState } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { createTakingStore } from './store-taking.ts'

type Within = Transaction<Database>

/** Of whom an asker knows: colleagues in a queue of theirs; a manager or administrator knows all agents. */
const known = (askerId: string) => sql`(
  (select role from account_user where id = ${askerId}) <> 'representative'
  or queue.id in (select queue_id from queue_agent where user_id = ${askerId})
)`

export interface TargetAgent {
  readonly userId: string
  readonly name: string
  readonly state: PresenceState
  readonly queues: string[]
}
export interface TargetQueue {
  readonly queueId: string
  readonly name: string
  readonly hours: Hours
  readonly waiting: number
}

/** Whom the next agent is asked to take: what the agent before was told when they came by a queue. */
export interface HandedCustomer {
  readonly name: string
  readonly answers: Offer['answers']
  readonly place: string
  readonly browser: string
}

/** A transfer as it goes into a queue's line. */
export interface NewTransfer {
  readonly id: string
  readonly sessionId: string
  /** The account in whose place it is done. */
  readonly giver: { readonly userId: string; readonly name: string }
  readonly to:
    | { readonly kind: 'agent'; readonly userId: string }
    | { readonly kind: 'queue'; readonly queueId: string }
  readonly message: string
  readonly customer: HandedCustomer
  /** Accounts that are in the session. */
  readonly notFor: readonly string[]
}

/** How an entry stands for whom its story says that it waits. */
export interface Standing {
  readonly id: string
  readonly state: string
  readonly toAgent: boolean
  readonly offered: boolean
  /** How the last offer of it ended. */
  readonly last: string | null
}

export type TransferStore = ReturnType<typeof createTransferStore>

export function createTransferStore(database: Kysely<Database>) {
  return {
    /** Whether an account serves any queue. */
    async isAgent(userId: string): Promise<boolean> {
      const { rows } = await sql<{ is: boolean }>`
        select exists (select from queue_agent join queue on queue.id = queue_id and deleted_at is null
          where user_id = ${userId}) as is`.execute(database)
      return rows[0]?.is ?? false
    },
    /** Agents whom an asker knows, by name. */
    async agents(askerId: string): Promise<readonly TargetAgent[]> {
      const { rows } = await sql<TargetAgent>`
        select account_user.id as "userId", account_user.name, coalesce(agent_presence.state, 'offline') as state,
          array_agg(queue.name order by queue.name) as queues
        from queue_agent join queue on queue.id = queue_id and deleted_at is null
        join account_user on account_user.id = queue_agent.user_id and disabled_at is null
        left join agent_presence on agent_presence.user_id = account_user.id
        where account_user.id <> ${askerId} and ${known(askerId)}
        group by account_user.id, account_user.name, agent_presence.state
        order by account_user.name, account_user.id`.execute(database)
      return rows
    },
    async queues(): Promise<readonly TargetQueue[]> {
      const { rows } = await sql<TargetQueue>`
        select id as "queueId", name, hours,
          (select count(*) from queue_entry
            where queue_id = queue.id and state = 'waiting' and transfer_to is null) as waiting
        from queue where deleted_at is null order by name, id`.execute(database)
      return rows
    },
    /** What a target is called; undefined for one that is not there, or that the asker does not know. */
    async nameOf(to: NewTransfer['to'], askerId: string): Promise<string | undefined> {
      const { rows } =
        to.kind === 'queue'
          ? await sql<{ name: string }>`
              select name from queue where id = ${to.queueId} and deleted_at is null`.execute(database)
          : await sql<{ name: string }>`
              select account_user.name from account_user
              join queue_agent on queue_agent.user_id = account_user.id
              join queue on queue.id = queue_id and deleted_at is null
              where account_user.id = ${to.userId} and disabled_at is null and ${known(askerId)} limit 1`.execute(
              database,
            )
      return rows[0]?.name
    },
    add: (within: Within, transfer: NewTransfer, now: number) => add(within, transfer, now),
    async standings(ids: readonly string[]): Promise<readonly Standing[]> {
      const { rows } = await sql<Standing>`
        select id, state, transfer_to is not null as "toAgent",
          exists (select from queue_offer where entry_id = queue_entry.id and queue_offer.state = 'open') as offered,
          (select queue_offer.state from queue_offer where entry_id = queue_entry.id order by made_at desc limit 1) as last
        from queue_entry where id = any(${ids}::uuid[])`.execute(database)
      return rows
    },
    /** Nobody is offered it any more, and what it said is gone from the line. */
    async close(within: Within, ids: readonly string[], now: number): Promise<void> {
      await sql`
        update queue_entry set state = 'gone', ended_at = ${now}, name = '', answers = '[]', place = '', browser = '', choices = '{}',
          transfer_from = '', transfer_message = ''
        where id = any(${ids}::uuid[]) and state = 'waiting'`.execute(within)
      await sql`
        update queue_offer set state = 'withdrawn', closed_at = ${now} where entry_id = any(${ids}::uuid[]) and state = 'open'`.execute(
        within,
      )
    },
    ...createTakingStore(database),
    async addMember(
      within: Within,
      member: { readonly session_id: string; readonly user_id: string; readonly participant_id: string },
    ): Promise<void> {
      await within
        .insertInto('session_member')
        .values(member)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
  }
}

/**
 * Puts a session into a queue's line; to one agent it is offered at once. The time that its customer waited in line before
 * counts (transfer R10). @returns false where the target cannot take it now.
 */
async function add(within: Within, transfer: NewTransfer, now: number): Promise<boolean> {
  const { id, sessionId, giver, to, message, customer, notFor } = transfer
  const line = await lineFor(within, transfer)
  if (!line) return false
  const agentId = to.kind === 'agent' ? to.userId : null
  // Each wait goes on where the one before ended, so the last says it all.
  await sql`
    with before as (
      select choices, ended_at - entered_at as waited from queue_entry
      where state = 'accepted' and session_id = ${sessionId} order by ended_at desc limit 1
    )
    insert into queue_entry (id, queue_id, token_hash, name, answers, choices, place, browser, entered_at, seen_at, state,
      transfer_of, transfer_to, transfer_from, transfer_message, not_for)
    select ${id}, ${line.queueId}, ${`transfer ${id}`}, ${customer.name}, ${JSON.stringify(customer.answers)},
      coalesce(choices, '{}'), ${customer.place}, ${customer.browser}, ${now} - coalesce(waited, 0), ${now}, 'waiting',
      ${sessionId}, ${agentId}, ${giver.name}, ${message}, ${[...notFor]}
    from (select) as one left join before on true`.execute(within)
  if (agentId !== null)
    await within
      .insertInto('queue_offer')
      .values({
        id: newId(),
        entry_id: id,
        agent_id: agentId,
        queue_id: line.queueId,
        alone: true,
        made_at: now,
        expires_at: now + line.acceptSeconds * 1_000,
        closed_at: null,
        state: 'open',
      })
      .execute()
  return true
}

interface InLine {
  readonly queueId: string
  readonly acceptSeconds: number
}

/** In which queue's line it stands: an agent is asked as in the queue that it came from, or in one that the giver knows. */
async function lineFor(within: Within, { sessionId, giver, to }: NewTransfer): Promise<InLine | undefined> {
  const { rows } =
    to.kind === 'queue'
      ? await sql<InLine>`
          select id as "queueId", accept_seconds as "acceptSeconds" from queue
          where id = ${to.queueId} and deleted_at is null for share`.execute(within)
      : await sql<InLine>`
          select queue.id as "queueId", accept_seconds as "acceptSeconds"
          from queue_agent join queue on queue.id = queue_id and deleted_at is null
          join agent_presence on agent_presence.user_id = queue_agent.user_id and agent_presence.state = 'available'
          join account_user on account_user.id = queue_agent.user_id and disabled_at is null
          where queue_agent.user_id = ${to.userId} and ${known(giver.userId)}
          order by exists (
            select from queue_entry where queue_id = queue.id and state = 'accepted' and session_id = ${sessionId}
          ) desc, priority desc, queue.id limit 1`.execute(within)
  return rows[0]
}
