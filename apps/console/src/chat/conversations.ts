import type { SessionState, Story } from '@deskside/protocol'
import { EVERYONE, conversationOf } from './unread.ts'
import type { ConversationKey } from './unread.ts'

export interface Conversation {
  readonly key: ConversationKey
  /** "everyone", or the other person's name. */
  readonly name: string
  /** Why nothing can be written; undefined where it can. */
  readonly closed: 'left' | 'watching' | undefined
}

/**
 * My conversations in a session: everyone, then each other person who is here, then those who left but with whom I
 * have written.
 */
export function conversationsOf({ session, chat }: Pick<Story, 'session' | 'chat'>, me: string): Conversation[] {
  const written = new Set(chat.map((message) => conversationOf(message, me)))
  // Who watches whispers to representatives, and is heard by nobody else.
  const watching = session.participants[me]?.role === 'watcher'
  const people = Object.values(session.participants)
    .filter((person) => person.id !== me && (person.standing.is !== 'left' || written.has(person.id)))
    .filter((person) => !watching || person.role === 'representative')
    .sort((a, b) => Number(a.standing.is === 'left') - Number(b.standing.is === 'left') || a.joinedSeq - b.joinedSeq)
    .map((person) => ({
      key: person.id,
      name: person.name,
      closed: person.standing.is === 'left' ? ('left' as const) : undefined,
    }))
  return [{ key: EVERYONE, name: 'everyone', closed: watching ? 'watching' : undefined }, ...people]
}

export function nameIn(session: SessionState, participantId: string): string {
  return session.participants[participantId]?.name ?? 'Somebody'
}
