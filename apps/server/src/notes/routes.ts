import { notesSchema, saveNotesSchema, idSchema } from '@deskside/protocol'
import { z } from 'zod'
import { userOf } from '../account/index.ts'
import { signedIn } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { writesInSession } from '../session/index.ts'
import type { NotesService } from './service.ts'

interface Parts {
  readonly notes: NotesService
  /** The caller's participant id in a session they are or were in. */
  readonly membership: (sessionId: string, userId: string) => Promise<string | undefined>
}

export function registerNotesRoutes(app: App, { notes, membership }: Parts): void {
  const config = { policy: signedIn }
  const params = z.object({ sessionId: idSchema })
  const demandMember = async (sessionId: string, userId: string): Promise<void> => {
    if (!writesInSession(await membership(sessionId, userId))) throw new AppError('session.not-found')
  }
  app.get(
    '/api/v1/sessions/:sessionId/notes',
    { config, schema: { params, response: { 200: notesSchema } } },
    async (request) => {
      await demandMember(request.params.sessionId, userOf(request).userId)
      return notes.read(request.params.sessionId)
    },
  )
  const save = { config, bodyLimit: 262_144, schema: { params, body: saveNotesSchema, response: { 200: notesSchema } } }
  app.put('/api/v1/sessions/:sessionId/notes', save, async (request) => {
    await demandMember(request.params.sessionId, userOf(request).userId)
    return notes.save(request.params.sessionId, request.body)
  })
}
