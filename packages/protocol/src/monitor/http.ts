import { z } from 'zod'
import { presenceStateSchema, setAgentStateSchema } from '../queue/http.ts'
import { idSchema, timeSchema } from '../session/identifiers.ts'
import { MONITORING_POLICIES } from '../site/http.ts'
import { transferMessageSchema, transferTargetSchema } from '../transfer/messages.ts'

const countSchema = z.int().nonnegative()
const rateSchema = z.number().min(0).max(1).nullable()

/** `QueueFigures` of `queue/figures.ts`, which says what each is. */
export const queueFiguresSchema = z.object({
  offered: countSchema,
  answered: countSchema,
  abandoned: countSchema,
  serviceLevel: rateSchema,
  abandonRate: rateSchema,
  averageAnswerSeconds: z.number().nonnegative().nullable(),
})

export const monitoredQueueSchema = z.object({
  id: idSchema,
  name: z.string(),
  waiting: countSchema,
  /** Of who has waited longest. */
  longest: z.object({ since: timeSchema, name: z.string() }).nullable(),
  /** The service level's target. */
  targetSeconds: countSchema,
  /** Since midnight in the queue's time zone. */
  today: queueFiguresSchema,
  /** The last thirty minutes. */
  lately: queueFiguresSchema,
  /** Its agents by their state, the offline ones included. */
  agents: z.partialRecord(presenceStateSchema, countSchema),
})
export type MonitoredQueue = z.infer<typeof monitoredQueueSchema>

export const monitoredAgentSchema = z.object({
  userId: z.string(),
  name: z.string(),
  state: presenceStateSchema,
  reason: z.string().nullable(),
  since: timeSchema.nullable(),
  /** When a server last knew of a page of theirs; null: never since they serve. */
  seenAt: timeSchema.nullable(),
  queueIds: z.array(idSchema),
  offers: z.array(z.object({ id: idSchema, name: z.string(), expiresAt: timeSchema })),
})
export type MonitoredAgent = z.infer<typeof monitoredAgentSchema>

/** A visitor in line. Of a queue's line only the first `SHOWN_OF_LINE` are here. */
export const monitoredVisitorSchema = z.object({
  id: idSchema,
  queueId: idSchema,
  name: z.string(),
  since: timeSchema,
  /** A session that is handed over, with its customer. */
  transferred: z.boolean(),
  /** They have waited so long that their queue's rules put them first. */
  escalated: z.boolean(),
  /** Names of the agents who hold an offer of them now. */
  offeredTo: z.array(z.string()),
})
export type MonitoredVisitor = z.infer<typeof monitoredVisitorSchema>
export const SHOWN_OF_LINE = 50

export const monitoredSessionSchema = z.object({
  id: idSchema,
  startedAt: timeSchema,
  /** Null while no customer came. */
  customerName: z.string().nullable(),
  /** Null for one that came through no queue. */
  queueId: idSchema.nullable(),
  queueName: z.string().nullable(),
  /** Who helps, the primary representative first. */
  representatives: z.array(z.object({ userId: z.string(), name: z.string() })),
  watchers: z.array(z.object({ userId: z.string(), name: z.string() })),
})
export type MonitoredSession = z.infer<typeof monitoredSessionSchema>

/** `GET /api/v1/monitor`, and each message of `GET /api/v1/monitor/events` (text/event-stream, one JSON a message), whole. */
export const boardSchema = z.object({
  /** The server's clock, by which waits are shown. */
  now: timeSchema,
  policy: z.enum(MONITORING_POLICIES),
  queues: z.array(monitoredQueueSchema),
  agents: z.array(monitoredAgentSchema),
  line: z.array(monitoredVisitorSchema),
  sessions: z.array(monitoredSessionSchema),
})
export type Board = z.infer<typeof boardSchema>

/** Body of `POST /api/v1/monitor/agents/:userId/state`. */
export const changeAgentStateSchema = setAgentStateSchema
/** Body of `POST /api/v1/monitor/waiting/:entryId/move`. */
export const moveVisitorSchema = z.strictObject({ queueId: idSchema })
/** Body of `POST /api/v1/monitor/waiting/:entryId/offer`: to whom. */
export const offerVisitorSchema = z.strictObject({ userId: z.string().max(64) })
/** Body of `POST /api/v1/monitor/sessions/:sessionId/reassign`: to whom it is handed in the place of who holds it, and what they read. */
export const reassignSessionSchema = z.strictObject({ to: transferTargetSchema, message: transferMessageSchema })
export type ReassignSession = z.infer<typeof reassignSessionSchema>
