import type { Capability, RequestDetail, consentRequests } from '@deskside/protocol'
import type { Handlers } from '../platform/caller.ts'
import type { SessionService } from '../session/index.ts'

/** What a request says in so many words, for kinds that need it; the server's own, never the asker's. */
export type DetailOf = (capability: Capability, scriptId: string | undefined) => Promise<RequestDetail | null>

/** Asking, answering, ending: who may is judged by the story itself (consent SPEC), the sender is the socket's. */
export function consentHandlers(session: SessionService, detailOf: DetailOf): Handlers<keyof typeof consentRequests> {
  return {
    async 'consent.request'({ participantId: by }, { sessionId, commandId, capability, scriptId }) {
      const detail = await detailOf(capability, scriptId)
      const command = { feature: 'consent', do: 'request', capability, detail } as const
      await session.command({ sessionId, by, commandId, command })
    },
    async 'consent.prepare'({ participantId: by }, { sessionId, commandId, requestId }) {
      await session.command({ sessionId, by, commandId, command: { feature: 'consent', do: 'prepare', requestId } })
    },
    async 'consent.allow'({ participantId: by, principal }, { sessionId, commandId, requestId, everything }) {
      await session.command({
        sessionId,
        by,
        commandId,
        command: { feature: 'consent', do: 'allow', requestId, everything, program: principal.program },
      })
    },
    async 'consent.decline'({ participantId: by }, { sessionId, commandId, requestId }) {
      await session.command({ sessionId, by, commandId, command: { feature: 'consent', do: 'decline', requestId } })
    },
    async 'consent.withdraw'({ participantId: by }, { sessionId, commandId, requestId }) {
      await session.command({ sessionId, by, commandId, command: { feature: 'consent', do: 'withdraw', requestId } })
    },
    async 'consent.revoke'({ participantId: by, principal }, { sessionId, commandId, grantId, because }) {
      const reason = because && principal.program === 'support-manager' ? { because } : {}
      const command = { feature: 'consent', do: 'revoke', grantId, ...reason } as const
      await session.command({ sessionId, by, commandId, command })
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
