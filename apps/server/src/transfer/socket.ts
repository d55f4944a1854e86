import type { transferRequests } from '@deskside/protocol'
import type { Handlers } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import type { SessionService } from '../session/index.ts'
import type { TransferService } from './service.ts'

/** An agent who holds a session hands it over, or takes that back. */
export function transferHandlers(parts: {
  readonly transfer: TransferService
  readonly session: SessionService
}): Handlers<keyof typeof transferRequests> {
  const { transfer, session } = parts
  return {
    async 'transfer.offer'({ participantId: by, principal }, { sessionId, commandId, to, message }) {
      if (principal.kind !== 'representative') throw new AppError('session.not-allowed')
      if (!(await transfer.isAgent(principal.userId))) throw new AppError('transfer.not-agent')
      const giver = { userId: principal.userId, name: principal.name }
      await transfer.offer({ sessionId, by, commandId, giver, to, message })
    },
    async 'transfer.withdraw'({ participantId: by }, { sessionId, commandId, transferId }) {
      const command = { feature: 'transfer', do: 'withdraw', transferId } as const
      await session.command({ sessionId, by, commandId, command })
    },
  }
}
