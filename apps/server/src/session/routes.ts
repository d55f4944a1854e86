import {
  eventForReader,
  sessionListQuerySchema,
  sessionListSchema,
  sessionPageSchema,
  startedSessionSchema,
  idSchema,
} from '@deskside/protocol'
import type { Notes } from '@deskside/protocol'
import { z } from 'zod'
import { userOf } from '../account/index.ts'
import { signedIn } from '../platform/caller.ts'
import type { User } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { readsSession, seesAllSessions } from './policy.ts'
import type { SessionService, SiteNow } from './service.ts'
import type { SessionTable } from './store.ts'

interface Parts {
  readonly session: SessionService
  readonly firstNumber: (sessionId: string) => Promise<{ number: string; expiresAt: number }>
  readonly notesOf: (sessionId: string) => Promise<Notes>
  readonly site: () => SiteNow
}

const sessionParams = z.object({ sessionId: idSchema })

export function registerSessionRoutes(app: App, parts: Parts): void {
  const config = { policy: signedIn }
  app.post(
    '/api/v1/sessions',
    { config, schema: { response: { 201: startedSessionSchema } } },
    async (request, reply) => {
      const { userId, name } = userOf(request)
      const { sessionId } = await parts.session.start({ userId, name, ...parts.site() })
      const number = await parts.firstNumber(sessionId)
      return reply.status(201).send({ sessionId, ...number })
    },
  )
  app.get(
    '/api/v1/sessions',
    { config, schema: { querystring: sessionListQuerySchema, response: { 200: sessionListSchema } } },
    async (request) => {
      const user = userOf(request)
      const { before, limit } = request.query
      const rows = await parts.session.list({
        userId: seesAllSessions(user) ? undefined : user.userId,
        before,
        limit: limit + 1,
      })
      return { sessions: rows.slice(0, limit).map(rowOf), more: rows.length > limit }
    },
  )
  app.get(
    '/api/v1/sessions/:sessionId',
    { config, schema: { params: sessionParams, response: { 200: sessionPageSchema } } },
    (request) => sessionPage(parts, userOf(request), request.params.sessionId),
  )
}

function rowOf(row: SessionTable): z.infer<typeof sessionListSchema>['sessions'][number] {
  const {
    id: sessionId,
    started_at: startedAt,
    ended_at: endedAt,
    customer_name: customerName,
    representative_name: representativeName,
  } = row
  return { sessionId, startedAt, endedAt, customerName, representativeName }
}

async function sessionPage(parts: Parts, user: User, sessionId: string): Promise<z.infer<typeof sessionPageSchema>> {
  const participantId = await parts.session.participantOf(sessionId, user.userId)
  if (!readsSession(user, participantId)) throw new AppError('session.not-found')
  const read = await parts.session.read(sessionId)
  if (!read) throw new AppError('session.not-found')
  return {
    sessionId,
    participantId: participantId ?? null,
    events: read.events.flatMap((event) => eventForReader(event, participantId, read.story.session) ?? []),
    notes: await parts.notesOf(sessionId),
  }
}
