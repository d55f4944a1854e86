import { needsSupportManager } from '@deskside/protocol'
import type { Capability, Device } from '@deskside/protocol'

/**
 * Where a customer answers a request: on this page; in the Support Manager that runs; in one that is still to be fetched; or
 * not at all, because this device cannot do what is asked.
 */
export type AnswerPlace = 'page' | 'program' | 'fetch' | 'nowhere'

interface Situation {
  readonly capability: Capability
  /** Whether a Support Manager of this customer is connected. */
  readonly program: boolean
  /** Whether something runs under which the representative could press this page's buttons (consent R17). */
  readonly workedOn: boolean
  readonly phone: boolean
  /** Whether this browser can show a screen. */
  readonly captures: boolean
}

export function answerPlace({ capability, program, workedOn, phone, captures }: Situation): AnswerPlace {
  if (program || workedOn) return 'program'
  if (needsSupportManager(capability) === 'customer') return phone ? 'nowhere' : 'fetch'
  return capability.endsWith('.view') && !captures ? 'nowhere' : 'page'
}

/** Whether a Support Manager of a participant is connected. */
export const runsProgram = (devices: readonly Device[], participantId: string): boolean =>
  devices.some((device) => device.participantId === participantId && device.program === 'support-manager')
