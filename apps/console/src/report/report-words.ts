import type { Interval, IntervalLength } from '@deskside/protocol'
import { formatSpan } from '../platform/times.ts'
import type { Preset } from './question.ts'

export const PRESET_WORDS: Readonly<Record<Preset, string>> = {
  today: 'Today',
  yesterday: 'Yesterday',
  'last-7-days': 'Last 7 days',
  'last-30-days': 'Last 30 days',
  'this-week': 'This week',
  'last-week': 'Last week',
  'this-month': 'This month',
  'last-month': 'Last month',
}

export const INTERVAL_WORDS: Readonly<Record<IntervalLength, string>> = {
  '15-minutes': '15 minutes',
  '30-minutes': '30 minutes',
  hour: 'Hour',
  day: 'Day',
  week: 'Week',
}

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** What stands where nobody counts for a figure. */
export const NO_FIGURE = '–'

const percent = new Intl.NumberFormat(undefined, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})
const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 })

export const formatPart = (part: number | null): string => (part === null ? NO_FIGURE : percent.format(part))
export const formatNumber = (value: number | null): string => (value === null ? NO_FIGURE : number.format(value))
/** Minutes and seconds, or hours too. */
export const formatTook = (seconds: number | null): string =>
  seconds === null ? NO_FIGURE : formatSpan(Math.round(seconds) * 1_000)
export const formatClock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const DAY = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
const TIME = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const

/**
 * What intervals are called, by the clock of a zone. Where the clock is turned back two would be called the same: those say by
 * which time they go.
 */
export function namesOf(intervals: readonly Interval[], zone: string, length: IntervalLength): readonly string[] {
  const day = new Intl.DateTimeFormat(undefined, { ...DAY, timeZone: zone })
  if (length === 'week') return intervals.map(({ from, to }) => day.formatRange(from, to - 1))
  if (length === 'day') return intervals.map(({ from }) => day.format(from))
  const time = new Intl.DateTimeFormat(undefined, { ...TIME, timeZone: zone })
  const exact = new Intl.DateTimeFormat(undefined, { ...TIME, timeZone: zone, timeZoneName: 'short' })
  const names = intervals.map(({ from }) => time.format(from))
  const times = new Map<string, number>()
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1)
  return names.map((name, index) => ((times.get(name) ?? 0) > 1 ? exact.format(intervals[index]?.from) : name))
}
