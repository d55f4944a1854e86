import type { z } from 'zod'
import { needsSupportManager } from '../consent/state.ts'
import type { Capability, ConsentEvent, ConsentState, Grant } from '../consent/state.ts'
import { accepted, refused } from '../session/state.ts'
import type { SessionState, StepContext, StepResult } from '../session/state.ts'
import type { iceServersSchema, linkBodySchema, screenEvents, surfaceSchema } from './messages.ts'

export type ScreenEvent = z.infer<(typeof screenEvents)[number]>
export type Surface = z.infer<typeof surfaceSchema>
export type LinkBody = z.infer<typeof linkBodySchema>
export type IceServers = z.infer<typeof iceServersSchema>

/** A running capture, under the grant that allows it. */
export interface Capture {
  readonly grantId: string
  readonly deviceId: string
  /** Null where a Support Manager sends changed parts of the picture instead of a media stream. */
  readonly streamId: string | null
  readonly surface: Surface
  readonly audio: boolean
  readonly startedAt: number
}
/** Captures by grant. */
export type ScreenState = Readonly<Record<string, Capture>>
export const noScreen: ScreenState = {}

export type ScreenCommand =
  | {
      readonly do: 'start'
      readonly grantId: string
      readonly deviceId: string
      readonly streamId: string | null
      readonly surface: Surface
      readonly audio: boolean
    }
  | { readonly do: 'device-gone'; readonly deviceId: string }

interface Known {
  readonly session: SessionState
  readonly consent: ConsentState
  readonly screen: ScreenState
}

/** The surfaces that serve a capability; empty where it is no picture. */
export function surfacesFor(capability: Capability): readonly Surface[] {
  if (capability.startsWith('desktop.')) return ['monitor']
  if (capability.startsWith('application.')) return ['window', 'browser']
  return []
}

/** Whether somebody sees a picture of the customer's computer under a capability. */
export const showsComputer = (capability: Capability): boolean =>
  !isShare(capability) && surfacesFor(capability).length > 0

/** True where the representative's screen is shown to the customer, not the other way round. */
export function isShare(capability: Capability): boolean {
  return capability.endsWith('.share-view') || capability.endsWith('.share-control')
}

/** The participant whose screen a grant concerns, and the one who sees it. */
export function sidesOf(grant: Pick<Grant, 'capability' | 'representativeId' | 'customerId'>): {
  readonly from: string
  readonly to: string
} {
  const { capability, representativeId, customerId } = grant
  return isShare(capability) ? { from: representativeId, to: customerId } : { from: customerId, to: representativeId }
}

/** Whether a grant is served straight between two devices: pictures, the clipboard, the device's own matters. */
export function usesLink(capability: Capability): boolean {
  return surfacesFor(capability).length > 0 || /^(clipboard|device)\./.test(capability)
}

/** Whether two participants are the two sides of a live grant that is served straight between them (R8). */
export function mayLink(consent: ConsentState, a: string, b: string): boolean {
  return Object.values(consent.grants).some((grant) => {
    if (!usesLink(grant.capability)) return false
    const { representativeId: r, customerId: c } = grant
    return (r === a && c === b) || (r === b && c === a)
  })
}

export function stepScreen(known: Known, command: ScreenCommand, context: StepContext): StepResult<ScreenEvent> {
  if (known.session.life.is === 'ended') return refused('session.ended')
  switch (command.do) {
    case 'start': {
      const grant = known.consent.grants[command.grantId]
      if (!grant) return refused('consent.not-granted')
      if (sidesOf(grant).from !== context.by) return refused('session.not-allowed')
      if (!surfacesFor(grant.capability).includes(command.surface)) return refused('screen.wrong-surface')
      const { grantId, deviceId, streamId, surface, audio } = command
      if (streamId !== null && needsSupportManager(grant.capability)) return refused('screen.needs-support-manager')
      const started: ScreenEvent = { type: 'screen.started', grantId, deviceId, streamId, surface, audio }
      if (!known.screen[grantId]) return accepted(started)
      return accepted<ScreenEvent>({ type: 'screen.stopped', grantId, reason: 'replaced' }, started)
    }
    case 'device-gone': {
      const gone = Object.values(known.screen).filter((capture) => capture.deviceId === command.deviceId)
      return accepted(
        ...gone.map((c): ScreenEvent => ({ type: 'screen.stopped', grantId: c.grantId, reason: 'device-gone' })),
      )
    }
  }
}

/** A capture never outlives its grant (R4). */
export function screenAftermath(screen: ScreenState, event: ConsentEvent): ScreenEvent[] {
  if (event.type !== 'consent.revoked' || !screen[event.grantId]) return []
  return [{ type: 'screen.stopped', grantId: event.grantId, reason: 'grant-ended' }]
}

export function applyScreen(screen: ScreenState, event: ScreenEvent, at: number): ScreenState {
  switch (event.type) {
    case 'screen.started': {
      const { type: _type, ...capture } = event
      return { ...screen, [event.grantId]: { ...capture, startedAt: at } }
    }
    case 'screen.stopped': {
      const { [event.grantId]: _gone, ...rest } = screen
      return rest
    }
  }
}
