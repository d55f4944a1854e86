import type { ChatMessage, ChatState, ChatTarget } from '@deskside/protocol'

/** One conversation of mine: with everyone, or with one other participant, by that one's id. */
export type ConversationKey = string
export const EVERYONE: ConversationKey = 'everyone'

/** The last message read in each conversation, by its place in the story. */
export type ReadMarks = Readonly<Record<ConversationKey, number>>

export function keyOfTarget(to: ChatTarget): ConversationKey {
  return to.kind === 'everyone' ? EVERYONE : to.participantId
}

export function targetOfKey(key: ConversationKey): ChatTarget {
  return key === EVERYONE ? { kind: 'everyone' } : { kind: 'participant', participantId: key }
}

/** Which of my conversations a message belongs to: a private one is named after the other side. */
export function conversationOf(message: Pick<ChatMessage, 'from' | 'to'>, me: string): ConversationKey {
  if (message.to.kind === 'everyone') return EVERYONE
  return message.from === me ? message.to.participantId : message.from
}

/** Messages that others wrote and that I have not seen, by conversation; conversations without any are left out. */
export function unreadByConversation(chat: ChatState, me: string, read: ReadMarks): Record<ConversationKey, number> {
  const unread: Record<ConversationKey, number> = {}
  for (const message of chat) {
    if (message.from === me) continue
    const key = conversationOf(message, me)
    if (message.seq > (read[key] ?? 0)) unread[key] = (unread[key] ?? 0) + 1
  }
  return unread
}

export function totalUnread(unread: Readonly<Record<ConversationKey, number>>): number {
  return Object.values(unread).reduce((sum, count) => sum + count, 0)
}

/** The marks after everything in a conversation was seen; the same object when nothing changes. */
export function markRead(
  read: ReadMarks,
  chat: ChatState,
  seen: { readonly me: string; readonly key: ConversationKey },
): ReadMarks {
  const last = chat.findLast((message) => conversationOf(message, seen.me) === seen.key)
  if (!last || last.seq <= (read[seen.key] ?? 0)) return read
  return { ...read, [seen.key]: last.seq }
}

/** Reads marks that were kept in the browser; what is not a mark is dropped. */
export function readMarksFrom(kept: unknown): ReadMarks {
  if (typeof kept !== 'object' || kept === null) return {}
  return Object.fromEntries(
    Object.entries(kept).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1])),
  )
}
