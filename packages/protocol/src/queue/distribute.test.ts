import { expect, test } from 'vitest'
import type { WaitingEntry } from './facts.ts'
import { MINUTE, agent, distribute, queue, told, visitor } from '../testing/queue-facts.ts'

test('[queue R5] who came first goes first, whatever the order in which they are listed', () => {
  const waiting = [
    visitor('Cem', { enteredAt: 30 }),
    visitor('Ada', { enteredAt: 10 }),
    visitor('Bo', { enteredAt: 20 }),
  ]
  const agents = [agent('Anna', { room: 2 })]
  expect(told(distribute({ queues: [queue('billing')], waiting, agents }))).toEqual(['Ada to Anna', 'Bo to Anna'])
})

test('[queue R5] a queue of priority goes first, until the others have waited it out', () => {
  const queues = [queue('billing', { priority: 1 }), queue('outage', { priority: 9 })]
  const agents = [agent('Anna', { queueIds: ['billing', 'outage'] })]
  const first = (waited: number): string[] =>
    told(
      distribute({
        queues,
        waiting: [visitor('Ada'), visitor('Bo', { queueId: 'outage', enteredAt: waited })],
        agents,
      }),
    )
  expect(first(9 * MINUTE)).toEqual(['Bo to Anna'])
  // Even: then who came first.
  expect(first(10 * MINUTE)).toEqual(['Ada to Anna'])
  expect(first(11 * MINUTE)).toEqual(['Ada to Anna'])
})

test('[queue R5] a decline takes nobody back in the line', () => {
  const waiting = [visitor('Ada', { declinedBy: ['Anna'] }), visitor('Bo', { enteredAt: 10 })]
  const agents = [agent('Anna', { room: 0 }), agent('Ben')]
  expect(told(distribute({ queues: [queue('billing')], waiting, agents }))).toEqual(['Ada to Ben'])
})

test('[queue R7] an agent takes visitors of their queues only, and no more than they have room for', () => {
  const queues = [queue('billing'), queue('orders'), queue('nobody')]
  const waiting = [
    visitor('Ada'),
    visitor('Bo', { queueId: 'nobody' }),
    visitor('Cem', { queueId: 'orders' }),
    visitor('Dan', { queueId: 'orders', enteredAt: 1 }),
    visitor('Eve', { queueId: 'gone' }),
  ]
  const agents = [agent('Anna', { queueIds: ['orders'] }), agent('Ben', { room: 0 }), agent('Cleo', { room: -1 })]
  expect(told(distribute({ queues, waiting, agents }))).toEqual(['Cem to Anna'])
})

test('[transfer R9] a session on its way is offered to nobody who is in it, and a decline passes it on to all others first', () => {
  const queues = [queue('billing')]
  const agents = [agent('Anna', { room: 3 }), agent('Ben', { room: 3 }), agent('Cleo', { room: 3 })]
  const next = (more: Partial<WaitingEntry>): string[] =>
    told(distribute({ queues, waiting: [visitor('Ada', { notFor: ['Anna', 'Nina'], ...more })], agents }))
  expect(next({})).toEqual(['Ada to Ben'])
  expect(next({ declinedBy: ['Ben'] })).toEqual(['Ada to Cleo'])
  expect(next({ declinedBy: ['Cleo', 'Ben', 'Ben'] })).toEqual(['Ada to Cleo'])
  expect(next({ notFor: ['Anna', 'Ben', 'Cleo'] })).toEqual([])
})

test('[queue R8] who declined is not asked again while another agent is available, even one who is busy just now', () => {
  const waiting = [visitor('Ada', { declinedBy: ['Anna'] }), visitor('Bo', { enteredAt: 10 })]
  const queues = [queue('billing')]
  // Ben could take Ada later; Anna takes the next in line meanwhile.
  expect(told(distribute({ queues, waiting, agents: [agent('Anna'), agent('Ben', { room: 0 })] }))).toEqual([
    'Bo to Anna',
  ])
  expect(told(distribute({ queues, waiting, agents: [agent('Anna')] }))).toEqual(['Ada to Anna'])
  // Of another queue is not another agent.
  const other = agent('Ben', { queueIds: ['orders'] })
  expect(told(distribute({ queues, waiting, agents: [agent('Anna'), other] }))).toEqual(['Ada to Anna'])
})

test('[queue R8] a visitor whom all declined goes round, not back to the same agent', () => {
  const next = (declinedBy: string[]): string[] =>
    told(
      distribute({
        queues: [queue('billing')],
        waiting: [visitor('Ada', { declinedBy })],
        agents: [agent('Anna', { idleSince: 0 }), agent('Ben', { idleSince: 1 })],
      }),
    )
  expect(next([])).toEqual(['Ada to Anna'])
  expect(next(['Anna'])).toEqual(['Ada to Ben'])
  expect(next(['Anna', 'Ben'])).toEqual(['Ada to Anna'])
  expect(next(['Anna', 'Ben', 'Anna'])).toEqual(['Ada to Ben'])
  // Who is not here any longer does not count.
  expect(next(['Zoe', 'Anna', 'Zoe'])).toEqual(['Ada to Ben'])
})

test('[queue R9] who is being offered to somebody is offered to nobody else', () => {
  const waiting = [visitor('Ada', { offeredTo: ['Anna'] }), visitor('Bo', { enteredAt: 10 })]
  const agents = [agent('Anna', { room: 0 }), agent('Ben')]
  expect(told(distribute({ queues: [queue('billing')], waiting, agents }))).toEqual(['Bo to Ben'])
})

