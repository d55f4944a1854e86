import { z } from 'zod'
import { timeSchema } from '../session/identifiers.ts'

/** One line of the audit log. `hash` is SHA-256 over the line with `previousHash` in it: a chain that anyone can check. */
export const auditEventSchema = z.object({
  seq: z.int().positive(),
  at: timeSchema,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  details: z.string(),
  previousHash: z.string(),
  hash: z.string(),
})
export type AuditEvent = z.infer<typeof auditEventSchema>
export const auditQuerySchema = z.object({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export const auditListSchema = z.object({ events: z.array(auditEventSchema), more: z.boolean() })
