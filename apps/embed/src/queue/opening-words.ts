import type { Words } from '../words/words.ts'

/** When a queue opens, by the clock and the calendar of who reads it. @param at and `now` in milliseconds since 1970. */
export function openingWords(words: Words, at: number, now: number): string {
  const clock = new Intl.DateTimeFormat(words.lang, { hour: '2-digit', minute: '2-digit' }).format(at)
  const days = dayNumber(at) - dayNumber(now)
  if (days === 0) return words.opensAt(words.today(clock))
  if (days === 1) return words.opensAt(words.tomorrow(clock))
  const day = new Intl.DateTimeFormat(words.lang, { weekday: 'long', day: 'numeric', month: 'long' }).format(at)
  return words.opensAt(words.onDay(day, clock))
}

/** Days since 1970 of the date that the reader's calendar shows at a moment, so that midnight counts and not 24 hours. */
function dayNumber(at: number): number {
  const date = new Date(at)
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000
}
