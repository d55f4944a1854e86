import { expect, test } from 'vitest'
import { addressKeys, createFailureCounter } from './failure-counter.ts'

const turnable = () => {
  let now = 1_000_000
  return { now: () => now, after: () => () => undefined, turn: (ms: number) => void (now += ms) }
}

test('[invite R6] failures count for a window’s length and are forgotten after it', () => {
  const clock = turnable()
  const counter = createFailureCounter(clock, 600_000)
  counter.add('a')
  clock.turn(300_000)
  counter.add('a')
  counter.add('b')
  expect([counter.count('a'), counter.count('b'), counter.count('c')]).toEqual([2, 1, 0])
  clock.turn(360_001)
  expect(counter.count('a')).toBe(1)
  clock.turn(300_000)
  expect(counter.count('a')).toBe(0)
})

test('[invite R6] what was taken back was none, however often, and leaves nothing behind', () => {
  const counter = createFailureCounter(turnable(), 600_000)
  counter.add('a')
  counter.add('a')
  counter.takeBack('a')
  expect(counter.count('a')).toBe(1)
  counter.takeBack('a')
  counter.takeBack('a')
  expect(counter.count('a')).toBe(0)
})

test('a flood of addresses pushes out the oldest, and only them', () => {
  const counter = createFailureCounter(turnable(), 600_000)
  for (let i = 0; i < 50_100; i += 1) counter.add(`key ${i}`)
  expect(counter.count('key 0')).toBe(0)
  expect(counter.count('key 99')).toBe(0)
  expect(counter.count('key 100')).toBe(1)
  expect(counter.count('key 50099')).toBe(1)
})

test('[invite R6] addresses of one IPv6 network of 64 bits are one, and so are both spellings of an IPv4 address', () => {
  const own = (address: string): string => addressKeys(address).own
  for (const address of ['2001:db8:1:2::1', '2001:0db8:0001:0002:ffff:1:2:3', '2001:DB8:1:2::', '2001:db8:1:2::9%eth0'])
    expect(own(address)).toBe('2001:db8:1:2::/64')
  expect(own('2001:db8:1:3::1')).not.toBe(own('2001:db8:1:2::1'))
  expect(addressKeys('2001:db8:1:3::1').network).toBe(addressKeys('2001:db8:1:2::1').network)
  expect(own('::ffff:192.0.2.7')).toBe(own('192.0.2.7'))
  expect(addressKeys('192.0.2.7').network).toBe(addressKeys('192.0.2.200').network)
  expect(addressKeys('192.0.2.7').network).not.toBe(addressKeys('192.0.3.7').network)
  expect(own('::1')).toBe('0:0:0:0::/64')
})
