import { isShare, surfacesFor } from '@deskside/protocol'
import type { Capability } from '@deskside/protocol'
import { wordsOf } from './capability-words.ts'

interface PermissionStanding {
  /** Of the representative. */
  readonly name: string
  readonly capability: Capability
  /** What runs under it: nothing yet, a picture from or to this page, one from another tab of the customer's, or by their program. */
  readonly running: 'nothing' | 'here' | 'elsewhere' | 'program'
}

/** What a customer reads about one thing that is allowed. It must never say more, or less, than what is so. */
export function permissionSentence({ name, capability, running }: PermissionStanding): string {
  const { may, does } = wordsOf(capability)
  // Without a picture nobody sees here whether it is being used this very moment.
  if (surfacesFor(capability).length === 0) return `${name} ${may}.`
  if (running === 'nothing') return `${name} ${may}. Right now nothing is shown.`
  // What the representative shows comes from them, whichever tab of the customer's looks at it.
  return running === 'elsewhere' && !isShare(capability)
    ? `${name} ${does} now, from another tab of yours.`
    : `${name} ${does} now.`
}
