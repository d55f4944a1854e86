import {
  boardSchema,
  changeAgentStateSchema,
  idSchema,
  moveVisitorSchema,
  offerVisitorSchema,
  reassignSessionSchema,
} from '@deskside/protocol'
import { z } from 'zod'
import { userOf } from '../account/index.ts'
import { openEventStream } from '../platform/event-stream.ts'
import type { App } from '../platform/http.ts'
import type { QueueService } from '../queue/index.ts'
import { monitors } from './policy.ts'
import type { Monitor } from './service.ts'

interface Parts {
  readonly monitor: Monitor
  readonly queue: QueueService
  readonly signedInUntil: (authSessionId: string) => Promise<number | undefined>
}

const config = { policy: monitors }
const NOTHING = { 200: z.null() }

export function registerMonitorRoutes(app: App, parts: Parts): void {
  registerBoard(app, parts)
  registerQueueActions(app, parts)
  registerSessionActions(app, parts)
}

function registerBoard(app: App, { monitor, signedInUntil }: Parts): void {
  app.get('/api/v1/monitor', { config, schema: { response: { 200: boardSchema } } }, () => monitor.board())
  // A question without an answer's body would never end.
  app.get('/api/v1/monitor/events', { config, exposeHeadRoute: false }, async (request, reply) => {
    const { userId, authSessionId } = userOf(request)
    const until = (await signedInUntil(authSessionId)) ?? 0
    monitor.makeRoom(userId)
    const page = openEventStream(reply)
    page.onClosed(monitor.follow({ page, userId, authSessionId, until }))
  })
}

function registerQueueActions(app: App, { queue }: Parts): void {
  app.post(
    '/api/v1/monitor/agents/:userId/state',
    {
      config,
      schema: { params: z.object({ userId: z.string().max(64) }), body: changeAgentStateSchema, response: NOTHING },
    },
    async (request) => {
      const { state, reason } = request.body
      const to = { state, reason: state === 'away' ? (reason ?? null) : null }
      await queue.changeState(request.params.userId, to, userOf(request))
      return null
    },
  )
  const params = z.object({ entryId: idSchema })
  app.post(
    '/api/v1/monitor/waiting/:entryId/move',
    { config, schema: { params, body: moveVisitorSchema, response: NOTHING } },
    async (request) => {
      await queue.moveVisitor(request.params.entryId, request.body.queueId, userOf(request))
      return null
    },
  )
  app.post(
    '/api/v1/monitor/waiting/:entryId/offer',
    { config, schema: { params, body: offerVisitorSchema, response: NOTHING } },
    async (request) => {
      await queue.offerVisitor(request.params.entryId, request.body.userId, userOf(request))
      return null
    },
  )
}

function registerSessionActions(app: App, { monitor }: Parts): void {
  const params = z.object({ sessionId: idSchema })
  app.post(
    '/api/v1/monitor/sessions/:sessionId/reassign',
    { config, schema: { params, body: reassignSessionSchema, response: NOTHING } },
    async (request) => {
      await monitor.reassign(request.params.sessionId, request.body, userOf(request))
      return null
    },
  )
  const actions = { watch: monitor.watch, 'barge-in': monitor.bargeIn, 'take-over': monitor.takeOver }
  for (const [name, act] of Object.entries(actions)) {
    app.post(
      `/api/v1/monitor/sessions/:sessionId/${name}`,
      { config, schema: { params, response: NOTHING } },
      async (request) => {
        await act(request.params.sessionId, userOf(request))
        return null
      },
    )
  }
}
