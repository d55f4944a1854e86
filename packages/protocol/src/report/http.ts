import { z } from 'zod'
import { AWAY_REASONS } from '../queue/http.ts'
import { dateSchema, isTimeZone } from '../queue/settings.ts'
import { idSchema, timeSchema } from '../session/identifiers.ts'
import { INTERVALS, MOST_DAYS, daysOf } from './intervals.ts'

const zoneSchema = z
  .string()
  .max(60)
  .refine((name) => isTimeZone(name), 'Choose a time zone from the list.')

/** Ids with commas between them; left out: all. */
const idsSchema = z
  .string()
  .transform((text) => text.split(',').filter((id) => id !== ''))
  .pipe(z.array(z.string().max(64)).max(500))
  .optional()

/** A file to keep instead of an answer to read; each is audited (report R9). */
export const exportFormatSchema = z.enum(['csv', 'json'])

const periodFields = {
  /** The first day and the last, by the zone's clock; without them the last seven days. */
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  zone: zoneSchema.default('UTC'),
  queueIds: idsSchema,
  format: exportFormatSchema.optional(),
}
const whole = <T extends { from?: string | undefined; to?: string | undefined }>({ from, to }: T): boolean =>
  from === undefined || to === undefined || isWhole(daysOf({ from, to, zone: 'UTC' }))
const isWhole = (days: number): boolean => days >= 1 && days <= MOST_DAYS
const WHOLE = { path: ['to'], message: 'The last day is not before the first, and at most three years after it.' }

/** Query of `GET /api/v1/reports/queues`. */
export const queueReportQuerySchema = z
  .object({
    ...periodFields,
    interval: z.enum(INTERVALS).default('day'),
    /** Who gave up within so long gave up too soon to be answered. */
    shortSeconds: z.coerce.number().int().min(0).max(120).default(5),
    /** The rows of a CSV: one an interval, or one a queue. */
    rows: z.enum(['intervals', 'queues']).default('intervals'),
  })
  .refine(whole, WHOLE)
export type QueueReportQuery = z.infer<typeof queueReportQuerySchema>

/** Query of `GET /api/v1/reports/agents`. */
export const agentReportQuerySchema = z.object({ ...periodFields, agentIds: idsSchema }).refine(whole, WHOLE)
export type AgentReportQuery = z.infer<typeof agentReportQuerySchema>

export const STAFFING_INTERVALS = ['15-minutes', '30-minutes', 'hour'] as const

/** Query of `GET /api/v1/reports/staffing`. */
export const staffingQuerySchema = z
  .object({
    ...periodFields,
    interval: z.enum(STAFFING_INTERVALS).default('hour'),
    /** The goal: so many of a hundred are answered within so many seconds. */
    percent: z.coerce.number().int().min(1).max(99).default(80),
    seconds: z.coerce.number().int().min(0).max(3_600).default(20),
    /** Sessions that an agent has at once. */
    atOnce: z.coerce.number().int().min(1).max(20).default(1),
  })
  .refine(whole, WHOLE)
export type StaffingQuery = z.infer<typeof staffingQuerySchema>

const countSchema = z.int().nonnegative()
const partSchema = z.number().min(0).max(1).nullable()
const secondsSchema = z.number().nonnegative().nullable()

/** `ReportFigures`: what is counted and how stands there. */
export const reportFiguresSchema = z.object({
  offered: countSchema,
  answered: countSchema,
  abandoned: countSchema,
  abandonedShort: countSchema,
  waiting: countSchema,
  overflowed: countSchema,
  serviceLevel: partSchema,
  abandonRate: partSchema,
  averageAnswerSeconds: secondsSchema,
  averageAbandonSeconds: secondsSchema,
  longestWaitSeconds: secondsSchema,
  averageHandleSeconds: secondsSchema,
  averageSessionSeconds: secondsSchema,
  averageWrapUpSeconds: secondsSchema,
  occupancy: partSchema,
})

const spanFields = { from: timeSchema, to: timeSchema, zone: z.string() }

export const queueReportSchema = z.object({
  ...spanFields,
  interval: z.enum(INTERVALS),
  total: reportFiguresSchema,
  intervals: z.array(reportFiguresSchema.extend({ from: timeSchema, to: timeSchema })),
  /** Those in which anything happened, by name. */
  queues: z.array(reportFiguresSchema.extend({ queueId: idSchema, name: z.string(), deleted: z.boolean() })),
})
export type QueueReport = z.infer<typeof queueReportSchema>

export const stateTimeSchema = z.object({
  state: z.enum(['available', 'busy', 'away', 'wrap-up']),
  reason: z.enum(AWAY_REASONS).or(z.literal('missed')).nullable(),
  seconds: z.number().nonnegative(),
})

/** `AgentFigures`. */
export const agentFiguresSchema = z.object({
  times: z.array(stateTimeSchema),
  signedInSeconds: z.number().nonnegative(),
  sessions: countSchema,
  accepted: countSchema,
  declined: countSchema,
  missed: countSchema,
  averageHandleSeconds: secondsSchema,
  averageSessionSeconds: secondsSchema,
  averageWrapUpSeconds: secondsSchema,
  occupancy: partSchema,
  utilisation: partSchema,
})

export const agentReportSchema = z.object({
  ...spanFields,
  total: agentFiguresSchema,
  /** Those of whom anything is recorded in the period, by name. */
  agents: z.array(agentFiguresSchema.extend({ agentId: z.string(), name: z.string(), disabled: z.boolean() })),
})
export type AgentReport = z.infer<typeof agentReportSchema>

/** `Forecast`. Slots in which nobody came and nobody was there are left out. */
export const staffingReportSchema = z.object({
  ...spanFields,
  interval: z.enum(STAFFING_INTERVALS),
  handleSeconds: secondsSchema,
  patienceSeconds: secondsSchema,
  slots: z.array(
    z.object({
      weekday: z.int().min(1).max(7),
      minute: z.int().min(0).max(1_439),
      times: z.int().positive(),
      arrivals: z.number().nonnegative(),
      erlangs: z.number().nonnegative(),
      handleSeconds: secondsSchema,
      agentsNeeded: countSchema.nullable(),
      expected: partSchema,
      agentsNeededImpatient: countSchema.nullable(),
      agentsThere: z.number().nonnegative(),
      reached: partSchema,
    }),
  ),
})
export type StaffingReport = z.infer<typeof staffingReportSchema>
