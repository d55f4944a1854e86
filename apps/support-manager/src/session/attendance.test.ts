import { beforeEach, expect, test, vi } from 'vitest'
import { STEADY_CLOCK } from '../control/clock.ts'
import { Attendance } from './attendance.ts'

let left: ReturnType<typeof vi.fn<() => void>>
let attendance: Attendance
beforeEach(() => {
  vi.useFakeTimers()
  left = vi.fn<() => void>()
  attendance = new Attendance(STEADY_CLOCK, left)
  return () => vi.useRealTimers()
})

test('C10: with nobody at the panel everything ends after a moment, in which a page may be loaded again', () => {
  attendance.set(true)
  attendance.set(false)
  vi.advanceTimersByTime(2_900)
  attendance.set(true)
  vi.advanceTimersByTime(60_000)
  expect(left).not.toHaveBeenCalled()
  attendance.set(false)
  vi.advanceTimersByTime(3_100)
  expect(left).toHaveBeenCalledOnce()
})

test('[device R8] C10: what goes on after a restart begins when somebody is there who could stop it, and once', () => {
  const begin = vi.fn<() => void>()
  attendance.whenThere(begin)
  vi.advanceTimersByTime(60_000)
  expect(begin).not.toHaveBeenCalled()
  attendance.set(true)
  attendance.set(false)
  attendance.set(true)
  expect(begin).toHaveBeenCalledOnce()
  const later = vi.fn<() => void>()
  attendance.whenThere(later)
  expect(later).toHaveBeenCalledOnce()
})

test('a program that ends begins nothing more', () => {
  const begin = vi.fn<() => void>()
  attendance.whenThere(begin)
  attendance.close()
  attendance.set(true)
  expect(begin).not.toHaveBeenCalled()
})
