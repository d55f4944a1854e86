import { foldStory } from '@deskside/protocol'
import type { StoryEvent } from '@deskside/protocol'
import { describe, expect, it } from 'vitest'
import { conversationsOf } from './conversations.ts'

const bodies: StoryEvent[] = [
  {
    type: 'session.started',
    participantId: 'anna',
    userId: 'u',
    name: 'Anna',
    siteName: 'Help',
    supportManagerAllowed: true,
  },
  { type: 'session.admitted', knockId: 'carla', name: 'Carla' },
  { type: 'session.joined', participantId: 'ben', userId: 'v', name: 'Ben' },
  { type: 'session.joined', participantId: 'dora', userId: 'w', name: 'Dora' },
  { type: 'chat.posted', messageId: 'm', to: { kind: 'participant', participantId: 'ben' }, text: 'x' },
  { type: 'session.left', participantId: 'ben', reason: 'left' },
  { type: 'session.left', participantId: 'dora', reason: 'left' },
]
const story = (count: number) => {
  const folded = foldStory(bodies.slice(0, count).map((body, index) => ({ seq: index + 1, at: 1, by: 'anna', body })))
  if (!folded) throw new Error('The story has a beginning')
  return folded
}
const told = (count: number) =>
  conversationsOf(story(count), 'anna').map(({ name, closed }) => `${name}${closed === undefined ? '' : ' (closed)'}`)

describe('my conversations', () => {
  it('are everyone and each other person, in the order in which they came', () => {
    expect(told(1)).toEqual(['everyone'])
    expect(told(4)).toEqual(['everyone', 'Carla', 'Ben', 'Dora'])
  })

  it('[chat R4] stay readable with somebody who left, if we had written, and can no longer be written in', () => {
    expect(told(7)).toEqual(['everyone', 'Carla', 'Ben (closed)'])
  })
})
