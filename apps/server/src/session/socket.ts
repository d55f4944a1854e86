import type { sessionRequests } from '@deskside/protocol'
import type { Handlers } from '../platform/caller.ts'
import type { SessionService } from './service.ts'

/** A representative admits and refuses, people leave, the primary representative ends. */
export function sessionHandlers(session: SessionService): Handlers<keyof typeof sessionRequests> {
  return {
    async 'session.admit'({ participantId: by }, { sessionId, commandId, knockId }) {
      await session.command({ sessionId, by, commandId, command: { feature: 'session', do: 'admit', knockId } })
    },
    async 'session.refuse'({ participantId: by }, { sessionId, commandId, knockId }) {
      await session.command({ sessionId, by, commandId, command: { feature: 'session', do: 'refuse', knockId } })
    },
    async 'session.set-display-mode'({ participantId: by }, { sessionId, commandId, mode }) {
      const command = { feature: 'session', do: 'set-display-mode', mode } as const
      await session.command({ sessionId, by, commandId, command })
    },
    async 'session.leave'({ participantId: by }, { sessionId, commandId }) {
      await session.command({ sessionId, by, commandId, command: { feature: 'session', do: 'leave' } })
    },
    async 'session.end'({ participantId: by }, { sessionId, commandId }) {
      await session.command({ sessionId, by, commandId, command: { feature: 'session', do: 'end' } })
    },
  }
}
