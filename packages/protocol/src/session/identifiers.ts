import { z } from 'zod'

/** A version 4 or 7 UUID in lower case: sessions, participants, knocks, requests, grants, devices and commands. */
export const idSchema = z.uuid()
export type Id = z.infer<typeof idSchema>

/** Milliseconds since 1970 by the server's clock. Clients never send times. */
export const timeSchema = z.int().nonnegative()

/** What a person calls themself: trimmed, 1 to 80 characters to be seen, no control, line or text-direction characters. */
export const personNameSchema = z
  .string()
  .trim()
  .min(1, 'Write your name.')
  .max(80, 'A name holds at most 80 characters.')
  // Direction overrides and control characters let a name imitate another person's or the interface's own words.
  .regex(
    /^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]*$/u,
    'Use letters, digits, spaces and punctuation only.',
  )
  // A name of nothing but joiners and fillers would be a blank line.
  .regex(/[\p{L}\p{N}\p{P}\p{S}]/u, 'Write your name.')

/** Every session command that must happen once, however often it is sent, carries an id made by the client. */
export const commandSchema = z.object({ sessionId: idSchema, commandId: idSchema })
