import { servingSchema, visitingSchema } from '@deskside/protocol'
import type { Offer, Queue, QueueSettings } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'
import { createAgentSettingsStore } from './store-agent-settings.ts'
import { createAgentStore } from './store-agents.ts'
import { createChoosingStore } from './store-choosing.ts'
import { ERASED } from './tables.ts'
import type { QueueEntryTable } from './tables.ts'

type Within = Transaction<Database>
export type Entry = Pick<QueueEntryTable, 'id' | 'queue_id' | 'name' | 'state' | 'participant_id' | 'session_id'>
type Later = 'ended_at' | 'session_id' | 'participant_id' | 'needs' | 'escalated_at' | 'agent_id' | 'served_at'
type OfOthers =
  | 'back_from'
  | 'lost_agent'
  | 'transfer_of'
  | 'transfer_to'
  | 'transfer_from'
  | 'transfer_message'
  | 'not_for'
export type NewEntry = Omit<QueueEntryTable, 'answers' | 'choices' | 'state' | Later | OfOthers> & {
  readonly answers: Offer['answers']
  readonly choices: Readonly<Record<string, string>>
}

/** What is to be told to a browser about its entry. */
export interface PlaceRow {
  readonly id: string
  readonly state: QueueEntryTable['state']
  readonly name: string
  readonly queueId: string
  readonly queueName: string
  readonly slug: string
  readonly enteredAt: number
  /** Null for who does not wait. */
  readonly position: number | null
  readonly agentName: string | null
  /** Who was lost in the session that put them back. */
  readonly lostAgentName: string | null
}

/** How quickly a queue's visitors were taken lately: `count` of them between two times. */
export interface Pace {
  readonly count: number
  readonly from: number
  readonly to: number
}

/** Where server processes tell each other that something changed. */
export const QUEUE_NEWS = 'deskside_queue'
/** Told there, instead of a process: queues or who serves them are others now. */
export const SETTINGS_NEWS = 'settings'
/** All that moves entries and offers takes turns by this, over all servers on one database. */
const SITE_LOCK = 7_301_847
const ADDRESS_LOCK = 7_301_848
/** Entries of which each is counted by itself. */
const FEW = 10
/** Acceptances by which a queue's pace is told, at most. */
const PACE_OF = 20

export type QueueStore = ReturnType<typeof createQueueStore>

/** What queues keep. `processId` is who this server is to the others: they hear once something is stored. */
export function createQueueStore(database: Kysely<Database>, processId: string) {
  const tellOthers = async (within: Within): Promise<void> => {
    await sql`select pg_notify(${QUEUE_NEWS}, ${processId})`.execute(within)
  }
  return {
    async tellSettings(within: Within): Promise<void> {
      await sql`select pg_notify(${QUEUE_NEWS}, ${SETTINGS_NEWS})`.execute(within)
    },
    /** Runs work as one, one after the other over all servers, and tells the others when it changed something. */
    inTurn: <T>(work: (within: Within) => Promise<{ readonly changed: boolean; readonly result: T }>): Promise<T> =>
      database.transaction().execute(async (within) => {
        await takeTurn(within)
        const { changed, result } = await work(within)
        if (changed) await tellOthers(within)
        return result
      }),
    /** For a transaction that somebody else began. */
    async joinTurn(within: Within): Promise<void> {
      await takeTurn(within)
      await tellOthers(within)
    },
    /** Whether anybody waits or is there to help. */
    async anythingGoesOn(): Promise<boolean> {
      const { rows } = await sql<{ any: boolean }>`
        select exists (select from queue_entry where state = 'waiting')
          or exists (select from agent_presence where state <> 'offline') as any`.execute(database)
      return rows[0]?.any ?? false
    },
    ...settings(database),
    ...entries(database, tellOthers),
    ...createAgentStore(database),
    ...createAgentSettingsStore(database),
    ...createChoosingStore(database),
  }
}

/**
 * A server that stops in the middle of its turn (a machine that sleeps, a process that is held) loses it, and all that it had
 * not stored: the others go on, and it cannot give away somebody who was given away meanwhile.
 */
