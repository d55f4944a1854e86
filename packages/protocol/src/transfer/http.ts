import { z } from 'zod'
import { presenceStateSchema } from '../queue/http.ts'
import { idSchema } from '../session/identifiers.ts'

/**
 * `GET /api/v1/sessions/:sessionId/transfer-targets`: to whom its primary representative could hand it, for agents who are in the
 * session. Colleagues who serve a queue with them (managers and administrators: all agents), nobody who is in the session already.
 */
export const transferTargetsSchema = z.object({
  /** Those who are available first, then by name. */
  agents: z.array(
    z.object({
      userId: z.string(),
      name: z.string(),
      state: presenceStateSchema,
      /** How many sessions they are in. */
      sessions: z.int().nonnegative(),
      /** The names of the queues that they serve, as far as the asker may know. */
      queues: z.array(z.string()),
    }),
  ),
  /** By name. */
  queues: z.array(z.object({ queueId: idSchema, name: z.string(), waiting: z.int().nonnegative(), open: z.boolean() })),
})
export type TransferTargets = z.infer<typeof transferTargetsSchema>
