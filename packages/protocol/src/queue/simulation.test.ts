import { expect, test, vi } from 'vitest'
import { erlangC } from '../report/erlang.ts'
import { runLoad, waitsInOneLine } from '../testing/queue-load.ts'
import type { Fared } from '../testing/queue-load.ts'
import { QueueWorld } from '../testing/queue-world.ts'
import { runs } from '../testing/runs.ts'
import { distribute } from './distribute.ts'
import type { Distribution } from './settings.ts'

vi.setConfig({ testTimeout: 600_000 })
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length
const meanWait = (fared: readonly Fared[]): number => mean(fared.map(({ waited }) => waited)) / 1000
const inQueue = (fared: readonly Fared[], queueId: string): readonly Fared[] =>
  fared.filter((one) => one.queueId === queueId)

interface Floor {
  readonly agents: number
  readonly distribution?: Distribution
  readonly queueIds?: readonly string[]
  readonly capacity?: number
}
/** Agents who all serve all queues. */
function floorOf({ agents, distribution = 'most-idle', queueIds = ['help'], capacity = 1 }: Floor): QueueWorld {
  const world = new QueueWorld()
  for (const id of queueIds) world.addQueue({ id, distribution, priority: 5 })
  for (let n = 0; n < agents; n += 1) world.addAgent({ id: `agent-${LETTERS[n] ?? n}`, queueIds, capacity })
  return world
}
/** How many visitors each agent had: the most over the fewest. */
function spread(fared: readonly Fared[]): { most: number; fewest: number } {
  const counts = new Map<string, number>()
  for (const { agentId } of fared) counts.set(agentId, (counts.get(agentId) ?? 0) + 1)
  return { most: Math.max(...counts.values()), fewest: Math.min(...counts.values()) }
}

test('[queue R5, R11] nobody waits a moment longer than in one line at a bank, whoever is chosen to help', () => {
  for (const distribution of ['most-idle', 'round-robin', 'everybody'] as const) {
    const fared = runLoad({
      world: floorOf({ agents: 16, distribution, queueIds: ['help', 'billing'] }),
      seed: 7,
      arrivals: 5_000,
      everyMs: 15_000,
      handleMs: 200_000,
      queueOf: (drawn) => (drawn < 0.9 ? 'help' : 'billing'),
    })
    expect(fared.map(({ waited }) => waited)).toEqual(waitsInOneLine(fared, 16))
  }
})

// Over 30 seeds the mean wait scatters by 2.8 % of itself for the first and 2.3 % for the second: chance comes in long spells,
// and one of them is felt by many. The nightly form takes the mean of ten, which scatters by less than 1 %.
test.each([
  { agents: 16, erlangs: 12, handleSeconds: 180, arrivals: 400_000 },
  { agents: 3, erlangs: 1.5, handleSeconds: 300, arrivals: 100_000 },
])(
  '[queue R11] $agents agents with $erlangs erlang wait as Erlang C says, within 5 %',
  ({ agents, erlangs, handleSeconds, arrivals }) => {
    const expected = erlangC({ agents, erlangs, handleSeconds })
    const floors = Array.from({ length: runs({ quick: 1, nightly: 10 }) }, (_, n) => {
      const fared = runLoad({
        world: floorOf({ agents }),
        seed: 1917 + n,
        arrivals,
        everyMs: (handleSeconds * 1000) / erlangs,
        handleMs: handleSeconds * 1000,
        queueOf: () => 'help',
      })
      const waited = fared.filter(({ waited }) => waited > 0).length / fared.length
      const inTime = fared.filter(({ waited }) => waited <= 20_000).length / fared.length
      return { mean: meanWait(fared), waited, inTime }
    })
    const ratio = (of: (floor: (typeof floors)[number]) => number): number => mean(floors.map(of))
    expect(Math.abs(ratio((floor) => floor.mean / expected.meanSeconds) - 1)).toBeLessThan(0.05)
    expect(Math.abs(ratio((floor) => floor.waited / expected.waitsAtAll) - 1)).toBeLessThan(0.05)
    expect(Math.abs(ratio((floor) => floor.inTime / expected.answeredWithin(20)) - 1)).toBeLessThan(0.01)
  },
)

