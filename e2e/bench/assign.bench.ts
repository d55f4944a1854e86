import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { distribute } from '@deskside/protocol'
import type { AvailableAgent, QueueRules, WaitingEntry } from '@deskside/protocol'
import { systemClock } from '../../apps/server/src/platform/clock.ts'
import { connectDatabase, migrate } from '../../apps/server/src/platform/database.ts'
import type { Connected } from '../../apps/server/src/platform/database.ts'
import { startEmbeddedPostgres } from '../../apps/server/src/platform/embedded-postgres.ts'
import { createLog } from '../../apps/server/src/platform/log.ts'
import { createAssignment } from '../../apps/server/src/queue/assignment.ts'
import type { Assignment } from '../../apps/server/src/queue/assignment.ts'
import { endWhatIsOver, nextEnd } from '../../apps/server/src/queue/endings.ts'
import { offerAnew } from '../../apps/server/src/queue/offering.ts'
import { createQueueStore } from '../../apps/server/src/queue/store.ts'
import type { QueueStore } from '../../apps/server/src/queue/store.ts'
import { arriveMany, fillFloor } from './assign-floor.ts'
import { Closing } from './closing.ts'
import { Report, count, percentile } from './report.ts'

const SIZE = { queues: 20, agents: count(1_000), waiting: count(10_000) }
const report = new Report('assign', `${SIZE.agents} agents, ${SIZE.waiting} waiting in ${SIZE.queues} queues`)
const helps = (): boolean => true

/** The choice alone, without a database. */
function measureChoice(): void {
  const queues = Array.from({ length: SIZE.queues }, (_, n): QueueRules => ({
    id: `queue-${n}`,
    distribution: n % 2 === 0 ? 'most-idle' : 'round-robin',
    priority: 5,
    lastOfferedTo: undefined,
    weight: 1,
    waiting: 0,
    overflow: null,
    escalation: null,
  }))
  const waiting = Array.from({ length: SIZE.waiting }, (_, n): WaitingEntry => ({
    id: `visitor-${n}`,
    queueId: `queue-${n % 2 === 0 ? 0 : n % SIZE.queues}`,
    enteredAt: n,
    needs: n % 4 === 0 ? [{ skill: 'Spanish', level: 2, relaxAfterMs: null }] : [],
    declinedBy: [],
    offeredTo: [],
    pauses: [],
  }))
  const agents = (room: (n: number) => number): AvailableAgent[] =>
    Array.from({ length: SIZE.agents }, (_, n) => ({
      id: `agent-${n}`,
      name: `Agent ${n}`,
      queueIds: Array.from({ length: 5 }, (_, k) => `queue-${k === 0 ? 0 : (n * 7 + k * 3) % SIZE.queues}`),
      skills: n % 2 === 0 ? [{ skill: 'Spanish', level: 3 }] : [],
      room: room(n),
      idleSince: undefined,
    }))
  for (const [what, room] of [
    ['one place is free', (n: number) => (n === 0 ? 1 : 0)],
    ['all have three', () => 3],
  ] as const) {
    const free = agents(room)
    const times = Array.from({ length: 30 }, () => {
      const before = performance.now()
      distribute({ now: 1e6, queues, waiting, agents: free })
      return performance.now() - before
    })
    report.add({ metric: `choosing alone among all, ${what}, median`, value: percentile(times, 0.5), unit: 'ms' })
  }
}

interface Floor extends Connected {
  readonly store: QueueStore
}

/** Agents who were offered somebody have taken them, and are done. */
async function finish({ store }: Floor, agentIds: readonly string[]): Promise<void> {
  await store.inTurn(async (within) => {
    await within
      .updateTable('queue_entry')
      .set({ state: 'accepted', ended_at: 0, served_at: 0 })
      .where('id', 'in', (inner) =>
        inner
          .selectFrom('queue_offer')
          .select('entry_id')
          .where('queue_offer.state', '=', 'open')
          .where('queue_offer.agent_id', 'in', agentIds),
      )
      .execute()
    await within
      .updateTable('queue_offer')
      .set({ state: 'accepted', closed_at: 0 })
      .where('state', '=', 'open')
      .where('agent_id', 'in', agentIds)
      .execute()
    return { changed: true, result: undefined }
  })
}

async function offeredAmong({ pool }: Floor, agentIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ agent_id: string }>({
    name: 'offered',
    text: `select agent_id from queue_offer where state = 'open' and agent_id = any($1)`,
    values: [agentIds],
  })
  return new Set(rows.map(({ agent_id: id }) => id))
}

/** Time on a processor that the database's processes have taken until now, in milliseconds; those that are gone are left out. */
function databaseMs(parent: string | undefined): number {
  const ticks = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => statOf(pid))
    .filter(([, ppid]) => ppid === parent)
    .reduce((sum, stat) => sum + Number(stat[11]) + Number(stat[12]), 0)
  // A tick is a hundredth of a second on every Linux that Node runs on (proc(5)).
  return ticks * 10
}

/** Fields of a process from its state on; empty where it is gone meanwhile. */
function statOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return []
    throw error
  }
}

