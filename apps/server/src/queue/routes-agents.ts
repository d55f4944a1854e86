import {
  acceptedOfferSchema,
  agentListSchema,
  agentRowSchema,
  agentSettingsSchema,
  chooseVisitorSchema,
  idSchema,
  waitingListSchema,
} from '@deskside/protocol'
import { z } from 'zod'
import { userOf } from '../account/index.ts'
import { administrator, manager, signedIn } from '../platform/caller.ts'
import type { App } from '../platform/http.ts'
import type { AgentSetting } from './agent-settings.ts'
import type { Choosing } from './choosing.ts'

/** What agents can do, and how they take somebody whose turn it is not. */
export function registerAgentRoutes(app: App, queue: AgentSetting & Choosing): void {
  app.get(
    '/api/v1/agents',
    { config: { policy: manager }, schema: { response: { 200: agentListSchema } } },
    async () => ({ agents: await queue.agents() }),
  )
  app.put(
    '/api/v1/agents/:userId/settings',
    {
      config: { policy: administrator },
      schema: {
        params: z.object({ userId: z.string().max(64) }),
        body: agentSettingsSchema,
        response: { 200: agentRowSchema },
      },
    },
    (request) => queue.setAgent(request.params.userId, request.body, userOf(request).userId),
  )
  const config = { policy: signedIn }
  app.get(
    '/api/v1/agent/queues/:queueId/waiting',
    { config, schema: { params: z.object({ queueId: idSchema }), response: { 200: waitingListSchema } } },
    async (request) => ({ waiting: await queue.waitingIn(request.params.queueId, userOf(request).userId) }),
  )
  app.post(
    '/api/v1/agent/choose',
    { config, schema: { body: chooseVisitorSchema, response: { 200: acceptedOfferSchema } } },
    async (request) => ({ sessionId: await queue.choose(request.body.entryId, userOf(request)) }),
  )
}
