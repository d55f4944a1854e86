import { expect, test } from 'vitest'
import { ANNA, BOB, CARL, PAGE, id, pair } from '../testing/story-teller.ts'
import type { StoryTeller } from '../testing/story-teller.ts'
import { linkBodySchema } from './messages.ts'
import { mayLink, sidesOf } from './state.ts'
import type { Surface } from './state.ts'

const start = (
  teller: StoryTeller,
  by: string,
  options: { surface?: Surface; grantId?: string; deviceId?: string } = {},
) => {
  const { surface = 'monitor', grantId = teller.grantIds()[0] ?? id(99), deviceId = PAGE } = options
  return teller.tell(by, { feature: 'screen', do: 'start', grantId, deviceId, streamId: 's', surface, audio: false })
}
function granted(capability: 'desktop.view' | 'application.view' | 'desktop.share-view' = 'desktop.view'): StoryTeller {
  const teller = pair()
  teller.request(ANNA, capability)
  teller.allow(CARL)
  return teller
}

test('[screen R1] a capture starts only under a live grant, by the one whose screen it concerns', () => {
  expect(start(pair(), CARL)).toBe('consent.not-granted')
  const view = granted()
  expect(start(view, ANNA)).toBe('session.not-allowed')
  expect(start(view, CARL)).toBeUndefined()
  const share = granted('desktop.share-view')
  expect(start(share, CARL)).toBe('session.not-allowed')
  expect(start(share, ANNA)).toBeUndefined()
  const [grantId = ''] = view.grantIds()
  view.tell(CARL, { feature: 'consent', do: 'revoke', grantId })
  expect(start(view, CARL, { grantId })).toBe('consent.not-granted')
})

test('[screen R2] a desktop is a monitor, an application a window or a tab', () => {
  expect(start(granted(), CARL, { surface: 'window' })).toBe('screen.wrong-surface')
  expect(start(granted(), CARL, { surface: 'browser' })).toBe('screen.wrong-surface')
  expect(start(granted('application.view'), CARL, { surface: 'monitor' })).toBe('screen.wrong-surface')
  for (const surface of ['window', 'browser'] as const)
    expect(start(granted('application.view'), CARL, { surface })).toBeUndefined()
})

test('[screen R3] another capture replaces the first', () => {
  const teller = granted()
  start(teller, CARL)
  start(teller, CARL, { deviceId: id(22) })
  expect(teller.last).toEqual(['screen.stopped', 'screen.started'])
  expect(Object.values(teller.story.screen).map((c) => c.deviceId)).toEqual([id(22)])
})

test('[screen R4] a capture ends with its grant', () => {
  const teller = granted()
  start(teller, CARL)
  teller.tell(ANNA, { feature: 'consent', do: 'revoke', grantId: teller.grantIds()[0] ?? '' })
  expect(teller.last).toEqual(['consent.revoked', 'screen.stopped'])
  expect(teller.story.screen).toEqual({})
})

test('[screen R5] a page that is gone takes its capture along, not the grant', () => {
  const teller = granted()
  start(teller, CARL)
  teller.tell('system', { feature: 'screen', do: 'device-gone', deviceId: id(22) })
  expect(Object.keys(teller.story.screen)).toHaveLength(1)
  teller.tell('system', { feature: 'screen', do: 'device-gone', deviceId: PAGE })
  expect(teller.story.screen).toEqual({})
  expect(start(teller, CARL, { deviceId: id(22) })).toBeUndefined()
})

test('[screen R6] a lost line ends neither capture nor grant', () => {
  const teller = granted()
  start(teller, CARL)
  teller.tell('system', { feature: 'session', do: 'lose', participantId: CARL, lossId: id(31) })
  expect(Object.keys(teller.story.screen)).toEqual(teller.grantIds())
})

test('[screen R8, R9] C7: words pass only between the two sides of a live grant', () => {
  const teller = pair()
  teller.join(BOB)
  expect(mayLink(teller.story.consent, CARL, ANNA)).toBe(false)
  teller.request(ANNA)
  expect(mayLink(teller.story.consent, CARL, ANNA)).toBe(false)
  teller.allow(CARL)
  expect(mayLink(teller.story.consent, CARL, ANNA)).toBe(true)
  expect(mayLink(teller.story.consent, ANNA, CARL)).toBe(true)
  expect(mayLink(teller.story.consent, CARL, BOB)).toBe(false)
  expect(mayLink(teller.story.consent, ANNA, BOB)).toBe(false)
  expect(sidesOf({ capability: 'desktop.view', representativeId: ANNA, customerId: CARL })).toEqual({
    from: CARL,
    to: ANNA,
  })
  expect(sidesOf({ capability: 'desktop.share-view', representativeId: ANNA, customerId: CARL })).toEqual({
    from: ANNA,
    to: CARL,
  })
})

test('B11: session descriptions and candidates beyond any honest size are refused', () => {
  const ends = { connectionId: id(31), toConnectionId: null }
  const fits = (body: object) => linkBodySchema.safeParse({ ...ends, ...body }).success
  expect(fits({ kind: 'description', type: 'offer', sdp: 'v=0\r\n' })).toBe(true)
  expect(fits({ kind: 'description', type: 'offer', sdp: 'x'.repeat(32_769) })).toBe(false)
  expect(fits({ kind: 'description', type: 'offer', sdp: 'a=candidate:1 1 udp\n'.repeat(101) })).toBe(false)
  expect(
    fits({
      kind: 'candidate',
      candidate: 'x'.repeat(1_025),
      sdpMid: null,
      sdpMLineIndex: null,
      usernameFragment: null,
    }),
  ).toBe(false)
})

test('[screen R18] what needs a Support Manager is captured by one', () => {
  const teller = pair()
  teller.request(ANNA, 'desktop.control')
  teller.allow(CARL, false, 'support-manager')
  const capture = { grantId: teller.grantIds()[0] ?? '', deviceId: PAGE, surface: 'monitor', audio: false } as const
  expect(teller.tell(CARL, { feature: 'screen', do: 'start', ...capture, streamId: 's' })).toBe(
    'screen.needs-support-manager',
  )
  expect(teller.tell(CARL, { feature: 'screen', do: 'start', ...capture, streamId: null })).toBeUndefined()
})
