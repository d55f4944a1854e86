import { isShare, surfacesFor } from '@deskside/protocol'
import type { Capability, Capture, Grant, Story } from '@deskside/protocol'

/**
 * One thing to look at, and my running permissions for it: looking and control of a desktop are one picture, and it stays the
 * same while one of the two begins or ends.
 */
export interface Picture {
  readonly kind: 'desktop' | 'application'
  /** Oldest first, never empty. */
  readonly grants: readonly Grant[]
  readonly control: Grant | undefined
  /** What runs under them, the Support Manager's before a browser's. */
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
  const groups = (grants: readonly Grant[]): Picture[] =>
    [...Map.groupBy(grants, ({ capability }) => kindOf(capability))].map(([kind, of]) => {
      const captures = of.flatMap(({ id }) => screen[id] ?? [])
      return {
        kind,
        grants: of,
        control: of.find(({ capability }) => capability.endsWith('control')),
        capture: captures.find(({ streamId }) => streamId === null) ?? captures[0],
      }
    })
  return {
    seen: groups(mine.filter(({ capability }) => !isShare(capability))),
    shown: groups(mine.filter(({ capability }) => isShare(capability))),
  }
}

const kindOf = (capability: Capability): Picture['kind'] =>
  capability.startsWith('desktop.') ? 'desktop' : 'application'

/** The accessible name of a picture from the customer. */
export const seenName = (kind: Picture['kind']): string =>
  kind === 'desktop' ? "Customer's desktop" : "Customer's application"
