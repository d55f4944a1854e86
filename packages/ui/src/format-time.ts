const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const dayAndClock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** The time of day, for instance "14:05", in the reader's own way of writing it. */
export function formatClock(at: number): string {
  return clock.format(at)
}

/** Day and time, for instance "23 Nov 2026, 14:05". */
export function formatMoment(at: number): string {
  return dayAndClock.format(at)
}

/** Time left in minutes and seconds, for instance "1:05"; never less than "0:00". */
export function formatTimeLeft(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** How long something took or takes, in words, for instance "1 hour 5 minutes" or "40 seconds". */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const parts =
    hours > 0
      ? [count(hours, 'hour'), minutes > 0 ? count(minutes, 'minute') : '']
      : minutes > 0
        ? [count(minutes, 'minute')]
        : [count(seconds, 'second')]
  return parts.filter(Boolean).join(' ')
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`
}
