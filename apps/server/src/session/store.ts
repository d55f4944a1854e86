import type { StoredEvent } from '@deskside/protocol'
import { CompiledQuery } from 'kysely'
import type { Insertable, Kysely, Transaction } from 'kysely'
import type { QueryConfig } from 'pg'
import type { Connected, Database } from '../platform/database.ts'

export interface SessionTable {
  id: string
  owner_user_id: string
  started_at: number
  ended_at: number | null
  last_seq: number
  representative_name: string
  customer_name: string | null
}
export interface SessionEventTable {
  session_id: string
  seq: number
  at: number
  actor: string
  type: string
  /** The event as JSON. */
  body: string
  command_id: string | null
}
/** Which accounts take or took part in a session, and as which participant. */
export interface SessionMemberTable {
  session_id: string
  user_id: string
  participant_id: string
}

declare module '../platform/database.ts' {
  interface Database {
    session: SessionTable
    session_event: SessionEventTable
    session_member: SessionMemberTable
  }
}

/** Events of one command, as they go into the log. */
export interface Append {
  readonly sessionId: string
  readonly after: number
  readonly events: readonly StoredEvent[]
  readonly commandId: string | undefined
}

/** A session as it begins: its row and that of its representative, and what its story begins with. */
export interface Begun {
  readonly row: Insertable<SessionTable>
  readonly member: SessionMemberTable
  readonly events: readonly StoredEvent[]
}

/** Somebody else appended first: the caller's picture of the session is old. */
export class StaleStory extends Error {}

export interface SessionStore {
  /** Stores a new session with its first events, together with other rows: all or nothing. */
  create(begun: Begun, alongside: (transaction: Transaction<Database>) => Promise<void>): Promise<void>
  /** Appends in one commit, which other sessions may share. @throws StaleStory */
  append(append: Append): Promise<void>
  /** Appends together with other rows: all or nothing. @throws StaleStory */
  appendWith(append: Append, alongside: (transaction: Transaction<Database>) => Promise<void>): Promise<void>
  load(sessionId: string): Promise<{ events: StoredEvent[]; commandIds: string[] } | undefined>
  liveSessionIds(): Promise<string[]>
  membership(sessionId: string, userId: string): Promise<string | undefined>
  list(query: { userId: string | undefined; before: number | undefined; limit: number }): Promise<SessionTable[]>
}

export function createSessionStore({ database, pool }: Pick<Connected, 'database' | 'pool'>): SessionStore {
  return {
    async create({ row, member, events }, alongside) {
      const first = { sessionId: row.id, after: 0, events, commandId: undefined }
      await database.transaction().execute(async (transaction) => {
        await transaction.insertInto('session').values(row).execute()
        await transaction.insertInto('session_member').values(member).execute()
        await transaction
          .insertInto('session_event')
          .values(events.map((_event, index) => eventRow(first, index)))
          .execute()
        await alongside(transaction)
      })
    },
    append: createAppender(async (appends) => {
      const [append, other] = appends
      const row = append && !other && append.events.length === 1 ? eventRow(append, 0) : undefined
      const stored = row ? await pool.query<Stored>(appendOne(row)) : await database.executeQuery(appendMany(appends))
      return namesOf(stored.rows)
    }),
    async appendWith(append, alongside) {
      await database.transaction().execute(async (transaction) => {
        const { rows } = await transaction.executeQuery(appendMany([append]))
        if (!namesOf(rows).has(firstOf(append))) throw new StaleStory('the session has moved on')
        await alongside(transaction)
      })
    },
    load: (sessionId) => loadEvents(database, sessionId),
    async liveSessionIds() {
      const rows = await database.selectFrom('session').select('id').where('ended_at', 'is', null).execute()
      return rows.map((row) => row.id)
    },
    async membership(sessionId, userId) {
      const row = await database
        .selectFrom('session_member')
        .select('participant_id')
        .where('session_id', '=', sessionId)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      return row?.participant_id
    },
    list({ userId, before, limit }) {
      let query = database.selectFrom('session').selectAll('session').orderBy('session.started_at', 'desc').limit(limit)
      if (before !== undefined) query = query.where('session.started_at', '<', before)
      if (userId !== undefined) {
        query = query.where('session.id', 'in', (inner) =>
          inner
            .selectFrom('session_member')
            .select('session_member.session_id')
            .where('session_member.user_id', '=', userId),
        )
      }
      return query.execute()
    },
  }
}

/** The row of one event of an append; only the first carries the command's id. */
function eventRow({ sessionId, events, commandId }: Append, index: number): SessionEventTable {
  const event = events[index] as StoredEvent
  return {
    session_id: sessionId,
    seq: event.seq,
    at: event.at,
    actor: event.by,
    type: event.body.type,
    body: JSON.stringify(event.body),
    command_id: (index === 0 ? commandId : undefined) ?? null,
  }
}

