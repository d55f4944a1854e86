import { expect, test } from 'vitest'
import { Heap } from '../queue/heap.ts'
import { exponential, randomFrom } from '../testing/random.ts'
import { agentsNeeded, erlangA, erlangC } from './erlang.ts'

test('[report R7] twelve erlang of three minutes among sixteen agents, as the tables have it', () => {
  const waits = erlangC({ agents: 16, erlangs: 12, handleSeconds: 180 })
  expect(waits.waitsAtAll).toBeCloseTo(0.2046, 4)
  expect(waits.meanSeconds).toBeCloseTo(9.21, 2)
  expect(waits.answeredWithin(20)).toBeCloseTo(0.8688, 4)
})

test('[report R7] one agent waits as M/M/1 does, and no load waits never', () => {
  // Of one agent the formula is known without Erlang: the load itself is the chance to wait.
  const waits = erlangC({ agents: 1, erlangs: 0.75, handleSeconds: 60 })
  expect(waits.waitsAtAll).toBeCloseTo(0.75, 12)
  expect(waits.meanSeconds).toBeCloseTo(180, 9)
  expect(erlangC({ agents: 3, erlangs: 0, handleSeconds: 60 }).meanSeconds).toBe(0)
})

test('[report R7] hundreds of agents overflow nothing, and more work than agents has no answer', () => {
  expect(erlangC({ agents: 1000, erlangs: 980, handleSeconds: 180 }).waitsAtAll).toBeGreaterThan(0)
  expect(erlangC({ agents: 1000, erlangs: 980, handleSeconds: 180 }).waitsAtAll).toBeLessThan(1)
  expect(() => erlangC({ agents: 2, erlangs: 2, handleSeconds: 60 })).toThrow(/less than the agents/)
})

test('[report R7] Erlang A of patience without end is Erlang C', () => {
  const load = { agents: 16, erlangs: 12, handleSeconds: 180 }
  const [patient, waits] = [erlangA({ ...load, patienceSeconds: 1e7 }), erlangC(load)]
  expect(patient.abandoned).toBeLessThan(1e-5)
  for (const seconds of [0, 1, 20, 120, 600])
    expect(patient.answeredWithin(seconds)).toBeCloseTo(waits.answeredWithin(seconds), 4)
})

test('[report R7] where patience is as long as a session, as many are here as if everybody had an agent', () => {
  // M/M/n+M with theta = mu has the states of M/M/infinity: by Poisson, whatever n; one agent, two erlang.
  const { abandoned, answeredWithin } = erlangA({ agents: 1, erlangs: 2, handleSeconds: 60, patienceSeconds: 60 })
  expect(abandoned).toBeCloseTo(1 - (1 - Math.exp(-2)) / 2, 12)
  expect(answeredWithin(0)).toBeCloseTo(Math.exp(-2), 12)
  expect(answeredWithin(1e6)).toBeCloseTo(1 - abandoned, 12)
})

test('[report R7] a day of chance with people who give up fares as Erlang A says', () => {
  const load = { agents: 6, erlangs: 6.5, handleSeconds: 240, patienceSeconds: 150 }
  const random = randomFrom(7)
  const free = new Heap<number>((a, b) => a < b)
  for (let n = 0; n < load.agents; n += 1) free.push(0)
  let [at, inTime, gone] = [0, 0, 0]
  const arrivals = 300_000
  for (let n = 0; n < arrivals; n += 1) {
    at += exponential(random, load.handleSeconds / load.erlangs)
    const [patience, handled] = [exponential(random, load.patienceSeconds), exponential(random, load.handleSeconds)]
    const begins = Math.max(at, free.pop() ?? 0)
    const leaves = begins - at > patience
    if (leaves) gone += 1
    else if (begins - at <= 20) inTime += 1
    free.push(leaves ? begins : begins + handled)
  }
  const { abandoned, answeredWithin } = erlangA(load)
  expect(gone / arrivals).toBeCloseTo(abandoned, 2)
  expect(inTime / arrivals).toBeCloseTo(answeredWithin(20), 2)
})

test('[report R7] the agents that a goal needs are the fewest that meet it', () => {
  const load = { erlangs: 12, handleSeconds: 180 }
  const goal = { share: 0.8, seconds: 20 }
  // By the tables: 15 answer 0.7568 within 20 s, 16 answer 0.8688.
  expect(agentsNeeded(load, goal)).toBe(16)
  const few = agentsNeeded({ ...load, patienceSeconds: 120 }, goal) ?? 0
  expect(erlangA({ agents: few, ...load, patienceSeconds: 120 }).answeredWithin(20)).toBeGreaterThanOrEqual(0.8)
  expect(erlangA({ agents: few - 1, ...load, patienceSeconds: 120 }).answeredWithin(20)).toBeLessThan(0.8)
  expect(few).toBeLessThanOrEqual(16)
  expect(agentsNeeded({ erlangs: 0, handleSeconds: 180 }, goal)).toBe(0)
  expect(agentsNeeded({ erlangs: 0.001, handleSeconds: 180 }, goal)).toBe(1)
  expect(agentsNeeded({ erlangs: 10_000, handleSeconds: 180 }, goal)).toBeUndefined()
})

test('[report R7] a thousand agents are no trouble, nor much more work than they can do', () => {
  const big = { agents: 1_000, erlangs: 4_000, handleSeconds: 300, patienceSeconds: 120 }
  expect(erlangA(big).abandoned).toBeCloseTo(0.75, 3)
  const needed = agentsNeeded({ erlangs: 980, handleSeconds: 180 }, { share: 0.8, seconds: 20 }) ?? 0
  expect(needed).toBeGreaterThan(980)
  expect(needed).toBeLessThan(1_010)
  expect(erlangA({ ...big, erlangs: 980 }).answeredWithin(20)).toBeGreaterThan(0.8)
})
