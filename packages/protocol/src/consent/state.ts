import type { z } from 'zod'
import { accepted, presentCustomer, presentParticipant, refused } from '../session/state.ts'
import type { SessionEvent, SessionState, StepContext, StepResult } from '../session/state.ts'
import type { capabilitySchema, consentEvents, revocationSchema } from './messages.ts'

export type Capability = z.infer<typeof capabilitySchema>
export type ConsentEvent = z.infer<(typeof consentEvents)[number]>
export type Revocation = z.infer<typeof revocationSchema>

/** How long a request waits for its answer, in milliseconds. */
export const REQUEST_LIFE_MS = 120_000

/** What this version can serve once it is granted; anything else is refused as not offered (R15). */
export const OFFERED_CAPABILITIES: readonly Capability[] = [
  'desktop.view',
  'desktop.share-view',
  'application.view',
  'application.share-view',
]

/** Who asked whom for what. */
interface Asked {
  readonly capability: Capability
  readonly representativeId: string
  readonly customerId: string
}
export interface OpenRequest extends Asked {
  readonly id: string
  readonly askedAt: number
  readonly expiresAt: number
}
export interface Grant extends Asked {
  readonly id: string
  readonly requestId: string
  readonly grantedAt: number
  readonly automatic: boolean
}
/** How the last request of a representative for a capability came out without a grant, to say so where it was asked. */
export interface Unanswered extends Asked {
  readonly requestId: string
  readonly outcome: 'declined' | 'expired' | 'withdrawn'
  readonly at: number
}

export interface ConsentState {
  readonly requests: Readonly<Record<string, OpenRequest>>
  readonly grants: Readonly<Record<string, Grant>>
  /** Representatives for whom the customer allowed everything. */
  readonly everything: readonly { readonly representativeId: string; readonly customerId: string }[]
  readonly unanswered: readonly Unanswered[]
}

export const noConsent: ConsentState = { requests: {}, grants: {}, everything: [], unanswered: [] }

export type ConsentCommand =
  | { readonly do: 'request'; readonly capability: Capability }
  | { readonly do: 'allow'; readonly requestId: string; readonly everything: boolean }
  | { readonly do: 'decline'; readonly requestId: string }
  | { readonly do: 'withdraw'; readonly requestId: string }
  | { readonly do: 'expire'; readonly requestId: string }
  | { readonly do: 'revoke'; readonly grantId: string; readonly because?: 'capture-ended' }
  | { readonly do: 'revoke-everything'; readonly representativeId: string }

/** What consent needs of the rest of the session. */
interface Known {
  readonly session: SessionState
  readonly consent: ConsentState
}

/** The live grant of a capability to a representative, if there is one. */
export function grantOf(consent: ConsentState, representativeId: string, capability: Capability): Grant | undefined {
  return Object.values(consent.grants).find(
    (g) => g.representativeId === representativeId && g.capability === capability,
  )
}

/** The open request of a representative for a capability, if there is one. */
export function requestOf(
  consent: ConsentState,
  representativeId: string,
  capability: Capability,
): OpenRequest | undefined {
  return Object.values(consent.requests).find(
    (r) => r.representativeId === representativeId && r.capability === capability,
  )
}

export function stepConsent(known: Known, command: ConsentCommand, context: StepContext): StepResult<ConsentEvent> {
  if (known.session.life.is === 'ended') return refused('session.ended')
  const { consent } = known
  switch (command.do) {
    case 'request':
      return ask(known, command.capability, context)
    case 'allow':
      return allow(known, command, context)
    case 'decline': {
      const request = consent.requests[command.requestId]
      if (!request) return refused('consent.request-gone')
      if (request.customerId !== context.by) return refused('session.not-allowed')
      return accepted({ type: 'consent.declined', requestId: request.id })
    }
    case 'withdraw': {
      const request = consent.requests[command.requestId]
      if (!request) return refused('consent.request-gone')
      if (request.representativeId !== context.by) return refused('session.not-allowed')
      return accepted({ type: 'consent.withdrawn', requestId: request.id })
    }
    case 'expire': {
      const request = consent.requests[command.requestId]
      if (!request || request.expiresAt > context.now) return accepted()
      return accepted({ type: 'consent.expired', requestId: request.id })
    }
    case 'revoke':
      return revoke(consent, command, context)
    case 'revoke-everything':
      return revokeEverything(consent, command.representativeId, context)
  }
}

function ask({ session, consent }: Known, capability: Capability, context: StepContext): StepResult<ConsentEvent> {
  const representative = presentParticipant(session, context.by)
  if (representative?.role !== 'representative') return refused('session.not-allowed')
  if (!OFFERED_CAPABILITIES.includes(capability)) return refused('consent.not-offered')
  const customer = presentCustomer(session)
  if (!customer) return refused('consent.no-customer')
  if (requestOf(consent, representative.id, capability)) return refused('consent.already-asked')
  if (grantOf(consent, representative.id, capability)) return refused('consent.already-granted')
  const asked = { requestId: context.newId(), capability, representativeId: representative.id, customerId: customer.id }
  const requested: ConsentEvent = { type: 'consent.requested', ...asked, expiresAt: context.now + REQUEST_LIFE_MS }
  const everything = consent.everything.some(
    (e) => e.representativeId === representative.id && e.customerId === customer.id,
  )
  if (!everything) return accepted(requested)
  return accepted<ConsentEvent>(requested, {
    type: 'consent.granted',
    grantId: context.newId(),
    ...asked,
    automatic: true,
  })
}

