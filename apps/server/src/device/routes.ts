import { idSchema, saveScriptSchema, scriptListSchema } from '@deskside/protocol'
import { z } from 'zod'
import { userOf } from '../account/index.ts'
import { administrator, signedIn } from '../platform/caller.ts'
import type { App } from '../platform/http.ts'
import type { ScriptLibrary } from './service.ts'

/** The script library: representatives read it, administrators keep it. */
export function registerDeviceRoutes(app: App, library: ScriptLibrary): void {
  const keep = { policy: administrator }
  const params = z.object({ scriptId: idSchema })
  // Characters of other scripts and their escapes take more bytes than characters.
  const bodyLimit = 131_072
  app.get(
    '/api/v1/scripts',
    { config: { policy: signedIn }, schema: { response: { 200: scriptListSchema } } },
    async () => ({ scripts: await library.list() }),
  )
  app.post(
    '/api/v1/scripts',
    { config: keep, bodyLimit, schema: { body: saveScriptSchema, response: { 201: z.object({ id: idSchema }) } } },
    async (request, reply) => {
      const id = await library.add(request.body, userOf(request).userId)
      return reply.code(201).send({ id })
    },
  )
  app.put(
    '/api/v1/scripts/:scriptId',
    { config: keep, bodyLimit, schema: { params, body: saveScriptSchema, response: { 204: z.null() } } },
    async (request, reply) => {
      await library.change(request.params.scriptId, request.body, userOf(request).userId)
      return reply.code(204).send(null)
    },
  )
  app.delete(
    '/api/v1/scripts/:scriptId',
    { config: keep, schema: { params, response: { 204: z.null() } } },
    async (request, reply) => {
      await library.remove(request.params.scriptId, userOf(request).userId)
      return reply.code(204).send(null)
    },
  )
}
