import type { OpenRequest } from '@deskside/protocol'
import type { Logger } from 'pino'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import type { LiveSession, SessionService } from '../session/index.ts'

/** Ends requests that nobody answered in time. Each timer names the request that armed it (consent R3). */
export function createConsentTimers({ session, clock, log }: { session: SessionService; clock: Clock; log: Logger }): {
  /** Arms the timers of sessions that were live before the server started. */
  open(sessions: Iterable<LiveSession>): void
} {
  const cancels = new Map<string, () => void>()
  const disarm = (requestId: string): void => {
    cancels.get(requestId)?.()
    cancels.delete(requestId)
  }
  const expire = async (sessionId: string, requestId: string): Promise<void> => {
    try {
      await session.command({ sessionId, by: 'system', command: { feature: 'consent', do: 'expire', requestId } })
    } catch (error) {
      if (!(error instanceof AppError)) log.error({ err: error }, 'a request could not be expired')
    }
  }
  const arm = (sessionId: string, request: Pick<OpenRequest, 'id' | 'expiresAt'>): void => {
    const wait = Math.max(0, request.expiresAt - clock.now())
    cancels.set(
      request.id,
      clock.after(wait, () => {
        cancels.delete(request.id)
        void expire(sessionId, request.id)
      }),
    )
  }
  session.onStored(({ sessionId, story, fresh }) => {
    for (const { body } of fresh) {
      if ('requestId' in body) disarm(body.requestId)
      if (body.type === 'consent.prepared' && story.consent.requests[body.requestId])
        arm(sessionId, { id: body.requestId, expiresAt: body.expiresAt })
      if (body.type === 'consent.requested' && story.consent.requests[body.requestId])
        arm(sessionId, { id: body.requestId, expiresAt: body.expiresAt })
    }
  })
  return {
    open(sessions) {
      for (const { sessionId, story } of sessions)
        for (const request of Object.values(story.consent.requests)) arm(sessionId, request)
    },
  }
}
