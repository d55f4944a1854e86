import type { z } from 'zod'
import { chatRequests } from '../chat/messages.ts'
import { consentRequests } from '../consent/messages.ts'
import { deviceRequests } from '../device/messages.ts'
import { linkRequests, screenRequests } from '../screen/messages.ts'
import { sessionRequests } from '../session/messages.ts'
import { transferRequests } from '../transfer/messages.ts'

/** Every request that may be made over the socket, by name, with the schema of what it carries. */
export const REQUESTS = {
  ...sessionRequests,
  ...consentRequests,
  ...screenRequests,
  ...linkRequests,
  ...chatRequests,
  ...deviceRequests,
  ...transferRequests,
} as const

export type RequestName = keyof typeof REQUESTS
export type RequestPayload<M extends RequestName> = z.infer<(typeof REQUESTS)[M]>

/** Requests that change the story: they carry a `commandId` and may be sent again after a cut without harm. */
export type CommandName = {
  [M in RequestName]: RequestPayload<M> extends { commandId: string } ? M : never
}[RequestName]

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(REQUESTS, name)
}
