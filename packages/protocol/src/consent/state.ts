import type { z } from 'zod'
import { accepted, presentCustomer, presentParticipant, refused } from '../session/state.ts'
import type { SessionEvent, SessionState, StepContext, StepResult } from '../session/state.ts'
import type {
  capabilitySchema,
  consentEvents,
  programSchema,
  requestDetailSchema,
  revocationSchema,
} from './messages.ts'

export type Capability = z.infer<typeof capabilitySchema>
export type ConsentEvent = z.infer<(typeof consentEvents)[number]>
export type Revocation = z.infer<typeof revocationSchema>
export type Program = z.infer<typeof programSchema>
export type RequestDetail = z.infer<typeof requestDetailSchema>

/** How long a request waits for its answer, in milliseconds. */
export const REQUEST_LIFE_MS = 120_000
/** How long it waits from then on when the customer gets the Support Manager ready for it, in milliseconds (R16). */
export const PREPARED_LIFE_MS = 600_000

/** What this version can serve once it is granted; anything else is refused as not offered (R15). */
export const OFFERED_CAPABILITIES: readonly Capability[] = [
  'desktop.view',
  'desktop.control',
  'desktop.share-view',
  'desktop.share-control',
  'application.view',
  'application.control',
  'application.share-view',
  'application.share-control',
  'clipboard.in',
  'clipboard.out',
  'device.information',
  'device.reboot',
  'device.script',
  'device.elevation',
  'device.shell',
]

/** At whose computer a Support Manager must run for a capability; undefined where a browser can serve it, too. */
export function needsSupportManager(capability: Capability): 'customer' | 'representative' | undefined {
  if (capability === 'desktop.share-control' || capability === 'application.share-control') return 'representative'
  const onlyThere = /^(desktop|application)\.control$|^(clipboard|device)\./.test(capability)
  return onlyThere ? 'customer' : undefined
}

/** Whether a grant lets the representative work on the customer's computer, so that they could reach a page's buttons. */
export const reachesTheComputer = (capability: Capability): boolean =>
  /^(desktop|application)\.control$|^device\.(shell|script|elevation)$/.test(capability)

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
  /** The customer gets the Support Manager ready for it. */
  readonly prepared: boolean
  readonly detail: RequestDetail | null
}
export interface Grant extends Asked {
  readonly id: string
  readonly requestId: string
  readonly grantedAt: number
  readonly automatic: boolean
  readonly detail: RequestDetail | null
  /** Where it was said, or "everything" was; unknown in stories that were stored before this was told. */
  readonly program?: Program | undefined
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
  readonly everything: readonly {
    readonly representativeId: string
    readonly customerId: string
    readonly program: Program
  }[]
  readonly unanswered: readonly Unanswered[]
}

export const noConsent: ConsentState = { requests: {}, grants: {}, everything: [], unanswered: [] }

export type ConsentCommand =
  | { readonly do: 'request'; readonly capability: Capability; readonly detail: RequestDetail | null }
  | { readonly do: 'prepare'; readonly requestId: string }
  | { readonly do: 'allow'; readonly requestId: string; readonly everything: boolean; readonly program: Program }
  | { readonly do: 'decline'; readonly requestId: string }
  | { readonly do: 'withdraw'; readonly requestId: string }
  | { readonly do: 'expire'; readonly requestId: string }
  | { readonly do: 'revoke'; readonly grantId: string; readonly because?: 'capture-ended' | 'done' | 'unknown-here' }
  | { readonly do: 'revoke-everything'; readonly representativeId: string }
  /** A participant's Support Manager is gone and does not come back: what only it served is over (R20). */
  | { readonly do: 'program-gone'; readonly participantId: string }
  /** Another Support Manager of a participant takes the seat of the one before: all that stood with that is over (R21). */
  | { readonly do: 'program-replaced'; readonly participantId: string }

/** What consent needs of the rest of the session. */
interface Known {
  readonly session: SessionState
  readonly consent: ConsentState
  /** The running captures by their grants. A Support Manager's has no stream. */
  readonly screen: Readonly<Record<string, { readonly streamId: string | null }>>
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
      return ask(known, command, context)
    case 'prepare':
      return prepare(known, command.requestId, context)
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
    case 'program-gone':
      return accepted(
        ...servedByProgram(consent, command.participantId).map((g): ConsentEvent => ({
          type: 'consent.revoked',
          grantId: g.id,
          reason: 'program-gone',
        })),
      )
    case 'program-replaced':
      return replaceProgram(known, command.participantId)
  }
}

function ask(
  { session, consent }: Known,
  { capability, detail }: { readonly capability: Capability; readonly detail: RequestDetail | null },
  context: StepContext,
): StepResult<ConsentEvent> {
  const representative = presentParticipant(session, context.by)
  if (representative?.role !== 'representative') return refused('session.not-allowed')
  if (!OFFERED_CAPABILITIES.includes(capability)) return refused('consent.not-offered')
  if (!session.supportManagerAllowed && needsSupportManager(capability))
    return refused('consent.support-manager-forbidden')
  const customer = presentCustomer(session)
  if (!customer) return refused('consent.no-customer')
  if (requestOf(consent, representative.id, capability)) return refused('consent.already-asked')
  if (grantOf(consent, representative.id, capability)) return refused('consent.already-granted')
  const asked = {
    requestId: context.newId(),
    capability,
    representativeId: representative.id,
    customerId: customer.id,
    detail,
  }
  const requested: ConsentEvent = { type: 'consent.requested', ...asked, expiresAt: context.now + REQUEST_LIFE_MS }
  const everything = consent.everything.find(
    (e) =>
      e.representativeId === representative.id &&
      e.customerId === customer.id &&
      // What was said on a page does not open what only the Support Manager serves (R18).
      (e.program === 'support-manager' || needsSupportManager(capability) !== 'customer'),
  )
  if (!everything) return accepted(requested)
  return accepted<ConsentEvent>(requested, {
    type: 'consent.granted',
    grantId: context.newId(),
    ...asked,
    automatic: true,
    program: everything.program,
  })
}

