import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../apps/server/src/platform/clock.ts'
import { connectDatabase, migrate } from '../../apps/server/src/platform/database.ts'
import type { Connected } from '../../apps/server/src/platform/database.ts'
import { startEmbeddedPostgres } from '../../apps/server/src/platform/embedded-postgres.ts'
import { createSessionService, createSessionStore } from '../../apps/server/src/session/index.ts'
import type { SessionService } from '../../apps/server/src/session/index.ts'
import { createLog } from '../../apps/server/src/platform/log.ts'
import { Closing } from './closing.ts'
import { Report, count, percentile } from './report.ts'

const WRITERS = [1, 16, 64] as const
/** Both sides run in turn this often, so that what else the machine does hits them alike. */
const ROUNDS = 6
const ROUND_MS = 3_000
const TEXT = 'Could you open the settings, please, and read me what stands there?'

/** Work that one writer does again and again; the answer is when it is durable. */
type Write = () => Promise<unknown>

/** How many writes a second all writers get done, each waiting for its own before the next. */
async function rate(writes: readonly Write[], ms: number): Promise<number> {
  const start = performance.now()
  let done = 0
  await Promise.all(
    writes.map(async (write) => {
      while (performance.now() < start + ms) {
        await write()
        done += 1
      }
    }),
  )
  return (done * 1_000) / (performance.now() - start)
}

/** New sessions for every round: a story of tens of thousands of messages is nobody's. */
async function sessionWriters(session: SessionService, howMany: number): Promise<Write[]> {
  const writes: Write[] = []
  for (let made = 0; made < howMany; made += 1) {
    const started = await session.start({
      userId: randomUUID(),
      name: 'Rita Rep',
      siteName: 'Acme Support',
      supportManagerAllowed: true,
      disclosure: null,
    })
    const { sessionId, story } = started
    const command = { feature: 'chat', do: 'post', to: { kind: 'everyone' }, text: TEXT } as const
    writes.push(() => session.command({ sessionId, by: story.session.primaryId, command, commandId: randomUUID() }))
  }
  return writes
}

/** The same columns with the same primary key and as many bytes, put in by a plain statement that is its own commit. */
function plainWriters(pool: Connected['pool'], howMany: number): Write[] {
  const body = JSON.stringify({ type: 'chat.posted', messageId: randomUUID(), to: { kind: 'everyone' }, text: TEXT })
  return Array.from({ length: howMany }, () => {
    const [id, actor] = [randomUUID(), randomUUID()]
    let seq = 0
    return () =>
      pool.query(
        'insert into bench_event (session_id, seq, at, actor, type, body, command_id) values ($1, $2, $3, $4, $5, $6, $7)',
        [id, ++seq, Date.now(), actor, 'chat.posted', body, randomUUID()],
      )
  })
}

async function measure(session: SessionService, pool: Connected['pool'], writers: number) {
  const [events, commits]: [number[], number[]] = [[], []]
  for (let round = -1; round < count(ROUNDS); round += 1) {
    const [plain, durable] = [plainWriters(pool, writers), await sessionWriters(session, writers)]
    const ms = count(ROUND_MS)
    // Whoever goes first finds the database rested: they take turns at that, too.
    const found =
      round % 2 === 0
        ? { commits: await rate(plain, ms), events: await rate(durable, ms) }
        : { events: await rate(durable, ms), commits: await rate(plain, ms) }
    if (round < 0) continue
    events.push(found.events)
    commits.push(found.commits)
  }
  const ratios = events.map((value, index) => value / (commits[index] ?? Number.NaN))
  return { events: percentile(events, 0.5), commits: percentile(commits, 0.5), ratio: percentile(ratios, 0.5) }
}

const report = new Report('log', 'durable events a second through the session service, against plain commits')
const closing = new Closing()
try {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-log-'))
  closing.add({ close: async () => rmSync(folder, { recursive: true, force: true }) })
  const postgres = await startEmbeddedPostgres(folder)
  closing.add({ close: () => postgres.stop() })
  const where = { host: postgres.socketFolder, user: postgres.user, name: 'postgres' }
  const { database, pool } = closing.add(connectDatabase(where, createLog('silent')))
  await migrate(database)
  await pool.query('create table bench_event (like session_event including indexes)')
  const { rows } = await pool.query<{ fsync: string; commit: string }>(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
  )
  if (rows[0]?.fsync !== 'on' || rows[0].commit !== 'on') throw new Error('The database does not wait for the disk.')
  const session = createSessionService({ store: createSessionStore({ database, pool }), clock: systemClock })
  for (const writers of WRITERS) {
    const { events, commits, ratio } = await measure(session, pool, writers)
    const at = `${writers} session${writers === 1 ? '' : 's'}`
    report.note(`${at} done`)
    report.add(
      { metric: `${at}, events`, value: events, unit: '/s' },
      { metric: `${at}, plain commits`, value: commits, unit: '/s' },
      { metric: `${at}, ratio`, value: ratio, unit: '', against: 'plain commits', target: { atLeast: 0.7 } },
    )
  }
} finally {
  await closing.all()
}
report.print()
