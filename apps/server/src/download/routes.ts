import { createPassSchema, passSchema, programAccessSchema, redeemPassSchema } from '@deskside/protocol'
import type { FastifyRequest } from 'fastify'
import { everyone } from '../platform/caller.ts'
import type { Principal } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import type { DownloadService } from './service.ts'

interface Parts {
  readonly download: DownloadService
  /** The session that a customer's browser may speak for now. */
  readonly customerOf: (request: FastifyRequest) => Promise<Extract<Principal, { kind: 'customer' }> | undefined>
}

export function registerDownloadRoutes(app: App, { download, customerOf }: Parts): void {
  // Open to everyone because customers have no account, and the program has only its code: the service judges both.
  const config = { policy: everyone }
  app.post(
    '/api/v1/support-manager/passes',
    { config, schema: { body: createPassSchema, response: { 201: passSchema } } },
    async (request, reply) => {
      const { sessionId } = request.body
      const { caller } = request
      if (sessionId !== undefined && caller.kind === 'user') {
        const { userId, authSessionId } = caller
        return reply.status(201).send(await download.pass({ kind: 'representative', sessionId, userId, authSessionId }))
      }
      const customer = await customerOf(request)
      if (!customer) throw new AppError('account.signed-out')
      return reply.status(201).send(await download.pass(customer))
    },
  )
  app.post(
    '/api/v1/support-manager/join',
    { config, schema: { body: redeemPassSchema, response: { 200: programAccessSchema } } },
    (request) => download.join(request.body.code, request.ip),
  )
}
