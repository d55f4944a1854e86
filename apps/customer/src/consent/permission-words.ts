import { isShare } from '@deskside/protocol'
import type { Capability } from '@deskside/protocol'
import { wordsOf } from './capability-words.ts'

interface PermissionStanding {
  /** Of the representative. */
  readonly name: string
  readonly capability: Capability
  /** What runs under it: nothing yet, a picture from or to this page, or one from another tab of the customer's. */
  readonly running: 'nothing' | 'here' | 'elsewhere'
}

/** What a customer reads about one thing that is allowed. It must never say more, or less, than what is so. */
export function permissionSentence({ name, capability, running }: PermissionStanding): string {
  const { may, does } = wordsOf(capability)
  if (running === 'nothing') return `${name} ${may}. Right now nothing is shown.`
  // What the representative shows comes from them, whichever tab of the customer's looks at it.
  return running === 'elsewhere' && !isShare(capability)
    ? `${name} ${does} now, from another tab of yours.`
    : `${name} ${does} now.`
}
