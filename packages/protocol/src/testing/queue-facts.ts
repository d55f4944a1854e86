import { distribute as distributeAt } from '../queue/distribute.ts'
import type { AvailableAgent, Distributing, NewOffer, QueueRules, WaitingEntry } from '../queue/facts.ts'

export const MINUTE = 60_000
export const queue = (id: string, more: Partial<QueueRules> = {}): QueueRules => ({
  id,
  distribution: 'most-idle',
  priority: 5,
  lastOfferedTo: undefined,
  weight: 1,
  waiting: 0,
  overflow: null,
  escalation: null,
  ...more,
})
export const visitor = (id: string, more: Partial<WaitingEntry> = {}): WaitingEntry => ({
  id,
  queueId: 'billing',
  enteredAt: 0,
  needs: [],
  declinedBy: [],
  offeredTo: [],
  pauses: [],
  ...more,
})
export const agent = (id: string, more: Partial<AvailableAgent> = {}): AvailableAgent => ({
  id,
  name: id,
  queueIds: ['billing'],
  skills: [],
  room: 1,
  idleSince: 0,
  ...more,
})
export const distribute = ({ now = 20 * MINUTE, ...facts }: Omit<Distributing, 'now'> & { readonly now?: number }) =>
  distributeAt({ now, ...facts })
export const told = (offers: readonly NewOffer[]): string[] =>
  offers.map(({ entryId, agentId }) => `${entryId} to ${agentId}`)