/** One look by itself, with one agent free each time. */
async function measurePass(floor: Floor): Promise<void> {
  const times: number[] = []
  const { rows } = await floor.pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  // A connection's process is a child of the database's own.
  const parent = statOf(String(rows[0]?.pid))[1]
  const [own, theirs] = [process.cpuUsage(), databaseMs(parent)]
  for (let n = 0; n < count(100); n += 1) {
    await finish(floor, [`agent-${n % SIZE.agents}`])
    const before = performance.now()
    await floor.store.inTurn(async (within) => {
      const now = Date.now()
      const ended = await endWhatIsOver(within, { now, seenBy: now, startedAt: 0 })
      const { offers } = await offerAnew(within, now, helps)
      await nextEnd(within, { now, startedAt: 0 })
      return { changed: ended || offers > 0, result: undefined }
    })
    times.push(performance.now() - before)
  }
  const { user, system } = process.cpuUsage(own)
  const database = databaseMs(parent) - theirs
  for (const share of [0.5, 0.99])
    report.add({ metric: `one look with one agent free, p${share * 100}`, value: percentile(times, share), unit: 'ms' })
  report.add(
    { metric: 'the same, time on a processor: server', value: (user + system) / 1_000 / times.length, unit: 'ms' },
    {
      metric: 'the same, time on a processor: database',
      value: database / times.length,
      unit: 'ms',
    },
  )
}

function createFloorAssignment(store: QueueStore, changed: () => void): Assignment {
  const here = () => ({ agentIds: [], entryIds: [] })
  return createAssignment({ store, clock: systemClock, log: createLog('silent'), here, helps, changed })
}

/** As many agents as finish in one moment are all offered the next: how many a second, when they do it again and again. */
async function measureRate(floor: Floor): Promise<void> {
  const together = count(100)
  const rates: number[] = []
  let told: (() => void) | undefined
  const assignment = createFloorAssignment(floor.store, () => told?.())
  for (let round = 0; round < count(30); round += 1) {
    const ids = Array.from({ length: together }, (_, n) => `agent-${(round * together + n) % SIZE.agents}`)
    await arriveMany(floor, { queues: SIZE.queues, howMany: together })
    const before = performance.now()
    await finish(floor, ids)
    const done = new Promise<void>((resolve) => {
      told = () => void offeredAmong(floor, ids).then(({ size }) => size === ids.length && resolve())
    })
    assignment.stir()
    await done
    rates.push((together * 1_000) / (performance.now() - before))
  }
  await assignment.stop()
  report.add({
    metric: `${together} agents at a time, taking and offering, median`,
    value: percentile(rates, 0.5),
    unit: 'assignments/s',
    target: { atLeast: 500 },
  })
}

/** Agents become free at random moments: how long until their next visitor is theirs. */
async function measureWait(floor: Floor, perSecond: number): Promise<void> {
  const waits: number[] = []
  const free = new Map<string, number>()
  let [looking, again] = [false, false]
  const look = async (): Promise<void> => {
    if (looking) return void (again = true)
    looking = true
    do {
      again = false
      for (const id of await offeredAmong(floor, [...free.keys()])) {
        waits.push(performance.now() - (free.get(id) ?? 0))
        free.delete(id)
      }
    } while (again)
    looking = false
  }
  const assignment = createFloorAssignment(floor.store, () => void look())
  const seconds = count(10)
  const wanted = perSecond * seconds
  await arriveMany(floor, { queues: SIZE.queues, howMany: wanted })
  const started = performance.now()
  const finishing: Promise<void>[] = []
  for (let n = 0; n < wanted; n += 1) {
    const late = started + (n * 1_000) / perSecond - performance.now()
    if (late > 1) await pause(late)
    const id = `agent-${n % SIZE.agents}`
    finishing.push(
      finish(floor, [id]).then(() => {
        free.set(id, performance.now())
        assignment.stir()
      }),
    )
  }
  await Promise.all(finishing)
  for (let tries = 0; free.size > 0 && tries < 100; tries += 1) {
    assignment.stir()
    await pause(50)
    await look()
  }
  await assignment.stop()
  for (const share of [0.5, 0.99])
    report.add({
      metric: `added wait, ${perSecond} agents free a second, p${share * 100}`,
      value: percentile(waits, share),
      unit: 'ms',
      ...(share === 0.99 ? { target: { atMost: 100 } } : {}),
    })
}

const closing = new Closing()
try {
  measureChoice()
  const folder = mkdtempSync(join(tmpdir(), 'deskside-assign-'))
  closing.add({ close: async () => rmSync(folder, { recursive: true, force: true }) })
  const postgres = await startEmbeddedPostgres(folder)
  closing.add({ close: () => postgres.stop() })
  const where = { host: postgres.socketFolder, user: postgres.user, name: 'postgres' }
  const connected = closing.add(connectDatabase(where, createLog('silent')))
  await migrate(connected.database)
  await fillFloor(connected, SIZE)
  const floor = { ...connected, store: createQueueStore(connected.database, 'bench') }
  report.note('the floor is full')
  const first = createFloorAssignment(floor.store, () => undefined)
  const before = performance.now()
  first.stir()
  await first.stop()
  report.add({ metric: 'the first look, all free', value: performance.now() - before, unit: 'ms' })
  await measurePass(floor)
  report.note('looks done')
  await measureRate(floor)
  report.note('rate done')
  await measureWait(floor, 50)
} finally {
  await closing.all()
}
report.print()
