import { manager, signedIn } from '../platform/caller.ts'
import type { Policy } from '../platform/caller.ts'

/** Who watches over queues and sessions; for others none of it is there (monitor R8, THREATS E1). */
export const monitors: Policy = (caller) => signedIn(caller) ?? (manager(caller) ? 'request.not-found' : undefined)
