import { z } from 'zod'
import { capabilitySchema } from '../consent/messages.ts'
import { idSchema } from '../session/identifiers.ts'

/** What an agent can do, in the site's own words: "Spanish", "Invoices". Compared without regard to capitals. */
export const skillNameSchema = z
  .string()
  .trim()
  .min(1, 'Write a skill.')
  .max(40, 'A skill holds at most 40 characters.')
/** 1 knows a little, 5 is an expert. */
export const skillLevelSchema = z.int('From 1 to 5.').min(1, 'From 1 to 5.').max(5, 'From 1 to 5.')

const secondsSchema = (from: number, to: number) => {
  const range = `From ${from} to ${to} seconds.`
  return z.int(range).min(from, range).max(to, range)
}

/** A skill that a visitor's agent must have. */
export const needSchema = z.strictObject({
  skill: skillNameSchema,
  /** At least. */
  level: skillLevelSchema,
  /** After so long a wait agents without it are asked, too; null: never. */
  relaxAfterSeconds: secondsSchema(0, 86_400).nullable(),
  /** Only of visitors who chose this option of the entry form; null: of all. */
  when: z.strictObject({ fieldId: idSchema, option: z.string().max(80) }).nullable(),
})
export type Need = z.infer<typeof needSchema>

/** What may be asked of a customer by itself when a session begins. */
export const startRequestSchema = capabilitySchema.extract([
  'desktop.view',
  'desktop.control',
  'application.view',
  'application.control',
  'page.view',
  'page.control',
])

/** How a queue's visitors are served; each part has a beginning that leaves it out. */
export const servingSchema = z
  .strictObject({
    needs: z.array(needSchema).max(10).default([]),
    /** How much of an agent's capacity one of its sessions takes; an ordinary one takes 1. */
    weight: z.int('From 1 to 10.').min(1, 'From 1 to 10.').max(10, 'From 1 to 10.').default(1),
    /** For so long after a session its agent is offered nobody, to finish notes; 0: at once. */
    wrapUpSeconds: secondsSchema(0, 3_600).default(0),
    /** Agents may take somebody out of the queue whose turn it is not. */
    mayChoose: z.boolean().default(false),
    /** Visitors are offered to another queue's agents, too, as soon as one of these holds. */
    overflow: z
      .strictObject({
        toQueueId: idSchema,
        afterSeconds: secondsSchema(0, 86_400).nullable(),
        /** More wait than this. */
        whenWaiting: z.int('From 1 to 10000.').min(1, 'From 1 to 10000.').max(10_000, 'From 1 to 10000.').nullable(),
        /** None of the queue's own agents is available. */
        whenNobody: z.boolean(),
      })
      .refine(
        ({ afterSeconds, whenWaiting, whenNobody }) => afterSeconds !== null || whenWaiting !== null || whenNobody,
        {
          path: ['afterSeconds'],
          message: 'Say when: choose at least one of these.',
        },
      )
      .nullable()
      .default(null),
    /** Who waited so long goes by another priority, and managers hear of it. */
    escalation: z
      .strictObject({ afterSeconds: secondsSchema(1, 86_400), priority: z.int().min(1).max(9) })
      .nullable()
      .default(null),
    /** What the agent asks of the customer by itself when the session begins. */
    request: startRequestSchema.nullable().default(null),
    /** Answered within so long counts as in time (service level). */
    targetSeconds: secondsSchema(1, 3_600).default(20),
  })
  .prefault({})
export type Serving = z.infer<typeof servingSchema>

const labelSchema = z
  .string()
  .trim()
  .min(1, 'Write what the button says.')
  .max(40, 'A button holds at most 40 characters.')

/** What a queue's visitors meet beside its entry form. */
export const visitingSchema = z
  .strictObject({
    /** Out of hours, or where they rather would: leave a message, be called back. */
    leaveMessage: z.boolean().default(true),
    callBack: z.boolean().default(false),
    /** Asked when the session is over; null: nothing is asked. */
    survey: z
      .strictObject({ question: z.string().trim().min(1, 'Write a question.').max(200, 'At most 200 characters.') })
      .nullable()
      .default({ question: 'How did we do?' }),
    embed: z
      .strictObject({
        /** Web pages that may carry the button, as origins: "https://shop.example"; empty: any. */
        origins: z
          .array(
            z
              .string()
              .trim()
              .toLowerCase()
              .regex(
                /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/,
                'Write an address without a path, such as "https://shop.example".',
              ),
          )
          .max(50)
          .default([]),
        openLabel: labelSchema.default('Get help'),
        closedLabel: labelSchema.default('Leave a message'),
        /** The button's colour, "#1f6feb"; null: the site's. */
        color: z
          .string()
          .regex(/^#[0-9a-f]{6}$/i, 'Write a colour such as "#1f6feb".')
          .nullable()
          .default(null),
      })
      .prefault({}),
  })
  .prefault({})
export type Visiting = z.infer<typeof visitingSchema>