const LONGEST_PAUSE_MS = 10_000
async function takeTurn(within: Within): Promise<void> {
  await sql`
    select set_config('idle_in_transaction_session_timeout', ${String(LONGEST_PAUSE_MS)}, true)`.execute(within)
  await sql`select pg_advisory_xact_lock(${SITE_LOCK})`.execute(within)
}

function settings(database: Kysely<Database>) {
  const columns = (queue: QueueSettings) => ({
    slug: queue.slug,
    name: queue.name,
    description: queue.description,
    hours: JSON.stringify(queue.hours),
    form: JSON.stringify(queue.form),
    distribution: queue.distribution,
    priority: queue.priority,
    accept_seconds: queue.acceptSeconds,
    serving: JSON.stringify(queue.serving),
    visiting: JSON.stringify(queue.visiting),
  })
  const setAgents = async (within: Within, queueId: string, agentIds: readonly string[]): Promise<boolean> => {
    const wanted = [...new Set(agentIds)]
    await within.deleteFrom('queue_agent').where('queue_id', '=', queueId).execute()
    const { numAffectedRows } = await sql`
      insert into queue_agent (queue_id, user_id)
      select ${queueId}, id from account_user where id = any(${wanted})`.execute(within)
    return Number(numAffectedRows) === wanted.length
  }
  return {
    async queues(): Promise<Queue[]> {
      const { rows } = await sql<Queue>`
        select id, slug, name, description, hours, form, distribution, priority, accept_seconds as "acceptSeconds", serving, visiting,
          array(select user_id from queue_agent where queue_id = queue.id order by user_id) as "agentIds",
          (select count(*) from queue_entry where queue_id = queue.id and state = 'waiting' and transfer_to is null) as waiting
        from queue where deleted_at is null order by name, id`.execute(database)
      return rows.map((queue) => ({
        ...queue,
        serving: servingSchema.parse(queue.serving),
        visiting: visitingSchema.parse(queue.visiting),
      }))
    },
    async bySlug(slug: string) {
      const found = await database
        .selectFrom('queue')
        .select(['id', 'name', 'description', 'hours', 'form', 'visiting'])
        .where('slug', '=', slug)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      return found && { ...found, visiting: visitingSchema.parse(found.visiting) }
    },
    /** Whether all of its agents are known. @throws a unique violation where another queue has its slug. */
    async addQueue(within: Within, id: string, queue: QueueSettings): Promise<boolean> {
      const row = { id, ...columns(queue), last_offered_to: null, deleted_at: null }
      await within.insertInto('queue').values(row).execute()
      return setAgents(within, id, queue.agentIds)
    },
    /** The same; undefined where there is no such queue. */
    async changeQueue(within: Within, id: string, queue: QueueSettings): Promise<boolean | undefined> {
      const changed = await within
        .updateTable('queue')
        .set(columns(queue))
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      if (changed.numUpdatedRows === 0n) return undefined
      // Whoever waits already is served by the needs as they are now: the trigger reads them.
      await sql`update queue_entry set choices = choices where queue_id = ${id} and state = 'waiting'`.execute(within)
      return setAgents(within, id, queue.agentIds)
    },
    /** Whether a queue can overflow there: to another one that is there. */
    async isOverflow(within: Within, toQueueId: string, fromQueueId: string): Promise<boolean> {
      const { rows } = await sql`
        select from queue where id = ${toQueueId} and id <> ${fromQueueId} and deleted_at is null`.execute(within)
      return rows.length > 0
    },
    /** Nobody waits in it any more, and nothing overflows to it. @returns whether there was one. */
    async removeQueue(within: Within, id: string, now: number): Promise<boolean> {
      const removed = await within
        .updateTable('queue')
        .set({ deleted_at: now })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      await within
        .updateTable('queue_entry')
        .set({ state: 'gone', ended_at: now, ...ERASED })
        .where('queue_id', '=', id)
        .where('state', '=', 'waiting')
        .execute()
      await sql`
        update queue set serving = jsonb_set(serving, '{overflow}', 'null')
        where serving -> 'overflow' ->> 'toQueueId' = ${id}`.execute(within)
      return removed.numUpdatedRows === 1n
    },
  }
}

