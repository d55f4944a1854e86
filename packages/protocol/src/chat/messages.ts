import { z } from 'zod'
import { commandSchema, idSchema } from '../session/identifiers.ts'

/** Characters of one chat message at most. */
export const CHAT_MESSAGE_LENGTH = 4000

/** To whom: everyone in the session, or one participant by id. */
export const chatTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everyone') }),
  z.object({ kind: z.literal('participant'), participantId: idSchema }),
])

export const chatEvents = [
  z.object({
    type: z.literal('chat.posted'),
    messageId: idSchema,
    to: chatTargetSchema,
    text: z.string(),
  }),
] as const

export const chatRequests = {
  /** The length is judged by `stepChat`, which has the right sentence; the bound here only keeps frames small. */
  'chat.post': commandSchema.extend({ to: chatTargetSchema, text: z.string().max(20_000) }),
} as const

/** Relayed to those who would receive the message, never stored. */
export const chatSignals = {
  'chat.typing': z.object({ sessionId: idSchema, to: chatTargetSchema, typing: z.boolean() }),
} as const
