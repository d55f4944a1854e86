import { formatClock } from '@deskside/ui'
import { openingWords } from '../queue/opening-words.ts'

export interface CallDay {
  /** "Today", "Tomorrow", "Thursday, 26 November". */
  readonly name: string
  readonly times: readonly number[]
}

const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })

/** Times to be called at, by the days of the reader's own calendar. */
export function callDays(times: readonly number[], now: number): readonly CallDay[] {
  const byDay = Map.groupBy(times, (at) => new Date(at).toDateString())
  const [today, tomorrow] = [new Date(now), new Date(now)]
  tomorrow.setDate(tomorrow.getDate() + 1)
  const named = new Map([
    [today.toDateString(), 'Today'],
    [tomorrow.toDateString(), 'Tomorrow'],
  ])
  return [...byDay].map(([date, of]) => ({ name: named.get(date) ?? day.format(of[0]), times: of }))
}

/** "14:30" */
export const callClock = formatClock

/** When somebody is called, in a sentence: "today at 14:30"; null: as soon as possible. */
export const callWords = (callAt: number | null, now: number): string =>
  callAt === null ? 'as soon as we can' : openingWords(callAt, now)