/** Statements under way at once, and commands in one of them, at most. */
const APPENDS_UNDER_WAY = 4
const APPENDS_TOGETHER = 64

interface Waiting {
  readonly append: Append
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/**
 * Appends of different sessions that come while the database is busy go into its log together: one statement, one commit,
 * each of them judged by itself. Alone, none of them waits for company.
 */
function createAppender(
  appendAll: (appends: readonly Append[]) => Promise<ReadonlySet<string>>,
): SessionStore['append'] {
  const queue: Waiting[] = []
  let underWay = 0
  const store = async (entries: readonly Waiting[]): Promise<void> => {
    try {
      const moved = await appendAll(entries.map(({ append }) => append))
      for (const { append, done, failed } of entries)
        if (moved.has(firstOf(append))) done()
        else failed(new StaleStory('the session has moved on'))
    } catch (error) {
      // The database threw all of it away because of one: each then stands or falls alone.
      if (entries.length > 1 && isRolledBack(error)) for (const entry of entries) await store([entry])
      else for (const { failed } of entries) failed(error)
    }
  }
  const next = async (): Promise<void> => {
    underWay += 1
    // With others under way there is time to hear the rest of this turn's commands; alone there is no reason to wait.
    if (underWay > 1) await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0) await store(queue.splice(0, APPENDS_TOGETHER))
    underWay -= 1
  }
  return (append) =>
    new Promise((done, failed) => {
      queue.push({ append, done, failed })
      if (underWay < APPENDS_UNDER_WAY) void next()
    })
}

/** Whether PostgreSQL refused the statement itself, so that surely nothing of it is stored; a lost connection says less. */
function isRolledBack(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?!08|57)[0-9A-Z]{5}$/.test(String(error.code))
}

type Stored = Pick<SessionEventTable, 'session_id' | 'seq'>

/** What is stored, as `firstOf` names it. */
const namesOf = (stored: readonly Stored[]): ReadonlySet<string> =>
  new Set(stored.map(({ session_id: sessionId, seq }) => `${sessionId} ${seq}`))
const firstOf = ({ sessionId, after }: Append): string => `${sessionId} ${after + 1}`

/**
 * One event alone, by far the most frequent case: planned once a connection, then only run (a named prepared statement,
 * which the query layer does not have).
 */
const appendOne = (row: SessionEventTable): QueryConfig => ({
  name: 'append-one',
  text: `with moved as (update session set last_seq = $2 where id = $1 and last_seq = $2 - 1 returning id)
    insert into session_event (session_id, seq, at, actor, type, body, command_id)
    select id, $2, $3, $4, $5, $6, $7 from moved
    returning session_id, seq`,
  values: [row.session_id, row.seq, row.at, row.actor, row.type, row.body, row.command_id],
})

/**
 * One statement: a session's row gives out the next numbers only to who knows the last one, and the events go in with
 * it. One round trip and one commit, and no gap or double is possible.
 */
function appendMany(appends: readonly Append[]): CompiledQuery<Stored> {
  const rows = appends.flatMap((append) => append.events.map((_event, index) => eventRow(append, index)))
  const column = <K extends keyof SessionEventTable>(name: K): SessionEventTable[K][] => rows.map((row) => row[name])
  const columns = (['session_id', 'seq', 'at', 'actor', 'type', 'body', 'command_id'] as const).map(column)
  return CompiledQuery.raw(
    `with moved as (
      update session set last_seq = given.last
      from unnest($1::uuid[], $2::integer[], $3::integer[]) as given(id, after, last)
      where session.id = given.id and session.last_seq = given.after
      returning session.id, given.after, given.last
    )
    insert into session_event (session_id, seq, at, actor, type, body, command_id)
    select e.* from moved
    join unnest($4::uuid[], $5::integer[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::uuid[])
      as e(session_id, seq, at, actor, type, body, command_id)
      on e.session_id = moved.id and e.seq > moved.after and e.seq <= moved.last
    returning session_id, seq`,
    [
      appends.map(({ sessionId }) => sessionId),
      appends.map(({ after }) => after),
      appends.map(({ after, events }) => after + events.length),
      ...columns,
    ],
  ) as CompiledQuery<Stored>
}

async function loadEvents(
  database: Kysely<Database>,
  sessionId: string,
): Promise<{ events: StoredEvent[]; commandIds: string[] } | undefined> {
  const rows = await database
    .selectFrom('session_event')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('seq')
    .execute()
  if (rows.length === 0) return undefined
  const events = rows.map((row): StoredEvent => ({
    seq: row.seq,
    at: row.at,
    by: row.actor,
    body: JSON.parse(row.body) as StoredEvent['body'],
  }))
  return { events, commandIds: rows.flatMap((row) => (row.command_id === null ? [] : [row.command_id])) }
}
