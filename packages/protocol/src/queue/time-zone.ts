const DAY = 86_400_000

/** The clock on the wall of a place. */
export interface TimeZone {
  /** How far it is ahead of UTC at a moment, in milliseconds. */
  readonly offsetAt: (at: number) => number
}

const zones = new Map<string, TimeZone>()

/** @param name an IANA name; a RangeError where there is no such zone */
export function zoneOf(name: string): TimeZone {
  const known = zones.get(name)
  if (known) return known
  // `Temporal` would do all of this, but not every browser has it yet, and filling it in weighs more than our pages.
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const zone: TimeZone = {
    offsetAt: (at) => {
      const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
      for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value)
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
      return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
    },
  }
  zones.set(name, zone)
  return zone
}

/**
 * The first moment at which the clock shows a time or a later one, in milliseconds since 1970: of a time that comes twice the
 * first, of one that is left out the change itself.
 * @param wall what the clock shows, as if it were UTC, in milliseconds since 1970
 */
export function momentOf(zone: TimeZone, wall: number): number {
  const [before, after] = [zone.offsetAt(wall - DAY), zone.offsetAt(wall + DAY)]
  const moments = [before, after].map((offset) => wall - offset).filter((at) => at + zone.offsetAt(at) === wall)
  if (moments.length > 0) return Math.min(...moments)
  let [early, late] = [wall - after, wall - before]
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (zone.offsetAt(middle) === before) early = middle
    else late = middle
  }
  return late
}
