import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Config } from '../config.ts'
import { SERVER_PROGRAM, connectDatabase, migrationsOf } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { findEmbeddedPostgres, hasEmbeddedPostgres, startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import type { EmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { createLog } from '../platform/log.ts'
import { CannotDo } from './failure.ts'

export interface OpenDatabase {
  readonly database: Kysely<Database>
  /** Whether a server works on this database now: it holds things in memory that a command cannot change. */
  serverRuns(): Promise<boolean>
}

interface Opening {
  /** Whether a database may be made where there is none. */
  readonly mayCreate: boolean
}

/** Stops only what it started: a database that ran before runs on. */
interface Embedded {
  readonly postgres: EmbeddedPostgres
  readonly started: boolean
}

/**
 * Connects to the site's database, works, and leaves everything as it was: a running embedded database is used and left
 * alone, one that does not run is started and stopped again.
 */
export async function withDatabase<T>(
  config: Config,
  { mayCreate }: Opening,
  work: (opened: OpenDatabase) => Promise<T>,
): Promise<T> {
  const embedded = config.DATABASE_URL ? undefined : await openEmbedded(config.dataFolder, mayCreate)
  const program = `${SERVER_PROGRAM}-admin ${process.pid}`
  const where = config.DATABASE_URL
    ? { url: config.DATABASE_URL }
    : { host: embedded?.postgres.socketFolder ?? '', user: embedded?.postgres.user ?? '', name: 'postgres' }
  const { database, close } = connectDatabase(where, createLog('silent'), program)
  const unguard = embedded?.started ? stopOnSignal(embedded.postgres) : undefined
  try {
    return await work({ database, serverRuns: () => isConnected(database, SERVER_PROGRAM) })
  } finally {
    try {
      // A server, or another command, may have come while this one worked: the database is theirs now.
      const wanted = embedded?.started
        ? await isConnected(database, `${SERVER_PROGRAM}%`, program).catch(() => false)
        : true
      await close()
      if (!wanted) await embedded?.postgres.stop()
    } finally {
      await unguard?.()
    }
  }
}

async function openEmbedded(dataFolder: string, mayCreate: boolean): Promise<Embedded> {
  if (!mayCreate && !hasEmbeddedPostgres(dataFolder)) {
    throw new CannotDo(
      `There is no site in ${dataFolder} yet. Start the server with npm start and open the "First run" address that it prints, or set DATA_DIR to the folder of your site.`,
    )
  }
  const running = hasEmbeddedPostgres(dataFolder) ? await findEmbeddedPostgres(dataFolder) : undefined
  if (running) return { postgres: running, started: false }
  return { postgres: await startEmbeddedPostgres(dataFolder), started: true }
}

/**
 * Ctrl+C leaves no database running behind; what was not committed is undone.
 * @returns ends the guarding; when it was interrupted, the process ends before the answer comes.
 */
function stopOnSignal(postgres: EmbeddedPostgres): () => Promise<void> {
  let stopping: Promise<void> = Promise.resolve()
  const stop = (): void => {
    stopping = postgres.stop().finally(() => process.exit(130))
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return () => {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    return stopping
  }
}

async function isConnected(database: Kysely<Database>, program: string, except = ''): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from pg_stat_activity
    where datname = current_database() and application_name like ${program} and application_name <> ${except}
  `.execute(database)
  return (rows[0]?.n ?? 0) > 0
}

/** For commands that use the tables as this version knows them. @throws CannotDo when they are older or newer. */
export async function requireCurrentTables(database: Kysely<Database>): Promise<void> {
  const { known, done } = await migrationsOf(database)
  if (done.some((name) => !known.includes(name)))
    throw new CannotDo('This database was used by a newer Deskside. Run the command with that version or a newer one.')
  if (done.length < known.length) {
    throw new CannotDo(
      'The database is not up to date with this version. Start the server once with npm start: it brings it up to date.',
    )
  }
}
