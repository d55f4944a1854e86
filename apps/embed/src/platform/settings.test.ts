import { expect, test } from 'vitest'
import { inkOn } from './colour.ts'
import { readSettings } from './settings.ts'

test('a page says by attributes how the button is to be; what is not understood is as if it were not there', () => {
  expect(readSettings({ queue: ' Billing ', position: 'bottom-start', color: '#1F6FEB', lang: 'de' })).toEqual({
    queue: 'billing',
    position: 'bottom-start',
    label: undefined,
    closedLabel: undefined,
    color: '#1F6FEB',
    lang: 'de',
  })
  expect(readSettings({ position: 'nowhere', color: 'red;}', label: 'x'.repeat(90) })).toMatchObject({
    queue: '',
    position: 'bottom-end',
    color: undefined,
    label: 'x'.repeat(40),
  })
})

test('words on any colour of a button can be read', () => {
  expect([inkOn('#0a6b66'), inkOn('#ffd54f'), inkOn('#ffffff'), inkOn('#000000')]).toEqual([
    '#ffffff',
    '#000000',
    '#000000',
    '#ffffff',
  ])
})
