import { idSchema, transferTargetsSchema } from '@deskside/protocol'
import { z } from 'zod'
import { userOf } from '../account/index.ts'
import { signedIn } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import type { SessionService } from '../session/index.ts'
import { maySeeTargets } from './policy.ts'
import type { TransferService } from './service.ts'

export function registerTransferRoutes(
  app: App,
  { transfer, session }: { readonly transfer: TransferService; readonly session: SessionService },
): void {
  const params = z.object({ sessionId: idSchema })
  app.get(
    '/api/v1/sessions/:sessionId/transfer-targets',
    { config: { policy: signedIn }, schema: { params, response: { 200: transferTargetsSchema } } },
    async (request) => {
      const { userId } = userOf(request)
      const live = session.live(request.params.sessionId)
      const participantId = await session.participantOf(request.params.sessionId, userId)
      // A session of others and one that never was look the same (THREATS E1).
      if (!live || !maySeeTargets(live.story, participantId)) throw new AppError('session.not-found')
      return transfer.targets(live, userId)
    },
  )
}
