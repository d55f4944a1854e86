import { grantOf, needsSupportManager, presentCustomer, requestAction, requestOf } from '@deskside/protocol'
import type { Capability, Grant, OpenRequest, Story, Unanswered } from '@deskside/protocol'
import type { SessionView } from '@deskside/realtime'

/** How a capability stands for me, and so what its button does. */
export type CapabilityStanding =
  | { readonly is: 'running'; readonly grant: Grant; readonly customerName: string }
  | { readonly is: 'asked'; readonly request: OpenRequest; readonly customerName: string }
  | { readonly is: 'free'; readonly last: Unanswered | undefined; readonly customerName: string }
  /** The server would refuse to ask now. */
  | { readonly is: 'closed'; readonly because: string }

export function standingOf(
  { story, actions }: Pick<SessionView, 'story' | 'actions'>,
  me: string,
  capability: Capability,
): CapabilityStanding {
  const { session, consent } = story
  const customerName = presentCustomer(session)?.name ?? 'the customer'
  const grant = grantOf(consent, me, capability)
  if (grant) return { is: 'running', grant, customerName }
  const request = requestOf(consent, me, capability)
  if (request) return { is: 'asked', request, customerName }
  if (!actions.includes(requestAction(capability))) {
    return { is: 'closed', because: closedWords(story, capability) }
  }
  const customerId = presentCustomer(session)?.id
  // What an earlier customer answered says nothing about this one.
  const last = consent.unanswered.find(
    (u) => u.representativeId === me && u.capability === capability && u.customerId === customerId,
  )
  return { is: 'free', last, customerName }
}

function closedWords({ session }: Story, capability: Capability): string {
  if (!presentCustomer(session)) return 'There is no customer to ask yet.'
  if (!session.supportManagerAllowed && needsSupportManager(capability))
    return 'This needs the Support Manager, and this site does without it.'
  return 'Not possible right now.'
}

/** How it stands, in a few words beside its button; nothing where nobody was asked yet. */
export function standingWords(standing: CapabilityStanding): string {
  switch (standing.is) {
    case 'running':
      return 'Running'
    case 'asked':
      return standing.request.prepared ? `${standing.customerName} is getting the Support Manager ready…` : 'Waiting…'
    case 'free':
      return standing.last ? outcomeWords(standing.last) : ''
    case 'closed':
      return standing.because
  }
}

/** How the last request came out, beside its button. */
export function outcomeWords(last: Unanswered): string {
  switch (last.outcome) {
    case 'declined':
      return 'Declined. You may ask again.'
    case 'expired':
      return 'No answer in time. You may ask again.'
    case 'withdrawn':
      return 'You withdrew it.'
  }
}
