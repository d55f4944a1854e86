import { expect, test } from 'vitest'
import { id } from '../testing/story-teller.ts'
import { clientFrameSchema } from './frames.ts'
import { REQUESTS, isRequestName } from './requests.ts'

test('[wire R3] B5: what a schema does not name does not come through', () => {
  const typing = {
    t: 'signal',
    body: { m: 'chat.typing', p: { sessionId: id(1), to: { kind: 'everyone', evil: 1 }, typing: true, from: id(2) } },
    by: id(2),
  }
  expect(clientFrameSchema.parse(typing)).toEqual({
    t: 'signal',
    body: { m: 'chat.typing', p: { sessionId: id(1), to: { kind: 'everyone' }, typing: true } },
  })
  const post = REQUESTS['chat.post'].parse({
    sessionId: id(1),
    commandId: id(2),
    to: { kind: 'everyone' },
    text: 'x',
    by: id(3),
    at: 1,
  })
  expect(Object.keys(post).sort()).toEqual(['commandId', 'sessionId', 'text', 'to'])
})

test('a request has a name of the protocol, not one of every object', () => {
  expect(isRequestName('chat.post')).toBe(true)
  for (const name of ['toString', '__proto__', 'constructor', 'chat.posted', ''])
    expect(isRequestName(name)).toBe(false)
})
