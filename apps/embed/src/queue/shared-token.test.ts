import { afterEach, expect, test, vi } from 'vitest'
import type { Kept } from '../platform/kept.ts'
import { SharedToken } from './shared-token.ts'

/** Channels of one site, as the browser has them: everybody hears all but themselves. */
class Channel extends EventTarget {
  static all: Channel[] = []
  readonly name: string
  constructor(name: string) {
    super()
    this.name = name
    Channel.all.push(this)
  }
  postMessage(data: unknown): void {
    for (const other of Channel.all)
      if (other !== this && other.name === this.name) other.dispatchEvent(new MessageEvent('message', { data }))
  }
}

function tab(queue = 'billing', desk = 'desk.example') {
  const memory = new Map<string, string>()
  const kept: Kept = {
    read: (name) => memory.get(name),
    write: (name, value) => (value === undefined ? void memory.delete(name) : void memory.set(name, value)),
  }
  const found = vi.fn()
  return { token: new SharedToken({ kept, queue, desk, onFound: found }), found }
}

vi.stubGlobal('BroadcastChannel', Channel)
afterEach(() => {
  Channel.all = []
})

test('[queue R3] a later tab of the site finds the place, in whichever queue it is', () => {
  const first = tab()
  first.token.write('t1')
  const later = tab('sales')
  expect([later.token.read(), later.token.queue, later.found.mock.calls.length]).toEqual(['t1', 'billing', 1])
})

test('[queue R3] a place that is made in one tab is that of those that are open, and gone in all when it is over', () => {
  const [one, other] = [tab(), tab()]
  one.token.write('t1')
  expect([other.token.read(), other.found.mock.calls.length]).toEqual(['t1', 1])
  other.token.clear()
  expect([one.token.read(), one.token.queue]).toEqual([null, 'billing'])
})

test('[queue R3] who has a place keeps it, whatever other tabs say, and two desks on one site do not mix', () => {
  const mine = tab()
  mine.token.write('t1')
  const elsewhere = tab('billing', 'other.example')
  elsewhere.token.write('t2')
  expect([mine.token.read(), elsewhere.token.read(), mine.found.mock.calls.length]).toEqual(['t1', 't2', 0])
})
