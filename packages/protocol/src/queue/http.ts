import { z } from 'zod'
import { idSchema, personNameSchema, timeSchema } from '../session/identifiers.ts'
import { formFieldSchema, queueSettingsSchema } from './settings.ts'

/** A queue as its administrator has it: `GET /api/v1/queues` (administrators and managers), `POST` makes one, `PUT /api/v1/queues/:queueId` changes it. */
export const queueSchema = queueSettingsSchema.safeExtend({
  id: idSchema,
  /** How many wait in it now; left out in the answer to a change. */
  waiting: z.int().nonnegative().optional(),
})
export type Queue = z.infer<typeof queueSchema>
export const queueListSchema = z.object({ queues: z.array(queueSchema) })

/** `GET /api/v1/queue-entrances/:slug`: what a visitor sees of a queue before they are in it. */
export const entranceSchema = z.object({
  name: z.string(),
  description: z.string(),
  siteName: z.string(),
  form: z.array(formFieldSchema),
  /** What is told about monitoring before a session; left out where nothing is. */
  disclosure: z.string().optional(),
  open: z.boolean(),
  /** When it opens next, where it is closed and ever will be open; when it closes, where it is open and will. */
  changesAt: timeSchema.nullable(),
  /** Whether a message may be left or a call asked for out of hours. */
  leaves: z.boolean(),
  /** How its button on other people's pages looks. */
  embed: z.object({ openLabel: z.string(), closedLabel: z.string(), color: z.string().nullable() }),
})
export type Entrance = z.infer<typeof entranceSchema>

export const answersSchema = z.record(idSchema, z.string().max(2_000))
/** By field id; a field without an answer is left out. */
export type Answers = z.infer<typeof answersSchema>

/** Body of `POST /api/v1/queue-entrances/:slug/entries`. Out of hours it is refused with `queue.closed`. */
export const enterQueueSchema = z.strictObject({
  name: personNameSchema,
  answers: answersSchema,
  /** The browser's time zone, shown to the agent as the place. */
  timeZone: z.string().max(60).optional(),
})
export type EnterQueue = z.infer<typeof enterQueueSchema>

/**
 * Where the bearer of a place stands: `GET /api/v1/queue-entry`, and each message of the event stream
 * `GET /api/v1/queue-entry/events` (text/event-stream, one JSON a message).
 */
export const placeSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('nowhere') }),
  z.object({
    is: z.literal('waiting'),
    queueName: z.string(),
    slug: z.string(),
    siteName: z.string(),
    name: z.string(),
    /** 1 is next. */
    position: z.int().min(1),
    /** Of the whole wait that is left, in seconds; null while there is nothing to go by. */
    estimateSeconds: z.int().nonnegative().nullable(),
    since: timeSchema,
    /** Who lost the connection to the session from which they were put back (queue R23). */
    lostAgentName: z.string().optional(),
    /**
     * In the answer that gives a place to the page of another site, and only there: it sends it along from then on, as
     * `Authorization: Bearer …`, from the same origin.
     */
    token: z.string().optional(),
  }),
  /** An agent took them: `POST /api/v1/queue-entry/enter` gives the browser its seat in the session, and `/` shows it. */
  z.object({ is: z.literal('accepted'), agentName: z.string() }),
  /** They left, or had no page for too long. */
  z.object({ is: z.literal('gone'), slug: z.string() }),
])
export type Place = z.infer<typeof placeSchema>

export const AGENT_STATES = ['available', 'busy', 'away', 'offline'] as const
export const agentStateSchema = z.enum(AGENT_STATES)
export type AgentState = z.infer<typeof agentStateSchema>
/**
 * How an agent stands: what they chose, or `wrap-up`, which is the server's word only: after a session of a queue they are
 * offered nobody for the queue's time. They end it early by choosing any state.
 */
export const presenceStateSchema = z.enum([...AGENT_STATES, 'wrap-up'])
export type PresenceState = z.infer<typeof presenceStateSchema>

/** Why an agent is away, in the order in which it is offered. */
export const AWAY_REASONS = ['break', 'lunch', 'meeting', 'training', 'other'] as const
export const awayReasonSchema = z.enum(AWAY_REASONS)

/** Body of `POST /api/v1/agent/state`. `missed` is the server's word only: an offer was not answered. */
export const setAgentStateSchema = z.strictObject({
  state: agentStateSchema,
  reason: awayReasonSchema.optional(),
})

/** A skill that a visitor needs, and whether the agent who reads it has it at this level. */
export const neededSkillSchema = z.object({ skill: z.string(), level: z.int(), have: z.boolean() })
export type NeededSkill = z.infer<typeof neededSkillSchema>

export const offerSchema = z.object({
  id: idSchema,
  queueName: z.string(),
  name: z.string(),
  /** The form's questions that were answered, in its order. */
  answers: z.array(z.object({ label: z.string(), answer: z.string() })),
  place: z.string(),
  waitingSince: timeSchema,
  expiresAt: timeSchema,
  /** What of skills the visitor needs; one that the agent does not have is no longer waited for. */
  needs: z.array(neededSkillSchema),
  /** The agent is not in this queue: its visitor overflows to one of theirs. */
  fromOtherQueue: z.boolean(),
  /** Who hands it over, and what they say; null for a visitor. */
  transfer: z.object({ from: z.string(), message: z.string() }).nullable(),
})
export type Offer = z.infer<typeof offerSchema>

/** What an agent has before them: `GET /api/v1/agent`, and pushed whole over the socket (frame `inbox`). */
export const inboxSchema = z.object({
  state: presenceStateSchema,
  reason: awayReasonSchema.or(z.literal('missed')).nullable(),
  /** When they are available again by themselves; null unless in wrap-up. */
  wrapUpUntil: timeSchema.nullable(),
  /** How much they may help with at once, and how much of it their sessions take; more where they took it on themselves. */
  capacity: z.int().min(1),
  used: z.int().nonnegative(),
  /** The manager who set it, by name; left out where the agent or the server did. */
  setBy: z.string().optional(),
  /** Empty for a representative who serves no queue. */
  queues: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      waiting: z.int().nonnegative(),
      longestSince: timeSchema.nullable(),
      /** They may take anybody of it, whoever's turn it is. */
      mayChoose: z.boolean(),
    }),
  ),
  offers: z.array(offerSchema),
})
export type Inbox = z.infer<typeof inboxSchema>

/** Answer of `POST /api/v1/agent/offers/:offerId/accept`; `…/decline` answers null. */
export const acceptedOfferSchema = z.object({ sessionId: idSchema })
