import { expect, test } from 'vitest'
import { createLimits } from './limits.ts'

test('[wire R7] B6: a participant has a hundred messages of chat at once, and is closed who goes on all the same', () => {
  const limits = createLimits()
  const verdicts = Array.from({ length: 400 }, () => limits.take('session', 'carl', 'chat.post'))
  expect(verdicts.slice(0, 100)).not.toContain('refuse')
  const refused = verdicts.filter((verdict) => verdict === 'refuse').length
  expect(refused).toBe(200)
  expect(verdicts.at(-1)).toBe('close')
  // What one does is not what another suffers from, nor what other sessions do.
  expect(limits.take('session', 'rita', 'chat.post')).toBe('take')
  expect(limits.take('other', 'carl', 'chat.post')).toBe('take')
})

test('[consent R11] [wire R7] what ends something is never too much; what begins something is, some day', () => {
  const limits = createLimits()
  for (const name of ['consent.revoke', 'consent.revoke-everything', 'consent.decline', 'session.leave'] as const)
    for (let i = 0; i < 1_000; i += 1) expect(limits.take('session', 'carl', name)).toBe('take')
  for (const name of ['consent.request', 'screen.start'] as const)
    expect(Array.from({ length: 100 }, () => limits.take('session', 'carl', name))).toContain('refuse')
})
