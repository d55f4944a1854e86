import { servingSchema, visitingSchema } from '@deskside/protocol'
import type { AgentState, Hours, Inbox, Offer, Queue, QueueSettings } from '@deskside/protocol'
import { sql } from 'kysely'
import type { ColumnType, Kysely, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'

type Json<T> = ColumnType<T, string, string>

interface QueueTable {
  id: string
  slug: string
  name: string
  description: string
  hours: Json<Hours>
  form: Json<QueueSettings['form']>
  distribution: QueueSettings['distribution']
  priority: number
  accept_seconds: number
  serving: Json<QueueSettings['serving']>
  visiting: Json<QueueSettings['visiting']>
  last_offered_to: string | null
  deleted_at: number | null
}
interface AgentPresenceTable {
  user_id: string
  state: AgentState
  reason: Inbox['reason']
  since: number
  /** Since when they have no session and no offer; null while they have some. */
  idle_since: number | null
  /** When a server last knew of a page of theirs. */
  seen_at: number
}
interface QueueEntryTable {
  id: string
  queue_id: string
  /** Of the token in their browser: the only way back to their place. */
  token_hash: string
  /** Hash of the address, while they wait. */
  came_from: string | null
  name: string
  answers: Json<Offer['answers']>
  place: string
  browser: string
  entered_at: number
  /** When a server last knew of a page of theirs. */
  seen_at: number
  state: 'waiting' | 'accepted' | 'gone'
  ended_at: number | null
  session_id: string | null
  participant_id: string | null
  declined_by: string[]
}
interface QueueOfferTable {
  id: string
  entry_id: string
  agent_id: string
  /** One agent at a time hears of this entry. */
  alone: boolean
  made_at: number
  expires_at: number
  state: 'open' | 'accepted' | 'declined' | 'missed' | 'withdrawn'
}
declare module '../platform/database.ts' {
  interface Database {
    queue: QueueTable
    queue_agent: { queue_id: string; user_id: string }
    agent_presence: AgentPresenceTable
    queue_entry: QueueEntryTable
    queue_offer: QueueOfferTable
  }
}

type Within = Transaction<Database>
export type Entry = Pick<QueueEntryTable, 'id' | 'queue_id' | 'name' | 'state' | 'participant_id' | 'session_id'>
export type NewEntry = Omit<QueueEntryTable, 'answers' | 'state' | 'ended_at' | 'session_id' | 'participant_id'> & {
  readonly answers: Offer['answers']
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
}

/** How quickly a queue's visitors were taken lately: `count` of them between two times. */
export interface Pace {
  readonly count: number
  readonly from: number
  readonly to: number
}

/** Where server processes tell each other that something changed. */
export const QUEUE_NEWS = 'deskside_queue'
/** All that moves entries and offers takes turns by this, over all servers on one database. */
const SITE_LOCK = 7_301_847
const ADDRESS_LOCK = 7_301_848
/** What is kept of who gave up: that somebody did, and when. */
const ERASED = { name: '', answers: '[]', place: '', browser: '', came_from: null }
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
    ...agents(database),
  }
}