test('[queue R5] a crowded queue and a quiet one of the same agents wait alike', () => {
  const fared = runLoad({
    world: floorOf({ agents: 12, queueIds: ['crowded', 'usual', 'quiet'], distribution: 'round-robin' }),
    seed: 3,
    arrivals: 60_000,
    everyMs: 20_000,
    handleMs: 200_000,
    queueOf: (drawn) => (drawn < 0.8 ? 'crowded' : drawn < 0.95 ? 'usual' : 'quiet'),
  })
  const all = meanWait(fared)
  expect(all).toBeGreaterThan(5)
  for (const queueId of ['crowded', 'usual', 'quiet'])
    expect(Math.abs(meanWait(inQueue(fared, queueId)) / all - 1)).toBeLessThan(0.1)
})

test('[queue R5] under more work than can be done a queue of priority 9 goes first, and one of priority 1 still moves', () => {
  const world = new QueueWorld()
  world.addQueue({ id: 'outage', distribution: 'most-idle', priority: 9 })
  world.addQueue({ id: 'general', distribution: 'most-idle', priority: 1 })
  for (const letter of 'ABCDEFGH') world.addAgent({ id: letter, queueIds: ['outage', 'general'] })
  const load = { seed: 5, arrivals: 4_000, everyMs: 18_000, handleMs: 160_000 }
  const fared = runLoad({ world, ...load, queueOf: (drawn) => (drawn < 0.5 ? 'outage' : 'general') })
  const late = fared.slice(1_000)
  const [first, last] = [meanWait(inQueue(late, 'outage')), meanWait(inQueue(late, 'general'))]
  // Eight points of priority are worth ten minutes of waiting, and never more than that.
  expect(last - first).toBeGreaterThan(0.9 * 600)
  expect(last - first).toBeLessThan(1.1 * 600)
})

test('[queue R11] agents who share some queues: nobody waits for whom an agent is idle', () => {
  const world = new QueueWorld()
  for (const id of ['north', 'middle', 'south']) world.addQueue({ id, distribution: 'most-idle', priority: 5 })
  for (const id of ['N1', 'N2', 'N3', 'N4']) world.addAgent({ id, queueIds: ['north', 'middle'] })
  for (const id of ['S1', 'S2', 'S3', 'S4']) world.addAgent({ id, queueIds: ['middle', 'south'] })
  const load = { seed: 11, arrivals: 30_000, everyMs: 30_000, handleMs: 180_000 }
  const fared = runLoad({
    world,
    ...load,
    queueOf: (drawn) => (drawn < 0.35 ? 'north' : drawn < 0.8 ? 'middle' : 'south'),
  })
  expect(fared).toHaveLength(30_000)
  // Whom both teams may take waits less than whom only one may; the less loaded team's own wait less.
  const [north, middle, south] = ['north', 'middle', 'south'].map((id) => meanWait(inQueue(fared, id)))
  expect(middle).toBeLessThan(north ?? 0)
  expect(south).toBeLessThan(north ?? 0)
  // Between one pool of eight and two of four, which Erlang C both knows.
  const [erlangs, handleSeconds] = [6, 180]
  expect(meanWait(fared)).toBeGreaterThan(erlangC({ agents: 8, erlangs, handleSeconds }).meanSeconds)
  expect(meanWait(fared)).toBeLessThan(erlangC({ agents: 4, erlangs: erlangs / 2, handleSeconds }).meanSeconds)
})

test('[queue R10] round robin with room to spare gives each agent the same number, give or take one', () => {
  const load = { seed: 2, arrivals: 10_003, everyMs: 60_000, handleMs: 60_000 }
  const world = floorOf({ agents: 16, distribution: 'round-robin', capacity: 20 })
  const { most, fewest } = spread(runLoad({ world, ...load, queueOf: () => 'help' }))
  expect(most - fewest).toBe(1)
})

test('[queue R10] on a busy day the agent with the most visitors has at most 6 % more than the one with the fewest', () => {
  for (const distribution of ['round-robin', 'most-idle'] as const) {
    const load = { seed: 2, arrivals: 60_000, everyMs: 15_000, handleMs: 180_000 }
    const { most, fewest } = spread(
      runLoad({ world: floorOf({ agents: 16, distribution }), ...load, queueOf: () => 'help' }),
    )
    expect(most / fewest).toBeLessThan(1.06)
  }
})

