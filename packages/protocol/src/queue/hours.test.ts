import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openAt } from './hours.ts'
import type { Hours, Opening } from './settings.ts'

const NEVER: Opening[][] = [[], [], [], [], [], [], []]
const everyDay = (...openings: Opening[]): Opening[][] => NEVER.map(() => openings)
const at = (from: string, to: string): Opening => ({ from: minutes(from), to: minutes(to) })
const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const hoursOf = (week: Opening[][], more: Partial<Hours> = {}): Hours => ({
  timeZone: 'Europe/Berlin',
  week,
  holidays: [],
  ...more,
})
/** What `openAt` says at a moment, with the next change as a moment of UTC. */
function toldAt(hours: Hours, moment: string): string {
  const { open, changesAt } = openAt(hours, Date.parse(moment))
  const until = changesAt === null ? 'for good' : `until ${new Date(changesAt).toISOString().slice(0, 16)}Z`
  return `${open ? 'open' : 'closed'} ${until}`
}

test('[queue R1] open from the first minute to before the last, and a week goes round', () => {
  // Monday to Friday, in winter one hour ahead of UTC. 23 November 2026 is a Monday.
  const day = [at('09:00', '12:00'), at('13:00', '17:30')]
  const hours = hoursOf([day, day, day, day, day, [], []])
  expect(toldAt(hours, '2026-11-23T07:59:59.999Z')).toBe('closed until 2026-11-23T08:00Z')
  expect(toldAt(hours, '2026-11-23T08:00Z')).toBe('open until 2026-11-23T11:00Z')
  expect(toldAt(hours, '2026-11-23T11:00Z')).toBe('closed until 2026-11-23T12:00Z')
  expect(toldAt(hours, '2026-11-27T16:29Z')).toBe('open until 2026-11-27T16:30Z')
  expect(toldAt(hours, '2026-11-27T16:30Z')).toBe('closed until 2026-11-30T08:00Z')
})

test('[queue R1] the day is that of the time zone, not of UTC', () => {
  const monday = hoursOf([[at('00:00', '24:00')], [], [], [], [], [], []], { timeZone: 'Pacific/Auckland' })
  expect(toldAt(monday, '2026-11-22T10:59Z')).toBe('closed until 2026-11-22T11:00Z')
  expect(toldAt(monday, '2026-11-22T11:00Z')).toBe('open until 2026-11-23T11:00Z')
  // A quarter of an hour beside the others.
  const kathmandu = hoursOf(everyDay(at('09:00', '17:00')), { timeZone: 'Asia/Kathmandu' })
  expect(toldAt(kathmandu, '2026-11-23T03:14Z')).toBe('closed until 2026-11-23T03:15Z')
})

test('[queue R1] openings that touch, overlap or meet at midnight are one', () => {
  const night = hoursOf(
    everyDay(at('20:00', '24:00'), at('00:00', '03:00'), at('03:00', '04:00'), at('03:30', '05:00')),
  )
  expect(toldAt(night, '2026-11-23T21:00Z')).toBe('open until 2026-11-24T04:00Z')
  expect(toldAt(night, '2026-11-24T02:00Z')).toBe('open until 2026-11-24T04:00Z')
  expect(toldAt(night, '2026-11-24T04:00Z')).toBe('closed until 2026-11-24T19:00Z')
})

test('[queue R1] always open and never open change never; a change in a year is told, one beyond is not', () => {
  expect(toldAt(hoursOf(everyDay(at('00:00', '24:00'))), '2026-11-23T12:00Z')).toBe('open for good')
  expect(toldAt(hoursOf(NEVER), '2026-11-23T12:00Z')).toBe('closed for good')
  const closing = [{ date: '2027-11-01', name: 'Move', openings: [] }]
  expect(toldAt(hoursOf(everyDay(at('00:00', '24:00')), { holidays: closing }), '2026-11-23T12:00Z')).toBe(
    'open until 2027-10-31T23:00Z',
  )
  const once = [{ date: '2027-12-24', name: 'Party', openings: [at('10:00', '11:00')] }]
  expect(toldAt(hoursOf(NEVER, { holidays: once }), '2026-11-23T12:00Z')).toBe('closed for good')
})

test('[queue R1] on a holiday its own hours hold, or none', () => {
  const holidays = [
    { date: '2026-12-24', name: 'Christmas Eve', openings: [at('09:00', '12:00')] },
    { date: '2026-12-25', name: 'Christmas', openings: [] },
  ]
  const hours = hoursOf(everyDay(at('00:00', '24:00')), { holidays })
  expect(toldAt(hours, '2026-12-23T12:00Z')).toBe('open until 2026-12-23T23:00Z')
  expect(toldAt(hours, '2026-12-24T08:00Z')).toBe('open until 2026-12-24T11:00Z')
  expect(toldAt(hours, '2026-12-24T11:00Z')).toBe('closed until 2026-12-25T23:00Z')
})

test('[queue R1] when summer time begins, the clock on the wall is kept, and a time left out is the change', () => {
  // On 28 March 2027 the clock goes from 2 to 3 in Berlin.
  const day = hoursOf(everyDay(at('09:00', '17:00')))
  expect(toldAt(day, '2027-03-27T17:00Z')).toBe('closed until 2027-03-28T07:00Z')
  expect(toldAt(hoursOf(everyDay(at('02:30', '06:00'))), '2027-03-28T00:30Z')).toBe('closed until 2027-03-28T01:00Z')
  expect(toldAt(hoursOf(everyDay(at('01:00', '02:30'))), '2027-03-28T00:30Z')).toBe('open until 2027-03-28T01:00Z')
  // What lies between two openings is left out, so they are one.
  const paused = hoursOf(everyDay(at('01:00', '02:10'), at('02:40', '05:00')))
  expect(toldAt(paused, '2027-03-28T00:30Z')).toBe('open until 2027-03-28T03:00Z')
  // Wholly left out: not open at all that night.
  expect(toldAt(hoursOf(everyDay(at('02:10', '02:50'))), '2027-03-28T00:30Z')).toBe('closed until 2027-03-29T00:10Z')
  // In Cairo midnight itself is left out: the day before still joins the next.
  const cairo = hoursOf(everyDay(at('22:00', '24:00'), at('00:00', '01:30')), { timeZone: 'Africa/Cairo' })
  expect(toldAt(cairo, '2026-04-23T21:00Z')).toBe('open until 2026-04-23T22:30Z')
})