const takeTurn = (within: Within) => sql`select pg_advisory_xact_lock(${SITE_LOCK})`.execute(within)

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
          (select count(*) from queue_entry where queue_id = queue.id and state = 'waiting') as waiting
        from queue where deleted_at is null order by name, id`.execute(database)
      return rows.map((queue) => ({
        ...queue,
        serving: servingSchema.parse(queue.serving),
        visiting: visitingSchema.parse(queue.visiting),
      }))
    },
    bySlug: (slug: string) =>
      database
        .selectFrom('queue')
        .select(['id', 'name', 'description', 'hours', 'form'])
        .where('slug', '=', slug)
        .where('deleted_at', 'is', null)
        .executeTakeFirst(),
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
      return changed.numUpdatedRows === 1n ? setAgents(within, id, queue.agentIds) : undefined
    },
    /** Nobody waits in it any more. @returns whether there was one. */
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
        const nothing = { ended_at: null, session_id: null, participant_id: null }
        const values = { ...row, ...nothing, answers: JSON.stringify(row.answers), state: 'waiting' as const }
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
              and (other.entered_at, other.id) <= (mine.entered_at, mine.id))`
      const { rows } = await sql<PlaceRow>`
        with mine as (select * from queue_entry where id = any(${entryIds}::uuid[])),
        line as (
          select id, row_number() over (partition by queue_id order by entered_at, id) as position
          from queue_entry
          where state = 'waiting' and queue_id in (select queue_id from mine where state = 'waiting')
        )
        select mine.id, mine.state, mine.name, queue.id as "queueId", queue.name as "queueName", queue.slug,
          mine.entered_at as "enteredAt", case when mine.state = 'waiting' then ${position} end as position,
          session.representative_name as "agentName"
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
          where queue_id = asked.id and state = 'accepted' and ended_at > ${since}
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

function agents(database: Kysely<Database>) {
  return {
    async seenAgents(userIds: readonly string[], now: number): Promise<void> {
      await sql`
        update agent_presence set seen_at = ${now} where user_id = any(${userIds}) and state <> 'offline'
      `.execute(database)
    },
    async setState(within: Within, agent: Omit<AgentPresenceTable, 'seen_at' | 'idle_since'>): Promise<void> {
      const { since: now } = agent
      await within
        .insertInto('agent_presence')
        .values({ ...agent, seen_at: now, idle_since: now })
        .onConflict((conflict) =>
          conflict.column('user_id').doUpdateSet({
            state: agent.state,
            reason: agent.reason,
            since: now,
            seen_at: now,
            // Whoever was not there has not been waiting for somebody either.
            idle_since: sql`case when agent_presence.state = 'offline' then ${now} else agent_presence.idle_since end`,
          }),
        )
        .execute()
    },
    inboxes: (userIds: readonly string[]) => inboxes(database, userIds),
    /** An offer as its agent has it. */
    async offer(id: string, agentId: string) {
      const row = await database
        .selectFrom('queue_offer')
        .innerJoin('queue_entry as entry', 'entry.id', 'queue_offer.entry_id')
        .innerJoin('queue', 'queue.id', 'entry.queue_id')
        .select(['queue_offer.state', 'entry.session_id', 'entry.name', 'answers', 'place', 'browser', 'serving'])
        .select(['entered_at as enteredAt', 'queue_id as queueId', 'queue.name as queueName'])
        .where('queue_offer.id', '=', id)
        .where('queue_offer.agent_id', '=', agentId)
        .executeTakeFirst()
      if (!row) return undefined
      const { state, session_id: sessionId, ...entry } = row
      return { state, sessionId, accepted: { ...entry, serving: servingSchema.parse(entry.serving) } }
    },
    /** The entry and its token, once: for the agent who holds the open offer. */
    async accept(
      within: Within,
      { offerId, agentId, ...into }: { offerId: string; agentId: string; session_id: string; participant_id: string },
      now: number,
    ): Promise<{ readonly token_hash: string; readonly queue_id: string } | undefined> {
      const offer = await closeOffer(within, { id: offerId, agentId, as: 'accepted' }, now)
      if (!offer) return undefined
      const entry = await within
        .updateTable('queue_entry')
        .set({ ...into, ...ERASED, state: 'accepted', ended_at: now })
        .where('id', '=', offer.entry_id)
        .where('state', '=', 'waiting')
        .returning(['token_hash', 'queue_id'])
        .executeTakeFirst()
      return entry
    },
    /** Whether it was theirs to decline. */
    async decline(within: Within, offer: { id: string; agentId: string }, now: number): Promise<boolean> {
      const declined = await closeOffer(within, { ...offer, as: 'declined' }, now)
      if (!declined) return false
      await sql`
        update queue_entry set declined_by = array_append(declined_by, ${offer.agentId}) where id = ${declined.entry_id}
      `.execute(within)
      return true
    },
  }
}

function closeOffer(
  within: Within,
  { id, agentId, as }: { id: string; agentId: string; as: 'accepted' | 'declined' },
  now: number,
): Promise<{ entry_id: string } | undefined> {
  return within
    .updateTable('queue_offer')
    .set({ state: as })
    .where('id', '=', id)
    .where('agent_id', '=', agentId)
    .where('state', '=', 'open')
    .where('expires_at', '>', now)
    .returning('entry_id')
    .executeTakeFirst()
}

/** What each of these representatives has before them, and nothing of queues that are not theirs (THREATS E1). */
async function inboxes(database: Kysely<Database>, userIds: readonly string[]): Promise<Map<string, Inbox>> {
  const ids = [...userIds]
  const presence = await database.selectFrom('agent_presence').selectAll().where('user_id', 'in', ids).execute()
  const { rows: queues } = await sql<Inbox['queues'][number] & { userId: string }>`
    select queue_agent.user_id as "userId", queue.id, queue.name,
      coalesce(line.waiting, 0) as waiting, line.since as "longestSince"
    from queue_agent join queue on queue.id = queue_agent.queue_id and queue.deleted_at is null
    left join (
      select queue_id, count(*) as waiting, min(entered_at) as since from queue_entry where state = 'waiting' group by queue_id
    ) as line on line.queue_id = queue.id
    where queue_agent.user_id = any(${ids}) order by queue.name, queue.id`.execute(database)
  const { rows: offers } = await sql<Offer & { userId: string }>`
    select queue_offer.agent_id as "userId", queue_offer.id, queue.name as "queueName", queue_entry.name, answers, place,
      entered_at as "waitingSince", expires_at as "expiresAt"
    from queue_offer join queue_entry on queue_entry.id = queue_offer.entry_id
    join queue on queue.id = queue_entry.queue_id
    where queue_offer.state = 'open' and queue_entry.state = 'waiting' and queue_offer.agent_id = any(${ids})
    order by queue_offer.made_at, queue_offer.id`.execute(database)
  const of = <T extends { userId: string }>(rows: readonly T[]): Map<string, T[]> =>
    Map.groupBy(rows, (row) => row.userId)
  const [at, serve, held] = [Map.groupBy(presence, (row) => row.user_id), of(queues), of(offers)]
  const without = <T extends { userId: string }>({ userId: _owner, ...row }: T) => row
  return new Map(
    ids.map((id): [string, Inbox] => {
      const { state = 'offline', reason = null } = at.get(id)?.[0] ?? {}
      return [
        id,
        { state, reason, queues: (serve.get(id) ?? []).map(without), offers: (held.get(id) ?? []).map(without) },
      ]
    }),
  )
}
