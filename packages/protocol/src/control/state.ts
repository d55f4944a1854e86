import type { z } from 'zod'
import type { combinationSchema, controlNoticeSchema, inputMessageSchema, inputModifiersSchema } from './messages.ts'

export type InputModifiers = z.infer<typeof inputModifiersSchema>
export type InputMessage = z.infer<typeof inputMessageSchema>
export type Combination = z.infer<typeof combinationSchema>
export type ControlNotice = z.infer<typeof controlNoticeSchema>

/**
 * The direct channels between a Support Manager and the page that looks at it: negotiated in advance (RFC 8832 is not
 * needed), each ordered and reliable, so that neither side waits for the other to open one.
 */
export const CHANNELS = {
  picture: { id: 1, label: 'deskside.picture' },
  input: { id: 2, label: 'deskside.input' },
  clipboard: { id: 3, label: 'deskside.clipboard' },
  device: { id: 4, label: 'deskside.device' },
  files: { id: 5, label: 'deskside.files' },
} as const
export type ChannelName = keyof typeof CHANNELS