test('[queue R1] when summer time ends, of a time that comes twice the first counts', () => {
  // On 31 October 2027 the clock goes from 3 back to 2 in Berlin.
  const opening = hoursOf(everyDay(at('02:30', '04:00')))
  expect(toldAt(opening, '2027-10-31T00:00Z')).toBe('closed until 2027-10-31T00:30Z')
  expect(toldAt(opening, '2027-10-31T01:15Z')).toBe('open until 2027-10-31T03:00Z')
  const closing = hoursOf(everyDay(at('01:00', '02:30')))
  expect(toldAt(closing, '2027-10-31T00:00Z')).toBe('open until 2027-10-31T00:30Z')
  expect(toldAt(closing, '2027-10-31T01:15Z')).toBe('closed until 2027-11-01T00:00Z')
  expect(toldAt(hoursOf(everyDay(at('09:00', '17:00'))), '2027-10-30T16:00Z')).toBe('closed until 2027-10-31T08:00Z')
})

const DAY = 86_400_000
interface ZonedTime {
  readonly epochMilliseconds: number
  toPlainDateTime: () => { toString: () => string }
  getTimeZoneTransition: (direction: 'next') => ZonedTime
}
interface WallTime {
  add: (time: { days?: number; minutes?: number }) => WallTime
  toZonedDateTime: (zone: string, options: { disambiguation: 'earlier' }) => ZonedTime
  toString: () => string
  readonly dayOfWeek: number
}
/** What of `Temporal` is used here; not every browser has it, so the code itself does without. */
const { PlainDateTime } = (
  globalThis as unknown as { Temporal: { PlainDateTime: { from: (text: string) => WallTime } } }
).Temporal

/** The same by hand: each opening of some days as moments, and the change as the next moment at which it is otherwise. */
function openByHand(hours: Hours, moment: number): { open: boolean; changesAt: number | undefined } {
  const momentOf = (wall: WallTime): number => {
    const zoned = wall.toZonedDateTime(hours.timeZone, { disambiguation: 'earlier' })
    const exists = zoned.toPlainDateTime().toString() === wall.toString()
    return exists ? zoned.epochMilliseconds : zoned.getTimeZoneTransition('next').epochMilliseconds
  }
  const first = PlainDateTime.from(new Date(moment).toISOString().slice(0, 10) + 'T00:00').add({ days: -3 })
  const spans = Array.from({ length: 20 }, (_, day) => first.add({ days: day })).flatMap((midnight) => {
    const holiday = hours.holidays.findLast(({ date }) => midnight.toString().startsWith(date))
    const openings = holiday?.openings ?? hours.week[midnight.dayOfWeek - 1] ?? []
    return openings.map(({ from, to }) => [from, to].map((minute) => momentOf(midnight.add({ minutes: minute }))))
  })
  const isOpen = (when: number): boolean => spans.some(([from = 0, to = 0]) => from <= when && when < to)
  const changes = spans.flat().filter((when) => when > moment && isOpen(when) !== isOpen(moment))
  // The end of the days that are looked at is no change.
  const changesAt = Math.min(...changes.filter((when) => when < moment + 14 * DAY))
  return { open: isOpen(moment), changesAt: Number.isFinite(changesAt) ? changesAt : undefined }
}

test('[queue R1] any hours in any zone around any change of the clock are as counted out by hand', () => {
  const opening = fc
    .tuple(fc.integer({ min: 0, max: 48 }), fc.integer({ min: 0, max: 48 }))
    .filter(([from, to]) => from < to)
    .map(([from, to]) => ({ from: from * 30, to: to * 30 }))
  const openings = fc.array(opening, { maxLength: 3 })
  const hours = fc.record({
    timeZone: fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'America/Havana',
      'Africa/Cairo',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'America/St_Johns',
      'Pacific/Apia',
    ),
    week: fc.array(openings, { minLength: 7, maxLength: 7 }),
    holidays: fc.array(
      fc.record({
        date: fc.constantFrom('2026-03-29', '2026-11-01', '2026-04-24', '2026-10-25'),
        name: fc.constant('Day off'),
        openings,
      }),
      { maxLength: 2 },
    ),
  })
  // Quarters of an hour in the days around the changes of 2026.
  const moment = fc
    .tuple(
      fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-04-24', '2026-10-25', '2026-10-30', '2026-11-01'),
      fc.integer({ min: -192, max: 288 }),
    )
    .map(([date, quarters]) => Date.parse(date) + quarters * 900_000)
  fc.assert(
    fc.property(hours, moment, (hours, moment) => {
      const byHand = openByHand(hours, moment)
      const { open, changesAt } = openAt(hours, moment)
      expect(open).toBe(byHand.open)
      if (byHand.changesAt !== undefined) expect(changesAt).toBe(byHand.changesAt)
      else expect(changesAt ?? Infinity).toBeGreaterThanOrEqual(moment + 14 * DAY)
    }),
    { numRuns: 500 },
  )
})
