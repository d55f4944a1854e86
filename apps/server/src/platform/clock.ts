/** Time, so that tests can turn it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs `work` once after `ms`; the answer cancels it. Does not keep the process alive. */
  after(ms: number, work: () => void): () => void
}

/**
 * The time of day, except that it never goes back: when the machine's clock is set back, what has an end would live on.
 * Set forward, it follows: everything then ends early, which is the safe side.
 */
export function createNeverBack(wall: () => number, steady: () => number): () => number {
  let ahead = -Infinity
  return () => {
    ahead = Math.max(ahead, wall() - steady())
    return Math.floor(steady() + ahead)
  }
}

export const systemClock: Clock = {
  now: createNeverBack(Date.now, () => performance.now()),
  after(ms, work) {
    const timer = setTimeout(work, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
