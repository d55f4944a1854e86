import { z } from 'zod'
import { ERROR_CODES } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'

/** A refusal or failure as it comes over HTTP and the socket. By itself, so that a page that only calls has no frames to load. */
export const errorBodySchema = z.object({
  code: z.enum(ERROR_CODES as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  retry: z.boolean(),
  fields: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .readonly()
    .optional(),
  /** More that the client may know, by code: a challenge, newer notes. */
  details: z.unknown().optional(),
})
