import { expect, test } from 'vitest'
import { NO_TALLY } from '../queue/figures.ts'
import { forecastOf } from './staffing.ts'
import type { SlotTally } from './staffing.ts'

const HOUR = 3_600_000
const slot = (more: Partial<SlotTally>): SlotTally => ({
  ...NO_TALLY,
  weekday: 1,
  minute: 600,
  times: 4,
  lengthMs: 4 * HOUR,
  handled: 0,
  handlingMs: 0,
  onDutyMs: 0,
  waitedMs: 0,
  ...more,
})
const GOAL = { share: 0.8, seconds: 20, atOnce: 1 }
/** 240 an hour of three minutes each are twelve erlang. */
const TWELVE = slot({
  offered: 960,
  answered: 960,
  answeredInTime: 834,
  handled: 960,
  handlingMs: 960 * 180_000,
  onDutyMs: 64 * HOUR,
})

test('[report R7] twelve erlang need sixteen agents for 80 % in 20 s, and 16 were there', () => {
  const { slots, patienceSeconds } = forecastOf([TWELVE], GOAL)
  expect(patienceSeconds).toBeNull()
  expect(slots[0]).toMatchObject({
    arrivals: 240,
    erlangs: 12,
    handleSeconds: 180,
    agentsNeeded: 16,
    agentsNeededImpatient: null,
    agentsThere: 16,
    reached: 834 / 960,
  })
  expect(slots[0]?.expected).toBeCloseTo(0.8688, 4)
})

test('[report R7] with three sessions at once a third of the agents do', () => {
  expect(forecastOf([TWELVE], { ...GOAL, atOnce: 3 }).slots[0]).toMatchObject({ agentsNeeded: 6 })
})

test('[report R7] who gives up makes fewer agents enough, and patience is all waits by those who did', () => {
  const impatient = { ...TWELVE, answered: 940, abandoned: 20, waitedMs: 20 * 120_000 }
  const { slots, patienceSeconds } = forecastOf([impatient], GOAL)
  expect(patienceSeconds).toBe(120)
  expect(slots[0]?.agentsNeededImpatient).toBeLessThanOrEqual(16)
  expect(slots[0]?.agentsNeededImpatient).toBeGreaterThan(12)
})

test('[report R7] a time with few sessions goes by the handling time of all', () => {
  const quiet = slot({ minute: 0, offered: 4, answered: 4, answeredInTime: 4, handled: 4, handlingMs: 4 })
  const { slots, handleSeconds } = forecastOf([TWELVE, quiet], GOAL)
  expect(slots[1]?.handleSeconds).toBe(handleSeconds)
  expect(slots[1]?.agentsNeeded).toBe(1)
})

test('[report R5] where nobody came nobody is needed; where nothing is known of handling it cannot be told', () => {
  expect(forecastOf([slot({})], GOAL).slots[0]).toMatchObject({ agentsNeeded: 0, expected: null, reached: null })
  expect(forecastOf([slot({ offered: 3, abandoned: 3, waitedMs: 9_000 })], GOAL).slots[0]).toMatchObject({
    agentsNeeded: null,
    agentsNeededImpatient: null,
  })
})