/** The customer has begun to fetch or start the Support Manager: what was asked waits for it. */
function prepare({ consent }: Known, requestId: string, context: StepContext): StepResult<ConsentEvent> {
  const request = consent.requests[requestId]
  if (!request || request.expiresAt <= context.now) return refused('consent.request-gone')
  if (request.customerId !== context.by) return refused('session.not-allowed')
  if (request.prepared || needsSupportManager(request.capability) !== 'customer') return accepted()
  return accepted({ type: 'consent.prepared', requestId, expiresAt: context.now + PREPARED_LIFE_MS })
}

function allow(
  { session, consent }: Known,
  command: { readonly requestId: string; readonly everything: boolean; readonly program: Program },
  context: StepContext,
): StepResult<ConsentEvent> {
  const request = consent.requests[command.requestId]
  if (!request) return refused('consent.request-gone')
  if (request.customerId !== context.by) return refused('session.not-allowed')
  if (request.expiresAt <= context.now) return refused('consent.request-gone')
  if (!presentParticipant(session, request.representativeId)) return refused('consent.request-gone')
  const { capability, representativeId, customerId, detail } = request
  const { program } = command
  const onlyThere =
    needsSupportManager(capability) === 'customer' ||
    Object.values(consent.grants).some((g) => g.customerId === customerId && reachesTheComputer(g.capability))
  if (onlyThere && program !== 'support-manager') return refused('consent.needs-support-manager')
  const events: ConsentEvent[] = []
  if (command.everything) events.push({ type: 'consent.everything-allowed', representativeId, customerId, program })
  events.push({
    type: 'consent.granted',
    grantId: context.newId(),
    requestId: request.id,
    capability,
    representativeId,
    customerId,
    automatic: false,
    detail,
    program,
  })
  return accepted(...events)
}

function revoke(
  consent: ConsentState,
  command: { readonly grantId: string; readonly because?: 'capture-ended' | 'done' | 'unknown-here' },
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
  return accepted({ type: 'consent.everything-ended', representativeId, customerId: entry.customerId })
}

/** The live grants that only a participant's Support Manager can serve. */
export function servedByProgram(consent: ConsentState, participantId: string): Grant[] {
  return Object.values(consent.grants).filter((g) => {
    const side = needsSupportManager(g.capability)
    return side !== undefined && (side === 'customer' ? g.customerId : g.representativeId) === participantId
  })
}

/** The new one knows of no approval of its own, so nothing goes on with it. */
function replaceProgram({ consent, screen }: Known, participantId: string): StepResult<ConsentEvent> {
  const shown = Object.values(consent.grants).filter((g) => {
    const capture = screen[g.id]
    if ((g.capability.includes('.share-') ? g.representativeId : g.customerId) !== participantId) return false
    if (capture?.streamId === null) return true
    // Where nobody wrote down who was told yes, it may have been the one before, unless a page shows it.
    const told = g.program ?? (capture ? 'page' : 'support-manager')
    return g.customerId === participantId && told === 'support-manager'
  })
  const over = new Set([...servedByProgram(consent, participantId), ...shown].map((g) => g.id))
  const said = consent.everything.filter((e) => e.customerId === participantId && e.program === 'support-manager')
  return accepted(
    ...[...over].map((grantId): ConsentEvent => ({ type: 'consent.revoked', grantId, reason: 'unknown-here' })),
    ...said.map(({ representativeId, customerId }): ConsentEvent => ({
      type: 'consent.everything-ended',
      representativeId,
      customerId,
    })),
  )
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
    ...consent.everything.filter(touches).map(({ representativeId, customerId }): ConsentEvent => ({
      type: 'consent.everything-ended',
      representativeId,
      customerId,
    })),
  ]
}

export function applyConsent(consent: ConsentState, event: ConsentEvent, at: number): ConsentState {
  switch (event.type) {
    case 'consent.requested': {
      const { requestId: id, capability, representativeId, customerId, expiresAt, detail } = event
      const asked = { id, capability, representativeId, customerId, expiresAt, detail }
      const request: OpenRequest = { ...asked, askedAt: at, prepared: false }
      return {
        ...consent,
        requests: { ...consent.requests, [id]: request },
        unanswered: consent.unanswered.filter(
          (u) => u.representativeId !== representativeId || u.capability !== capability,
        ),
      }
    }
    case 'consent.prepared': {
      const request = consent.requests[event.requestId]
      if (!request) return consent
      const prepared = { ...request, prepared: true, expiresAt: event.expiresAt }
      return { ...consent, requests: { ...consent.requests, [event.requestId]: prepared } }
    }
    case 'consent.granted': {
      const { type: _type, grantId: id, ...granted } = event
      const grant: Grant = { id, ...granted, grantedAt: at }
      const { requestId } = granted
      return { ...consent, requests: without(consent.requests, requestId), grants: { ...consent.grants, [id]: grant } }
    }
    case 'consent.declined':
      return close(consent, event.requestId, { outcome: 'declined', at })
    case 'consent.expired':
      return close(consent, event.requestId, { outcome: 'expired', at })
    case 'consent.withdrawn':
      return close(consent, event.requestId, { outcome: 'withdrawn', at })
    case 'consent.everything-allowed': {
      const { representativeId, customerId, program } = event
      const others = consent.everything.filter((e) => e.representativeId !== representativeId)
      return { ...consent, everything: [...others, { representativeId, customerId, program }] }
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
