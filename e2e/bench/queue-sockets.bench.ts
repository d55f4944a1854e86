import { servingSchema, visitingSchema } from '@deskside/protocol'
import { House, PEOPLE } from '../house.ts'
import { Closing } from './closing.ts'
import { hire, inTurns } from './crowd.ts'
import { Report, count } from './report.ts'
import { COLLECTABLE, openFilesLimit, settledBytes } from './server-memory.ts'
import { Visitor } from './visitor.ts'

const AGENTS = 50
const AGENT_PAGES = 2_000
const WAITING = 2_000
const SPARE_FILES = 200
const WEEK = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }])

const report = new Report('queue-sockets', 'memory of the server for who waits in a queue and who serves it')

/** Each from a network of their own: from one, only a few may come. */
async function comeIn(house: House, n: number): Promise<Record<string, string>> {
  const address = `10.${n >> 8}.${n & 255}.1`
  const headers = { origin: house.url, 'x-forwarded-for': address, 'content-type': 'application/json' }
  const answer = await fetch(`${house.serverUrl}/api/v1/queue-entrances/bench/entries`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ name: `Visitor ${n}`, answers: {} }),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (answer.status !== 200 || cookie === undefined) throw new Error(`${answer.status}: ${await answer.text()}`)
  await answer.arrayBuffer()
  return { ...headers, cookie }
}

/** A page that follows its place: it has heard it once. */
async function follow(house: House, headers: Record<string, string>): Promise<() => Promise<void>> {
  const controller = new AbortController()
  const answer = await fetch(`${house.serverUrl}/api/v1/queue-entry/events`, { headers, signal: controller.signal })
  const reader = answer.body?.getReader()
  if (answer.status !== 200 || !reader) throw new Error(`An event stream answers ${answer.status}.`)
  const first = Buffer.from((await reader.read()).value ?? []).toString()
  if (!first.includes('"waiting"')) throw new Error(`Who should wait hears: ${first}`)
  // What comes later is read on, as a browser does.
  const reading = (async () => {
    for (;;) if ((await reader.read()).done) return
  })().catch(() => undefined)
  return async () => {
    controller.abort()
    await reading
  }
}

async function restart(house: House): Promise<number> {
  await house.stopServer()
  await house.startServer()
  return house.serverPid
}

interface Crowd<T> {
  readonly what: string
  readonly howMany: number
  readonly open: (n: number) => Promise<T>
  readonly close: (opened: T) => Promise<unknown>
}

async function measure<T>(house: House, { what, howMany, open, close }: Crowd<T>): Promise<void> {
  const pid = await restart(house)
  const numbers = Array.from({ length: howMany }, (_, n) => n)
  // Code that runs for the first time takes memory that no later one pays for.
  await inTurns(await inTurns(numbers.slice(0, Math.ceil(howMany / 10)), open), close)
  const before = await settledBytes(pid)
  const opened = await inTurns(numbers, open)
  const after = await settledBytes(pid)
  report.note(
    `${what}: ${Math.round(before.collected / 1e6)} MB before, ${Math.round(after.collected / 1e6)} MB with ${howMany}`,
  )
  await inTurns(opened, close)
  const each = (which: 'rested' | 'collected'): number => (after[which] - before[which]) / howMany / 1_000
  report.add(
    { metric: what, value: each('collected'), unit: 'kB', target: { atMost: 20 } },
    { metric: `${what}, before a full collection`, value: each('rested'), unit: 'kB' },
  )
}

const closing = new Closing()
try {
  const house = closing.add(await House.open({ settings: { ...COLLECTABLE, TRUSTED_PROXIES: '127.0.0.1' } }))
  const [waiting, pages] = [count(WAITING), count(AGENT_PAGES)]
  const needed = Math.max(waiting, pages) + SPARE_FILES
  if (Math.min(openFilesLimit(house.serverPid), openFilesLimit(process.pid)) < needed)
    throw new Error(`${needed} open files are needed: run "ulimit -n ${needed}".`)
  const agents = await hire(house, count(AGENTS))
  const ada = await Visitor.signedIn(house, PEOPLE.administrator.email)
  const { users } = await ada.call<{ users: { id: string; email: string }[] }>('GET', '/api/v1/users')
  await ada.call('POST', '/api/v1/queues', {
    slug: 'bench',
    name: 'Bench',
    description: '',
    hours: { timeZone: 'UTC', week: WEEK, holidays: [] },
    form: [],
    distribution: 'most-idle',
    priority: 5,
    acceptSeconds: 20,
    agentIds: users.filter(({ email }) => email.startsWith('bench-')).map(({ id }) => id),
    serving: servingSchema.parse({}),
    visiting: visitingSchema.parse({}),
  })
  const seats = await inTurns(
    Array.from({ length: waiting }, (_, n) => n),
    (n) => comeIn(house, n),
  )
  report.note(`${waiting} wait`)
  await measure(house, {
    what: 'a waiting visitor’s event stream',
    howMany: waiting,
    open: (n) => follow(house, seats[n] ?? {}),
    close: (end) => end(),
  })
  await measure(house, {
    what: 'an agent’s socket',
    howMany: pages,
    open: (n) => (agents[n % agents.length] as Visitor).connect('representative'),
    close: (line) => line.close(),
  })
} finally {
  await closing.all()
}
report.print()
