import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Migration } from 'kysely/migration'
import pg from 'pg'
import type { Logger } from 'pino'
import * as people from './migrations/0001-people.ts'
import * as sessions from './migrations/0002-sessions.ts'
import * as supportManager from './migrations/0003-support-manager.ts'
import * as script from './migrations/0004-script.ts'
import * as supportManagerSeat from './migrations/0005-support-manager-seat.ts'
import * as queue from './migrations/0006-queue.ts'
import * as queueService from './migrations/0007-queue-service.ts'
import * as queueSkills from './migrations/0008-queue-skills.ts'
import * as monitor from './migrations/0010-monitor.ts'
import * as report from './migrations/0012-report.ts'
import * as surveyAndMailbox from './migrations/0013-survey-and-mailbox.ts'
import * as queueNeeds from './migrations/0014-queue-needs.ts'
import * as queuePutBack from './migrations/0015-queue-put-back.ts'
import * as transfer from './migrations/0011-transfer.ts'

/**
 * Every table by name. A feature adds its own with `declare module '../platform/database.ts'` beside its store, so that
 * the platform knows no feature.
 */
// oxlint-disable-next-line typescript/no-empty-interface -- filled by the features' declarations
export interface Database {}

/** In order; never changed once released, only added to. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-people': people,
  '0002-sessions': sessions,
  '0003-support-manager': supportManager,
  '0004-script': script,
  '0005-support-manager-seat': supportManagerSeat,
  '0006-queue': queue,
  '0007-queue-service': queueService,
  '0008-queue-skills': queueSkills,
  '0010-monitor': monitor,
  '0012-report': report,
  '0013-survey-and-mailbox': surveyAndMailbox,
  '0014-queue-needs': queueNeeds,
  '0015-queue-put-back': queuePutBack,
  '0011-transfer': transfer,
}

// Times and counts are milliseconds and small numbers: all below 2^53, so plain numbers hold them.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

export interface Connected {
  readonly database: Kysely<Database>
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** What the server is called among the database's clients: the administration commands see by it whether one runs. */
export const SERVER_PROGRAM = 'deskside'

/** Connects with a pool. `url` for an outside server; host (a socket folder) and user for the embedded one. */
export function connectDatabase(
  where: { url: string } | { host: string; user: string; name: string },
  log: Logger,
  program = SERVER_PROGRAM,
): Connected {
  const address =
    'url' in where ? { connectionString: where.url } : { host: where.host, user: where.user, database: where.name }
  // One connection stays however quiet it is, so that a running server is always to be seen.
  const pool = new pg.Pool({ ...address, min: 1, max: 20, connectionTimeoutMillis: 5_000, application_name: program })
  // A connection that breaks must not end the process: idle ones tell the pool, and one that is in use tells only itself,
  // beside the query that failed.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'))
  pool.on('connect', (client) =>
    client.on('error', (error) => log.debug({ err: error }, 'a database connection broke')),
  )
  const database = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return { database, pool, close: () => database.destroy() }
}

/**
 * Brings the tables up to date, or as far as `upTo`. Safe when several servers start at once: one migrates, the others
 * wait.
 */
export async function migrate(database: Kysely<Database>, upTo?: string): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } })
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo))
  if (error)
    throw error instanceof Error ? error : new Error('The database could not be brought up to date.', { cause: error })
}

/** The migrations that this version knows, and those that the database has been through, each in order. Looks only. */
export async function migrationsOf(
  database: Kysely<Database>,
): Promise<{ readonly known: readonly string[]; readonly done: readonly string[] }> {
  const known = Object.keys(MIGRATIONS).sort()
  const { rows } = await sql<{ found: boolean }>`select to_regclass('kysely_migration') is not null as found`.execute(
    database,
  )
  if (!rows[0]?.found) return { known, done: [] }
  const done = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(database)
  return { known, done: done.rows.map(({ name }) => name) }
}

/** PostgreSQL's 23505: something unique is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505'
}
