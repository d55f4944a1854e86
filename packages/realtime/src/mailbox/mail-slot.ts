import { mailSlotSchema } from '@deskside/protocol'
import type { LeaveInMailbox, MailSlot } from '@deskside/protocol'
import { callApi } from '../signal/api.ts'
import type { Answer, ApiServer } from '../signal/api.ts'

const ANYTHING: Answer<null> = { parse: () => null }
const pathOf = (slug: string): string => `/api/v1/queue-entrances/${encodeURIComponent(slug)}/mailbox`

/** What may be left at a queue. @throws ApiError queue.not-found */
export function fetchMailSlot(slug: string, server?: ApiServer): Promise<MailSlot> {
  return callApi({ method: 'GET', path: pathOf(slug), answer: mailSlotSchema, server })
}

/**
 * Leaves a message or a wish to be called. Sent again with the same id it is the same message.
 * @throws ApiError; `fields` has what is wrong with it.
 */
export async function leaveInMailbox(slug: string, body: LeaveInMailbox, server?: ApiServer): Promise<void> {
  await callApi({ method: 'POST', path: pathOf(slug), body, answer: ANYTHING, server })
}
