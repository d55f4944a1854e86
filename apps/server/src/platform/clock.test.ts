import { expect, test } from 'vitest'
import { createNeverBack } from './clock.ts'

test('the server’s time does not go back when the machine’s does, goes on all the same, and follows it forward', () => {
  let [wall, steady] = [1_000_000, 500]
  const now = createNeverBack(
    () => wall,
    () => steady,
  )
  const pass = (ms: number): void => {
    wall += ms
    steady += ms
  }
  expect(now()).toBe(1_000_000)
  wall -= 3_600_000
  expect(now()).toBe(1_000_000)
  pass(30_000)
  expect(now()).toBe(1_030_000)
  wall += 3_600_000
  expect(now()).toBe(1_030_000)
  wall += 262_000
  expect(now()).toBe(1_292_000)
  wall -= 262_000
  pass(1_000)
  expect(now()).toBe(1_293_000)
})
