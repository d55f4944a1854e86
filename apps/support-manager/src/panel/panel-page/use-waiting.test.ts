import { expect, test } from 'vitest'
import { control, view } from '../testing/fed-state.ts'
import { nextSaid } from './use-waiting.ts'

const waiting = [view, { ...control, waits: true }]
const going = [view, { ...control, waits: false }]

test('[control R4] C11: that somebody waits is said, then that they go on; that they go on only after it', () => {
  expect(nextSaid('nothing', going)).toBe('nothing')
  expect(nextSaid('nothing', waiting)).toBe('waits')
  expect(nextSaid('waits', waiting)).toBe('waits')
  expect(nextSaid('waits', going)).toBe('goes-on')
  expect(nextSaid('goes-on', going)).toBe('goes-on')
  expect(nextSaid('goes-on', waiting)).toBe('waits')
})

test('where nobody controls any more nothing of it is said', () => {
  for (const said of ['waits', 'goes-on', 'nothing'] as const) {
    expect(nextSaid(said, [])).toBe('nothing')
    expect(nextSaid(said, [view])).toBe('nothing')
  }
})
