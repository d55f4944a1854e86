import type { Approvals } from '../consent/approvals.ts'
import type { ReturningLook } from './return-ticket.ts'

/** What of the approvals that stand now goes on after a restart: looking at monitors (device R8, THREATS C12). */
export function returningLooks(approvals: Approvals): ReturningLook[] {
  return approvals.live().flatMap(({ grant, target }): ReturningLook[] => {
    if (grant.capability !== 'desktop.view' || !target || target.kind === 'application') return []
    const { id: grantId, requestId, representativeId, customerId } = grant
    return [{ grantId, requestId, representativeId, customerId, target }]
  })
}

/** Approves it again, as far as the server still has the grants. @returns what ends it, at the time that was shown. */
export function resumeLooks(approvals: Approvals, looks: readonly ReturningLook[]): () => void {
  for (const { requestId, representativeId, customerId, target } of looks)
    approvals.approve(requestId, { capability: 'desktop.view', representativeId, customerId, detail: null }, target)
  return () => {
    for (const { grantId, requestId } of looks) {
      approvals.stop(grantId)
      // A server may have told of it as another grant.
      approvals.takeBack(requestId)
    }
  }
}
