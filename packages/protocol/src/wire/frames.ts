import { z } from 'zod'
import { chatSignals, chatTargetSchema } from '../chat/messages.ts'
import { programSchema } from '../consent/messages.ts'
import { customerStandingSchema } from '../invite/http.ts'
import { linkBodySchema, linkSignals } from '../screen/messages.ts'
import { mailboxSchema } from '../mailbox/http.ts'
import { inboxSchema } from '../queue/http.ts'
import { actionSchema } from '../session/actions.ts'
import { idSchema, timeSchema } from '../session/identifiers.ts'
import { storedEventSchema } from '../session/story.ts'
import { errorBodySchema } from './error-body.ts'

/** Raised whenever a message changes so that an older program would misread it. */
export const PROTOCOL_VERSION = 4
/** Bytes of one frame at most (B6). */
export const FRAME_BYTES = 65_536
/** Where the socket is. */
export const SOCKET_PATH = '/ws'
/** Where it is for the Support Manager, which has no origin: for tickets of its own only (B1). */
export const PROGRAM_SOCKET_PATH = '/ws/support-manager'

/** Body and answer of `POST /api/v1/socket-tickets`. A ticket opens one socket, once, within 30 seconds. */
export const socketTicketRequestSchema = z.strictObject({ as: z.enum(['representative', 'customer']) })
export const socketTicketSchema = z.object({ ticket: z.string() })

export const signalBodySchema = z.discriminatedUnion('m', [
  z.object({ m: z.literal('chat.typing'), p: chatSignals['chat.typing'] }),
  z.object({ m: z.literal('link.signal'), p: linkSignals['link.signal'] }),
])

/** What a client may send. The first frame is `hello`, within five seconds. */
export const clientFrameSchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('hello'),
    protocol: z.int(),
    ticket: z.string().max(64),
    /** Made anew by every page load: one person may have several devices. */
    deviceId: idSchema,
    /** The last event of each session that this page has already. */
    resume: z.array(z.object({ sessionId: idSchema, after: z.int().nonnegative() })).max(200),
  }),
  /** `p` is judged by the schema of `m` in REQUESTS. */
  z.object({ t: z.literal('request'), id: z.int().nonnegative(), m: z.string().max(60), p: z.unknown() }),
  z.object({ t: z.literal('signal'), body: signalBodySchema }),
  /** "Are you there?" Pages cannot see the socket's own pings. */
  z.object({ t: z.literal('ping') }),
])
export type ClientFrame = z.infer<typeof clientFrameSchema>

/** Who the socket speaks for, as the server knows it. */
export const selfSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('representative'), userId: z.string(), name: z.string() }),
  z.object({ kind: z.literal('customer'), standing: customerStandingSchema }),
])
export type Self = z.infer<typeof selfSchema>

/** A page or program of a participant that is connected now. */
export const deviceSchema = z.object({ participantId: idSchema, deviceId: idSchema, program: programSchema })
export type Device = z.infer<typeof deviceSchema>

/** What the server sends. */
export const serverFrameSchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('welcome'),
    self: selfSchema,
    /** Which build of the pages belongs to this server: a page of another build reloads itself when nothing is lost by it. */
    build: z.string(),
    /** Server's clock, to show times and ends right on a computer whose clock is not. */
    now: timeSchema,
    /** The live sessions that this socket hears of; the page drops others. */
    sessions: z.array(z.object({ sessionId: idSchema, participantId: idSchema })),
  }),
  /** The customer's standing changed: admitted, turned away, over. */
  z.object({ t: z.literal('standing'), standing: customerStandingSchema }),
  z.object({ t: z.literal('reply'), id: z.int(), ok: z.literal(true), result: z.unknown() }),
  z.object({ t: z.literal('refusal'), id: z.int(), error: errorBodySchema }),
  /**
   * New events of a session, in order, and what this participant may do after them. With `from: 'start'` the
   * list is the whole story so far. Representatives get new sessions of theirs this way, too.
   */
  z.object({
    t: z.literal('events'),
    sessionId: idSchema,
    participantId: idSchema,
    events: z.array(storedEventSchema),
    actions: z.array(actionSchema),
  }),
  z.object({ t: z.literal('devices'), sessionId: idSchema, devices: z.array(deviceSchema) }),
  /** The number that works now, for representatives of the session; null where there is none. */
  z.object({
    t: z.literal('number'),
    sessionId: idSchema,
    number: z.string().nullable(),
    expiresAt: timeSchema.nullable(),
  }),
  /** A colleague, or another tab, saved the notes. */
  z.object({ t: z.literal('notes'), sessionId: idSchema, version: z.int() }),
  z.object({ t: z.literal('typing'), sessionId: idSchema, from: idSchema, to: chatTargetSchema, typing: z.boolean() }),
  z.object({ t: z.literal('link'), sessionId: idSchema, from: deviceSchema, body: linkBodySchema }),
  /** An agent's inbox, whole, whenever it changes; to all pages of that representative. */
  z.object({ t: z.literal('inbox'), inbox: inboxSchema }),
  /** What lies in the mailboxes that a representative may see, whole, whenever it changes; to all of their pages. */
  z.object({ t: z.literal('mailbox'), mailbox: mailboxSchema }),
  z.object({ t: z.literal('pong') }),
  /** The socket is closed next, and why. `retry` says whether to come back. */
  z.object({ t: z.literal('goodbye'), error: errorBodySchema }),
])
export type ServerFrame = z.infer<typeof serverFrameSchema>
export type ServerFrameOf<T extends ServerFrame['t']> = Extract<ServerFrame, { t: T }>
