import { z } from 'zod'
import { commandSchema, idSchema } from '../session/identifiers.ts'

/** Characters of the message that goes with a transfer, at most. */
export const TRANSFER_MESSAGE_LENGTH = 345

/** Characters as people count them, an emoji or a letter with its accents as one; what is counted on screen is what is refused. */
export const lengthOfTransferMessage = (message: string): number => [...SEGMENTS.segment(message.trim())].length
const SEGMENTS = new Intl.Segmenter('en', { granularity: 'grapheme' })

export const transferMessageSchema = z
  .string()
  .trim()
  // What is one character to people may be many to a computer, but not without an end.
  .max(TRANSFER_MESSAGE_LENGTH * 20, `A message holds at most ${TRANSFER_MESSAGE_LENGTH} characters.`)
  .refine(
    (message) => lengthOfTransferMessage(message) <= TRANSFER_MESSAGE_LENGTH,
    `A message holds at most ${TRANSFER_MESSAGE_LENGTH} characters.`,
  )

/** Whom a session is to go to, as it is chosen. */
export const transferTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('agent'), userId: z.string().min(1).max(64) }),
  z.strictObject({ kind: z.literal('queue'), queueId: idSchema }),
])
export type TransferTarget = z.infer<typeof transferTargetSchema>

/** The same as the story keeps it: by name, since a customer reads it, too. */
export const transferAimSchema = z.object({ kind: z.enum(['agent', 'queue']), name: z.string() })

/**
 * Why a transfer came back to its giver: the agent declined, did not answer, or is not available any more; the queue is gone. Null
 * for customers.
 */
export const transferReturnSchema = z.enum(['declined', 'missed', 'away', 'queue-gone'])
/** Why a transfer is over that nobody took: taken back; its giver no longer holds the session; the customer left; the end. */
export const transferWithdrawalSchema = z.enum(['withdrawn', 'giver', 'customer', 'ended'])

/** News of a transfer; see SPEC.md. */
export const transferEvents = [
  z.object({
    type: z.literal('transfer.offered'),
    transferId: idSchema,
    /** The participant who gives the session, and leaves it once it is taken. */
    fromId: idSchema,
    to: transferAimSchema,
    /** For representatives; customers get it empty. */
    message: z.string(),
  }),
  z.object({ type: z.literal('transfer.accepted'), transferId: idSchema, participantId: idSchema }),
  z.object({ type: z.literal('transfer.returned'), transferId: idSchema, reason: transferReturnSchema.nullable() }),
  z.object({ type: z.literal('transfer.withdrawn'), transferId: idSchema, reason: transferWithdrawalSchema }),
] as const

/** What the primary representative asks over the socket. The answer to an offer comes from an agent's inbox. */
export const transferRequests = {
  'transfer.offer': commandSchema.extend({ to: transferTargetSchema, message: transferMessageSchema }),
  'transfer.withdraw': commandSchema.extend({ transferId: idSchema }),
} as const
