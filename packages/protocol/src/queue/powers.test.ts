import { expect, test } from 'vitest'
import { MINUTE, agent, distribute, queue, told, visitor } from '../testing/queue-facts.ts'
import type { QueueRules, VisitorNeed } from './facts.ts'
import { nextChange } from './waits.ts'

const NOW = 20 * MINUTE
const need = (skill: string, level = 1, relaxAfterMs: number | null = null): VisitorNeed => ({
  skill,
  level,
  relaxAfterMs,
})
const overflowing = (more: Partial<NonNullable<QueueRules['overflow']>>): QueueRules =>
  queue('billing', {
    overflow: { toQueueId: 'orders', afterMs: null, whenWaiting: null, whenNobody: false, ...more },
  })
const others = { queueIds: ['orders'] }

test('[queue R13] only who has the skill at the level or above, however it is spelt; who has more does not go first', () => {
  const queues = [queue('billing')]
  const agents = [
    agent('Anna', { idleSince: 0 }),
    agent('Ben', { idleSince: 1, skills: [{ skill: 'Spanish', level: 2 }] }),
    agent('Cleo', { idleSince: 2, skills: [{ skill: 'spanish', level: 3 }] }),
    agent('Dora', { idleSince: 3, skills: [{ skill: 'SPANISH', level: 5 }] }),
  ]
  const asks = (...needs: VisitorNeed[]) => told(distribute({ queues, waiting: [visitor('Ada', { needs })], agents }))
  expect(asks(need('Spanish', 3))).toEqual(['Ada to Cleo'])
  expect(asks(need('Spanish', 4))).toEqual(['Ada to Dora'])
  expect(asks(need('Spanish', 1), need('Invoices'))).toEqual([])
  expect(asks()).toEqual(['Ada to Anna'])
})

test('[queue R13] [queue R11] who cannot be taken holds up nobody who can', () => {
  const waiting = [
    visitor('Ada', { needs: [need('Spanish')] }),
    visitor('Bo', { enteredAt: 1, needs: [need('Invoices')] }),
    visitor('Cem', { enteredAt: 2 }),
  ]
  const agents = [agent('Anna', { skills: [{ skill: 'invoices', level: 1 }], room: 2 })]
  expect(told(distribute({ queues: [queue('billing')], waiting, agents }))).toEqual(['Bo to Anna', 'Cem to Anna'])
})

test('[queue R13] a need relaxes after its time, each for itself, and not a moment before', () => {
  const needs = [need('Spanish', 1, MINUTE), need('Invoices', 1, 2 * MINUTE)]
  const agents = [agent('Anna'), agent('Ben', { idleSince: 1, skills: [{ skill: 'Invoices', level: 1 }] })]
  const at = (now: number) =>
    told(distribute({ now, queues: [queue('billing')], waiting: [visitor('Ada', { needs })], agents }))
  expect(at(MINUTE - 1)).toEqual([])
  expect(at(MINUTE)).toEqual(['Ada to Ben'])
  expect(at(2 * MINUTE)).toEqual(['Ada to Anna'])
})

test('[queue R13] [queue R10] round robin goes round once, not once for each skill', () => {
  const queues = [queue('billing', { distribution: 'round-robin' })]
  const spanish = { skills: [{ skill: 'Spanish', level: 1 }], room: 2 }
  const agents = [agent('Anna', { room: 2 }), agent('Ben', spanish), agent('Cleo', { room: 2 }), agent('Dora', spanish)]
  const waiting = [true, false, true, false, true].map((picky, enteredAt) =>
    visitor('ABCDE'[enteredAt] ?? '', { enteredAt, needs: picky ? [need('Spanish')] : [] }),
  )
  expect(told(distribute({ queues, waiting, agents }))).toEqual([
    'A to Ben',
    'B to Cleo',
    'C to Dora',
    'D to Anna',
    'E to Ben',
  ])
})

test('[queue R8] [queue R13] who cannot take a visitor is no other agent: the one who declined is asked again', () => {
  const waiting = [visitor('Ada', { needs: [need('Spanish')], declinedBy: ['Anna'] })]
  const agents = [agent('Anna', { skills: [{ skill: 'Spanish', level: 1 }] }), agent('Ben')]
  expect(told(distribute({ queues: [queue('billing')], waiting, agents }))).toEqual(['Ada to Anna'])
})

