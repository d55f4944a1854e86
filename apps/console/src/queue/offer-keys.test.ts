// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { answerOf } from './offer-keys.ts'

beforeEach(() => {
  document.body.replaceChildren()
  const page = `
    <div role="application" tabindex="0"><div id="there"></div></div>
    <textarea id="keyboard" data-remote-keyboard></textarea>
    <textarea id="text"></textarea><button id="button"></button>`
  document.body.insertAdjacentHTML('beforeend', page)
})

const press = (key: string, on: string, more: Partial<KeyboardEvent> = {}) =>
  answerOf({
    key,
    code: `Key${key.toUpperCase()}`,
    altKey: true,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    repeat: false,
    target: document.getElementById(on),
    ...more,
  })

test('[queue R8] Alt with A accepts and Alt with D declines, wherever the focus is in the console', () => {
  expect(press('a', 'button')).toBe('accept')
  expect(press('d', 'button')).toBe('decline')
  expect(press('A', 'text')).toBe('accept')
  expect(press('x', 'button')).toBeUndefined()
})

test('D2: a key for another computer never answers an offer', () => {
  expect(press('a', 'there')).toBeUndefined()
  expect(press('d', 'there')).toBeUndefined()
  expect(press('a', 'keyboard')).toBeUndefined()
})

test('what writes a letter into a field answers nothing, and with other keys held down neither', () => {
  const option = { key: 'å', code: 'KeyA' }
  expect(press('a', 'text', option)).toBeUndefined()
  expect(press('a', 'button', option)).toBe('accept')
  expect(press('a', 'button', { altKey: false })).toBeUndefined()
  for (const held of ['ctrlKey', 'metaKey', 'shiftKey', 'repeat'] as const)
    expect(press('a', 'button', { [held]: true })).toBeUndefined()
})
