import {
  answerSurveySchema,
  askedSurveySchema,
  idSchema,
  sessionSurveySchema,
  surveyReportQuerySchema,
  surveyReportSchema,
} from '@deskside/protocol'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { userOf } from '../account/index.ts'
import { everyone, manager, signedIn } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import { anySite } from '../platform/foreign-page.ts'
import type { App } from '../platform/http.ts'
import { readsSession } from '../session/index.ts'
import type { SurveyService, SurveyedCustomer } from './service.ts'

interface Parts {
  readonly survey: SurveyService
  /** Of whose session a request brings the token, also when it is over. */
  readonly customerOf: (request: FastifyRequest) => Promise<SurveyedCustomer | undefined>
  readonly membership: (sessionId: string, userId: string) => Promise<string | undefined>
  /** Somebody took the report with them. */
  readonly noteExport: (by: string) => Promise<void>
}

export function registerSurveyRoutes(app: App, { survey, customerOf, membership, noteExport }: Parts): void {
  // Also on the page of another site, where the session was.
  const config = { policy: everyone, foreign: anySite }
  const response = { 200: askedSurveySchema }
  app.get('/api/v1/survey', { config, schema: { response } }, async (request) =>
    survey.asked(await customerOf(request)),
  )
  app.post('/api/v1/survey', { config, schema: { body: answerSurveySchema, response } }, async (request) =>
    survey.answer(await customerOf(request), request.body),
  )
  app.delete('/api/v1/survey', { config, schema: { response } }, async (request) =>
    survey.skip(await customerOf(request)),
  )
  app.get(
    '/api/v1/sessions/:sessionId/survey',
    {
      config: { policy: signedIn },
      schema: { params: z.object({ sessionId: idSchema }), response: { 200: sessionSurveySchema } },
    },
    async (request) => {
      const user = userOf(request)
      const { sessionId } = request.params
      if (!readsSession(user, await membership(sessionId, user.userId))) throw new AppError('session.not-found')
      return survey.of(sessionId)
    },
  )
  app.get(
    '/api/v1/reports/surveys',
    {
      config: { policy: manager },
      schema: { querystring: surveyReportQuerySchema, response: { 200: surveyReportSchema.or(z.string()) } },
    },
    async (request, reply) => {
      const { query } = request
      if (query.format === 'json') return survey.report(query)
      await noteExport(userOf(request).userId)
      void reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="surveys.csv"')
      return survey.csv(query)
    },
  )
}
