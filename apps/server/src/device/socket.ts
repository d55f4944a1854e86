import type { deviceRequests } from '@deskside/protocol'
import type { Handlers } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import type { SessionService } from '../session/index.ts'

/** What a Support Manager tells of the use of an approval (device R3). No page was there, so none may tell. */
export function deviceHandlers(session: SessionService): Handlers<keyof typeof deviceRequests> {
  return {
    async 'device.report'({ participantId: by, principal }, { sessionId, commandId, grantId, outcome, exitCode }) {
      if (principal.program !== 'support-manager') throw new AppError('session.not-allowed')
      const command = { feature: 'device', do: 'report', grantId, outcome, exitCode } as const
      await session.command({ sessionId, by, commandId, command })
    },
  }
}
