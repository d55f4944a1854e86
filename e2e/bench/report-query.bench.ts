import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { intervalsOf } from '@deskside/protocol'
import { connectDatabase, migrate } from '../../apps/server/src/platform/database.ts'
import { startEmbeddedPostgres } from '../../apps/server/src/platform/embedded-postgres.ts'
import { createLog } from '../../apps/server/src/platform/log.ts'
import { createReportStore } from '../../apps/server/src/report/index.ts'
import { recordPast } from '../report-past.ts'
import { Closing } from './closing.ts'
import { Report, count, percentile } from './report.ts'

const SESSIONS = 1_000_000
const DAYS = 364
const ROUNDS = 7
const UNTIL = Date.parse('2026-11-24T00:00:00Z')
const TARGET_MS = 1_000

const report = new Report('report-query', 'any report over a year with a million sessions, as the database answers it')
const closing = new Closing()
try {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-report-'))
  closing.add({ close: async () => rmSync(folder, { recursive: true, force: true }) })
  const postgres = await startEmbeddedPostgres(folder)
  closing.add({ close: () => postgres.stop() })
  const where = { host: postgres.socketFolder, user: postgres.user, name: 'postgres' }
  const { database, pool } = closing.add(connectDatabase(where, createLog('silent')))
  await migrate(database)
  // A fifth less than drawn: of most visitors on a weekend.
  const visitors = Math.round(count(SESSIONS) / 0.92 / 0.77)
  await recordPast(pool, { visitors, days: DAYS, queues: 20, agents: 200, until: UNTIL })
  const { rows } = await pool.query<{ n: number }>('select count(*) as n from session_time')
  report.add({ metric: 'sessions', value: rows[0]?.n ?? 0, unit: '' })
  report.note('the past is recorded')

  const store = createReportStore(database)
  const zone = 'Europe/Berlin'
  const year = { from: '2025-11-25', to: '2026-11-23', zone }
  const month = { from: '2026-10-26', to: '2026-11-23', zone }
  const usual = { queueIds: undefined, now: UNTIL, shortSeconds: 5 }
  const [first] = await store.queueNames()
  const span = { from: Date.parse('2025-11-24T23:00:00Z'), to: UNTIL }
  const questions = {
    'queues by day of a year': () => store.queueTallies({ ...usual, intervals: intervalsOf(year, 'day') }),
    'one queue by week of a year': () =>
      store.queueTallies({ ...usual, intervals: intervalsOf(year, 'week'), queueIds: [first?.id ?? ''] }),
    'queues by 15 minutes of a month': () =>
      store.queueTallies({ ...usual, intervals: intervalsOf(month, '15-minutes') }),
    'staffing by hour from a year': () =>
      store.queueTallies({ ...usual, intervals: intervalsOf(year, 'hour', 9_000), targetSeconds: 20 }),
    'agents of a year': () => store.agentTallies({ span, queueIds: undefined, agentIds: undefined, now: UNTIL }),
  }
  for (const [name, ask] of Object.entries(questions)) {
    await ask()
    const took: number[] = []
    for (let round = 0; round < count(ROUNDS); round += 1) {
      const start = performance.now()
      await ask()
      took.push(performance.now() - start)
    }
    report.note(`${name} done`)
    report.add(
      { metric: `${name}, median`, value: percentile(took, 0.5), unit: 'ms', target: { atMost: TARGET_MS } },
      { metric: `${name}, slowest`, value: percentile(took, 1), unit: 'ms' },
    )
  }
} finally {
  await closing.all()
}
report.print()
