import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { afterOffer, allowedOffers, nextOffer } from '../testing/next-offer.ts'
import { QueueWorld } from '../testing/queue-world.ts'
import { runs } from '../testing/runs.ts'
import { DISTRIBUTIONS } from './settings.ts'
import { distribute } from './distribute.ts'
import type { AvailableAgent, Distributing, NewOffer, QueueRules, VisitorNeed, WaitingEntry } from './facts.ts'

const numRuns = runs({ quick: 300, nightly: 10_000 })
vi.setConfig({ testTimeout: 600_000 })
const QUEUES = ['billing', 'orders', 'repairs']
const AGENTS = ['Anna', 'Ben', 'Cleo', 'Dora', 'Émile']
const SOMEBODY_ELSE = 'Zoe'

const queueId = fc.constantFrom(...QUEUES)
const agentId = fc.constantFrom(...AGENTS, SOMEBODY_ELSE)
// Few different times, so that ties are common; minutes apart, so that priority decides, too.
const time = fc.integer({ min: 0, max: 12 }).map((n) => n * 75_000)
const NOW = 12 * 75_000
const SKILLS = ['Spanish', 'invoices', 'Printers']
const level = fc.integer({ min: 1, max: 3 })
// Each time one that some of the waits have reached and others have not.
const afterMs = fc.option(time, { nil: null, freq: 3 })
const needs: fc.Arbitrary<readonly VisitorNeed[]> = fc.uniqueArray(
  fc.record({ skill: fc.constantFrom(...SKILLS, 'SPANISH'), level, relaxAfterMs: afterMs }),
  { maxLength: 2, selector: ({ skill }) => skill.toLowerCase() },
)
const skills = fc.uniqueArray(fc.record({ skill: fc.constantFrom(...SKILLS), level }), {
  maxLength: 3,
  selector: ({ skill }) => skill,
})
const powers = {
  weight: fc.integer({ min: 1, max: 3 }),
  overflow: fc.option(
    fc.record({
      // Also to itself, and to one that is deleted: both lead nowhere.
      toQueueId: fc.constantFrom(...QUEUES, 'deleted'),
      afterMs,
      whenWaiting: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
      whenNobody: fc.boolean(),
    }),
    { nil: null },
  ),
  escalation: fc.option(fc.record({ afterMs: time, priority: fc.integer({ min: 1, max: 9 }) }), { nil: null }),
}
const rules = (id: string): fc.Arbitrary<QueueRules> =>
  fc.record({
    ...powers,
    waiting: fc.integer({ min: 0, max: 6 }),
    id: fc.constant(id),
    distribution: fc.constantFrom(...DISTRIBUTIONS),
    priority: fc.integer({ min: 1, max: 9 }),
    lastOfferedTo: fc.option(
      agentId.map((id) => ({ id, name: id })),
      { nil: undefined },
    ),
  })
const entry: fc.Arbitrary<Omit<WaitingEntry, 'id'>> = fc.record({
  queueId: fc.constantFrom(...QUEUES, 'deleted'),
  enteredAt: time,
  needs,
  declinedBy: fc.array(agentId, { maxLength: 6 }),
  notFor: fc.uniqueArray(agentId, { maxLength: 2 }),
  offeredTo: fc.uniqueArray(agentId, { maxLength: 2 }),
  pauses: fc.array(fc.record({ agentId, until: fc.constantFrom(NOW - 1, NOW, NOW + 1) }), { maxLength: 2 }),
})
const available = (id: string): fc.Arbitrary<AvailableAgent> =>
  fc.record({
    id: fc.constant(id),
    name: fc.constantFrom(id, 'Anna'),
    queueIds: fc.uniqueArray(queueId, { maxLength: 3 }),
    skills,
    room: fc.integer({ min: 0, max: 3 }),
    idleSince: fc.option(time, { nil: undefined }),
  })
const facts: fc.Arbitrary<Distributing> = fc.record({
  now: fc.constant(NOW),
  queues: fc.tuple(...QUEUES.map(rules)),
  waiting: fc
    .array(entry, { maxLength: 12 })
    .map((entries) => entries.map((one, n) => ({ ...one, id: `visitor-${n}` }))),
  agents: fc.subarray(AGENTS).chain((ids) => fc.tuple(...ids.map(available))),
})

test('[queue R5, R7, R8, R9, R10, R11, R13, R14, R15, R16] any choice is the one that the rules make offer by offer', () => {
  fc.assert(
    fc.property(facts, (facts) => {
      const expected: NewOffer[] = []
      let then = facts
      for (let offer = nextOffer(then); offer; offer = nextOffer(then)) {
        expected.push(offer)
        then = afterOffer(then, offer)
      }
      expect(distribute(facts)).toEqual(expected)
      // Made, they leave nothing to offer.
      expect(distribute(then)).toEqual([])
    }),
    { numRuns },
  )
})

