import type { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import { accepted, presentParticipant, refused } from '../session/state.ts'
import type { SessionState, StepContext, StepResult } from '../session/state.ts'
import { CHAT_MESSAGE_LENGTH } from './messages.ts'
import type { chatEvents, chatTargetSchema } from './messages.ts'

export type ChatTarget = z.infer<typeof chatTargetSchema>
export type ChatEvent = z.infer<(typeof chatEvents)[number]>

export interface ChatMessage {
  readonly id: string
  readonly seq: number
  readonly at: number
  /** The participant who wrote it. */
  readonly from: string
  readonly to: ChatTarget
  readonly text: string
}

/** The messages that this program may know, oldest first. */
export type ChatState = readonly ChatMessage[]
export const noChat: ChatState = []

export interface ChatCommand {
  readonly do: 'post'
  readonly to: ChatTarget
  readonly text: string
}

export function stepChat(session: SessionState, command: ChatCommand, context: StepContext): StepResult<ChatEvent> {
  if (session.life.is === 'ended') return refused('session.ended')
  if (!presentParticipant(session, context.by)) return refused('session.not-joined')
  const text = command.text.trim()
  if (text.length === 0) return refused('chat.empty')
  if (text.length > CHAT_MESSAGE_LENGTH) return refused('chat.too-long')
  const reason = whyNotWrite(session, context.by, command.to)
  if (reason) return refused(reason)
  return accepted({ type: 'chat.posted', messageId: context.newId(), to: command.to, text })
}

/** Why somebody in the session may not write to somebody, or let them see that they type; undefined where they may. */
export function whyNotWrite(session: SessionState, from: string, to: ChatTarget): ErrorCode | undefined {
  const sender = presentParticipant(session, from)
  if (to.kind === 'everyone') return sender?.role === 'watcher' ? 'session.not-allowed' : undefined
  if (to.participantId === from) return 'session.not-allowed'
  const recipient = presentParticipant(session, to.participantId)
  // To a customer who looks on is not there, whether they know of them or not (monitor R2).
  if (!recipient || (sender?.role === 'customer' && recipient.role === 'watcher')) return 'chat.recipient-gone'
  return sender?.role === 'watcher' && recipient.role !== 'representative' ? 'session.not-allowed' : undefined
}

export function applyChat(
  chat: ChatState,
  event: ChatEvent,
  stored: { readonly seq: number; readonly at: number; readonly by: string },
): ChatState {
  return [
    ...chat,
    { id: event.messageId, seq: stored.seq, at: stored.at, from: stored.by, to: event.to, text: event.text },
  ]
}

/** Whether a participant receives a message from `from` to `to` that is posted now. */
export function receives(participantId: string, from: string, to: ChatTarget): boolean {
  return to.kind === 'everyone' || participantId === from || participantId === to.participantId
}
