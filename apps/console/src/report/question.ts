import { INTERVALS, MOST_INTERVALS, dateAfter, dateAt, daysOf, isTimeZone } from '@deskside/protocol'
import type { IntervalLength } from '@deskside/protocol'

export const PRESETS = [
  'today',
  'yesterday',
  'last-7-days',
  'last-30-days',
  'this-week',
  'last-week',
  'this-month',
  'last-month',
] as const
export type Preset = (typeof PRESETS)[number]

export interface Days {
  /** The first and the last: "2026-11-01". */
  readonly from: string
  readonly to: string
}

/** What a report is asked, as it stands in the page's address: whoever opens the address asks the same. */
export interface Question {
  /** Days that move on by themselves, or chosen ones. */
  readonly days: { readonly is: Preset } | ({ readonly is: 'chosen' } & Days)
  readonly zone: string
  /** Undefined: as fits the days. */
  readonly interval: IntervalLength | undefined
  /** Empty: all. */
  readonly queueIds: readonly string[]
  readonly percent: number
  readonly seconds: number
  readonly atOnce: number
}

const DATE = /^\d{4}-\d{2}-\d{2}$/
const isDate = (value: unknown): value is string =>
  typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`))

function numberIn(value: unknown, { from, to, usual }: { from: number; to: number; usual: number }): number {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= from && number <= to ? number : usual
}

/** Reads an address; what it does not say, or says wrong, is as usual. */
export function readQuestion(search: Readonly<Record<string, unknown>>, ownZone: string): Question {
  const { period, from, to, zone, interval, queues } = search
  const preset = PRESETS.find((name) => name === period)
  return {
    days: preset ? { is: preset } : isDate(from) && isDate(to) ? { is: 'chosen', from, to } : { is: 'last-7-days' },
    zone: typeof zone === 'string' && isTimeZone(zone) ? zone : ownZone,
    interval: INTERVALS.find((name) => name === interval),
    queueIds: typeof queues === 'string' ? queues.split(',').filter((id) => id !== '') : [],
    percent: numberIn(search['percent'], { from: 1, to: 99, usual: 80 }),
    seconds: numberIn(search['seconds'], { from: 0, to: 3_600, usual: 20 }),
    atOnce: numberIn(search['atOnce'], { from: 1, to: 20, usual: 1 }),
  }
}

/** The address of a question. The time zone always stands in it: the days of whoever follows it are the same. */
export function writeQuestion(question: Question): Record<string, string | number> {
  const { days, zone, interval, queueIds, percent, seconds, atOnce } = question
  return {
    ...(days.is === 'chosen' ? { from: days.from, to: days.to } : { period: days.is }),
    zone,
    ...(interval ? { interval } : {}),
    ...(queueIds.length > 0 ? { queues: queueIds.join(',') } : {}),
    ...(percent === 80 ? {} : { percent }),
    ...(seconds === 20 ? {} : { seconds }),
    ...(atOnce === 1 ? {} : { atOnce }),
  }
}

/** The days that are meant now. */
export function daysNow({ days, zone }: Pick<Question, 'days' | 'zone'>, now: number): Days {
  if (days.is === 'chosen') return { from: days.from, to: days.to }
  const today = dateAt(zone, now)
  // The first of January 1970 was a Thursday, three days after a Monday.
  const monday = dateAfter(today, -((Math.floor(Date.parse(`${today}T00:00:00Z`) / 86_400_000) + 3) % 7))
  const first = `${today.slice(0, 8)}01`
  const lastOfBefore = dateAfter(first, -1)
  switch (days.is) {
    case 'today':
      return { from: today, to: today }
    case 'yesterday':
      return { from: dateAfter(today, -1), to: dateAfter(today, -1) }
    case 'last-7-days':
      return { from: dateAfter(today, -6), to: today }
    case 'last-30-days':
      return { from: dateAfter(today, -29), to: today }
    case 'this-week':
      return { from: monday, to: today }
    case 'last-week':
      return { from: dateAfter(monday, -7), to: dateAfter(monday, -1) }
    case 'this-month':
      return { from: first, to: today }
    case 'last-month':
      return { from: `${lastOfBefore.slice(0, 8)}01`, to: lastOfBefore }
  }
}

const A_DAY: Readonly<Record<IntervalLength, number>> = {
  '15-minutes': 96,
  '30-minutes': 48,
  hour: 24,
  day: 1,
  week: 1 / 7,
}

/** Whether a report of so many days holds such intervals. */
export const holds = (days: Days, interval: IntervalLength): boolean =>
  daysOf({ ...days, zone: 'UTC' }) * A_DAY[interval] <= MOST_INTERVALS

/** The chosen intervals, or such as the days make readable. */
export function intervalOf({ interval }: Pick<Question, 'interval'>, days: Days): IntervalLength {
  if (interval && holds(days, interval)) return interval
  const count = daysOf({ ...days, zone: 'UTC' })
  return count <= 2 ? 'hour' : count <= 62 ? 'day' : 'week'
}
