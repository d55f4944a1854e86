import { z } from 'zod'
import { idSchema, personNameSchema, timeSchema } from '../session/identifiers.ts'

/** Body of `POST /api/v1/sessions/:sessionId/invitations`. */
export const createInvitationSchema = z.strictObject({
  for: z.enum(['customer', 'representative']),
  /** A number to read out (customers only), or a link. A new number replaces the old one. */
  by: z.enum(['number', 'link']),
})
export const invitationSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('number'), number: z.string(), expiresAt: timeSchema }),
  z.object({ by: z.literal('link'), url: z.string(), expiresAt: timeSchema }),
])
export type Invitation = z.infer<typeof invitationSchema>

/** Proof of work: a nonce with which SHA-256 of `<challenge>.<nonce>` begins with `difficulty` zero bits. */
export const challengeSchema = z.object({ challenge: z.string(), difficulty: z.int() })
export type Challenge = z.infer<typeof challengeSchema>
export const proofSchema = z.strictObject({ challenge: z.string().max(200), nonce: z.string().max(40) })

/** Body of `POST /api/v1/join`: knock by number or by link token. */
export const joinSchema = z.strictObject({
  number: z.string().max(40).optional(),
  token: z.string().max(64).optional(),
  name: personNameSchema,
  /** The browser's time zone, shown to the representative as the place. */
  timeZone: z.string().max(60).optional(),
  proof: proofSchema.optional(),
})
export type JoinBody = z.infer<typeof joinSchema>

/** Where a customer stands, of `GET` and `POST /api/v1/join` and pushed over the socket. */
export const customerStandingSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('nobody') }),
  z.object({
    is: z.literal('waiting'),
    sessionId: idSchema,
    participantId: idSchema,
    name: z.string(),
    representativeName: z.string(),
    siteName: z.string(),
  }),
  z.object({ is: z.literal('admitted'), sessionId: idSchema, participantId: idSchema, name: z.string() }),
  /** The representative said no, or took another who knocked (`taken`). */
  z.object({ is: z.literal('turned-away'), reason: z.enum(['refused', 'taken', 'ended']) }),
  z.object({ is: z.literal('over'), reason: z.enum(['left', 'ended', 'timed-out']) }),
])
export type CustomerStanding = z.infer<typeof customerStandingSchema>

/** Body of `POST /api/v1/invitations/accept`, by a signed-in representative. */
export const acceptInvitationSchema = z.strictObject({ token: z.string().max(64) })
export const acceptedInvitationSchema = z.object({ sessionId: idSchema })

/** Answer of `POST /api/v1/hand-overs`: opens our own page as the customer whose token asked, once, within a minute. */
export const handOverSchema = z.object({ url: z.string() })
/** Body of `POST /api/v1/hand-overs/take`, with what stands after `#in=` in the link. */
export const takeHandOverSchema = z.strictObject({ token: z.string().max(64) })
