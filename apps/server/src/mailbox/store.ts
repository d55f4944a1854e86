import { visitingSchema } from '@deskside/protocol'
import type { FormField, Hours, Mail, MailQuery, MailState, Mailbox, Visiting } from '@deskside/protocol'
import { sql } from 'kysely'
import type { ColumnType, Kysely, RawBuilder, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'

export interface MailTable {
  id: string
  queue_id: string
  kind: Mail['kind']
  name: string
  answers: ColumnType<Mail['answers'], string, string>
  text: string
  email: string
  phone: string
  place: string
  call_at: number | null
  left_at: number
  /** Of a deleted one only its number remains. */
  state: MailState | 'deleted'
  holder_id: string | null
  note: ColumnType<string, string | undefined, string>
  changed_at: number
  version: ColumnType<number, undefined, number>
}
declare module '../platform/database.ts' {
  interface Database {
    mail: MailTable
  }
}

/** Who looks: `all` mailboxes, or those of the queues that they serve. */
export interface MailReader {
  readonly userId: string
  readonly sees: 'all' | 'own'
}
export interface SlotRow {
  readonly id: string
  readonly name: string
  readonly hours: Hours
  readonly form: readonly FormField[]
  readonly visiting: Visiting
}
/** What a message becomes; its version rises by itself. */
export type MailChange = Pick<MailTable, 'state' | 'holder_id' | 'changed_at'> & { readonly note?: string }
export type NewMail = Omit<MailTable, 'answers' | 'state' | 'holder_id' | 'note' | 'changed_at' | 'version'> & {
  readonly answers: Mail['answers']
}
type Within = Transaction<Database>
export type MailStore = ReturnType<typeof createMailStore>

/** New ones that a queue keeps at most. */
const NEW_IN_QUEUE = 5_000

/** @param news the channel on which other servers hear that something changed. */
export function createMailStore(database: Kysely<Database>, news: string) {
  return {
    async slot(slug: string): Promise<SlotRow | undefined> {
      const row = await database
        .selectFrom('queue')
        .select(['id', 'name', 'hours', 'form', 'visiting'])
        .where('slug', '=', slug)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      return row && { ...row, visiting: visitingSchema.parse(row.visiting) }
    },
    async isThere(id: string): Promise<boolean> {
      return (await database.selectFrom('mail').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
    },
    /** Whether it is there now; false where the queue holds no more. */
    add: ({ answers, ...row }: NewMail, alongside: (within: Within) => Promise<void>): Promise<boolean> =>
      database.transaction().execute(async (within) => {
        const { rows } = await sql<{ full: boolean }>`
          select count(*) >= ${NEW_IN_QUEUE} as full from mail where queue_id = ${row.queue_id} and state = 'new'
        `.execute(within)
        if (rows[0]?.full !== false) return false
        const fresh = { state: 'new' as const, holder_id: null, changed_at: row.left_at }
        const added = await within
          .insertInto('mail')
          .values({ ...row, ...fresh, answers: JSON.stringify(answers) })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst()
        if (added.numInsertedOrUpdatedRows === 1n) {
          await alongside(within)
          await tell(within, news)
        }
        return true
      }),
    async list(reader: MailReader, query: MailQuery & { readonly now: number }): Promise<Mail[]> {
      const { now, limit, offset } = query
      const due = sql`(kind = 'call-back' and state <> 'done' and call_at <= ${now})`
      const { rows } = await sql<Mail>`
        ${MAIL} where ${seenBy(reader)} and ${fits(query)}
        order by ${due} desc, case when ${due} then call_at end, left_at desc, mail.id
        limit ${limit} offset ${offset}`.execute(database)
      return rows
    },
    async one(reader: MailReader, id: string): Promise<Mail | undefined> {
      const { rows } = await sql<Mail>`${MAIL} where ${seenBy(reader)} and mail.id = ${id}`.execute(database)
      return rows[0]
    },
    /** Whether it still was the version that its changer had seen. */
    change: (
      { id, version, set }: { readonly id: string; readonly version: number; readonly set: MailChange },
      alongside: (within: Within) => Promise<void>,
    ): Promise<boolean> =>
      database.transaction().execute(async (within) => {
        const changed = await within
          .updateTable('mail')
          .set({ ...set, version: sql<number>`nextval('mail_change')` })
          .where('id', '=', id)
          .where('version', '=', version)
          .where('state', '<>', 'deleted')
          .executeTakeFirst()
        if (changed.numUpdatedRows !== 1n) return false
        await alongside(within)
        await tell(within, news)
        return true
      }),
    /** Nothing that anybody wrote remains. */
    erase: (id: string, now: number, alongside: (within: Within) => Promise<void>): Promise<void> =>
      database.transaction().execute(async (within) => {
        await within
          .updateTable('mail')
          .set({ name: '', answers: '[]', text: '', email: '', phone: '', place: '', note: '', call_at: null })
          .set({ state: 'deleted', holder_id: null, changed_at: now, version: sql<number>`nextval('mail_change')` })
          .where('id', '=', id)
          .execute()
        await alongside(within)
        await tell(within, news)
      }),
    mailboxes: (userIds: readonly string[], now: number) => mailboxes(database, userIds, now),
    /** When the next call-back is due. */
    async nextDue(now: number): Promise<number | undefined> {
      const { rows } = await sql<{ at: number | null }>`
        select min(call_at) as at from mail where state in ('new', 'in-hand') and call_at > ${now}`.execute(database)
      return rows[0]?.at ?? undefined
    },
  }
}

/** Told when what lies in a mailbox is another. */
export const MAIL_NEWS = 'mailbox'
const tell = (within: Within, news: string) => sql`select pg_notify(${news}, ${MAIL_NEWS})`.execute(within)

const MAIL = sql`
  select mail.id, mail.queue_id as "queueId", queue.name as "queueName", kind, mail.name, answers, text, mail.email, phone,
    place, call_at as "callAt", left_at as "leftAt", state, note, changed_at as "changedAt", version,
    case when holder.id is not null then json_build_object('id', holder.id, 'name', holder.name) end as holder
  from mail join queue on queue.id = mail.queue_id left join account_user as holder on holder.id = mail.holder_id`

function seenBy({ userId, sees }: MailReader): RawBuilder<unknown> {
  if (sees === 'all') return sql`mail.state <> 'deleted'`
  return sql`mail.state <> 'deleted' and queue.deleted_at is null and exists (
    select from queue_agent where queue_agent.queue_id = mail.queue_id and queue_agent.user_id = ${userId})`
}

function fits({ queueId, state, search }: MailQuery): RawBuilder<unknown> {
  const like = `%${(search ?? '').replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const conditions = [
    ...(queueId === undefined ? [] : [sql`mail.queue_id = ${queueId}`]),
    ...(state === undefined ? [] : [state === 'open' ? sql`state in ('new', 'in-hand')` : sql`state = ${state}`]),
    ...(search ? [sql`concat_ws(' ', mail.name, text, mail.email, phone, answers::text, note) ilike ${like}`] : []),
  ]
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

/** What lies in the mailboxes of each of these people, and nothing of queues that are not theirs (THREATS E1). */
async function mailboxes(
  database: Kysely<Database>,
  userIds: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, Mailbox>> {
  const { rows } = await sql<Mailbox['queues'][number] & { userId: string; changes: number }>`
    select person.id as "userId", queue.id, queue.name, coalesce(box.unread, 0) as unread, coalesce(box.due, 0) as due,
      coalesce(box.changes, 0) as changes
    from account_user as person
    join queue on queue.deleted_at is null and (person.role <> 'representative' or exists (
      select from queue_agent where queue_agent.queue_id = queue.id and queue_agent.user_id = person.id))
    left join (
      select queue_id, count(*) filter (where state = 'new' or is_due) as unread, count(*) filter (where is_due) as due,
        sum(version)::bigint as changes
      from (select *, coalesce(call_at <= ${now}, false) and state in ('new', 'in-hand') as is_due from mail) as mail
      group by queue_id
    ) as box on box.queue_id = queue.id
    where person.id = any(${[...userIds]}) order by queue.name, queue.id`.execute(database)
  const of = Map.groupBy(rows, (row) => row.userId)
  return new Map(
    userIds.map((userId): [string, Mailbox] => {
      const mine = of.get(userId) ?? []
      const queues = mine.map(({ id, name, unread, due }) => ({ id, name, unread, due }))
      return [userId, { queues, changes: mine.reduce((sum, { changes }) => sum + changes, 0) }]
    }),
  )
}
