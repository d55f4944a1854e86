import type { Clock } from './clock.ts'

/** Counts failures by key in a sliding window (in tenths of it, so that memory stays small). */
export interface FailureCounter {
  add(key: string): void
  /** The last one was none. Who counts before knowing and takes back cannot be outrun by many tries at once. */
  takeBack(key: string): void
  count(key: string): number
  clear(key: string): void
}

/** Keys at most; past it the oldest are forgotten, so a flood of addresses cannot fill the memory. */
const KEYS = 50_000

export function createFailureCounter(clock: Clock, windowMs: number): FailureCounter {
  const slot = windowMs / 10
  const counts = new Map<string, Map<number, number>>()
  const recent = (key: string): Map<number, number> | undefined => {
    const slots = counts.get(key)
    const oldest = Math.floor((clock.now() - windowMs) / slot)
    for (const at of slots?.keys() ?? []) if (at <= oldest) slots?.delete(at)
    if (slots?.size === 0) counts.delete(key)
    return counts.get(key)
  }
  return {
    add(key) {
      const slots = recent(key) ?? new Map<number, number>()
      const at = Math.floor(clock.now() / slot)
      slots.set(at, (slots.get(at) ?? 0) + 1)
      counts.delete(key)
      counts.set(key, slots)
      const [eldest] = counts.keys()
      if (counts.size > KEYS && eldest !== undefined) counts.delete(eldest)
    },
    takeBack(key) {
      const slots = recent(key)
      const last = [...(slots ?? [])].at(-1)
      if (!slots || !last) return
      if (last[1] > 1) slots.set(last[0], last[1] - 1)
      else slots.delete(last[0])
      if (slots.size === 0) counts.delete(key)
    },
    count: (key) => [...(recent(key)?.values() ?? [])].reduce((sum, n) => sum + n, 0),
    clear: (key) => void counts.delete(key),
  }
}

/** The network that an address belongs to: /24 of IPv4, /64 of IPv6 for the address itself, /48 for its network. */
export function addressKeys(address: string): { readonly own: string; readonly network: string } {
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
  if (plain.includes('.')) return { own: plain, network: `${plain.split('.').slice(0, 3).join('.')}.0/24` }
  const groups = expandIpv6(plain)
  return { own: `${groups.slice(0, 4).join(':')}::/64`, network: `${groups.slice(0, 3).join(':')}::/48` }
}

function expandIpv6(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return [...left, ...zeros, ...right].map((group) => group.replace(/^0+(?=.)/, ''))
}
