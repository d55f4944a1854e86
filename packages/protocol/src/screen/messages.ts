import { z } from 'zod'
import { commandSchema, idSchema } from '../session/identifiers.ts'

/** What a browser says of a captured surface (Screen Capture, `displaySurface`). */
export const surfaceSchema = z.enum(['monitor', 'window', 'browser'])
export const captureEndSchema = z.enum(['replaced', 'device-gone', 'grant-ended'])

export const screenEvents = [
  z.object({
    type: z.literal('screen.started'),
    grantId: idSchema,
    /** The page (or program) that captures. */
    deviceId: idSchema,
    /** The media stream's id: how the receiver knows which picture this is. Null where a Support Manager sends changed parts. */
    streamId: z.string().min(1).max(64).nullable(),
    surface: surfaceSchema,
    audio: z.boolean(),
  }),
  z.object({ type: z.literal('screen.stopped'), grantId: idSchema, reason: captureEndSchema }),
] as const

export const screenRequests = {
  'screen.start': commandSchema.extend({
    grantId: idSchema,
    streamId: z.string().min(1).max(64).nullable(),
    surface: surfaceSchema,
    audio: z.boolean(),
  }),
} as const

/** Characters of a session description at most, and candidate lines in it. */
export const DESCRIPTION_LENGTH = 32_768
export const DESCRIPTION_CANDIDATES = 100

/**
 * Which connection of the sender's speaks, and to which of the receiver's as far as it knows: a device that made its
 * connection anew is told from the one that it had, and words that were on their way to the old one mean nothing.
 */
const connectionEnds = { connectionId: idSchema, toConnectionId: idSchema.nullable() }

/**
 * What two devices say to find each other (JSEP offers and answers, RFC 8829; ICE candidates, RFC 8839). The
 * server checks that a live grant joins the two, stamps who says it, and passes it on.
 */
export const linkBodySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('description'),
    ...connectionEnds,
    type: z.enum(['offer', 'answer', 'rollback']),
    sdp: z
      .string()
      .max(DESCRIPTION_LENGTH)
      .refine((sdp) => (sdp.match(/^a=candidate:/gm)?.length ?? 0) <= DESCRIPTION_CANDIDATES, 'Too many candidates.'),
  }),
  z.object({
    kind: z.literal('candidate'),
    ...connectionEnds,
    candidate: z.string().max(1024),
    sdpMid: z.string().max(32).nullable(),
    sdpMLineIndex: z.int().nonnegative().max(64).nullable(),
    usernameFragment: z.string().max(256).nullable(),
  }),
  /** "I am here and should be receiving: offer again." Said after a reload or a return. */
  z.object({ kind: z.literal('wanted') }),
])

export const linkSignals = {
  'link.signal': z.object({ sessionId: idSchema, toDeviceId: idSchema, body: linkBodySchema }),
} as const

/** STUN and TURN servers for one session; TURN credentials live an hour at most. */
export const iceServersSchema = z.object({
  iceServers: z.array(
    z.object({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() }),
  ),
  /** When the credentials end, by the server's clock. */
  expiresAt: z.int().nonnegative(),
})

export const linkRequests = {
  'link.servers': z.object({ sessionId: idSchema }),
} as const
