// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { alertSettingsFrom } from './alert-settings.ts'

it('reads how offers are announced as it was kept', () => {
  const kept = { sound: false, volume: 0.8 }
  expect(alertSettingsFrom(kept)).toEqual(kept)
})

it.each([null, 'x', {}, { sound: 'yes', volume: 9 }, { volume: 0 }])('%j is as if nothing had been chosen', (kept) => {
  expect(alertSettingsFrom(kept)).toEqual({ sound: true, volume: 0.5 })
})
