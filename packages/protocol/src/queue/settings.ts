import { z } from 'zod'
import { idSchema, personNameSchema } from '../session/identifiers.ts'
import { servingSchema, visitingSchema } from './service-settings.ts'

/** The last part of a queue's address: `/q/billing`. */
export const queueSlugSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'Use up to 40 small letters, digits and dashes, such as "billing".')

const minuteSchema = z.int('Enter a time.').min(0, 'Enter a time.').max(1440, 'Enter a time.')

/** Opening hours of one weekday in minutes since midnight; `to` is not in it. 1440 is the end of the day. */
export const openingSchema = z
  .strictObject({ from: minuteSchema, to: minuteSchema })
  .refine(({ from, to }) => from < to, 'The end is after the beginning.')
export type Opening = z.infer<typeof openingSchema>

/** A date of the calendar in the queue's time zone: "2026-12-24". */
export const dateSchema = z.iso.date('Choose a date.')

export const hoursSchema = z.strictObject({
  /** An IANA name: "Europe/Berlin". */
  timeZone: z
    .string()
    .max(60)
    .refine((name) => isTimeZone(name), 'Choose a time zone from the list.'),
  /** Monday first. A day without openings is closed. */
  week: z.array(z.array(openingSchema).max(6)).length(7),
  /** Dates on which other hours hold, or none. */
  holidays: z
    .array(
      z.strictObject({ date: dateSchema, name: z.string().trim().max(60), openings: z.array(openingSchema).max(6) }),
    )
    .max(200),
})
export type Hours = z.infer<typeof hoursSchema>

export const FIELD_KINDS = ['text', 'long-text', 'email', 'phone', 'choice'] as const

export const formFieldSchema = z
  .strictObject({
    id: idSchema,
    label: z.string().trim().min(1, 'Write what is asked.').max(80, 'A question holds at most 80 characters.'),
    kind: z.enum(FIELD_KINDS),
    required: z.boolean(),
    /** Of a choice; empty otherwise. */
    options: z
      .array(z.string().trim().min(1).max(80, 'An option holds at most 80 characters.'))
      .max(30, 'A choice has at most 30 options.'),
  })
  // A choice of nothing cannot be answered.
  .refine(({ kind, options }) => kind !== 'choice' || options.length > 0, {
    path: ['options'],
    message: 'Write at least one option.',
  })
export type FormField = z.infer<typeof formFieldSchema>

export const DISTRIBUTIONS = ['everybody', 'most-idle', 'round-robin'] as const
export const distributionSchema = z.enum(DISTRIBUTIONS)
export type Distribution = z.infer<typeof distributionSchema>

/** What an administrator sets for a queue. */
export const queueSettingsSchema = z.strictObject({
  slug: queueSlugSchema,
  /** Held to what a person's name is: it stands in the same places. */
  name: z.string().trim().min(1, 'Write a name.').pipe(personNameSchema),
  /** Shown above the entry form. */
  description: z.string().trim().max(500, 'A description holds at most 500 characters.'),
  hours: hoursSchema,
  /** Beside the visitor's name, which is always asked. */
  form: z.array(formFieldSchema).max(12),
  distribution: distributionSchema,
  /** 1 goes last, 9 first. */
  priority: z.int().min(1).max(9),
  /** How long an offer waits, in seconds. */
  acceptSeconds: z.int('From 5 to 300 seconds.').min(5, 'From 5 to 300 seconds.').max(300, 'From 5 to 300 seconds.'),
  /** Account ids of those who serve it. */
  agentIds: z.array(z.string().max(64)).max(1_000),
  serving: servingSchema,
  visiting: visitingSchema,
})
export type QueueSettings = z.infer<typeof queueSettingsSchema>
/** As it may be sent: what is left out of `serving` and `visiting` begins as in a new queue. */
export type GivenQueueSettings = z.input<typeof queueSettingsSchema>

/** Whether it is a time zone by its IANA name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
