import { beforeEach, expect, test } from 'vitest'
import { PersonRest } from './person-rest.ts'

let time: number
let timers: { readonly at: number; readonly work: () => void }[]
let listeners: Set<() => void>
const told: boolean[] = []
let rest: PersonRest
beforeEach(() => {
  ;[time, timers, listeners] = [0, [], new Set()]
  told.length = 0
  rest = new PersonRest({
    input: {
      onPerson: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    clock: {
      now: () => time,
      after(wait, work) {
        const timer = { at: time + wait, work }
        timers.push(timer)
        return () => (timers = timers.filter((one) => one !== timer))
      },
    },
    changed: () => told.push(rest.acts),
  })
})

function pass(milliseconds: number): void {
  time += milliseconds
  const due = timers.filter(({ at }) => at <= time)
  timers = timers.filter(({ at }) => at > time)
  for (const { work } of due) work()
}
const move = (): void => listeners.forEach((listener) => listener())

test('[control R4] C11: the person acts until they have rested for a second, and each change is told once', () => {
  rest.watch(true)
  move()
  expect([rest.acts, told]).toEqual([true, [true]])
  for (let moves = 0; moves < 20; moves += 1) {
    pass(400)
    move()
  }
  expect(timers).toHaveLength(1)
  pass(900)
  expect(told).toEqual([true])
  pass(200)
  expect([rest.acts, told]).toEqual([false, [true, false]])
  move()
  expect(told).toEqual([true, false, true])
})

test('it looks only while somebody controls, and forgets what was when nobody does', () => {
  expect(listeners.size).toBe(0)
  rest.watch(true)
  rest.watch(true)
  expect(listeners.size).toBe(1)
  move()
  rest.watch(false)
  expect([rest.acts, listeners.size, timers.length]).toEqual([false, 0, 0])
  rest.watch(true)
  expect([rest.acts, told]).toEqual([false, [true]])
})