test('[queue R8] who declined and is alone is asked again once the pause is over; another agent is asked at once', () => {
  const waiting = [visitor('Ada', { declinedBy: ['Anna'], pauses: [{ agentId: 'Anna', until: NOW }] })]
  const queues = [queue('billing')]
  const at = (now: number, ...agents: ReturnType<typeof agent>[]) => told(distribute({ now, queues, waiting, agents }))
  expect(at(NOW - 1, agent('Anna'))).toEqual([])
  expect(at(NOW, agent('Anna'))).toEqual(['Ada to Anna'])
  expect(at(NOW - 1, agent('Anna'), agent('Ben'))).toEqual(['Ada to Ben'])
  expect(nextChange({ queues, waiting, now: NOW - 1 })).toBe(NOW)
  expect(nextChange({ queues, waiting, now: NOW })).toBeUndefined()
})

test('[queue R14] a heavy visitor takes its weight of an agent’s room; who is idle takes one however heavy', () => {
  const queues = [queue('billing', { weight: 3 }), queue('orders')]
  const both = { queueIds: ['billing', 'orders'] }
  const agents = [
    agent('Anna', { ...both, room: 2, idleSince: undefined }),
    agent('Ben', { ...both, room: 2, idleSince: 0 }),
    agent('Cleo', { ...both, room: 4, idleSince: undefined }),
  ]
  const waiting = [
    ...['Ada', 'Bo', 'Cem'].map((id, enteredAt) => visitor(id, { enteredAt })),
    ...['Dan', 'Eve', 'Fay', 'Gus'].map((id, n) => visitor(id, { queueId: 'orders', enteredAt: 10 + n })),
  ]
  expect(told(distribute({ queues, waiting, agents }))).toEqual([
    'Ada to Ben',
    'Bo to Cleo',
    // Cem is too heavy for what is left; the light ones behind are not held up.
    'Dan to Anna',
    'Eve to Anna',
    'Fay to Cleo',
  ])
})

test('[queue R15] after a wait another queue’s agents are asked, too; an own one with room goes first', () => {
  const queues = [overflowing({ afterMs: MINUTE }), queue('orders')]
  const waiting = [visitor('Ada'), visitor('Bo', { enteredAt: 1 })]
  const agents = [agent('Anna', { idleSince: 9 }), agent('Olga', { ...others, idleSince: 0, room: 5 })]
  const at = (now: number) => told(distribute({ now, queues, waiting, agents }))
  expect(at(MINUTE - 1)).toEqual(['Ada to Anna'])
  expect(at(MINUTE)).toEqual(['Ada to Anna'])
  expect(at(MINUTE + 1)).toEqual(['Ada to Anna', 'Bo to Olga'])
  expect(distribute({ now: MINUTE + 1, queues, waiting, agents })[1]?.queueId).toBe('orders')
})

test('[queue R15] while more wait than a number, or while nobody of the queue is available, with room or without', () => {
  const waiting = [visitor('Ada', { enteredAt: NOW })]
  const olga = agent('Olga', others)
  const full = agent('Anna', { room: 0 })
  const to = (rules: QueueRules, ...agents: ReturnType<typeof agent>[]) =>
    told(distribute({ now: NOW, queues: [rules, queue('orders')], waiting, agents }))
  const many = overflowing({ whenWaiting: 4 })
  expect(to({ ...many, waiting: 4 }, olga, full)).toEqual([])
  expect(to({ ...many, waiting: 5 }, olga, full)).toEqual(['Ada to Olga'])
  const nobody = overflowing({ whenNobody: true })
  expect(to(nobody, olga, full)).toEqual([])
  expect(to(nobody, olga)).toEqual(['Ada to Olga'])
  expect(to(overflowing({}), olga)).toEqual([])
})

test('[queue R15] overflowing goes no further than one queue, and a queue that is gone or the same leads nowhere', () => {
  const spill = (id: string, toQueueId: string) =>
    queue(id, { overflow: { toQueueId, afterMs: 0, whenWaiting: null, whenNobody: true } })
  const waiting = [visitor('Ada')]
  const to = (...queues: QueueRules[]) =>
    told(distribute({ queues, waiting, agents: [agent('Rolf', { queueIds: ['repairs'] })] }))
  expect(to(spill('billing', 'orders'), spill('orders', 'repairs'), queue('repairs'))).toEqual([])
  expect(to(spill('billing', 'orders'), spill('orders', 'billing'), queue('repairs'))).toEqual([])
  expect(to(spill('billing', 'billing'), queue('repairs'))).toEqual([])
  expect(to(spill('billing', 'deleted'), queue('repairs'))).toEqual([])
  expect(to(spill('billing', 'repairs'), queue('repairs'))).toEqual(['Ada to Rolf'])
})

