import type { StoredEvent } from '@deskside/protocol'
import type { Insertable, Kysely, Transaction } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '../platform/database.ts'

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

/** Somebody else appended first: the caller's picture of the session is old. */
export class StaleStory extends Error {}

export interface SessionStore {
  create(row: Insertable<SessionTable>, member: SessionMemberTable, first: StoredEvent): Promise<void>
  /** Appends in one statement, and so in one commit. @throws StaleStory */
  append(append: Append): Promise<void>
  /** Appends together with other rows: all or nothing. @throws StaleStory */
  appendWith(append: Append, alongside: (transaction: Transaction<Database>) => Promise<void>): Promise<void>
  load(sessionId: string): Promise<{ events: StoredEvent[]; commandIds: string[] } | undefined>
  liveSessionIds(): Promise<string[]>
  membership(sessionId: string, userId: string): Promise<string | undefined>
  list(query: { userId: string | undefined; before: number | undefined; limit: number }): Promise<SessionTable[]>
}

export function createSessionStore(database: Kysely<Database>): SessionStore {
  return {
    async create(row, member, first) {
      await database.transaction().execute(async (transaction) => {
        await transaction.insertInto('session').values(row).execute()
        await transaction.insertInto('session_member').values(member).execute()
        await transaction
          .insertInto('session_event')
          .values(eventRow(row.id, first, undefined))
          .execute()
      })
    },
    append: (append) => appendEvents(database, append),
    async appendWith(append, alongside) {
      await database.transaction().execute(async (transaction) => {
        await appendEvents(transaction, append)
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

function eventRow(sessionId: string, event: StoredEvent, commandId: string | undefined): SessionEventTable {
  return {
    session_id: sessionId,
    seq: event.seq,
    at: event.at,
    actor: event.by,
    type: event.body.type,
    body: JSON.stringify(event.body),
    command_id: commandId ?? null,
  }
}

/**
 * One statement: the session's row gives out the next numbers only to who knows the last one, and the events go in with
 * it. One round trip and one commit a command, and no gap or double is possible.
 */
async function appendEvents(
  database: Kysely<Database>,
  { sessionId, after, events, commandId }: Append,
): Promise<void> {
  const last = after + events.length
  const rows = events.map((event, index) => eventRow(sessionId, event, index === 0 ? commandId : undefined))
  const { rows: moved } = await sql<{ seq: number }>`
    with moved as (
      update session set last_seq = ${last} where id = ${sessionId} and last_seq = ${after} returning id
    )
    insert into session_event (session_id, seq, at, actor, type, body, command_id)
    select moved.id, e.seq, e.at, e.actor, e.type, e.body, e.command_id
    from moved, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as e(seq integer, at bigint, actor text, type text, body text, command_id uuid)
    returning seq`.execute(database)
  if (moved.length !== events.length) throw new StaleStory('the session has moved on')
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