test('[queue R5, R7, R10] a thousand agents and ten thousand waiting: the first in line, each to one agent, until all are full', () => {
  const queueIds = Array.from({ length: 20 }, (_, n) => `queue-${n}`)
  const world = new QueueWorld()
  for (const [n, id] of queueIds.entries())
    world.addQueue({ id, distribution: n % 2 === 0 ? 'most-idle' : 'round-robin', priority: 5 })
  for (let n = 0; n < 1_000; n += 1) world.addAgent({ id: `agent-${n}`, queueIds, capacity: 3 })
  for (let n = 0; n < 10_000; n += 1) {
    // Skewed: half of all are in the first queue.
    world.now = n
    world.arrive(`visitor-${n}`, `queue-${n % 2 === 0 ? 0 : n % 20}`)
  }
  const offers = world.settle()
  expect(offers.map(({ entryId }) => entryId)).toEqual(Array.from({ length: 3_000 }, (_, n) => `visitor-${n}`))
  expect(distribute(world.facts)).toEqual([])
})

/** Lets the clock run to each moment at which the server would look by itself. */
function settleUntil(world: QueueWorld, until: number): void {
  for (let at = world.wakesAt; at !== undefined && at <= until; at = world.wakesAt) {
    world.now = at
    world.settle()
  }
  world.now = until
}

test('[queue R13] two teams apart by a skill wait as two lines by Erlang C, and as one once the need has relaxed at once', () => {
  const [erlangs, handleSeconds] = [6, 180]
  const spanish = [{ skill: 'Spanish', level: 3 }]
  const waits = (relaxAfterMs: number | null): number => {
    const world = new QueueWorld()
    const needs = [{ skill: 'Spanish', level: 2, relaxAfterMs }]
    world.addQueue({ id: 'spoken', distribution: 'most-idle', priority: 5, needs })
    world.addQueue({ id: 'plain', distribution: 'most-idle', priority: 5 })
    for (const id of 'ABCD') world.addAgent({ id, queueIds: ['spoken'], skills: spanish })
    // They serve both; without the skill they are of no use to the first while its need holds.
    for (const id of 'EFGH') world.addAgent({ id, queueIds: ['spoken'], skills: [{ skill: 'Spanish', level: 1 }] })
    const load = {
      seed: 13,
      arrivals: 60_000,
      everyMs: (handleSeconds * 1000) / (erlangs / 2),
      handleMs: handleSeconds * 1000,
    }
    return meanWait(runLoad({ world, ...load, queueOf: () => 'spoken' }))
  }
  const four = erlangC({ agents: 4, erlangs: erlangs / 2, handleSeconds }).meanSeconds
  const eight = erlangC({ agents: 8, erlangs: erlangs / 2, handleSeconds }).meanSeconds
  expect(Math.abs(waits(null) / four - 1)).toBeLessThan(0.1)
  expect(Math.abs(waits(0) - eight)).toBeLessThan(1)
})

test('[queue R14] agents with room for three at once are as three agents each, and heavy work leaves room for what it leaves', () => {
  const [erlangs, handleSeconds] = [12, 180]
  const load = { seed: 17, arrivals: 60_000, everyMs: (handleSeconds * 1000) / erlangs, handleMs: handleSeconds * 1000 }
  const world = (weight: number, capacity: number): QueueWorld => {
    const made = new QueueWorld()
    made.addQueue({ id: 'help', distribution: 'most-idle', priority: 5, weight })
    for (const id of 'ABCDE') made.addAgent({ id, queueIds: ['help'], capacity })
    return made
  }
  const waits = (weight: number, capacity: number): number =>
    meanWait(runLoad({ world: world(weight, capacity), ...load, queueOf: () => 'help' }))
  const fifteen = erlangC({ agents: 15, erlangs, handleSeconds }).meanSeconds
  expect(Math.abs(waits(1, 3) / fifteen - 1)).toBeLessThan(0.15)
  // Twice the weight in twice the capacity is the same; the odd rest of a capacity is room for nobody.
  expect(waits(2, 6)).toBe(waits(1, 3))
  expect(waits(2, 7)).toBe(waits(1, 3))
})

