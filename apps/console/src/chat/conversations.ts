import type { SessionState, Story } from '@deskside/protocol'
import { EVERYONE, conversationOf } from './unread.ts'
import type { ConversationKey } from './unread.ts'

export interface Conversation {
  readonly key: ConversationKey
  /** "everyone", or the other person's name. */
  readonly name: string
  /** False once the other person left: nothing more can be written. */
  readonly open: boolean
}

/**
 * My conversations in a session: everyone, then each other person who is here, then those who left but with whom I
 * have written.
 */
export function conversationsOf({ session, chat }: Pick<Story, 'session' | 'chat'>, me: string): Conversation[] {
  const written = new Set(chat.map((message) => conversationOf(message, me)))
  const people = Object.values(session.participants)
    .filter((person) => person.id !== me && (person.standing.is !== 'left' || written.has(person.id)))
    .sort((a, b) => Number(a.standing.is === 'left') - Number(b.standing.is === 'left') || a.joinedSeq - b.joinedSeq)
    .map((person) => ({ key: person.id, name: person.name, open: person.standing.is !== 'left' }))
  return [{ key: EVERYONE, name: 'everyone', open: true }, ...people]
}

export function nameIn(session: SessionState, participantId: string): string {
  return session.participants[participantId]?.name ?? 'Somebody'
}
