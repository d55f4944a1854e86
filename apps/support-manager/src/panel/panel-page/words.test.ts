import { describe, expect, test } from 'vitest'
import { control, joined, view } from '../testing/fed-state.ts'
import { riskOf } from './risk.ts'
import { chatWith, roleOf, titleOf } from './words.ts'

const rita = { id: 'p-rita', name: 'Rita Rau', role: 'representative', here: true } as const
const rob = { id: 'p-rob', name: 'Rob Roth', role: 'representative', here: true } as const
const carla = { id: 'p-carla', name: 'Carla Ortiz', role: 'customer', here: true } as const

describe('the window’s title says what waits', () => {
  test('a question comes before messages, messages before the site', () => {
    expect(titleOf({ ...joined, unread: 3 }, true)).toBe('Please answer – Acme Support – Support Manager')
    expect(titleOf({ ...joined, unread: 3 }, false)).toBe('(3) Acme Support – Support Manager')
    expect(titleOf({ ...joined, siteName: '' }, false)).toBe('Support Manager')
  })
})

describe('the chat is with the one on the other side, or with everyone', () => {
  test('at the customer’s computer it is the representative, at the representative’s the customer', () => {
    expect(chatWith({ ...joined, people: [rita, carla] })).toBe('Rita Rau')
    expect(chatWith({ ...joined, side: 'representative', people: [rita, carla] })).toBe('Carla Ortiz')
  })
  test('where several help, or nobody yet, it is everyone', () => {
    expect(chatWith({ ...joined, people: [rita, rob, carla] })).toBe('everyone')
    expect(chatWith({ ...joined, people: [carla] })).toBe('everyone')
  })
})

test('people are told apart by who sits here, not by their names', () => {
  const namesake = { ...rita, name: carla.name }
  expect([rita, namesake, carla].map((person) => roleOf(person, carla.id))).toEqual(['helps', 'helps', 'you'])
  expect(roleOf(carla, rita.id)).toBe('is helped')
  expect(roleOf({ ...rita, here: false }, carla.id)).toBe('lost the connection and comes back')
})

test('the window wears the gravest frame of what runs', () => {
  expect(riskOf([])).toBe('none')
  expect(riskOf([{ ...view, risk: 'none' }])).toBe('none')
  expect(riskOf([{ ...view, risk: 'none' }, view])).toBe('view')
  expect(riskOf([view, control])).toBe('control')
})
