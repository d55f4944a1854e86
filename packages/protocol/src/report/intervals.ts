import { momentOf, zoneOf } from '../queue/time-zone.ts'

export const INTERVALS = ['15-minutes', '30-minutes', 'hour', 'day', 'week'] as const
export type IntervalLength = (typeof INTERVALS)[number]

/** How many intervals a report has at most: 15 minutes of a month. */
export const MOST_INTERVALS = 3_000
/** How many days a report covers at most. */
export const MOST_DAYS = 1_100

/** Whole days by the clock of a time zone, both included: "2026-11-01" to "2026-11-30". */
export interface Period {
  readonly from: string
  readonly to: string
  /** An IANA name. */
  readonly zone: string
}

export interface Interval {
  /** Milliseconds since 1970. */
  readonly from: number
  /** The beginning of the next. */
  readonly to: number
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const MINUTES: Readonly<Record<'15-minutes' | '30-minutes' | 'hour', number>> = {
  '15-minutes': 15,
  '30-minutes': 30,
  hour: 60,
}

/** The number of a date's day since 1970. */
const dayOf = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS)

/** How many days a period has; below 1 where it ends before it begins. */
export const daysOf = ({ from, to }: Period): number => dayOf(to) - dayOf(from) + 1

/** When a period begins, and when it is over. */
export function spanOf({ from, to, zone }: Period): Interval {
  const clock = zoneOf(zone)
  return { from: momentOf(clock, dayOf(from) * DAY_MS), to: momentOf(clock, (dayOf(to) + 1) * DAY_MS) }
}

/**
 * The intervals of a period, without gaps (report R4): days and weeks from midnight to midnight of the zone's clock, shorter
 * ones counted from each midnight, so that a day on which the clock is changed has 23 or 25 hours. The first and the last week
 * end where the period does. At most `most` of them, and one more to tell that there were more.
 */
export function intervalsOf(period: Period, length: IntervalLength, most = MOST_INTERVALS): readonly Interval[] {
  const clock = zoneOf(period.zone)
  const [first, last] = [dayOf(period.from), dayOf(period.to)]
  const intervals: Interval[] = []
  const midnight = (day: number): number => momentOf(clock, day * DAY_MS)
  for (let day = first; day <= last && intervals.length <= most;) {
    // The first of January 1970 was a Thursday: 3 days after a Monday.
    const next = length === 'week' ? Math.min(last + 1, day + 7 - ((((day + 3) % 7) + 7) % 7)) : day + 1
    const [from, to] = [midnight(day), midnight(next)]
    const step = length === 'day' || length === 'week' ? to - from : MINUTES[length] * MINUTE_MS
    for (let at = from; at < to && intervals.length <= most; at += step)
      intervals.push({ from: at, to: Math.min(to, at + step) })
    day = next
  }
  return intervals
}

/** Where in a week an interval begins by the zone's clock. */
export interface WeekSlot {
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number
  /** Minutes since midnight. */
  readonly minute: number
}

export function weekSlotOf(zone: string, at: number): WeekSlot {
  const wall = at + zoneOf(zone).offsetAt(at)
  const day = Math.floor(wall / DAY_MS)
  return { weekday: ((((day + 3) % 7) + 7) % 7) + 1, minute: Math.floor((wall - day * DAY_MS) / MINUTE_MS) }
}

/** The date of a moment by the zone's clock: "2026-11-24". */
export function dateAt(zone: string, at: number): string {
  return new Date(at + zoneOf(zone).offsetAt(at)).toISOString().slice(0, 10)
}

/** A date so many days later or, below zero, earlier. */
export function dateAfter(date: string, days: number): string {
  return new Date((dayOf(date) + days) * DAY_MS).toISOString().slice(0, 10)
}

/** How far a zone's clock is ahead of UTC at a moment, in minutes. */
export function offsetMinutesAt(zone: string, at: number): number {
  return Math.round(zoneOf(zone).offsetAt(at) / MINUTE_MS)
}
