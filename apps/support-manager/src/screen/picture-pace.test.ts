import { FRAMES_IN_FLIGHT } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { PicturePace } from './picture-pace.ts'

/** A line of so many bytes a millisecond and so many there and back; frames of what the pace allows, as fast as it allows. */
function drive(pace: PicturePace, { bytesPerMs, tripMs, frames }: Record<'bytesPerMs' | 'tripMs' | 'frames', number>) {
  let [now, free, seq, most] = [0, 0, 0, 0]
  const onTheirWay: { seq: number; bytes: number; ackAt: number }[] = []
  for (let drawn = 0; drawn < frames;) {
    while (pace.isOpen) {
      const bytes = Math.floor(pace.budget)
      seq += 1
      pace.sent(seq, bytes, now)
      free = Math.max(free, now) + bytes / bytesPerMs
      onTheirWay.push({ seq, bytes, ackAt: free + tripMs })
    }
    const waiting = onTheirWay.reduce((sum, { bytes }) => sum + bytes, 0)
    if (drawn > frames / 2) most = Math.max(most, waiting)
    const [first] = onTheirWay.splice(0, 1)
    if (!first) throw new Error('The line stands still.')
    now = first.ackAt
    pace.acknowledged(first.seq, now)
    drawn += 1
  }
  return { most, now }
}

test('[screen R16] two frames are on their way at most while nothing is known of it, however small', () => {
  const pace = new PicturePace()
  pace.sent(1, 10, 0)
  expect(pace.isOpen).toBe(true)
  pace.sent(2, 10, 0)
  expect(pace.isOpen).toBe(false)
  expect(pace.acknowledged(3, 5)).toBe(false)
  expect(pace.isOpen).toBe(false)
  expect(pace.acknowledged(1, 5)).toBe(true)
  expect(pace.isOpen).toBe(true)
  expect(pace.acknowledged(1, 6)).toBe(false)
})

/** A small frame alone, there and back in so many milliseconds: the length of the way is known from then on. */
function learnTrip(pace: PicturePace, tripMs: number): void {
  pace.sent(1, 500, 0)
  pace.acknowledged(1, tripMs)
}

test('[screen R16] on a long way an acknowledgement that comes late with those after it stops no small frames', () => {
  const pace = new PicturePace()
  learnTrip(pace, 55)
  for (let seq = 2; seq <= 7; seq += 1) {
    expect(pace.isOpen, `frame ${seq}`).toBe(true)
    pace.sent(seq, 2_200, 1_000 + seq * 33)
  }
  expect(pace.acknowledged(7, 1_300)).toBe(true)
  expect(pace.isOpen).toBe(true)
})

test('[screen R16] however long the way, so many frames are on it at most; on a short one two', () => {
  for (const [tripMs, most] of [
    [4, 2],
    [10_000, FRAMES_IN_FLIGHT],
  ] as const) {
    const pace = new PicturePace()
    learnTrip(pace, tripMs)
    let sent = 0
    for (; pace.isOpen; sent += 1) pace.sent(2 + sent, 10, 20_000 + sent)
    expect(sent, `${tripMs} ms`).toBe(most)
  }
})

test('[screen R16] on a long way no frame takes more than a quarter of what may be on its way', () => {
  const pace = new PicturePace()
  learnTrip(pace, 55)
  let sent = 0
  for (; pace.isOpen; sent += 1) pace.sent(2 + sent, Math.floor(pace.budget), 1_000)
  expect(sent).toBeGreaterThanOrEqual(4)
})

test('[screen R20] a frame is late some time after the way there and back; on a short way never', () => {
  const [long, short] = [new PicturePace(), new PicturePace()]
  learnTrip(long, 55)
  learnTrip(short, 5)
  expect(long.lateAt).toBeUndefined()
  for (const pace of [long, short]) pace.sent(2, 100, 1_000)
  expect(short.lateAt).toBeUndefined()
  expect(long.lateAt).toBeGreaterThan(1_070)
  expect(long.lateAt).toBeLessThan(1_130)
  long.acknowledged(2, 1_056)
  expect(long.lateAt).toBeUndefined()
})

test('[screen R20] where a line was given little, a small frame is late as soon as on a line that was given much', () => {
  const pace = new PicturePace()
  learnTrip(pace, 55)
  for (let seq = 2; seq < 40; seq += 1) {
    pace.sent(seq, 500, seq * 100)
    pace.acknowledged(seq, seq * 100 + 55)
  }
  pace.sent(40, 2_000, 4_000)
  pace.sent(41, 2_000, 4_033)
  expect((pace.lateAt ?? 0) - 4_000).toBeLessThan(100)
  pace.sent(42, 100_000, 4_066)
  expect((pace.lateAt ?? 0) - 4_000).toBeGreaterThan(1_000)
})

test('[screen R16] on its way is what the line holds and a moment of it, on slow lines and fast, near and far', () => {
  const lines = [
    [290, 50],
    [625, 50],
    [625, 200],
    [12_500, 5],
  ] as const
  for (const [bytesPerMs, tripMs] of lines) {
    const pace = new PicturePace()
    const { most } = drive(pace, { bytesPerMs, tripMs, frames: 60 })
    expect(most / bytesPerMs, `${bytesPerMs} bytes/ms, ${tripMs} ms`).toBeLessThan(Math.max(tripMs + 120, 120))
    expect((pace.bytesPerSecond ?? 0) / 1_000).toBeGreaterThan(bytesPerMs * 0.6)
    expect((pace.bytesPerSecond ?? 0) / 1_000).toBeLessThan(bytesPerMs * 1.3)
  }
})

test('[screen R16] a line that becomes slow is believed within two seconds', () => {
  const pace = new PicturePace()
  drive(pace, { bytesPerMs: 10_000, tripMs: 10, frames: 40 })
  expect(pace.budget).toBeGreaterThan(200_000)
  let now = 100_000
  for (let seq = 1_000; now < 102_500; seq += 1) {
    const bytes = Math.floor(pace.budget)
    pace.sent(seq, bytes, now)
    now += 10 + bytes / 300
    pace.acknowledged(seq, now)
  }
  expect(pace.budget).toBeLessThan(40_000)
})
