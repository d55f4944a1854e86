import { expect, test } from 'vitest'
import { erlangC } from './erlang.ts'

test('twelve erlang of three minutes among sixteen agents, as the tables have it', () => {
  const waits = erlangC({ agents: 16, erlangs: 12, handleSeconds: 180 })
  expect(waits.waitsAtAll).toBeCloseTo(0.2046, 4)
  expect(waits.meanSeconds).toBeCloseTo(9.21, 2)
  expect(waits.answeredWithin(20)).toBeCloseTo(0.8688, 4)
})

test('one agent waits as M/M/1 does, and no load waits never', () => {
  // Of one agent the formula is known without Erlang: the load itself is the chance to wait.
  const waits = erlangC({ agents: 1, erlangs: 0.75, handleSeconds: 60 })
  expect(waits.waitsAtAll).toBeCloseTo(0.75, 12)
  expect(waits.meanSeconds).toBeCloseTo(180, 9)
  expect(erlangC({ agents: 3, erlangs: 0, handleSeconds: 60 }).meanSeconds).toBe(0)
})

test('hundreds of agents overflow nothing, and more work than agents has no answer', () => {
  expect(erlangC({ agents: 1000, erlangs: 980, handleSeconds: 180 }).waitsAtAll).toBeGreaterThan(0)
  expect(erlangC({ agents: 1000, erlangs: 980, handleSeconds: 180 }).waitsAtAll).toBeLessThan(1)
  expect(() => erlangC({ agents: 2, erlangs: 2, handleSeconds: 60 })).toThrow(/less than the agents/)
})
