import { z } from 'zod'
import { answeredSchema } from '../queue/entry-form.ts'
import { commandSchema, idSchema, personNameSchema, timeSchema } from './identifiers.ts'

/** Why somebody is no longer in a session. */
export const leaveReasonSchema = z.enum(['left', 'timed-out', 'transferred'])
/** Why a session ended. */
export const endReasonSchema = z.enum(['ended', 'abandoned'])
/** Why a knock did not become a customer. */
export const knockEndSchema = z.enum(['refused', 'withdrawn', 'taken'])

/**
 * How pictures are sent, for all of a session: `standard` is exact, with sharp text; `sampling` (Screen Sampling on screens) is
 * quicker on poor lines.
 */
export const displayModeSchema = z.enum(['standard', 'sampling'])

/** News of a session's people; see SPEC.md. Stored, in order, before anyone is told. */
export const sessionEvents = [
  z.object({
    type: z.literal('session.started'),
    participantId: idSchema,
    userId: z.string(),
    name: z.string(),
    siteName: z.string(),
    /** Whether this site wants the Support Manager at all (consent R19). */
    supportManagerAllowed: z.boolean(),
    /** What the site tells its customers about monitoring, where it is done without telling them each time (monitor R4). */
    disclosure: z.string().optional(),
  }),
  z.object({
    type: z.literal('session.knocked'),
    knockId: idSchema,
    name: personNameSchema,
    /** Browser and system in words, as the server reads them, for instance "Chrome on Windows". */
    browser: z.string().max(120),
    /** Where the browser says that it is: its time zone, for instance "Europe/Berlin". */
    place: z.string().max(60),
  }),
  z.object({ type: z.literal('session.knock-ended'), knockId: idSchema, reason: knockEndSchema }),
  z.object({ type: z.literal('session.admitted'), knockId: idSchema, name: personNameSchema }),
  /** By which way the customer came in who waited in a queue (R21). Representatives' only. */
  z.object({
    type: z.literal('session.came-from-queue'),
    participantId: idSchema,
    queueId: idSchema,
    queueName: z.string(),
    /** How long they waited, in milliseconds. */
    waitedMs: timeSchema,
    answers: answeredSchema,
    browser: z.string().max(120),
    place: z.string().max(60),
  }),
  z.object({ type: z.literal('session.joined'), participantId: idSchema, userId: z.string(), name: z.string() }),
  /** A manager looks on. `noticed`: the customer is told; otherwise they were told beforehand, by the disclosure. */
  z.object({
    type: z.literal('session.watched'),
    participantId: idSchema,
    userId: z.string(),
    name: z.string(),
    noticed: z.boolean(),
  }),
  z.object({ type: z.literal('session.lost'), participantId: idSchema, lossId: idSchema, until: timeSchema }),
  z.object({ type: z.literal('session.returned'), participantId: idSchema, lossId: idSchema }),
  z.object({ type: z.literal('session.left'), participantId: idSchema, reason: leaveReasonSchema }),
  z.object({ type: z.literal('session.primary-changed'), participantId: idSchema }),
  z.object({ type: z.literal('session.display-mode-changed'), mode: displayModeSchema }),
  z.object({ type: z.literal('session.ended'), reason: endReasonSchema }),
] as const

/** What a client asks over the socket. The socket says who asks; nothing in a message does. */
export const sessionRequests = {
  'session.admit': commandSchema.extend({ knockId: idSchema }),
  'session.refuse': commandSchema.extend({ knockId: idSchema }),
  'session.set-display-mode': commandSchema.extend({ mode: displayModeSchema }),
  'session.leave': commandSchema,
  'session.end': commandSchema,
} as const
