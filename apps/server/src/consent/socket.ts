import type { consentRequests } from '@deskside/protocol'
import type { Handlers } from '../platform/caller.ts'
import type { SessionService } from '../session/index.ts'

/** Asking, answering, ending: who may is judged by the story itself (consent SPEC), the sender is the socket's. */
export function consentHandlers(session: SessionService): Handlers<keyof typeof consentRequests> {
  return {
    async 'consent.request'({ participantId: by }, { sessionId, commandId, capability }) {
      await session.command({ sessionId, by, commandId, command: { feature: 'consent', do: 'request', capability } })
    },
    async 'consent.allow'({ participantId: by }, { sessionId, commandId, requestId, everything }) {
      await session.command({
        sessionId,
        by,
        commandId,
        command: { feature: 'consent', do: 'allow', requestId, everything },
      })
    },
    async 'consent.decline'({ participantId: by }, { sessionId, commandId, requestId }) {
      await session.command({ sessionId, by, commandId, command: { feature: 'consent', do: 'decline', requestId } })
    },
    async 'consent.withdraw'({ participantId: by }, { sessionId, commandId, requestId }) {
      await session.command({ sessionId, by, commandId, command: { feature: 'consent', do: 'withdraw', requestId } })
    },
    async 'consent.revoke'({ participantId: by }, { sessionId, commandId, grantId }) {
      await session.command({ sessionId, by, commandId, command: { feature: 'consent', do: 'revoke', grantId } })
    },
    async 'consent.revoke-everything'({ participantId: by }, { sessionId, commandId, representativeId }) {
      await session.command({
        sessionId,
        by,
        commandId,
        command: { feature: 'consent', do: 'revoke-everything', representativeId },
      })
    },
  }
}
