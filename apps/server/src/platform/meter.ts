/** A token bucket: `burst` at once, `perSecond` in the long run. */
export interface Meter {
  /** Takes one; false when there is none left. */
  take(): boolean
  /** How many were refused since it was full the last time: who pauses is forgiven, who floods on is not. */
  refused(): number
}

export function createMeter(
  rate: { readonly perSecond: number; readonly burst: number },
  // Not the time of day, which may leap back and would then refuse everything until it is caught up.
  now: () => number = () => performance.now(),
): Meter {
  let tokens = rate.burst
  let filledAt = now()
  let refusals = 0
  return {
    take() {
      const at = now()
      tokens = Math.min(rate.burst, tokens + ((at - filledAt) / 1000) * rate.perSecond)
      filledAt = at
      if (tokens >= rate.burst) refusals = 0
      if (tokens < 1) {
        refusals += 1
        return false
      }
      tokens -= 1
      return true
    },
    refused: () => refusals,
  }
}