test('[queue R9, R10] everybody: all with room hear of the first in line, each once', () => {
  const queues = [queue('billing', { distribution: 'everybody' })]
  const agents = [agent('Anna'), agent('Ben', { room: 2 }), agent('Cleo', { room: 0 })]
  const waiting = [visitor('Ada'), visitor('Bo', { enteredAt: 10 }), visitor('Cem', { enteredAt: 20 })]
  expect(told(distribute({ queues, waiting, agents }))).toEqual(['Ada to Anna', 'Ada to Ben', 'Bo to Ben'])
  // Later Cleo has room, too.
  const ringing = [visitor('Ada', { offeredTo: ['Anna', 'Ben'] }), visitor('Bo', { enteredAt: 10, offeredTo: ['Ben'] })]
  const then = [agent('Anna', { room: 0 }), agent('Ben', { room: 0 }), agent('Cleo')]
  expect(told(distribute({ queues, waiting: ringing, agents: then }))).toEqual(['Ada to Cleo'])
  // Anna declined: she is not asked again while the others have not answered, but hears of the next.
  const declined = [visitor('Ada', { offeredTo: ['Ben'], declinedBy: ['Anna'] }), visitor('Bo', { enteredAt: 10 })]
  const still = [agent('Anna'), agent('Ben', { room: 0 })]
  expect(told(distribute({ queues, waiting: declined, agents: still }))).toEqual(['Bo to Anna'])
})

test('[queue R10] most idle: the longest without a session, then who has the most room', () => {
  const agents = [
    agent('Anna', { idleSince: undefined, room: 1 }),
    agent('Ben', { idleSince: 200, room: 2 }),
    agent('Cleo', { idleSince: 100, room: 1 }),
    agent('Dora', { idleSince: undefined, room: 2 }),
  ]
  const waiting = ['Ada', 'Bo', 'Cem', 'Dan', 'Eve', 'Fay'].map((id, enteredAt) => visitor(id, { enteredAt }))
  expect(told(distribute({ queues: [queue('billing')], waiting, agents }))).toEqual([
    'Ada to Cleo',
    'Bo to Ben',
    'Cem to Dora',
    'Dan to Anna',
    'Eve to Ben',
    'Fay to Dora',
  ])
})

test('[queue R10] most idle: a visitor of another queue ends the idleness, too', () => {
  const queues = [queue('billing'), queue('orders')]
  const agents = [
    agent('Anna', { queueIds: ['billing', 'orders'], idleSince: 1, room: 2 }),
    agent('Ben', { idleSince: 2, room: 1 }),
  ]
  const waiting = [visitor('Ada', { queueId: 'orders' }), visitor('Bo', { enteredAt: 5 })]
  expect(told(distribute({ queues, waiting, agents }))).toEqual(['Ada to Anna', 'Bo to Ben'])
})

test('[queue R10] round robin: after the last one by name, round the end, and on within one go', () => {
  const lastOfferedTo = { id: 'Ben', name: 'Ben' }
  const queues = [queue('billing', { distribution: 'round-robin', lastOfferedTo })]
  const agents = ['Dora', 'Anna', 'Cleo', 'Ben'].map((id) => agent(id, { room: id === 'Cleo' ? 2 : 1 }))
  const waiting = ['Ada', 'Bo', 'Cem', 'Dan', 'Eve', 'Fay'].map((id, enteredAt) => visitor(id, { enteredAt }))
  expect(told(distribute({ queues, waiting, agents }))).toEqual([
    'Ada to Cleo',
    'Bo to Dora',
    'Cem to Anna',
    'Dan to Ben',
    'Eve to Cleo',
  ])
})

test('[queue R10] round robin: goes on after an agent who went away, and passes over who declined', () => {
  const lastOfferedTo = { id: 'Bob', name: 'Bob' }
  const queues = [queue('billing', { distribution: 'round-robin', lastOfferedTo })]
  const agents = ['Anna', 'Cleo', 'Dora'].map((id) => agent(id))
  const waiting = [visitor('Ada', { declinedBy: ['Cleo'] }), visitor('Bo', { enteredAt: 1 })]
  expect(told(distribute({ queues, waiting, agents }))).toEqual(['Ada to Dora', 'Bo to Anna'])
})

test('[queue R10] round robin: letters with marks stand among those without, equal names go by id', () => {
  const queues = [queue('billing', { distribution: 'round-robin' })]
  const agents = [agent('2', { name: 'Özil' }), agent('4', { name: 'Zoe' }), agent('3', { name: 'Otto' })]
  const waiting = ['Ada', 'Bo', 'Cem', 'Dan'].map((id, enteredAt) => visitor(id, { enteredAt }))
  expect(told(distribute({ queues, waiting, agents: [agent('9', { name: 'Otto' }), ...agents] }))).toEqual([
    'Ada to 3',
    'Bo to 9',
    'Cem to 2',
    'Dan to 4',
  ])
})

test('[queue R11] nobody waits or is passed over where nobody has room or nobody waits', () => {
  expect(distribute({ queues: [queue('billing')], waiting: [visitor('Ada')], agents: [] })).toEqual([])
  expect(distribute({ queues: [queue('billing')], waiting: [], agents: [agent('Anna')] })).toEqual([])
  expect(distribute({ queues: [], waiting: [visitor('Ada')], agents: [agent('Anna')] })).toEqual([])
})