test('[queue R15] a queue that overflows when nobody comes in time waits no longer than that, while the other team has room', () => {
  const world = new QueueWorld()
  const overflow = { toQueueId: 'calm', afterMs: 60_000, whenWaiting: null, whenNobody: false }
  world.addQueue({ id: 'busy', distribution: 'most-idle', priority: 5, overflow })
  world.addQueue({ id: 'calm', distribution: 'round-robin', priority: 5 })
  world.addAgent({ id: 'A', queueIds: ['busy'] })
  for (const id of 'PQRSTUVW') world.addAgent({ id, queueIds: ['calm'] })
  const waits: number[] = []
  for (let n = 0; n < 400; n += 1) {
    settleUntil(world, n * 60_000)
    world.arrive(`visitor-${n}`, 'busy')
    world.settle()
    const came = new Map([...world.waiting.values()].map(({ id, enteredAt }) => [id, enteredAt]))
    for (let at: number | undefined = world.now; at !== undefined && at < (n + 1) * 60_000; at = world.wakesAt) {
      world.now = Math.max(world.now, at)
      world.settle()
      for (const { id, offeredTo } of [...world.waiting.values()])
        if (offeredTo[0] !== undefined) {
          waits.push(world.now - (came.get(id) ?? world.now))
          world.accept({ entryId: id, agentId: offeredTo[0] })
        }
    }
    // Each helps for four minutes.
    if (n >= 4 && world.sessions.has(`visitor-${n - 4}`)) world.end(`visitor-${n - 4}`)
  }
  expect(waits.length).toBeGreaterThan(390)
  expect(Math.max(...waits)).toBe(60_000)
})

test('[queue R17] wrap-up is work: agents who finish up for a minute wait as if each session took a minute longer', () => {
  const handleSeconds = 120
  const world = new QueueWorld()
  world.addQueue({ id: 'help', distribution: 'most-idle', priority: 5, wrapUpMs: 60_000 })
  for (const id of 'ABCDEF') world.addAgent({ id, queueIds: ['help'] })
  const everyMs = 45_000
  const fared = runLoad({
    world,
    seed: 19,
    arrivals: 40_000,
    everyMs,
    handleMs: handleSeconds * 1000,
    queueOf: () => 'help',
  })
  const erlangs = ((handleSeconds + 60) * 1000) / everyMs
  const expected = erlangC({ agents: 6, erlangs, handleSeconds: handleSeconds + 60 }).meanSeconds
  // Work that varies less than by chance alone is waited for less, by Pollaczek and Khinchine's (1 + c²) / 2: here c² = (120 / 180)².
  const ratio = meanWait(fared) / (expected * ((1 + (120 / 180) ** 2) / 2))
  expect(Math.abs(ratio - 1)).toBeLessThan(0.1)
})

test('[queue R13, R14, R15] a thousand agents and ten thousand waiting with skills, weights and overflow: all places are used, by those who may', () => {
  const world = new QueueWorld()
  const ids = Array.from({ length: 20 }, (_, n) => `queue-${n}`)
  for (const [n, id] of ids.entries()) {
    const toQueueId = ids[(n + 1) % ids.length] ?? ''
    const overflow = { toQueueId, afterMs: null, whenWaiting: 300, whenNobody: false }
    const needs = n % 4 === 0 ? [{ skill: `skill-${n % 3}`, level: 2, relaxAfterMs: null }] : []
    world.addQueue({
      id,
      distribution: n % 2 === 0 ? 'most-idle' : 'round-robin',
      priority: 5,
      weight: 1 + (n % 3),
      overflow,
      needs,
    })
  }
  for (let n = 0; n < 1_000; n += 1)
    world.addAgent({
      id: `agent-${n}`,
      queueIds: [ids[n % 20] ?? '', ids[(n * 3) % 20] ?? ''],
      capacity: 3 + (n % 3),
      skills: [{ skill: `skill-${n % 5}`, level: 1 + (n % 3) }],
    })
  for (let n = 0; n < 10_000; n += 1) {
    world.now = n
    world.arrive(`visitor-${n}`, ids[n % 3 === 0 ? 0 : n % 20] ?? '')
  }
  expect(world.settle().length).toBeGreaterThan(1_500)
  expect(distribute(world.facts)).toEqual([])
})