function allow(
  { session, consent }: Known,
  command: { readonly requestId: string; readonly everything: boolean },
  context: StepContext,
): StepResult<ConsentEvent> {
  const request = consent.requests[command.requestId]
  if (!request) return refused('consent.request-gone')
  if (request.customerId !== context.by) return refused('session.not-allowed')
  if (request.expiresAt <= context.now) return refused('consent.request-gone')
  if (!presentParticipant(session, request.representativeId)) return refused('consent.request-gone')
  const { capability, representativeId, customerId } = request
  const events: ConsentEvent[] = []
  if (command.everything) events.push({ type: 'consent.everything-allowed', representativeId, customerId })
  events.push({
    type: 'consent.granted',
    grantId: context.newId(),
    requestId: request.id,
    capability,
    representativeId,
    customerId,
    automatic: false,
  })
  return accepted(...events)
}

function revoke(
  consent: ConsentState,
  command: { readonly grantId: string; readonly because?: 'capture-ended' },
  context: StepContext,
): StepResult<ConsentEvent> {
  const grant = consent.grants[command.grantId]
  // Stop is a race that both sides may win: what is over already is no error to whoever wanted it over.
  if (!grant) return accepted()
  if (context.by !== grant.customerId && context.by !== grant.representativeId) return refused('session.not-allowed')
  const who = context.by === grant.customerId ? 'customer' : 'representative'
  return accepted({ type: 'consent.revoked', grantId: grant.id, reason: command.because ?? who })
}

function revokeEverything(
  consent: ConsentState,
  representativeId: string,
  context: StepContext,
): StepResult<ConsentEvent> {
  const entry = consent.everything.find((e) => e.representativeId === representativeId)
  if (!entry) return accepted()
  if (entry.customerId !== context.by) return refused('session.not-allowed')
  return accepted({ type: 'consent.everything-ended', ...entry })
}

/**
 * What ends because of a change in the session's people: the stored story says so in events of its own, so that the
 * ledger of grants is whole without knowing the rules of the session.
 */
export function consentAftermath(consent: ConsentState, event: SessionEvent): ConsentEvent[] {
  if (event.type !== 'session.left' && event.type !== 'session.ended') return []
  const gone = event.type === 'session.left' ? event.participantId : undefined
  const touches = (asked: { readonly representativeId: string; readonly customerId: string }): boolean =>
    gone === undefined || asked.representativeId === gone || asked.customerId === gone
  const reason = gone === undefined ? 'ended' : 'left'
  return [
    ...Object.values(consent.grants)
      .filter(touches)
      .map((g): ConsentEvent => ({ type: 'consent.revoked', grantId: g.id, reason })),
    ...Object.values(consent.requests)
      .filter(touches)
      .map((r): ConsentEvent => ({ type: 'consent.withdrawn', requestId: r.id })),
    ...consent.everything.filter(touches).map((e): ConsentEvent => ({ type: 'consent.everything-ended', ...e })),
  ]
}

export function applyConsent(consent: ConsentState, event: ConsentEvent, at: number): ConsentState {
  switch (event.type) {
    case 'consent.requested': {
      const { requestId: id, capability, representativeId, customerId, expiresAt } = event
      const request: OpenRequest = { id, capability, representativeId, customerId, expiresAt, askedAt: at }
      return {
        ...consent,
        requests: { ...consent.requests, [id]: request },
        unanswered: consent.unanswered.filter(
          (u) => u.representativeId !== representativeId || u.capability !== capability,
        ),
      }
    }
    case 'consent.granted': {
      const { grantId: id, requestId, capability, representativeId, customerId, automatic } = event
      const grant: Grant = { id, requestId, capability, representativeId, customerId, automatic, grantedAt: at }
      return { ...consent, requests: without(consent.requests, requestId), grants: { ...consent.grants, [id]: grant } }
    }
    case 'consent.declined':
      return close(consent, event.requestId, { outcome: 'declined', at })
    case 'consent.expired':
      return close(consent, event.requestId, { outcome: 'expired', at })
    case 'consent.withdrawn':
      return close(consent, event.requestId, { outcome: 'withdrawn', at })
    case 'consent.everything-allowed': {
      const { representativeId, customerId } = event
      const others = consent.everything.filter((e) => e.representativeId !== representativeId)
      return { ...consent, everything: [...others, { representativeId, customerId }] }
    }
    case 'consent.everything-ended':
      return { ...consent, everything: consent.everything.filter((e) => e.representativeId !== event.representativeId) }
    case 'consent.revoked':
      return { ...consent, grants: without(consent.grants, event.grantId) }
  }
}

function close(consent: ConsentState, requestId: string, end: Pick<Unanswered, 'outcome' | 'at'>): ConsentState {
  const request = consent.requests[requestId]
  if (!request) return consent
  const { capability, representativeId, customerId } = request
  const unanswered: Unanswered = { requestId, capability, representativeId, customerId, ...end }
  return { ...consent, requests: without(consent.requests, requestId), unanswered: [...consent.unanswered, unanswered] }
}

function without<T>(record: Readonly<Record<string, T>>, id: string): Record<string, T> {
  const { [id]: _gone, ...rest } = record
  return rest
}
