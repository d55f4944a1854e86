import type { Visiting } from '@deskside/protocol'

/** A page of another site may carry a queue's button where the queue names its origin, or none. */
export const mayCarry = ({ origins }: Visiting['embed'], origin: string): boolean =>
  origins.length === 0 || origins.some((allowed) => URL.parse(allowed)?.origin === origin)
