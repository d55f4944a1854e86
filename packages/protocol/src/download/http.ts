import { z } from 'zod'
import { idSchema, timeSchema } from '../session/identifiers.ts'

/** Systems for which there is a Support Manager. */
export const platformSchema = z.enum(['linux-x64', 'win-x64', 'darwin-arm64', 'darwin-x64'])
export type Platform = z.infer<typeof platformSchema>

/** What a pass's code consists of: 12 characters of Crockford's base 32, no letters that look like digits. */
export const passCodeSchema = z.string().regex(/^[0-9abcdefghjkmnpqrstvwxyz]{12}$/)

/** Body of `POST /api/v1/support-manager/passes`: a representative names the session, a customer has only one. */
export const createPassSchema = z.strictObject({ sessionId: idSchema.optional() })
/** Brings a Support Manager into a session, once, within ten minutes. It allows nothing there. */
export const passSchema = z.object({ code: passCodeSchema, expiresAt: timeSchema })
export type Pass = z.infer<typeof passSchema>

/** Body of `POST /api/v1/support-manager/join`: the program hands in the code that it was downloaded with. */
export const redeemPassSchema = z.strictObject({ code: z.string().max(40) })
/** Whom the program then speaks for. `token` goes into `Authorization: Bearer` of its socket tickets. */
export const programAccessSchema = z.object({
  token: z.string(),
  as: z.enum(['representative', 'customer']),
  sessionId: idSchema,
  participantId: idSchema,
  siteName: z.string(),
})
export type ProgramAccess = z.infer<typeof programAccessSchema>

/** One system's file, as `GET /api/v1/support-manager/files` lists it. */
export const programFileSchema = z.object({
  platform: platformSchema,
  version: z.string(),
  /** Bytes of what is downloaded. */
  size: z.int().positive(),
  /** SHA-256 of what is downloaded from this server, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  builtAt: timeSchema,
  /** Whether a publisher's signature is on it, so that the system can name who made it. */
  signed: z.boolean(),
})
export type ProgramFile = z.infer<typeof programFileSchema>
/** Answer of `GET /api/v1/support-manager/files`: nothing where the site does not want the Support Manager. */
export const programFilesSchema = z.object({ files: z.array(programFileSchema) })

/** Where a system's file is; with a pass's code its name carries the code. */
export function programFilePath(platform: Platform, code?: string): string {
  return `/downloads/support-manager/${platform}${code === undefined ? '' : `?code=${code}`}`
}
