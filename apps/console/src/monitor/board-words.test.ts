import type { Board, MonitoredSession } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { finds, isOfQueue, percent, roleIn, stateWords, summaryOf } from './board-words.ts'

const session: MonitoredSession = {
  id: 's',
  startedAt: 0,
  customerName: 'Carla',
  queueId: null,
  queueName: null,
  representatives: [
    { userId: 'rita', name: 'Rita' },
    { userId: 'rob', name: 'Rob' },
  ],
  watchers: [{ userId: 'mona', name: 'Mona' }],
}

test('[monitor R8] the page in a sentence, without what changes every second', () => {
  const empty: Board = { now: 1, policy: 'with-notice', queues: [], agents: [], line: [], sessions: [] }
  expect(summaryOf(empty)).toBe('Nobody waits. 0 of 0 agents available. 0 live sessions.')
  expect(summaryOf({ ...empty, now: 2 })).toBe(summaryOf(empty))
})

test('[monitor R8] figures and states in words; what there is none of is not zero', () => {
  expect([percent(null), percent(0), percent(0.625), percent(1)]).toEqual(['–', '0%', '63%', '100%'])
  expect(stateWords({ state: 'away', reason: 'lunch' })).toBe('Away: lunch')
  expect(stateWords({ state: 'away', reason: 'missed' })).toBe('Away: missed a request')
  expect(stateWords({ state: 'away', reason: null })).toBe('Away')
  expect(stateWords({ state: 'available', reason: null })).toBe('Available')
})

test('[monitor R8] rows are found by any of their names, and by queue, or by having none', () => {
  expect(finds(' car ', 'Carla', null)).toBe(true)
  expect(finds('x', 'Carla', null)).toBe(false)
  expect(finds('', null)).toBe(true)
  expect(isOfQueue('', [null])).toBe(true)
  expect(isOfQueue('none', [null])).toBe(true)
  expect(isOfQueue('none', ['q'])).toBe(false)
  expect(isOfQueue('q', ['q', 'r'])).toBe(true)
})

test('[monitor R8] how a manager is in a session says what they may do there', () => {
  expect(['rita', 'rob', 'mona', 'max'].map((id) => roleIn(session, id))).toEqual([
    'primary',
    'assisting',
    'watching',
    'out',
  ])
})
