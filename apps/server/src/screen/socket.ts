import { presentParticipant } from '@deskside/protocol'
import type { IceServers, linkRequests, screenRequests } from '@deskside/protocol'
import type { Handlers } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import type { SessionService } from '../session/index.ts'

interface Parts {
  readonly session: SessionService
  readonly iceServers: (sessionId: string) => IceServers
}

/** Pictures start and stop under their grants; the device is the socket's own. */
export function screenHandlers({
  session,
  iceServers,
}: Parts): Handlers<keyof typeof screenRequests | keyof typeof linkRequests> {
  return {
    async 'screen.start'({ participantId: by, deviceId }, { sessionId, commandId, grantId, streamId, surface, audio }) {
      const command = { feature: 'screen', do: 'start', grantId, deviceId, streamId, surface, audio } as const
      await session.command({ sessionId, by, commandId, command })
    },
    async 'link.servers'({ participantId }, { sessionId }) {
      const read = await session.read(sessionId)
      // Credentials for a relay are worth something by themselves: who only knocks gets none (session R2).
      if (!read || !presentParticipant(read.story.session, participantId)) throw new AppError('session.not-joined')
      return iceServers(sessionId)
    },
  }
}
