import { auditListSchema, auditQuerySchema } from '@deskside/protocol'
import { administrator } from '../platform/caller.ts'
import type { App } from '../platform/http.ts'
import type { Audit } from './service.ts'

export function registerAuditRoutes(app: App, audit: Audit): void {
  app.get(
    '/api/v1/audit',
    {
      config: { policy: administrator },
      schema: { querystring: auditQuerySchema, response: { 200: auditListSchema } },
    },
    async ({ query: { before, limit } }) => {
      const events = await audit.page({ before, limit: limit + 1 })
      return { events: events.slice(0, limit), more: events.length > limit }
    },
  )
}
