import type { Interval } from '@deskside/protocol'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/** Where intervals begin, as an array: by it the database finds which one a time is in, whatever clock they go by. */
export const boundsOf = (intervals: readonly Interval[]): RawBuilder<unknown> =>
  sql`${intervals.map(({ from }) => from)}::float8[]`

/** The number of a time's interval, from 1. */
export const bucketOf = (time: RawBuilder<unknown>, bounds: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`width_bucket(${time}::float8, ${bounds})`

export const spanOfAll = (intervals: readonly Interval[]): Interval => ({
  from: intervals[0]?.from ?? 0,
  to: intervals.at(-1)?.to ?? 0,
})
