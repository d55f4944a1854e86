import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createAudit } from '../audit/index.ts'
import type { Config } from '../config.ts'
import { systemClock } from '../platform/clock.ts'
import { migrationsOf } from '../platform/database.ts'
import { fail, ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'
import type { OpenDatabase } from './open-database.ts'

/** Before this no Deskside was released. */
const RELEASED = Date.UTC(2026, 0, 1)
/** How far two clocks may be apart, in milliseconds. */
const APART = 60_000

export async function checkDatabase(config: Config, { database, serverRuns }: OpenDatabase): Promise<Finding[]> {
  const where = config.DATABASE_URL ? 'the one of DATABASE_URL' : 'the embedded one'
  const answers = ok(`Database: ${where} answers; the server ${(await serverRuns()) ? 'runs' : 'does not run'}`)
  const { known, done } = await migrationsOf(database)
  const behind = known.filter((name) => !done.includes(name))
  const ahead = done.filter((name) => !known.includes(name))
  if (ahead.length > 0)
    return [answers, fail('Tables: a newer Deskside has changed them', 'Run that version or a newer one')]
  if (behind.length > 0) {
    const todo = 'Make a backup, then start the server with npm start: it brings them up to date'
    return [answers, warn(`Tables: ${behind.length} of ${known.length} migrations are still to be done`, todo)]
  }
  const tables = ok(`Tables: up to date, ${known.length} migrations done`)
  const site = await database.selectFrom('site').select('id').executeTakeFirst()
  const audit = createAudit(database, systemClock)
  const [last] = await audit.page({ before: undefined, limit: 1 })
  const { rows } = await sql<{ at: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as at
  `.execute(database)
  return [
    answers,
    tables,
    judgeSite({ set: site !== undefined, marked: existsSync(join(config.dataFolder, 'SITE_INITIALISED')) }),
    judgeClock({ here: systemClock.now(), database: rows[0]?.at ?? 0, lastLine: last?.at ?? 0 }),
    judgeAudit(await audit.verify()),
  ]
}

function judgeSite({ set, marked }: { readonly set: boolean; readonly marked: boolean }): Finding {
  if (set) return ok('Site: it is set up')
  if (!marked)
    return warn('Site: it is not set up yet', 'Start the server with npm start and open the "First run" address')
  return fail(
    'Site: the data folder belongs to a site, and the database is empty',
    'Connect the right database, or bring a backup back with: npm run admin -- restore DIR',
  )
}

interface Clocks {
  /** Milliseconds since 1970, here, at the database, and of the last line of the audit log. */
  readonly here: number
  readonly database: number
  readonly lastLine: number
}

export function judgeClock({ here, database, lastLine }: Clocks): Finding {
  const todo = 'Set the clock, and let it be kept by the network (NTP)'
  const reads = `Clock: it reads ${new Date(here).toISOString()}`
  if (here < RELEASED) return fail(`${reads}, which is long past`, todo)
  if (lastLine > here + APART) return fail(`${reads}, before the last line of the audit log`, todo)
  if (Math.abs(database - here) > APART) return fail(`${reads}, and the database's is more than a minute away`, todo)
  return ok(reads)
}

function judgeAudit({
  checked,
  brokenAt,
}: {
  readonly checked: number
  readonly brokenAt: number | undefined
}): Finding {
  if (brokenAt === undefined) return ok(`Audit log: ${checked} lines in one unbroken chain`)
  return fail(`Audit log: it is broken at line ${brokenAt}`, 'Keep this database and compare it with a backup')
}
