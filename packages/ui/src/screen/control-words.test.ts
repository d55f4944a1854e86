import { expect, test } from 'vitest'
import { controlWords } from './control-words.ts'
import type { ControlStanding } from './control-words.ts'

const words = (more: Partial<ControlStanding>) =>
  controlWords({
    person: 'Carl',
    kind: 'desktop',
    viewOnly: false,
    closed: undefined,
    focused: true,
    stands: 'in-page',
    ...more,
  })

test('[control R4] says who uses the mouse while the person at the computer does', () => {
  expect(words({ closed: 'customer-active' })).toMatch(/^Carl is using the mouse/)
})

test('[control R3] says that the person is being asked something', () => {
  expect(words({ closed: 'question-open' })).toMatch(/^Carl is being asked something/)
})

test('[control R6] says what is outside the application', () => {
  expect(words({ closed: 'outside' })).toMatch(/outside the application/)
})

test('D2: says how to get the keyboard back whenever it types there, and to click before it does', () => {
  expect(words({})).toMatch(/Ctrl\+Alt\+Shift gives/)
  expect(words({ stands: 'full-screen-with-keys' })).toMatch(/Hold Esc for 2 seconds, or press Ctrl\+Alt\+Shift, to/)
  expect(words({ stands: 'full-screen' })).toMatch(/Press Esc or Ctrl\+Alt\+Shift to leave/)
  expect(words({ focused: false })).toBe('You may use Carl’s desktop: click into the picture.')
})

test('D2: view only is said before anything else', () => {
  expect(words({ viewOnly: true, closed: 'customer-active' })).toMatch(/^View only/)
})
