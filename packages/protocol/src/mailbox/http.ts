import { z } from 'zod'
import { answersSchema } from '../queue/http.ts'
import { formFieldSchema } from '../queue/settings.ts'
import { idSchema, personNameSchema, timeSchema } from '../session/identifiers.ts'

export const MESSAGE_MOST = 4_000
export const DONE_NOTE_MOST = 1_000

/** `GET /api/v1/queue-entrances/:slug/mailbox`: what a visitor may leave there. */
export const mailSlotSchema = z.object({
  queueName: z.string(),
  siteName: z.string(),
  /** Asked with a message, beside name, text and address. */
  form: z.array(formFieldSchema),
  leaveMessage: z.boolean(),
  /** Null where nobody is called back. `openings`: when the queue is open within the next two weeks, from now on. */
  callBack: z.object({ openings: z.array(z.object({ from: timeSchema, to: timeSchema })) }).nullable(),
})
export type MailSlot = z.infer<typeof mailSlotSchema>

const left = {
  /** Made by the page: sent again, it is the same message. */
  id: idSchema,
  name: personNameSchema,
  /** The browser's time zone, shown as the place. */
  timeZone: z.string().max(60).optional(),
}
const textSchema = z.string().trim().max(MESSAGE_MOST, 'A message holds at most 4,000 characters.')

/** Body of `POST /api/v1/queue-entrances/:slug/mailbox`; answered with null. More is looked at by `problemsOfLeft`. */
export const leaveInMailboxSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...left,
    kind: z.literal('message'),
    answers: answersSchema,
    text: textSchema.min(1, 'Write your message.'),
    /** How they want the answer, and where it goes. */
    answerBy: z.enum(['email', 'phone']),
    address: z.string().trim().max(254),
  }),
  z.strictObject({
    ...left,
    kind: z.literal('call-back'),
    phone: z.string().trim().max(40),
    /** Null: as soon as possible. */
    callAt: timeSchema.nullable(),
    /** What it is about; may be empty. */
    text: textSchema,
  }),
])
export type LeaveInMailbox = z.infer<typeof leaveInMailboxSchema>

export const MAIL_STATES = ['new', 'in-hand', 'done'] as const
export const mailStateSchema = z.enum(MAIL_STATES)
export type MailState = z.infer<typeof mailStateSchema>

export const mailSchema = z.object({
  id: idSchema,
  queueId: idSchema,
  queueName: z.string(),
  kind: z.enum(['message', 'call-back']),
  name: z.string(),
  answers: z.array(z.object({ label: z.string(), answer: z.string() })),
  text: z.string(),
  /** Empty where none was given. */
  email: z.string(),
  phone: z.string(),
  place: z.string(),
  /** Of a call-back: when. */
  callAt: timeSchema.nullable(),
  leftAt: timeSchema,
  state: mailStateSchema,
  /** Who has it in hand, or has done it. */
  holder: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** What was written when it was done. */
  note: z.string(),
  changedAt: timeSchema,
  /** Rises with every change; named by whoever changes it. */
  version: z.int(),
})
export type Mail = z.infer<typeof mailSchema>

/** Query of `GET /api/v1/mailbox/messages`: due call-backs first, then the newest. */
export const mailQuerySchema = z.object({
  queueId: idSchema.optional(),
  /** `open`: new or in hand. */
  state: z.enum(['open', ...MAIL_STATES]).optional(),
  search: z.string().trim().max(100).optional(),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})
export type MailQuery = z.infer<typeof mailQuerySchema>
export const mailListSchema = z.object({ messages: z.array(mailSchema), more: z.boolean() })
export type MailList = z.infer<typeof mailListSchema>

/** Body of `POST /api/v1/mailbox/messages/:messageId/state`; the answer is the message as it then is. */
export const changeMailSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('new'), version: z.int() }),
  /** By whoever asks, also where somebody else had it. */
  z.strictObject({ state: z.literal('in-hand'), version: z.int() }),
  z.strictObject({
    state: z.literal('done'),
    version: z.int(),
    note: z.string().trim().max(DONE_NOTE_MOST, 'A note holds at most 1,000 characters.').default(''),
  }),
])
export type ChangeMail = z.input<typeof changeMailSchema>

/** What lies in the mailboxes that somebody may see: `GET /api/v1/mailbox`, and pushed whole over the socket (frame `mailbox`). */
export const mailboxSchema = z.object({
  /** Empty for whoever may see none. */
  queues: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      /** New ones, and call-backs whose time has come, until they are done. */
      unread: z.int().nonnegative(),
      /** Of these the call-backs whose time has come. */
      due: z.int().nonnegative(),
    }),
  ),
  /** Another number whenever something in them is another. */
  changes: z.int().nonnegative(),
})
export type Mailbox = z.infer<typeof mailboxSchema>
