import { visitingSchema } from '@deskside/protocol'
import type { SurveyAnswer, SurveyReportQuery } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Kysely, RawBuilder, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'

/** One row for each session whose customer was asked. */
export interface SurveyTable {
  session_id: string
  participant_id: string
  queue_id: string
  /** Who held the session when it was over for the customer. */
  agent_id: string | null
  question: string
  asked_at: number
  skipped_at: number | null
  answered_at: number | null
  rating: number | null
  comment: string
}
declare module '../platform/database.ts' {
  interface Database {
    survey: SurveyTable
  }
}

type Within = Transaction<Database>
export type SurveyFilter = Pick<SurveyReportQuery, 'from' | 'to' | 'queueId' | 'agentId'>
interface Named {
  readonly id: string
  readonly name: string
}
export type SurveyStore = ReturnType<typeof createSurveyStore>

export function createSurveyStore(database: Kysely<Database>) {
  return {
    /** Whom a session's queue asks, and what; undefined where it came from none, or from one that asks nothing, or where its customer waits again. */
    async questionOf(
      within: Within,
      sessionId: string,
    ): Promise<{ readonly queueId: string; readonly participantId: string; readonly question: string } | undefined> {
      const { rows } = await sql<{ queueId: string; participantId: string; visiting: unknown }>`
        select queue.id as "queueId", entry.participant_id as "participantId", queue.visiting
        from queue_entry as entry join queue on queue.id = entry.queue_id
        where entry.session_id = ${sessionId} and entry.participant_id is not null
          and not exists (select from queue_entry as back where back.back_from = entry.session_id)
        order by entry.entered_at desc limit 1`.execute(within)
      const [row] = rows
      const survey = row && visitingSchema.parse(row.visiting).survey
      return survey ? { queueId: row.queueId, participantId: row.participantId, question: survey.question } : undefined
    },
    /** Asked once a session. */
    async ask(
      within: Within,
      row: Omit<SurveyTable, 'skipped_at' | 'answered_at' | 'rating' | 'comment'>,
    ): Promise<void> {
      await within
        .insertInto('survey')
        .values({ ...row, skipped_at: null, answered_at: null, rating: null, comment: '' })
        .onConflict((conflict) => conflict.column('session_id').doNothing())
        .execute()
    },
    async of(sessionId: string): Promise<(SurveyTable & { readonly agentName: string | null }) | undefined> {
      return database
        .selectFrom('survey')
        .leftJoin('account_user', 'account_user.id', 'survey.agent_id')
        .selectAll('survey')
        .select('account_user.name as agentName')
        .where('session_id', '=', sessionId)
        .executeTakeFirst()
    },
    /** Whether it was open until now. */
    async close(
      sessionId: string,
      change: { readonly skipped_at: number } | Pick<SurveyTable, 'answered_at' | 'rating' | 'comment'>,
    ): Promise<boolean> {
      const closed = await database
        .updateTable('survey')
        .set(change)
        .where('session_id', '=', sessionId)
        .where('answered_at', 'is', null)
        .where('skipped_at', 'is', null)
        .executeTakeFirst()
      return closed.numUpdatedRows === 1n
    },
    async figures(filter: SurveyFilter): Promise<{ readonly asked: number; readonly spread: number[] }> {
      const { rows } = await sql<{ asked: number; spread: number[] }>`
        select count(*) as asked, array[
          count(*) filter (where rating = 1), count(*) filter (where rating = 2), count(*) filter (where rating = 3),
          count(*) filter (where rating = 4), count(*) filter (where rating = 5)]::integer[] as spread
        from survey where ${fits(filter)}`.execute(database)
      return rows[0] ?? { asked: 0, spread: [0, 0, 0, 0, 0] }
    },
    /** Newest first. */
    async answers(
      filter: SurveyFilter,
      { before, limit }: { readonly before: number | undefined; readonly limit: number },
    ): Promise<SurveyAnswer[]> {
      const { rows } = await sql<SurveyAnswer>`
        select survey.session_id as "sessionId", queue.name as "queueName", coalesce(account_user.name, '') as "agentName",
          coalesce(session.customer_name, '') as "customerName", rating, comment, answered_at as "answeredAt"
        from survey
        join queue on queue.id = survey.queue_id
        join session on session.id = survey.session_id
        left join account_user on account_user.id = survey.agent_id
        where answered_at is not null and ${fits(filter)}
          and ${before === undefined ? sql`true` : sql`answered_at < ${before}`}
        order by answered_at desc, survey.session_id limit ${limit}`.execute(database)
      return rows
    },
    async queues(): Promise<Named[]> {
      const { rows } = await sql<Named>`
        select id, name from queue where exists (select from survey where queue_id = queue.id) order by name, id
      `.execute(database)
      return rows
    },
    async agents(): Promise<Named[]> {
      const { rows } = await sql<Named>`
        select id, name from account_user where exists (select from survey where agent_id = account_user.id)
        order by name, id`.execute(database)
      return rows
    },
  }
}

function fits({ from, to, queueId, agentId }: SurveyFilter): RawBuilder<unknown> {
  const conditions = [
    ...(from === undefined ? [] : [sql`survey.asked_at >= ${from}`]),
    ...(to === undefined ? [] : [sql`survey.asked_at < ${to}`]),
    ...(queueId === undefined ? [] : [sql`survey.queue_id = ${queueId}`]),
    ...(agentId === undefined ? [] : [sql`survey.agent_id = ${agentId}`]),
  ]
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
