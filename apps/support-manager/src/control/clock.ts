/** Time as the rules see it, in milliseconds; tests have one of their own. */
export interface Clock {
  now(): number
  /** Calls back once after a while; the function that it gives calls it off. */
  after(milliseconds: number, then: () => void): () => void
}

/** Time that no change of the computer's clock moves. */
export const STEADY_CLOCK: Clock = {
  now: () => performance.now(),
  after(milliseconds, then) {
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  },
}
