import { isShare, surfacesFor } from '@deskside/protocol'
import type { Capability, Capture, Grant, Story } from '@deskside/protocol'

/** A permission of mine for pictures, and the capture under it, if one runs. */
export interface Picture {
  readonly grant: Grant
  readonly capture: Capture | undefined
}

/** My running permissions for pictures: the customer's that I see, and mine that the customer sees; oldest first. */
export function picturesOf(
  { consent, screen }: Pick<Story, 'consent' | 'screen'>,
  me: string,
): { readonly seen: Picture[]; readonly shown: Picture[] } {
  const mine = Object.values(consent.grants)
    .filter((grant) => grant.representativeId === me && surfacesFor(grant.capability).length > 0)
    .sort((a, b) => a.grantedAt - b.grantedAt)
    .map((grant) => ({ grant, capture: screen[grant.id] }))
  return {
    seen: mine.filter(({ grant }) => !isShare(grant.capability)),
    shown: mine.filter(({ grant }) => isShare(grant.capability)),
  }
}

/** The accessible name of a picture from the customer. */
export function seenName(capability: Capability): string {
  return capability.startsWith('desktop.') ? "Customer's desktop" : "Customer's application"
}
