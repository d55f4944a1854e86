import { foldStory } from '@deskside/protocol'
import type { Device, LinkBody, StoredEvent, Story, StoryEvent } from '@deskside/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { MediaPort } from '../media/port.ts'
import { ScreenClient } from './screen-client.ts'

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [SESSION, ANNA, CARL, REQUEST, GRANT, PROGRAM] = [id(0), id(1), id(2), id(3), id(4), id(5)]
const ASKED = { capability: 'desktop.control', representativeId: ANNA, customerId: CARL, detail: null } as const
const GRANTED = { type: 'consent.granted', grantId: GRANT, requestId: REQUEST, ...ASKED, automatic: false } as const
const BEGUN: readonly StoryEvent[] = [
  {
    type: 'session.started',
    participantId: ANNA,
    userId: 'u',
    name: 'Anna',
    siteName: 'Acme',
    supportManagerAllowed: true,
  },
  { type: 'session.knocked', knockId: CARL, name: 'Carl', browser: '', place: '' },
  { type: 'session.admitted', knockId: CARL, name: 'Carl' },
  GRANTED,
]
const STORY = foldStory(BEGUN.map((body, n): StoredEvent => ({ seq: n + 1, at: 1, by: CARL, body }))) as Story
const page = (n: number): Device => ({ participantId: ANNA, deviceId: id(n), program: 'page' })

/** Carl's Support Manager, whose connections never come to anything, behind the boundary to its media. */
function program() {
  let grants = Object.values(STORY.consent.grants)
  const open = new Set<object>()
  const served = new Set<string>()
  const made = vi.fn<(deviceId: string) => void>()
  const media = {
    createPeerConnection: () => {
      const peer = {
        signalingState: 'stable',
        connectionState: 'new',
        createDataChannel: () => ({}),
        getStats: () => Promise.resolve(new Map()),
        close: () => open.delete(peer),
      }
      open.add(peer)
      return peer
    },
  } as unknown as MediaPort
  const client = new ScreenClient({
    sessionId: SESSION,
    participantId: CARL,
    deviceId: PROGRAM,
    as: 'customer',
    media,
    native: {
      serves: () => grants,
      onLink: ({ deviceId }) => {
        made(deviceId)
        served.add(deviceId)
        return () => served.delete(deviceId)
      },
    },
    send: () => Promise.resolve(),
    servers: () => Promise.resolve({ iceServers: [], expiresAt: 0 }),
    signal: () => true,
  })
  client.handleStory(STORY)
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
  }
  return { client, open, served, made, settled, serveNothing: () => (grants = []) }
}
const say = (client: ScreenClient, from: Device, body: LinkBody): void =>
  client.handleLink({ t: 'link', sessionId: SESSION, from, body })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('[screen R19] C10: what is served over a link ends with the link, also where its channels never opened', async () => {
  const { client, open, served, settled, serveNothing } = program()
  client.handleDevices([page(11), page(12)])
  await settled()
  expect([...served]).toEqual([id(11), id(12)])
  client.handleDevices([page(12)])
  expect([[...served], open.size]).toEqual([[id(12)], 1])
  serveNothing()
  client.handleServing()
  expect([served.size, open.size]).toEqual([0, 0])
})

test('B6: a page that asks for its picture anew without end gets no more than one new connection a second', async () => {
  const { client, made, settled } = program()
  client.handleDevices([page(11)])
  await settled()
  for (let second = 0; second < 3; second += 1) {
    for (let n = 0; n < 100; n += 1) {
      say(client, page(11), { kind: 'wanted' })
      await settled()
    }
    vi.advanceTimersByTime(1_001)
  }
  expect(made.mock.calls.length).toBeLessThanOrEqual(3)
  say(client, page(11), { kind: 'wanted' })
  await settled()
  expect(made.mock.calls.length).toBeGreaterThanOrEqual(3)
  client.stopAll()
})

test('B6: a participant who opens page after page has eight of them served, and another when one of those goes', async () => {
  const { client, open, served, settled } = program()
  const pages = Array.from({ length: 30 }, (_none, n) => page(100 + n))
  client.handleDevices(pages)
  await settled()
  expect([served.size, open.size]).toEqual([8, 8])
  const other = { kind: 'description', type: 'offer', sdp: '', connectionId: id(90), toConnectionId: null } as const
  say(client, page(129), other)
  await settled()
  expect(open.size).toBe(8)
  client.handleDevices(pages.slice(1))
  await settled()
  expect([served.size, served.has(id(100))]).toEqual([8, false])
  client.stopAll()
})
