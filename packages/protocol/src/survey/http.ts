import { z } from 'zod'
import { idSchema, timeSchema } from '../session/identifiers.ts'

/** How long a survey may be answered after it was asked, in milliseconds (survey R2). */
export const SURVEY_LIFE_MS = 24 * 3_600_000
/** Characters of a comment at most. */
export const COMMENT_MOST = 2_000

export const RATINGS = [1, 2, 3, 4, 5] as const
/** 1 is worst, 5 best. */
export const ratingSchema = z.int('Choose a rating.').min(1, 'Choose a rating.').max(5, 'Choose a rating.')

/**
 * What the bearer of a customer's token is asked: `GET /api/v1/survey`, and the answer of `POST` (answers it) and `DELETE`
 * (skips it). Who has no such token is asked nothing.
 */
export const askedSurveySchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('nothing') }),
  z.object({
    is: z.literal('asked'),
    question: z.string(),
    /** Who held the session at the end. */
    representativeName: z.string(),
    until: timeSchema,
  }),
  z.object({ is: z.literal('answered') }),
])
export type AskedSurvey = z.infer<typeof askedSurveySchema>

/** Body of `POST /api/v1/survey`. The first answer stays; one that comes later changes nothing. */
export const answerSurveySchema = z.strictObject({
  rating: ratingSchema,
  comment: z.string().trim().max(COMMENT_MOST, 'A comment holds at most 2,000 characters.').default(''),
})
export type AnswerSurvey = z.infer<typeof answerSurveySchema>

/** `GET /api/v1/sessions/:sessionId/survey`, for whoever may read the session. */
export const sessionSurveySchema = z.discriminatedUnion('is', [
  /** Nobody was asked. */
  z.object({ is: z.literal('nothing') }),
  /** Asked, and neither answered nor skipped yet. */
  z.object({ is: z.literal('asked'), question: z.string() }),
  z.object({ is: z.literal('skipped'), question: z.string() }),
  z.object({
    is: z.literal('answered'),
    question: z.string(),
    rating: ratingSchema,
    comment: z.string(),
    answeredAt: timeSchema,
  }),
])
export type SessionSurvey = z.infer<typeof sessionSurveySchema>

/** Query of `GET /api/v1/reports/surveys`: surveys that were asked from `from` on and before `to`. */
export const surveyReportQuerySchema = z.object({
  from: z.coerce.number().pipe(timeSchema).optional(),
  to: z.coerce.number().pipe(timeSchema).optional(),
  queueId: idSchema.optional(),
  agentId: z.string().max(64).optional(),
  /** `csv` has a line for each answer; otherwise the report as below. */
  format: z.enum(['json', 'csv']).default('json'),
  /** Answers given before this, for the next page. */
  before: z.coerce.number().pipe(timeSchema).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})
export type SurveyReportQuery = z.infer<typeof surveyReportQuerySchema>

export const surveyAnswerSchema = z.object({
  sessionId: idSchema,
  queueName: z.string(),
  agentName: z.string(),
  customerName: z.string(),
  rating: ratingSchema,
  comment: z.string(),
  answeredAt: timeSchema,
})
export type SurveyAnswer = z.infer<typeof surveyAnswerSchema>

const namedSchema = z.object({ id: z.string(), name: z.string() })

export const surveyReportSchema = z.object({
  asked: z.int().nonnegative(),
  answered: z.int().nonnegative(),
  /** Of the ratings; null where nobody answered. */
  average: z.number().nullable(),
  /** How many gave 1, 2, 3, 4 and 5. */
  spread: z.array(z.int().nonnegative()).length(5),
  /** Newest first. */
  answers: z.array(surveyAnswerSchema),
  more: z.boolean(),
  /** What may be chosen: every queue and agent that a survey was ever about. */
  queues: z.array(namedSchema),
  agents: z.array(namedSchema),
})
export type SurveyReport = z.infer<typeof surveyReportSchema>
