/** A token bucket: `burst` at once, `perSecond` in the long run. */
export interface Meter {
  /** Takes one; false when there is none left. */
  take(): boolean
  /** How many were refused since the last one that was not. */
  refused(): number
}

export function createMeter(
  rate: { readonly perSecond: number; readonly burst: number },
  now: () => number = Date.now,
): Meter {
  let tokens = rate.burst
  let filledAt = now()
  let refusals = 0
  return {
    take() {
      const at = now()
      tokens = Math.min(rate.burst, tokens + ((at - filledAt) / 1000) * rate.perSecond)
      filledAt = at
      if (tokens < 1) {
        refusals += 1
        return false
      }
      tokens -= 1
      refusals = 0
      return true
    },
    refused: () => refusals,
  }
}
