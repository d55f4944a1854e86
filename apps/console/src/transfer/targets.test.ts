import type { TransferTargets } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { foundIn } from './targets.ts'

const agent = (name: string, ...queues: string[]): TransferTargets['agents'][number] => ({
  userId: name,
  name,
  state: 'available',
  sessions: 0,
  queues,
})
const targets: TransferTargets = {
  agents: [agent('José Núñez', 'Billing'), agent('Bob', 'Orders', 'Billing'), agent('Cleo', 'Orders')],
  queues: [
    { queueId: 'a', name: 'Billing', waiting: 0, open: true },
    { queueId: 'b', name: 'Orders', waiting: 2, open: false },
  ],
}
const names = (words: string): string[] => {
  const { agents, queues } = foundIn(targets, words)
  return [...agents, ...queues].map(({ name }) => name)
}

test('everybody is there before anything is typed, and after nothing but blanks', () => {
  expect(names('  ')).toEqual(['José Núñez', 'Bob', 'Cleo', 'Billing', 'Orders'])
})

test('a name is found without its capitals and accents, an agent also by a queue, and every word counts', () => {
  expect(names('jose')).toEqual(['José Núñez'])
  expect(names('billing')).toEqual(['José Núñez', 'Bob', 'Billing'])
  expect(names('bob ord')).toEqual(['Bob'])
  expect(names('nobody')).toEqual([])
})
