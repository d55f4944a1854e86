// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { takesKeys } from './shortcuts.ts'

test('D2: no shortcut of the console takes a key that is for the other computer, or for text', () => {
  const page = `
    <div role="application" tabindex="0"><div id="there"></div></div>
    <textarea id="text"></textarea><button id="button"></button>`
  document.body.insertAdjacentHTML('beforeend', page)
  const takes = (id: string): boolean => takesKeys(document.getElementById(id))
  expect(takes('there')).toBe(true)
  expect(takes('text')).toBe(true)
  expect(takes('button')).toBe(false)
})
