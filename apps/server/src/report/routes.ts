import {
  agentReportQuerySchema,
  agentReportSchema,
  queueReportQuerySchema,
  queueReportSchema,
  staffingQuerySchema,
  staffingReportSchema,
} from '@deskside/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { userOf } from '../account/index.ts'
import { manager, signedIn } from '../platform/caller.ts'
import type { App } from '../platform/http.ts'
import type { ReportService } from './service.ts'
import { agentCsv, queueCsv, staffingCsv } from './tables.ts'

export function registerReportRoutes(app: App, report: ReportService): void {
  const give = createGiving(report)
  app.get(
    '/api/v1/reports/queues',
    {
      config: { policy: manager },
      schema: { querystring: queueReportQuerySchema, response: { 200: queueReportSchema } },
    },
    async (request, reply) => {
      const answer = await report.queues(request.query)
      const file = { name: 'queues', format: request.query.format, csv: () => queueCsv(answer, request.query.rows) }
      return give({ request, reply, answer, file })
    },
  )
  app.get(
    '/api/v1/reports/agents',
    {
      config: { policy: signedIn },
      schema: { querystring: agentReportQuerySchema, response: { 200: agentReportSchema } },
    },
    async (request, reply) => {
      const answer = await report.agents(request.query, userOf(request))
      return give({
        request,
        reply,
        answer,
        file: { name: 'agents', format: request.query.format, csv: () => agentCsv(answer) },
      })
    },
  )
  app.get(
    '/api/v1/reports/staffing',
    {
      config: { policy: manager },
      schema: { querystring: staffingQuerySchema, response: { 200: staffingReportSchema } },
    },
    async (request, reply) => {
      const answer = await report.staffing(request.query)
      return give({
        request,
        reply,
        answer,
        file: { name: 'staffing', format: request.query.format, csv: () => staffingCsv(answer) },
      })
    },
  )
}

interface Giving<T> {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly answer: T
  readonly file: { readonly name: string; readonly format: 'csv' | 'json' | undefined; readonly csv: () => string }
}

/** An answer to read, or a file to keep: that one is asked for by `?format=`, or as CSV by `Accept`. */
function createGiving(report: ReportService) {
  return async <T extends { readonly zone: string }>({ request, reply, answer, file }: Giving<T>): Promise<T> => {
    const format = file.format ?? (request.headers.accept?.startsWith('text/csv') ? 'csv' : undefined)
    if (format === undefined) return answer
    await report.noteExport({ report: file.name, format, by: userOf(request).userId })
    void reply.header('content-disposition', `attachment; filename="deskside-${file.name}.${format}"`)
    if (format === 'json') return answer
    // A string goes out as it is.
    return reply.type('text/csv; charset=utf-8').send(file.csv()) as never
  }
}
