import pino from 'pino'
import { expect, test } from 'vitest'
import { createDenials } from './denials.ts'
import type { AuditEntry } from './service.ts'

function stage() {
  const lines: AuditEntry[] = []
  const timers: (() => void)[] = []
  const audit = {
    note: (entry: AuditEntry) => Promise.resolve(void lines.push(entry)),
    write: () => Promise.resolve(),
    page: () => Promise.resolve([]),
    verify: () => Promise.resolve({ checked: 0, brokenAt: undefined }),
  }
  const clock = { now: () => 0, after: (_ms: number, work: () => void) => (timers.push(work), () => undefined) }
  const note = createDenials({ audit, clock, log: pino({ level: 'silent' }) })
  return { lines, note, minute: () => timers.splice(0).forEach((work) => work()) }
}
const times = (lines: readonly AuditEntry[]): unknown[] =>
  lines.map(({ actor, subject, details }) => [actor, subject, details?.['times']])

test('A12: the first refusal stands in the log at once, those of the next minute as one line with their number', () => {
  const { lines, note, minute } = stage()
  for (let i = 0; i < 10_000; i += 1) note('anonymous', 'GET /api/v1/users')
  note('carl', 'session.end')
  expect(times(lines)).toEqual([
    ['anonymous', 'GET /api/v1/users', 1],
    ['carl', 'session.end', 1],
  ])
  minute()
  expect(times(lines).slice(2)).toEqual([['anonymous', 'GET /api/v1/users', 9_999]])
  note('carl', 'session.end')
  expect(times(lines).slice(3)).toEqual([['carl', 'session.end', 1]])
})

test('A12: more kinds of refusals than anybody could tell apart are counted together', () => {
  const { lines, note, minute } = stage()
  for (let i = 0; i < 5_000; i += 1) note(`participant ${i}`, 'session.end')
  expect(lines).toHaveLength(1_001)
  minute()
  expect(times(lines).at(-1)).toEqual(['many', 'several', 3_999])
})
