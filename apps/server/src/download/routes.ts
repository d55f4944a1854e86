import {
  createPassSchema,
  passCodeSchema,
  passSchema,
  platformSchema,
  programAccessSchema,
  programFilesSchema,
  redeemPassSchema,
} from '@deskside/protocol'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { everyone } from '../platform/caller.ts'
import type { Principal } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import type { ProgramFiles } from './files.ts'
import { sendProgram } from './send.ts'
import type { DownloadService } from './service.ts'

interface Parts {
  readonly download: DownloadService
  readonly files: ProgramFiles
  readonly allowed: () => boolean
  /** The session that a customer's browser may speak for now. */
  readonly customerOf: (request: FastifyRequest) => Promise<Extract<Principal, { kind: 'customer' }> | undefined>
}

export function registerDownloadRoutes(app: App, parts: Parts): void {
  registerPassRoutes(app, parts)
  registerFileRoutes(app, parts)
}

function registerPassRoutes(app: App, { download, customerOf }: Parts): void {
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

function registerFileRoutes(app: App, { files, allowed }: Parts): void {
  // Open to everyone: the program is no secret and does nothing without a pass.
  const config = { policy: everyone }
  app.get('/api/v1/support-manager/files', { config, schema: { response: { 200: programFilesSchema } } }, async () => ({
    files: allowed() ? (await files.all()).map(({ about }) => about) : [],
  }))
  // Both are words of a fixed form, so what becomes a file's name, here or at the customer's, is never what somebody typed.
  const params = z.object({ platform: z.string() })
  const querystring = z.object({ code: passCodeSchema.optional() })
  app.get(
    '/downloads/support-manager/:platform',
    { config, schema: { params, querystring, hide: true } },
    async (request, reply) => {
      if (!allowed()) throw new AppError('download.forbidden')
      const platform = platformSchema.safeParse(request.params.platform)
      const stored = platform.success ? await files.find(platform.data) : undefined
      if (!stored) throw new AppError('download.none')
      const { code } = request.query
      const name = `Support-Manager${code === undefined ? '' : `-${code}`}${stored.ending}`
      return sendProgram(request, reply, { stored, name })
    },
  )
}