test('[queue R15] needs and declines go along: another queue’s agent with the skill who declined fewer times', () => {
  const queues = [overflowing({ afterMs: 0 }), queue('orders')]
  const waiting = [visitor('Ada', { needs: [need('Spanish')], declinedBy: ['Anna', 'Olga', 'Olga', 'Pia'] })]
  const spanish = { skills: [{ skill: 'Spanish', level: 1 }] }
  const olga = agent('Olga', { ...others, ...spanish })
  const pia = agent('Pia', others)
  const agents = [agent('Anna', { ...spanish, room: 0 }), olga, pia]
  // Anna declined fewer times, and is available though she has no room.
  expect(told(distribute({ queues, waiting, agents }))).toEqual([])
  expect(told(distribute({ queues, waiting, agents: [olga, pia] }))).toEqual(['Ada to Olga'])
  const quim = agent('Quim', { ...others, ...spanish })
  expect(told(distribute({ queues, waiting, agents: [...agents, quim] }))).toEqual(['Ada to Quim'])
})

test('[queue R15] [queue R9] a queue that asks everybody asks all of both; one that does not asks one of the other, by its way', () => {
  const agents = [
    agent('Anna', { room: 0 }),
    agent('Olga', { ...others, idleSince: 5 }),
    agent('Otto', { ...others, idleSince: 4 }),
  ]
  const to = (own: Partial<QueueRules>, other: Partial<QueueRules>) =>
    told(
      distribute({
        queues: [{ ...overflowing({ afterMs: 0 }), ...own }, queue('orders', other)],
        waiting: [visitor('Ada')],
        agents,
      }),
    )
  expect(to({ distribution: 'everybody' }, {})).toEqual(['Ada to Olga', 'Ada to Otto'])
  expect(to({}, { distribution: 'everybody' })).toEqual(['Ada to Otto'])
  const lastOfferedTo = { id: 'Nina', name: 'Nina' }
  expect(to({}, { distribution: 'round-robin', lastOfferedTo })).toEqual(['Ada to Olga'])
})

test('[queue R16] who waited so long goes by the escalation’s priority, where it is higher', () => {
  const escalating = (priority: number) => queue('billing', { escalation: { afterMs: 5 * MINUTE, priority } })
  const agents = [agent('Anna', { queueIds: ['billing', 'outage'] })]
  const first = (billing: QueueRules, now: number) => {
    const waiting = [visitor('Ada'), visitor('Bo', { queueId: 'outage', enteredAt: now })]
    return told(distribute({ now, queues: [billing, queue('outage', { priority: 9 })], waiting, agents }))
  }
  // Four points of priority are worth five minutes, so by itself it would be Ada from then on.
  expect(first(queue('billing'), 5 * MINUTE - 1)).toEqual(['Bo to Anna'])
  const early = (priority: number) => queue('billing', { escalation: { afterMs: MINUTE, priority } })
  expect(first(early(9), MINUTE - 1)).toEqual(['Bo to Anna'])
  expect(first(early(9), MINUTE)).toEqual(['Ada to Anna'])
  // It takes nobody back.
  expect(first(escalating(1), 5 * MINUTE + 1)).toEqual(['Ada to Anna'])
})

test('[queue R13] [queue R15] [queue R16] the next moment at which time alone changes the choice is known', () => {
  const billing = {
    ...overflowing({ afterMs: 3 * MINUTE }),
    escalation: { afterMs: 4 * MINUTE, priority: 9 },
  }
  const waiting = [
    visitor('Ada', { needs: [need('Spanish', 1, 2 * MINUTE), need('Invoices')] }),
    visitor('Bo', { enteredAt: 30_000, queueId: 'orders', needs: [need('Spanish', 1, MINUTE)] }),
    visitor('Cem', { queueId: 'gone', needs: [need('Spanish', 1, 1)] }),
  ]
  const queues = [billing, queue('orders')]
  const moments: number[] = []
  for (let now = nextChange({ queues, waiting, now: 0 }); now !== undefined; now = nextChange({ queues, waiting, now }))
    moments.push(now / MINUTE)
  expect(moments).toEqual([1.5, 2, 3, 4])
})
