import type { z } from 'zod'
import type { Capability, ConsentEvent } from '../consent/state.ts'
import { accepted, refused } from '../session/state.ts'
import type { SessionEvent, SessionState, StepContext, StepResult } from '../session/state.ts'
import { RESTART_LIFE_MS } from './messages.ts'
import type {
  deviceAskSchema,
  deviceEvents,
  deviceInformationSchema,
  deviceKindSchema,
  deviceNoticeSchema,
  deviceOutcomeSchema,
} from './messages.ts'

export type DeviceOutcome = z.infer<typeof deviceOutcomeSchema>
export type DeviceEvent = z.infer<(typeof deviceEvents)[number]>
export type DeviceAsk = z.infer<typeof deviceAskSchema>
export type DeviceNotice = z.infer<typeof deviceNoticeSchema>
export type DeviceInformation = z.infer<typeof deviceInformationSchema>
export type DeviceKind = z.infer<typeof deviceKindSchema>

/** Which capability each of the five needs: its own and no other (R1). */
export const CAPABILITY_OF: Readonly<Record<DeviceKind, Capability>> = {
  information: 'device.information',
  script: 'device.script',
  restart: 'device.reboot',
  elevate: 'device.elevation',
  shell: 'device.shell',
}

/** A grant of the device's kind whose use was not reported yet. */
interface Use {
  readonly capability: Capability
  readonly customerId: string
}

export interface DeviceState {
  readonly uses: Readonly<Record<string, Use>>
  /** Until when a customer whose computer restarts is waited for, by their id. */
  readonly restarts: Readonly<Record<string, number>>
}
export const noDevice: DeviceState = { uses: {}, restarts: {} }

export interface DeviceCommand {
  readonly do: 'report'
  readonly grantId: string
  readonly outcome: DeviceOutcome
  readonly exitCode: number | null
}

/** A report may come after the grant's end: a script that was stopped is told of when it is over. */
export function stepDevice(
  { session, device }: { readonly session: SessionState; readonly device: DeviceState },
  { grantId, outcome, exitCode }: DeviceCommand,
  context: StepContext,
): StepResult<DeviceEvent> {
  if (session.life.is === 'ended') return refused('session.ended')
  const use = device.uses[grantId]
  if (!use) return refused('consent.not-granted')
  if (use.customerId !== context.by) return refused('session.not-allowed')
  if (outcome === 'restarting' && use.capability !== 'device.reboot') return refused('session.not-allowed')
  return accepted({ type: 'device.done', grantId, outcome, exitCode })
}

export function applyDevice(
  device: DeviceState,
  event: DeviceEvent | ConsentEvent | SessionEvent,
  at: number,
): DeviceState {
  switch (event.type) {
    case 'consent.granted': {
      const { grantId, capability, customerId } = event
      if (!capability.startsWith('device.')) return device
      return { ...device, uses: { ...device.uses, [grantId]: { capability, customerId } } }
    }
    case 'device.done': {
      const { [event.grantId]: use, ...uses } = device.uses
      const restarts = use && event.outcome === 'restarting' ? { [use.customerId]: at + RESTART_LIFE_MS } : {}
      return { uses, restarts: { ...device.restarts, ...restarts } }
    }
    case 'session.returned':
    case 'session.left': {
      const { [event.participantId]: _over, ...restarts } = device.restarts
      return { ...device, restarts }
    }
    default:
      return device
  }
}

/** Who restarts the computer has longer to come back than who lost the connection (R8). */
export function waitForRestart<E extends SessionEvent>(device: DeviceState, event: E): E {
  if (event.type !== 'session.lost') return event
  return { ...event, until: Math.max(event.until, device.restarts[event.participantId] ?? 0) }
}
