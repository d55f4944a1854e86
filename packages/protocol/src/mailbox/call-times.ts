/** How far ahead somebody may be called back, in milliseconds. */
export const CALL_WITHIN_MS = 14 * 86_400_000
/** From one offered time to the next, and from now to the first, in milliseconds. */
const STEP_MS = 30 * 60_000
const LEAD_MS = 15 * 60_000

/** A time during which a queue is open, in milliseconds since 1970; `to` is not in it. */
export interface OpenSpan {
  readonly from: number
  readonly to: number
}

/**
 * The times at which somebody may ask to be called, in order: when the queue opens, and every half hour as long as it is
 * open, beginning a quarter of an hour from `now` (mailbox R2). In milliseconds since 1970.
 */
export function callTimes(openings: readonly OpenSpan[], now: number): readonly number[] {
  return openings.flatMap(({ from, to }) => {
    const times: number[] = []
    const first = Math.max(from, Math.ceil((now + LEAD_MS) / STEP_MS) * STEP_MS)
    for (let at = first; at < to; at = Math.floor(at / STEP_MS) * STEP_MS + STEP_MS) times.push(at)
    return times
  })
}
