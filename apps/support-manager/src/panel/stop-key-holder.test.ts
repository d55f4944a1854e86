import { beforeEach, expect, test, vi } from 'vitest'
import { STEADY_CLOCK } from '../control/clock.ts'
import { StopKeyHolder } from './stop-key-holder.ts'

/** The desktop's keys, which another program may have, and who has them of ours. */
let taken: boolean
let ours: number
const told: boolean[] = []
let holder: StopKeyHolder
beforeEach(() => {
  vi.useFakeTimers()
  ;[taken, ours] = [false, 0]
  told.length = 0
  holder = new StopKeyHolder({
    hold: () => {
      const held = !taken
      ours += 1
      return Promise.resolve({ held, close: () => (ours -= 1) })
    },
    clock: STEADY_CLOCK,
    told: (held) => told.push(held),
    failed: (error) => expect.unreachable(String(error)),
  })
  return () => vi.useRealTimers()
})

test('C10: keys that an earlier start still has are held as soon as it gives them back, and then once', async () => {
  taken = true
  await holder.open()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(told).not.toContain(true)
  taken = false
  await vi.advanceTimersByTimeAsync(2_100)
  expect(told.at(-1)).toBe(true)
  const then = told.length
  await vi.advanceTimersByTimeAsync(60_000)
  expect([told.length, ours]).toEqual([then, 1])
})

test('C13: closed, it gives back what it has, and asks no more', async () => {
  taken = true
  await holder.open()
  await vi.advanceTimersByTimeAsync(2_100)
  holder.close()
  holder.close()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([ours, told.includes(true)]).toEqual([0, false])
})

test('C13: keys that come while it is being closed are given back, too', async () => {
  const opening = holder.open()
  holder.close()
  await opening
  expect([ours, told]).toEqual([0, []])
})
