import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PictureNudge } from './picture-nudge.ts'

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

/** A nudge for a frame that is late from a moment on, and how often it nudged. */
function stand() {
  const pace: { lateAt: number | undefined } = { lateAt: undefined }
  const said: number[] = []
  const nudge = new PictureNudge({ pace: () => pace, now: () => Date.now(), nudge: () => void said.push(Date.now()) })
  const sentLateAt = (at: number): void => {
    pace.lateAt = at
    nudge.sent()
  }
  return { nudge, said, pace, sentLateAt }
}

test('[screen R20] three messages follow a frame that is late, and three more a little later, but not for ever', () => {
  const { said, sentLateAt } = stand()
  sentLateAt(90)
  vi.advanceTimersByTime(89)
  expect(said).toEqual([])
  vi.advanceTimersByTime(1)
  expect(said).toEqual([90, 90, 90])
  vi.advanceTimersByTime(60_000)
  expect(said).toHaveLength(9)
})

test('[screen R20] nothing follows what is acknowledged in time; the next frame is watched over again', () => {
  const { nudge, said, pace, sentLateAt } = stand()
  sentLateAt(90)
  vi.advanceTimersByTime(60)
  pace.lateAt = undefined
  nudge.acknowledged()
  vi.advanceTimersByTime(1_000)
  expect(said).toEqual([])
  sentLateAt(1_200)
  vi.advanceTimersByTime(140)
  expect(said).toHaveLength(3)
})

test('[screen R20] frames that go on being sent are no reason to nudge more often', () => {
  const { nudge, said, sentLateAt } = stand()
  sentLateAt(90)
  for (let sent = 0; sent < 6; sent += 1) {
    vi.advanceTimersByTime(30)
    nudge.sent()
  }
  expect(said).toHaveLength(3)
})

test('[screen R20] when the picture ends, nothing more is said', () => {
  const { nudge, said, sentLateAt } = stand()
  sentLateAt(90)
  nudge.close()
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual([])
})
