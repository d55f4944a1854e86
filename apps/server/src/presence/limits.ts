import type { RequestName } from '@deskside/protocol'
import { createMeter } from '../platform/meter.ts'
import type { Meter } from '../platform/meter.ts'

/**
 * What adds to a story is metered: a hundred messages a minute, some of them at once. What ends something (a grant, a
 * request, a session) never is, since it adds nothing once that is over and must work in one click (consent R11).
 */
const RATES: Partial<Record<RequestName, { readonly perSecond: number; readonly burst: number }>> = {
  'chat.post': { perSecond: 100 / 60, burst: 100 },
  'consent.request': { perSecond: 1, burst: 60 },
  'transfer.offer': { perSecond: 1 / 5, burst: 30 },
  'screen.start': { perSecond: 1, burst: 60 },
}
/** Refusals until who goes on all the same is closed (wire R7). */
const EXCESS_LIMIT = 200

export interface Limits {
  /** Counts by participant, however many pages they open, one after the other or at once. */
  take(sessionId: string, participantId: string, name: RequestName): 'take' | 'refuse' | 'close'
  /** The session is over. */
  forget(sessionId: string): void
}

export function createLimits(): Limits {
  const meters = new Map<string, Map<string, Meter>>()
  return {
    take(sessionId, participantId, name) {
      const rate = RATES[name]
      if (!rate) return 'take'
      const here = meters.get(sessionId) ?? new Map<string, Meter>()
      meters.set(sessionId, here)
      const key = `${participantId} ${name}`
      const meter = here.get(key) ?? createMeter(rate)
      here.set(key, meter)
      if (meter.take()) return 'take'
      return meter.refused() > EXCESS_LIMIT ? 'close' : 'refuse'
    },
    forget: (sessionId) => void meters.delete(sessionId),
  }
}
