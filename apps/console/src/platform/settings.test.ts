// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { settingsFrom } from './settings.ts'

describe('settings kept in a browser', () => {
  it('are read as they were kept', () => {
    const kept = { theme: 'dark', sound: true, shortcuts: false, list: false, side: true }
    expect(settingsFrom(kept)).toEqual(kept)
  })

  it.each([null, 'x', 5, {}, { theme: 'pink', sound: 'yes', list: 0 }])(
    '%j is as if nothing had been chosen',
    (kept) => {
      expect(settingsFrom(kept)).toEqual({ theme: 'system', sound: false, shortcuts: true, list: true, side: true })
    },
  )
})
