import { z } from 'zod'
import { emailSchema, newPasswordSchema } from '../account/http.ts'
import { personNameSchema } from '../session/identifiers.ts'

/**
 * Whether managers may look on in sessions: not at all; so that the customer is told each time; or without, where a sentence
 * on the customer's pages says beforehand that it may happen (monitor R4).
 */
export const MONITORING_POLICIES = ['forbidden', 'with-notice', 'without-notice'] as const
export const monitoringSchema = z
  .strictObject({
    policy: z.enum(MONITORING_POLICIES),
    /** That sentence; kept, and not shown, where it is not needed. */
    disclosure: z.string().trim().max(300, 'The sentence holds at most 300 characters.'),
  })
  .refine(({ policy, disclosure }) => policy !== 'without-notice' || disclosure !== '', {
    path: ['disclosure'],
    message: 'Write what customers are told.',
  })
export type Monitoring = z.infer<typeof monitoringSchema>
export const DISCLOSURE = 'Sessions may be monitored for quality and training.'

/** What customers are told before a session; null: nothing. */
export const disclosureOf = ({ policy, disclosure }: Monitoring): string | null =>
  policy === 'without-notice' ? disclosure : null

/** What everybody may know of the site: `GET /api/v1/site`. */
export const siteSchema = z.object({
  name: z.string(),
  setUp: z.boolean(),
  url: z.string(),
  supportManagerAllowed: z.boolean(),
  monitoring: monitoringSchema,
})
export type Site = z.infer<typeof siteSchema>

/** Body of `PATCH /api/v1/site`; only what is named changes, and the answer is the site as it then is. */
export const changeSiteSchema = z
  .strictObject({ supportManagerAllowed: z.boolean(), monitoring: monitoringSchema })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Say what is to change.')

export const siteNameSchema = personNameSchema

/** `POST /api/v1/setup`: makes the site and its first administrator, with the token that the server printed. */
export const setUpSchema = z.strictObject({
  token: z.string().max(64),
  name: personNameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  siteName: siteNameSchema,
})
