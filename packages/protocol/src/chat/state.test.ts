import { expect, test } from 'vitest'
import { ANNA, BOB, CARL, StoryTeller, id, pair } from '../testing/story-teller.ts'
import { eventFor } from '../session/visibility.ts'
import { CHAT_MESSAGE_LENGTH } from './messages.ts'
import { receives } from './state.ts'
import type { ChatTarget } from './state.ts'

const everyone: ChatTarget = { kind: 'everyone' }
const to = (participantId: string): ChatTarget => ({ kind: 'participant', participantId })
const post = (teller: StoryTeller, by: string, target: ChatTarget, text = 'hello') =>
  teller.tell(by, { feature: 'chat', do: 'post', to: target, text })
const seenBy = (teller: StoryTeller, viewer: string) =>
  teller.events.flatMap((e) => {
    const seen = eventFor(e, viewer, teller.story.session)
    return seen?.body.type === 'chat.posted' ? [seen.body.text] : []
  })

test('[chat R1] a message to one is received by those two, and by nobody else', () => {
  const teller = pair()
  teller.join(BOB)
  post(teller, ANNA, to(BOB), 'between colleagues')
  post(teller, ANNA, to(CARL), 'for Carl')
  post(teller, CARL, everyone, 'for all')
  expect(seenBy(teller, CARL)).toEqual(['for Carl', 'for all'])
  expect(seenBy(teller, BOB)).toEqual(['between colleagues', 'for all'])
  expect(post(teller, ANNA, to(ANNA))).toBe('session.not-allowed')
})

test('[chat R2] 1 to 4,000 characters after trimming', () => {
  const teller = pair()
  for (const empty of ['', '   ', '\n\t ']) expect(post(teller, CARL, everyone, empty)).toBe('chat.empty')
  expect(post(teller, CARL, everyone, 'x'.repeat(CHAT_MESSAGE_LENGTH + 1))).toBe('chat.too-long')
  expect(post(teller, CARL, everyone, `  ${'x'.repeat(CHAT_MESSAGE_LENGTH)}\n`)).toBeUndefined()
  expect(teller.story.chat.at(-1)?.text).toHaveLength(CHAT_MESSAGE_LENGTH)
})

test('[chat R4] who has left, and who never was there, is written no message', () => {
  const teller = pair()
  teller.tell(CARL, { feature: 'session', do: 'leave' })
  expect(post(teller, ANNA, to(CARL))).toBe('chat.recipient-gone')
  expect(post(teller, ANNA, to(id(77)))).toBe('chat.recipient-gone')
})

test('[chat R5] a customer sees what was said since they came, representatives all of it', () => {
  const teller = new StoryTeller()
  post(teller, ANNA, everyone, 'before')
  teller.knock(CARL)
  teller.admit(CARL)
  post(teller, ANNA, everyone, 'after')
  teller.join(BOB)
  expect(seenBy(teller, CARL)).toEqual(['after'])
  expect(seenBy(teller, BOB)).toEqual(['before', 'after'])
})

test('[chat R7] typing marks reach whom the message would', () => {
  expect(receives(BOB, ANNA, to(CARL))).toBe(false)
  expect(receives(CARL, ANNA, to(CARL))).toBe(true)
  expect(receives(BOB, ANNA, everyone)).toBe(true)
})
