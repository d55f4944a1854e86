import { z } from 'zod'
import { notesSchema } from '../notes/http.ts'
import { idSchema, timeSchema } from './identifiers.ts'
import { storedEventSchema } from './story.ts'

/** Answer of `POST /api/v1/sessions`. */
export const startedSessionSchema = z.object({ sessionId: idSchema, number: z.string(), expiresAt: timeSchema })
export type StartedSession = z.infer<typeof startedSessionSchema>

/** One row of `GET /api/v1/sessions`, newest first. */
export const sessionRowSchema = z.object({
  sessionId: idSchema,
  startedAt: timeSchema,
  endedAt: timeSchema.nullable(),
  customerName: z.string().nullable(),
  representativeName: z.string(),
})
export type SessionRow = z.infer<typeof sessionRowSchema>
export const sessionListQuerySchema = z.object({
  /** Rows that started before this time, for the next page. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export const sessionListSchema = z.object({ sessions: z.array(sessionRowSchema), more: z.boolean() })

/** `GET /api/v1/sessions/:sessionId`: the session's page. The client folds the events with `foldStory`. */
export const sessionPageSchema = z.object({
  sessionId: idSchema,
  /** The reader's own participant id, or null for somebody who only reads. */
  participantId: idSchema.nullable(),
  events: z.array(storedEventSchema),
  notes: notesSchema,
})
export type SessionPage = z.infer<typeof sessionPageSchema>
