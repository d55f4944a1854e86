import { z } from 'zod'
import { idSchema, timeSchema } from '../session/identifiers.ts'
import { neededSkillSchema } from './http.ts'
import { skillLevelSchema, skillNameSchema } from './service-settings.ts'
import { skillKey } from './skills.ts'

/** What a session takes of an agent's capacity unless its queue says otherwise. */
export const ORDINARY_WEIGHT = 1

export const agentSkillSchema = z.strictObject({ skill: skillNameSchema, level: skillLevelSchema })
export type AgentSkill = z.infer<typeof agentSkillSchema>

const CAPACITY = 'From 1 to 20.'

/** What an administrator sets for an agent; who was never set has the beginnings. */
export const agentSettingsSchema = z
  .strictObject({
    skills: z
      .array(agentSkillSchema)
      .max(50, 'At most 50 skills.')
      .refine(
        (skills) => new Set(skills.map(({ skill }) => skillKey(skill))).size === skills.length,
        'A skill stands in the list twice.',
      )
      .default([]),
    /** How much they help with at once: an ordinary session takes 1, one of a queue takes the queue's weight. */
    capacity: z.int(CAPACITY).min(1, CAPACITY).max(20, CAPACITY).default(3),
  })
  .prefault({})
export type AgentSettings = z.infer<typeof agentSettingsSchema>

/** An account that may serve queues, disabled ones left out: `GET /api/v1/agents` (administrators and managers). */
export const agentRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  /** The queues that they serve, by name. */
  queues: z.array(z.object({ id: idSchema, name: z.string() })),
  settings: agentSettingsSchema,
})
export type AgentRow = z.infer<typeof agentRowSchema>
export const agentListSchema = z.object({ agents: z.array(agentRowSchema) })

/**
 * Somebody who waits, before the agents of a queue with `mayChoose`: `GET /api/v1/agent/queues/:queueId/waiting`. Of queues
 * that are not the caller's, or where nobody may choose, it answers `queue.not-found`.
 */
export const waitingVisitorSchema = z.object({
  entryId: idSchema,
  name: z.string(),
  /** The form's questions that were answered, in its order. */
  answers: z.array(z.object({ label: z.string(), answer: z.string() })),
  place: z.string(),
  waitingSince: timeSchema,
  needs: z.array(neededSkillSchema),
  /** Somebody is being asked at this moment. */
  offered: z.boolean(),
  escalated: z.boolean(),
})
export type WaitingVisitor = z.infer<typeof waitingVisitorSchema>
/** The first in line, at most `MOST_SHOWN_WAITING`. */
export const waitingListSchema = z.object({ waiting: z.array(waitingVisitorSchema) })
export const MOST_SHOWN_WAITING = 200

/**
 * Body of `POST /api/v1/agent/choose`, which begins a session as accepting an offer does and answers the same
 * (`acceptedOfferSchema`). Refused with `queue.offer-gone` when they wait no more.
 */
export const chooseVisitorSchema = z.strictObject({ entryId: idSchema })
