import type { Hours } from './settings.ts'
import { momentOf, zoneOf } from './time-zone.ts'

export interface OpenNow {
  readonly open: boolean
  /** When that changes next, in milliseconds since 1970; null where it does not within a year. */
  readonly changesAt: number | null
}

const DAY = 86_400_000
const MINUTE = 60_000
/** How far is looked ahead, in days. */
const A_YEAR = 366

/**
 * Whether a queue is open at a moment (queue R1). Openings that touch or overlap are one, over midnight too. Where summer time
 * ends, of an opening or closing time that comes twice the first counts; where it begins, one that is left out is the moment
 * of the change.
 */
export function openAt(hours: Hours, at: number): OpenNow {
  const zone = zoneOf(hours.timeZone)
  const today = Math.floor((at + zone.offsetAt(at)) / DAY)
  let closesAt: number | undefined
  for (const { from, to } of spans(hours, today)) {
    const [opens, closes] = [momentOf(zone, from), momentOf(zone, to)]
    if (closes <= at || closes === opens) continue
    if (closesAt === undefined) {
      if (opens > at) return { open: false, changesAt: opens }
    } else if (opens > closesAt) break
    closesAt = to >= (today + A_YEAR) * DAY ? Infinity : closes
  }
  if (closesAt === undefined) return { open: false, changesAt: null }
  return { open: true, changesAt: closesAt === Infinity ? null : closesAt }
}

/** When a queue is open from a moment on until another, in order: from and to in milliseconds since 1970. */
export function openingsBetween(
  hours: Hours,
  { from, until }: { readonly from: number; readonly until: number },
): readonly { readonly from: number; readonly to: number }[] {
  const zone = zoneOf(hours.timeZone)
  const found: { from: number; to: number }[] = []
  for (const span of spans(hours, Math.floor((from + zone.offsetAt(from)) / DAY))) {
    const opens = Math.max(from, momentOf(zone, span.from))
    if (opens >= until) break
    const closes = Math.min(until, momentOf(zone, span.to))
    if (closes > opens) found.push({ from: opens, to: closes })
  }
  return found
}

/** What the clock on the wall shows, as if it were UTC, in milliseconds since 1970. */
interface Span {
  readonly from: number
  readonly to: number
}

/** The times a queue is open, in order and apart from each other, from a day on for a year. */
function* spans(hours: Hours, today: number): Generator<Span> {
  const holidays = new Map(hours.holidays.map(({ date, openings }) => [date, openings]))
  let span: Span | undefined
  for (let day = today; day < today + A_YEAR; day += 1) {
    const date = new Date(day * DAY).toISOString().slice(0, 10)
    // The first of January 1970 was a Thursday, the fourth day of a week that begins on Monday.
    const openings = holidays.get(date) ?? hours.week[(((day + 3) % 7) + 7) % 7] ?? []
    for (const opening of openings.toSorted((a, b) => a.from - b.from)) {
      const [from, to] = [day * DAY + opening.from * MINUTE, day * DAY + opening.to * MINUTE]
      if (span && from <= span.to) span = { from: span.from, to: Math.max(span.to, to) }
      else {
        if (span) yield span
        span = { from, to }
      }
    }
  }
  if (span) yield span
}
