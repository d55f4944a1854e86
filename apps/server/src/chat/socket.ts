import type { chatRequests } from '@deskside/protocol'
import type { Handlers } from '../platform/caller.ts'
import type { SessionService } from '../session/index.ts'

export function chatHandlers(session: SessionService): Handlers<keyof typeof chatRequests> {
  return {
    async 'chat.post'({ participantId: by }, { sessionId, commandId, to, text }) {
      await session.command({ sessionId, by, commandId, command: { feature: 'chat', do: 'post', to, text } })
    },
  }
}
