import type { ChatMessage } from '@deskside/protocol'
import { describe, expect, it } from 'vitest'
import {
  EVERYONE,
  conversationOf,
  keyOfTarget,
  markRead,
  readMarksFrom,
  targetOfKey,
  totalUnread,
  unreadByConversation,
} from './unread.ts'

const everyone = { kind: 'everyone' } as const
const only = (participantId: string) => ({ kind: 'participant', participantId }) as const
let seq = 0
const message = (from: string, to: ChatMessage['to']): ChatMessage => ({
  id: `m${++seq}`,
  seq,
  at: seq,
  from,
  to,
  text: 'x',
})
const chat = [
  message('carla', everyone), // 1
  message('anna', everyone), // 2
  message('ben', only('anna')), // 3
  message('carla', only('anna')), // 4
  message('anna', only('ben')), // 5
  message('ben', everyone), // 6
]

describe('unread messages', () => {
  it('are counted for each conversation, without my own', () => {
    const unread = unreadByConversation(chat, 'anna', {})
    expect(unread).toEqual({ [EVERYONE]: 2, ben: 1, carla: 1 })
    expect(totalUnread(unread)).toBe(4)
  })

  it('are no longer unread once their conversation was seen, and only theirs', () => {
    const read = markRead({}, chat, { me: 'anna', key: EVERYONE })
    expect(unreadByConversation(chat, 'anna', read)).toEqual({ ben: 1, carla: 1 })
  })

  it('come back with what is written later', () => {
    const read = markRead({}, chat.slice(0, 1), { me: 'anna', key: EVERYONE })
    expect(unreadByConversation(chat, 'anna', read)[EVERYONE]).toBe(1)
  })

  it('never fall back: an older mark changes nothing, and the same object comes back', () => {
    const read = { [EVERYONE]: 6 }
    expect(markRead(read, chat.slice(0, 2), { me: 'anna', key: EVERYONE })).toBe(read)
  })

  it('[chat R1] a private message belongs to the conversation with the other side, whoever wrote it', () => {
    expect(conversationOf(chat[2]!, 'anna')).toBe('ben')
    expect(conversationOf(chat[4]!, 'anna')).toBe('ben')
    expect(conversationOf(chat[4]!, 'ben')).toBe('anna')
  })

  it('are read from a browser that keeps anything', () => {
    expect(readMarksFrom({ everyone: 3, ben: 'many', carla: null })).toEqual({ everyone: 3 })
    expect(readMarksFrom('nonsense')).toEqual({})
    expect(readMarksFrom(null)).toEqual({})
  })

  it('keys and targets are two names of one thing', () => {
    expect(targetOfKey(keyOfTarget(everyone))).toEqual(everyone)
    expect(targetOfKey(keyOfTarget(only('ben')))).toEqual(only('ben'))
  })
})
