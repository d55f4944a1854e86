import { beforeEach, expect, test, vi } from 'vitest'
import { STEADY_CLOCK } from '../control/clock.ts'
import { StopKeyHolder } from './stop-key-holder.ts'

/** The desktop's keys, which another program may have, and who has them of ours. */
let taken: boolean
let ours: number
/** Whether the desktop has such keys at all, and whether asking for them fails. */
let never: boolean
let failing: boolean
let asked: number
const failures: unknown[] = []
const told: boolean[] = []
let holder: StopKeyHolder
beforeEach(() => {
  vi.useFakeTimers()
  ;[taken, ours, never, failing, asked] = [false, 0, false, false, 0]
  told.length = 0
  failures.length = 0
  holder = new StopKeyHolder({
    hold: async () => {
      asked += 1
      if (failing) throw new Error('the display does not answer')
      const held = !taken
      ours += 1
      return { held, close: () => (ours -= 1), ...(never ? { never } : {}) }
    },
    clock: STEADY_CLOCK,
    told: (held) => told.push(held),
    failed: (error) => failures.push(error),
  })
  return () => vi.useRealTimers()
})
const tries = (howMany: number) => vi.advanceTimersByTimeAsync(howMany * 2_000 + 100)

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
  expect([told.length, ours, failures]).toEqual([then, 1, []])
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

test('C10: a try that fails is told, and the next one comes all the same', async () => {
  taken = true
  await holder.open()
  ;[taken, failing] = [false, true]
  await tries(2)
  expect([failures.length, told]).toEqual([2, [false]])
  failing = false
  await tries(1)
  expect([failures.length, told, ours]).toEqual([2, [false, true], 1])
})

test('C13: a try that fails while it is being closed is the last', async () => {
  taken = true
  await holder.open()
  failing = true
  vi.advanceTimersByTime(2_100)
  holder.close()
  await tries(5)
  expect(asked).toBe(2)
})

test('C10: a desktop that lets nobody have such keys is asked once, and that is said', async () => {
  ;[taken, never] = [true, true]
  await holder.open()
  await tries(30)
  expect([asked, told, failures]).toEqual([1, [false], []])
})
