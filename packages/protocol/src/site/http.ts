import { z } from 'zod'
import { emailSchema, newPasswordSchema } from '../account/http.ts'
import { personNameSchema } from '../session/identifiers.ts'

/** What everybody may know of the site: `GET /api/v1/site`. */
export const siteSchema = z.object({
  name: z.string(),
  setUp: z.boolean(),
  url: z.string(),
  supportManagerAllowed: z.boolean(),
})
export type Site = z.infer<typeof siteSchema>

/** Body of `PATCH /api/v1/site`; the answer is the site as it then is. */
export const changeSiteSchema = z.strictObject({ supportManagerAllowed: z.boolean() })

export const siteNameSchema = personNameSchema

/** `POST /api/v1/setup`: makes the site and its first administrator, with the token that the server printed. */
export const setUpSchema = z.strictObject({
  token: z.string().max(64),
  name: personNameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  siteName: siteNameSchema,
})
