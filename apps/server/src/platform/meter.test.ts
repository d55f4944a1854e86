import { expect, test } from 'vitest'
import { createMeter } from './meter.ts'

const turnable = () => {
  let now = 1_000
  return { now: () => now, turn: (ms: number) => void (now += ms) }
}

test('[wire R7] B6: so many at once and so many a second pass; who floods on steadily is refused more and more', () => {
  const { now, turn } = turnable()
  const meter = createMeter({ perSecond: 200, burst: 400 }, now)
  let passed = 0
  // A thousand a second, each millisecond one: a fifth of them passes, and none of those wipes out what was refused.
  for (let i = 0; i < 5_000; i += 1) {
    turn(1)
    if (meter.take()) passed += 1
  }
  expect(passed).toBeGreaterThanOrEqual(1_390)
  expect(passed).toBeLessThanOrEqual(1_410)
  expect(meter.refused()).toBe(5_000 - passed)
})

test('[wire R7] B6: who pauses is forgiven', () => {
  const { now, turn } = turnable()
  const meter = createMeter({ perSecond: 10, burst: 5 }, now)
  for (let i = 0; i < 8; i += 1) meter.take()
  expect(meter.refused()).toBe(3)
  turn(1_000)
  expect(meter.take()).toBe(true)
  expect(meter.refused()).toBe(0)
})
