import { expect, test } from 'vitest'
import { openingsBetween } from '../queue/hours.ts'
import type { Hours } from '../queue/settings.ts'
import { CALL_WITHIN_MS, callTimes } from './call-times.ts'
import type { LeaveInMailbox } from './http.ts'
import { problemsOfCallTime, problemsOfLeft } from './problems.ts'

const at = (iso: string): number => Date.parse(iso)
const told = (times: readonly number[]): string[] => times.map((time) => new Date(time).toISOString().slice(5, 16))
const weekdays = (from: number, to: number): Hours => ({
  timeZone: 'Europe/Berlin',
  week: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from, to }] : [])),
  holidays: [{ date: '2026-12-25', name: 'Christmas', openings: [] }],
})

test('[mailbox R2] times to be called at are half hours while the queue is open, none of them at once', () => {
  const openings = [
    { from: at('2026-11-24T10:00Z'), to: at('2026-11-24T11:10Z') },
    { from: at('2026-11-25T09:10Z'), to: at('2026-11-25T10:00Z') },
  ]
  expect(told(callTimes(openings, at('2026-11-24T10:16Z')))).toEqual(['11-24T11:00', '11-25T09:10', '11-25T09:30'])
  expect(told(callTimes(openings, at('2026-11-24T10:15Z')))[0]).toBe('11-24T10:30')
  expect(callTimes(openings, at('2026-11-25T09:46Z'))).toEqual([])
})

test('[mailbox R2] the openings of the next days are those of the queue’s own calendar, holidays and all', () => {
  const hours = weekdays(540, 600)
  const from = at('2026-12-23T08:30Z')
  const openings = openingsBetween(hours, { from, until: from + 6 * 86_400_000 })
  expect(openings.map((span) => told([span.from, span.to]))).toEqual([
    ['12-23T08:30', '12-23T09:00'],
    ['12-24T08:00', '12-24T09:00'],
    ['12-28T08:00', '12-28T09:00'],
    ['12-29T08:00', '12-29T08:30'],
  ])
  expect(openingsBetween({ ...hours, week: hours.week.map(() => []) }, { from, until: from + CALL_WITHIN_MS })).toEqual(
    [],
  )
  // Every time that is offered is one that is taken.
  const times = callTimes(openingsBetween(hours, { from, until: from + CALL_WITHIN_MS }), from)
  expect(times.length).toBeGreaterThan(10)
  for (const time of times) expect(problemsOfCallTime(time, hours, from)).toEqual([])
  for (const time of [from, at('2026-12-23T09:00Z'), at('2026-12-25T08:30Z'), from + 20 * 86_400_000])
    expect(problemsOfCallTime(time, hours, from)).toMatchObject([{ path: 'callAt' }])
})

test('[mailbox R2] what is wrong with a message or a call-back is said at its field', () => {
  const field = {
    id: '0199ab10-0000-7000-8000-00000000000a',
    label: 'Topic',
    kind: 'text',
    required: true,
    options: [],
  } as const
  const form = [{ ...field, options: [] }]
  const common = { id: field.id, name: 'Vera', text: 'x' }
  const message: LeaveInMailbox = { ...common, kind: 'message', answers: {}, answerBy: 'email', address: '' }
  expect(problemsOfLeft(message, form)).toEqual([
    { path: `answers.${field.id}`, message: 'Please answer this.' },
    { path: 'address', message: 'Please write your e-mail address.' },
  ])
  const answers = { [field.id]: 'a bill' }
  expect(problemsOfLeft({ ...message, answers, address: 'v@example.com' }, form)).toEqual([])
  expect(problemsOfLeft({ ...message, answers, answerBy: 'phone', address: 'v@example.com' }, form)).toMatchObject([
    { path: 'address' },
  ])
  // A call-back is not asked what the form asks.
  expect(problemsOfLeft({ ...common, kind: 'call-back', phone: '030 1234567', callAt: null }, form)).toEqual([])
  expect(problemsOfLeft({ ...common, kind: 'call-back', phone: '12', callAt: null }, form)).toMatchObject([
    { path: 'phone' },
  ])
})
