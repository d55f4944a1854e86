import { expect, test } from 'vitest'
import { DENIED_WINDOWS } from './deny-list.ts'
import type { Identity } from './x11-identity.ts'
import { X11HiddenRules } from './x11-hidden-rules.ts'

function isHidden(part: { classes?: readonly string[]; title?: string }): boolean {
  const rules = new X11HiddenRules(() => [])
  rules.set({ ownPids: new Set(), denied: DENIED_WINDOWS })
  const window = { id: 1, title: '', classes: [], state: 'normal', furniture: false, program: '1', ...part } as const
  const of = { inputOnly: false, depth: 24, shape: undefined, inputShape: undefined, opaque: undefined } as const
  return rules.hides({ ...of, windows: [window], pids: new Set([1]) } satisfies Identity)
}

test('[control R3] C6: the panel of a second Support Manager, and one that an open browser shows, are hidden like the own one', () => {
  expect(isHidden({ classes: ['deskside-support-manager', 'Deskside-support-manager'] })).toBe(true)
  expect(isHidden({ title: 'Please answer – Acme Support – Support Manager — Mozilla Firefox' })).toBe(true)
  expect(isHidden({ title: 'Handbook for the IT support manager' })).toBe(false)
})