function entries(database: Kysely<Database>, tellOthers: (within: Within) => Promise<void>) {
  return {
    /** False where as many wait already, from one address or in the queue, or the queue went. */
    addEntry: (row: NewEntry, most: { readonly fromAddress: number; readonly inQueue: number }): Promise<boolean> =>
      database.transaction().execute(async (within) => {
        await sql`select pg_advisory_xact_lock(${ADDRESS_LOCK}, hashtext(${row.came_from}))`.execute(within)
        const { rows } = await sql<{ near: number; all: number; there: boolean }>`
          select (select count(*) from queue_entry where came_from = ${row.came_from} and state = 'waiting') as near,
            (select count(*) from queue_entry where queue_id = ${row.queue_id} and state = 'waiting') as all,
            exists (select from queue where id = ${row.queue_id} and deleted_at is null for share) as there
        `.execute(within)
        const [now] = rows
        if (!now?.there || now.near >= most.fromAddress || now.all >= most.inQueue) return false
        const nothing = {
          ended_at: null,
          session_id: null,
          participant_id: null,
          escalated_at: null,
          agent_id: null,
          served_at: null,
        }
        const answered = { answers: JSON.stringify(row.answers), choices: JSON.stringify(row.choices) }
        const values = { ...row, ...nothing, ...answered, state: 'waiting' as const }
        await within.insertInto('queue_entry').values(values).execute()
        await tellOthers(within)
        return true
      }),
    byToken: (tokenHash: string): Promise<Entry | undefined> =>
      database
        .selectFrom('queue_entry')
        .select(['id', 'queue_id', 'name', 'state', 'participant_id', 'session_id'])
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst(),
    async places(entryIds: readonly string[]): Promise<PlaceRow[]> {
      // Of few each counts who is before them; of many the whole line is counted once.
      const position =
        entryIds.length > FEW
          ? sql`line.position`
          : sql`(select count(*) from queue_entry as other where other.queue_id = mine.queue_id and other.state = 'waiting'
              and other.transfer_to is null
              and (other.entered_at, other.id) <= (mine.entered_at, mine.id))`
      const { rows } = await sql<PlaceRow>`
        with mine as (select * from queue_entry where id = any(${entryIds}::uuid[])),
        line as (
          select id, row_number() over (partition by queue_id order by entered_at, id) as position
          from queue_entry
          where state = 'waiting' and transfer_to is null and queue_id in (select queue_id from mine where state = 'waiting')
        )
        select mine.id, mine.state, mine.name, queue.id as "queueId", queue.name as "queueName", queue.slug,
          mine.entered_at as "enteredAt", case when mine.state = 'waiting' then ${position} end as position,
          session.representative_name as "agentName",
          (select account_user.name from account_user where account_user.id = mine.lost_agent) as "lostAgentName"
        from mine join queue on queue.id = mine.queue_id
        ${entryIds.length > FEW ? sql`left join line on line.id = mine.id` : sql``}
        left join session on session.id = mine.session_id`.execute(database)
      return rows
    },
    async paces(queueIds: readonly string[], since: number): Promise<ReadonlyMap<string, Pace>> {
      const { rows } = await sql<Pace & { id: string }>`
        select asked.id, count(*) as count, min(entered_at) as from, max(ended_at) as to
        from unnest(${queueIds}::uuid[]) as asked (id) cross join lateral (
          select entered_at, ended_at from queue_entry
          where queue_id = asked.id and state = 'accepted' and ended_at > ${since} and transfer_of is null and back_from is null
          order by ended_at desc limit ${PACE_OF}
        ) as lately group by asked.id`.execute(database)
      return new Map(rows.map(({ id, ...pace }) => [id, pace]))
    },
    /** Whether they waited. */
    async endEntry(within: Within, id: string, now: number): Promise<boolean> {
      const ended = await within
        .updateTable('queue_entry')
        .set({ state: 'gone', ended_at: now, ...ERASED })
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .executeTakeFirst()
      return ended.numUpdatedRows === 1n
    },
    /** Who has a page now; who was seen within `enoughMs` is not written down again. */
    async seenWaiting(entryIds: readonly string[], now: number, enoughMs: number): Promise<void> {
      await sql`
        update queue_entry set seen_at = ${now}
        where id = any(${entryIds}::uuid[]) and state = 'waiting' and seen_at <= ${now - enoughMs}`.execute(database)
    },
  }
}