test('[queue R9] several servers with the same facts in any order choose the same', () => {
  const shuffled = facts.chain((facts) => {
    const { now, queues, waiting, agents } = facts
    const all = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
      fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length })
    return fc.record({
      facts: fc.constant(facts),
      other: fc.record({ now: fc.constant(now), queues: all(queues), waiting: all(waiting), agents: all(agents) }),
    })
  })
  fc.assert(
    fc.property(shuffled, ({ facts, other }) => {
      expect(distribute(other)).toEqual(distribute(facts))
    }),
    { numRuns },
  )
})

/** What happens to the queues; `which` picks among those to whom it can. */
type Happening =
  | { readonly is: 'arrives'; readonly queueId: string; readonly needs: readonly VisitorNeed[] }
  | { readonly is: 'back' | 'leaves a queue'; readonly agentId: string }
  | { readonly is: 'chooses'; readonly agentId: string; readonly which: number }
  | { readonly is: 'crashes' | 'goes away'; readonly agentId: string }
  | { readonly is: 'accepts' | 'declines' | 'misses' | 'ends' | 'gives up'; readonly which: number }
  | { readonly is: 'waits'; readonly ms: number }
  | { readonly is: 'server restarts'; readonly choosing: boolean }

const which = fc.nat({ max: 1_000 })
const knownAgent = fc.constantFrom(...AGENTS)
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ is: fc.constant('arrives' as const), queueId, needs }) },
  {
    weight: 12,
    arbitrary: fc.record({
      is: fc.constantFrom('accepts', 'accepts', 'declines', 'misses', 'ends', 'ends', 'gives up'),
      which,
    }),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('back' as const), agentId: knownAgent }) },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('leaves a queue' as const),
      agentId: fc.constantFrom(...AGENTS.slice(0, -1)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('chooses' as const), agentId: knownAgent, which }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constantFrom('crashes', 'goes away'), agentId: knownAgent }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('waits' as const), ms: fc.nat({ max: 600_000 }) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('server restarts' as const), choosing: fc.boolean() }) },
)
const floor = fc.record({
  queues: fc.tuple(
    ...QUEUES.map((id) =>
      fc
        .tuple(rules(id), fc.constantFrom(0, 0, 1, 300_000))
        .map(([queue, wrapUpMs]) => ({ ...queue, needs: [], wrapUpMs })),
    ),
  ),
  // The last of them serves all queues and can do everything, so that everybody can be helped in the end.
  agents: fc.tuple(
    ...AGENTS.map((id, n) =>
      fc.record({
        id: fc.constant(id),
        queueIds: n === AGENTS.length - 1 ? fc.constant(QUEUES) : fc.uniqueArray(queueId, { minLength: 1 }),
        skills: n === AGENTS.length - 1 ? fc.constant(SKILLS.map((skill) => ({ skill, level: 3 }))) : skills,
        capacity: fc.integer({ min: 1, max: 5 }),
      }),
    ),
  ),
})

/** What came of each who arrived, kept beside the world and not by it. */
class Story {
  readonly world = new QueueWorld()
  readonly #came = new Map<string, number>()
  readonly #helped = new Map<string, string>()
  readonly #ended = new Set<string>()
  readonly #gaveUp = new Set<string>()

