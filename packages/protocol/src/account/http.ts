import { z } from 'zod'
import { personNameSchema, timeSchema } from '../session/identifiers.ts'

export const roleSchema = z.enum(['administrator', 'manager', 'representative'])
export type Role = z.infer<typeof roleSchema>

/** An e-mail address, compared without regard to case. */
export const emailSchema = z
  .email('Write an e-mail address such as anna@example.com.')
  .max(254)
  .transform((email) => email.toLowerCase())
/** A new password; the server also refuses well-known ones. */
export const newPasswordSchema = z
  .string()
  .min(12, 'A password has at least 12 characters.')
  .max(128, 'A password has at most 128 characters.')

/** `POST /api/v1/account/sign-in`. */
export const signInSchema = z.strictObject({ email: z.string().max(254), password: z.string().max(128) })

/** The signed-in person: `GET /api/v1/account`. */
export const accountSchema = z.object({ id: z.string(), name: z.string(), email: z.string(), role: roleSchema })
export type Account = z.infer<typeof accountSchema>

/** A person in the administrator's list: `GET /api/v1/users`. */
export const userSchema = accountSchema.extend({ disabled: z.boolean(), createdAt: timeSchema })
export type UserRow = z.infer<typeof userSchema>
export const userListSchema = z.object({ users: z.array(userSchema) })
export const createUserSchema = z.object({
  name: personNameSchema,
  email: emailSchema,
  role: roleSchema,
  password: newPasswordSchema,
})
/** `PATCH /api/v1/users/:userId`: only what is named changes. */
export const changeUserSchema = z
  .object({ name: personNameSchema, role: roleSchema, disabled: z.boolean(), password: newPasswordSchema })
  .partial()

/** One sign-in of the caller: `GET /api/v1/account/sign-ins`. */
export const signInRowSchema = z.object({
  id: z.string(),
  current: z.boolean(),
  browser: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
})
export const signInListSchema = z.object({ signIns: z.array(signInRowSchema) })
