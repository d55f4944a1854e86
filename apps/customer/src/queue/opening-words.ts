interface Reader {
  /** BCP 47; the browser's where it is left out. */
  readonly locale?: string
  /** IANA; the browser's where it is left out. */
  readonly timeZone?: string
}

/**
 * When a queue opens, by the clock and the calendar of who reads it: "today at 14:00", "tomorrow at 09:00", "on Monday, 30
 * November at 09:00". @param at and `now` in milliseconds since 1970.
 */
export function openingWords(at: number, now: number, { locale, timeZone }: Reader = {}): string {
  const zone = timeZone === undefined ? {} : { timeZone }
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', ...zone }).format(at)
  const days = dayNumber(at, timeZone) - dayNumber(now, timeZone)
  if (days === 0) return `today at ${clock}`
  if (days === 1) return `tomorrow at ${clock}`
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', ...zone }).format(at)
  return `on ${day} at ${clock}`
}

/** Days since 1970 of the date that a calendar shows at a moment, so that midnight counts and not 24 hours. */
function dayNumber(at: number, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    calendar: 'gregory',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((p) => p.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day')) / 86_400_000
}