  happen(what: Happening): void {
    const { world } = this
    const offers = [...world.waiting.values()].flatMap(({ id, offeredTo }) =>
      offeredTo.map((agentId) => ({ entryId: id, agentId })),
    )
    switch (what.is) {
      case 'arrives': {
        const id = `visitor-${this.#came.size}`
        this.#came.set(id, world.now)
        return world.arrive(id, what.queueId, what.needs)
      }
      case 'accepts':
        return picked(offers, what.which, (offer) => this.#accept(offer))
      case 'declines':
        return picked(offers, what.which, (offer) => world.decline(offer))
      case 'misses':
        return picked(offers, what.which, (offer) => world.miss(offer))
      case 'ends':
        return picked([...world.sessions.keys()], what.which, (id) => this.#end(id))
      case 'gives up':
        return picked([...world.waiting.keys()], what.which, (id) => {
          this.#gaveUp.add(id)
          world.leave(id)
        })
      case 'back':
        return world.setAvailable(what.agentId, true)
      case 'goes away':
        return world.setAvailable(what.agentId, false)
      case 'crashes':
        for (const [id, { agentId }] of world.sessions) if (agentId === what.agentId) this.#end(id)
        return world.setAvailable(what.agentId, false)
      case 'waits':
        return this.#wait(world.now + what.ms)
      case 'leaves a queue':
        return world.leaveQueue(what.agentId)
      case 'chooses':
        return picked([...world.waiting.values()], what.which, ({ id, queueId }) => {
          if (!world.agents.get(what.agentId)?.queueIds.includes(queueId)) return
          this.#helped.set(id, what.agentId)
          world.choose({ entryId: id, agentId: what.agentId })
        })
      case 'server restarts':
        // Dead between its choice and keeping it: nobody has heard of it, and the next one chooses the same.
        return what.choosing ? expectSameAfter(world) : world.restart()
    }
  }

  /** All come back, help whom they are offered and end what they began. */
  helpAll(): void {
    const { world } = this
    for (const id of AGENTS) world.setAvailable(id, true)
    while (world.waiting.size > 0) {
      this.settle()
      const before = this.#helped.size + this.#ended.size
      for (const { id } of [...world.waiting.values()]) {
        const agentId = world.waiting.get(id)?.offeredTo[0]
        if (agentId !== undefined) this.#accept({ entryId: id, agentId })
      }
      for (const id of [...world.sessions.keys()]) this.#end(id)
      if (this.#helped.size + this.#ended.size > before) continue
      expect(world.wakesAt, 'somebody waits for ever').toBeDefined()
      world.now = world.wakesAt ?? world.now
    }
    for (const id of [...world.sessions.keys()]) this.#end(id)
    expect(this.#ended.size + this.#gaveUp.size).toBe(this.#came.size)
  }

  settle(): void {
    for (const offer of this.world.settle()) this.#expectNew(offer)
    this.#expectNobodyLost()
    this.#expectRoomKept()
    expect(allowedOffers(this.world.facts), 'a place is free for one who waits').toEqual([])
  }

  /** Time passes as for the server: it looks again when its timer says so, and not before. */
  #wait(until: number): void {
    const { world } = this
    for (let at = world.wakesAt; at !== undefined && at <= until; at = world.wakesAt) {
      expect(at, 'the timer stands in the past').toBeGreaterThan(world.now)
      world.now = at - 1
      expect(distribute(world.facts), 'somebody could be offered before the timer').toEqual([])
      world.now = at
      this.settle()
    }
    world.now = until
  }

  #accept(offer: Offered): void {
    expect(this.#helped.has(offer.entryId), 'somebody is helped twice').toBe(false)
    this.#helped.set(offer.entryId, offer.agentId)
    this.world.accept(offer)
  }

  #end(entryId: string): void {
    this.#ended.add(entryId)
    this.world.end(entryId)
  }

  #expectNew({ entryId, agentId }: Offered): void {
    const visitor = this.world.waiting.get(entryId)
    const queue = this.world.queues.get(visitor?.queueId ?? '')
    expect(visitor?.offeredTo.filter((id) => id === agentId)).toHaveLength(1)
    if (queue?.distribution !== 'everybody') expect(visitor?.offeredTo).toHaveLength(1)
  }

  #expectNobodyLost(): void {
    const { waiting, sessions } = this.world
    for (const [id, at] of this.#came) {
      const places = [waiting.has(id), sessions.has(id), this.#ended.has(id), this.#gaveUp.has(id)]
      expect(places.filter(Boolean), `${id} is in one place`).toHaveLength(1)
      if (waiting.has(id)) expect(waiting.get(id)?.enteredAt).toBe(at)
      if (sessions.has(id)) expect(sessions.get(id)?.agentId).toBe(this.#helped.get(id))
    }
  }

  #expectRoomKept(): void {
    const { agents, waiting, sessions } = this.world
    const { queues } = this.world
    const weigh = (all: readonly { readonly queueId: string }[]): number =>
      all.reduce((sum, { queueId }) => sum + (queues.get(queueId)?.weight ?? 0), 0)
    for (const { id, having, used } of agents.values()) {
      const offers = [...waiting.values()].filter(({ offeredTo }) => offeredTo.includes(id))
      const helping = [...sessions.values()].filter(({ agentId }) => agentId === id)
      expect(having).toBe(offers.length + helping.length)
      expect(used).toBe(weigh(offers) + weigh(helping))
    }
  }
}

type Offered = Pick<NewOffer, 'entryId' | 'agentId'>

function picked<T>(from: readonly T[], which: number, act: (one: T) => void): void {
  const one = from[which % from.length]
  if (one !== undefined) act(one)
}

function expectSameAfter(world: QueueWorld): void {
  const chosen = distribute(world.facts)
  world.restart()
  expect(distribute(world.facts)).toEqual(chosen)
}

test('[queue R5, R7, R8, R9, R11, R12, R13, R14, R15, R17, R18, R19] whatever happens, nobody is lost, helped or offered twice, or waits beside a free place', () => {
  fc.assert(
    fc.property(floor, fc.array(happening, { minLength: 5, maxLength: 60 }), ({ queues, agents }, happenings) => {
      const story = new Story()
      for (const queue of queues) story.world.addQueue(queue)
      for (const agent of agents) story.world.addAgent(agent)
      for (const what of happenings) {
        story.happen(what)
        story.settle()
      }
      story.helpAll()
    }),
    { numRuns },
  )
})
