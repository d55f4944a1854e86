import { z } from 'zod'
import { timeSchema } from '../session/identifiers.ts'

/** Characters of a session's notes at most. */
export const NOTES_LENGTH = 20_000

export const notesSchema = z.object({
  text: z.string(),
  version: z.int().nonnegative(),
  savedAt: timeSchema.nullable(),
})
export type Notes = z.infer<typeof notesSchema>

/**
 * Body of `PUT /api/v1/sessions/:sessionId/notes`: the whole text, and the version it was typed over (R3). U+0000, which
 * comes along when something is pasted and which no database keeps, is left out.
 */
export const saveNotesSchema = z.strictObject({
  text: z
    .string()
    .max(60_000)
    .transform((text) => text.replaceAll('\u0000', '')),
  version: z.int().nonnegative(),
})
