import { AWAY_REASONS } from '@deskside/protocol'
import type { Inbox, PresenceState } from '@deskside/protocol'
import type { ChosenState } from '@deskside/realtime'
import type { Tone } from '@deskside/ui'

type Reason = (typeof AWAY_REASONS)[number]

export const STATE_WORDS: Readonly<Record<PresenceState, string>> = {
  available: 'Available',
  busy: 'Busy',
  'wrap-up': 'Finishing up',
  away: 'Away',
  offline: 'Offline',
}

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  break: 'Away: break',
  lunch: 'Away: lunch',
  meeting: 'Away: meeting',
  training: 'Away: training',
  other: 'Away: other',
}
export const MISSED_WORDS = 'Away: missed a request'

export const STATE_TONES: Readonly<Record<PresenceState, Tone>> = {
  available: 'good',
  busy: 'danger',
  'wrap-up': 'warn',
  away: 'warn',
  offline: 'neutral',
}

/** The option of the list that stands for a state: "available", "away", "away:lunch", "away:missed". */
export function optionOf({ state, reason }: Pick<Inbox, 'state' | 'reason'>): string {
  return state === 'away' && reason !== null ? `away:${reason}` : state
}

/** What an option chooses; undefined for one that nobody can choose. */
export function chosenBy(option: string): ChosenState | undefined {
  const [state, reason] = option.split(':')
  if (state === 'available' || state === 'busy' || state === 'offline') return { state }
  if (state !== 'away') return undefined
  if (reason === undefined) return { state }
  const known = AWAY_REASONS.find((each) => each === reason)
  return known && { state, reason: known }
}
