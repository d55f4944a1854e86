import { foldStory } from '@deskside/protocol'
import type { StoredEvent, Story, StoryEvent } from '@deskside/protocol'
import { expect, test } from 'vitest'
import type { MediaPort } from '../media/port.ts'
import type { LocalCapture } from './capture.ts'
import { ScreenClient } from './screen-client.ts'

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [ANNA, CARL, REQUEST, GRANT, PAGE] = [id(1), id(2), id(3), id(4), id(5)]
const between = { capability: 'desktop.view', representativeId: ANNA, customerId: CARL } as const

const GRANTED: readonly StoryEvent[] = [
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
  { type: 'consent.requested', requestId: REQUEST, ...between, expiresAt: 10, detail: null },
  { type: 'consent.granted', grantId: GRANT, requestId: REQUEST, ...between, automatic: false, detail: null },
]
const STARTED: StoryEvent = {
  type: 'screen.started',
  grantId: GRANT,
  deviceId: PAGE,
  streamId: 's',
  surface: 'monitor',
  audio: false,
}
const GONE: StoryEvent = { type: 'screen.stopped', grantId: GRANT, reason: 'device-gone' }

function story(...more: StoryEvent[]): Story {
  const events = [...GRANTED, ...more].map((body, index): StoredEvent => ({ seq: index + 1, at: 1, by: CARL, body }))
  return foldStory(events) as Story
}

/** No browser here, so the boundary to its media is what tests put there: a stream that only knows whether it runs. */
function customerPage() {
  const said: string[] = []
  let server: 'up' | 'down' | 'refuses' = 'up'
  const client = new ScreenClient({
    sessionId: id(9),
    participantId: CARL,
    deviceId: PAGE,
    as: 'customer',
    media: {} as MediaPort,
    send: (name) => {
      said.push(name)
      if (server === 'refuses') return Promise.reject(new Error('refused'))
      return server === 'up' ? Promise.resolve() : new Promise(() => undefined)
    },
    servers: () => Promise.resolve({ iceServers: [], expiresAt: 0 }),
    signal: () => true,
  })
  return { client, said, serverIs: (now: typeof server) => (server = now) }
}

function capture(): LocalCapture & { readonly ended: () => boolean; readonly endByBrowser: () => void } {
  let running = true
  const track = new EventTarget()
  const stream = { id: 's', getVideoTracks: () => [track], getTracks: () => [track] }
  return {
    stream: stream as unknown as MediaStream,
    surface: 'monitor',
    audio: false,
    cancel: () => (running = false),
    ended: () => !running,
    endByBrowser: () => track.dispatchEvent(new Event('ended')),
  }
}

test('[screen R4] C3: Stop ends the capture here and now, also when the server says nothing', async () => {
  const { client, said, serverIs } = customerPage()
  const mine = capture()
  client.handleStory(story())
  await client.begin(GRANT, mine)
  serverIs('down')
  client.stop(GRANT)
  expect(mine.ended()).toBe(true)
  expect(client.state.get().outgoing).toEqual([])
  expect(said).toEqual(['screen.start', 'consent.revoke'])
})

test('[screen R4] a capture ends when its grant is no longer in the story, and when the server refuses it', async () => {
  const { client, serverIs } = customerPage()
  const first = capture()
  client.handleStory(story())
  await client.begin(GRANT, first)
  client.handleStory(story(STARTED, { type: 'consent.revoked', grantId: GRANT, reason: 'representative' }))
  expect(first.ended()).toBe(true)

  const second = capture()
  serverIs('refuses')
  await expect(client.begin(GRANT, second)).rejects.toThrow('refused')
  expect(second.ended()).toBe(true)
})

test('[screen R3] another choice under the same grant ends the first', async () => {
  const { client } = customerPage()
  const [first, second] = [capture(), capture()]
  client.handleStory(story())
  await client.begin(GRANT, first)
  await client.begin(GRANT, second)
  expect([first.ended(), second.ended()]).toEqual([true, false])
})

test('[screen R7] the browser’s own stop bar revokes the grant, once', async () => {
  const { client, said } = customerPage()
  const mine = capture()
  client.handleStory(story())
  await client.begin(GRANT, mine)
  mine.endByBrowser()
  mine.endByBrowser()
  expect(said).toEqual(['screen.start', 'consent.revoke'])
  expect(mine.ended()).toBe(true)
})

test('[screen R6] a page that the server took for gone goes on with its capture when it is back', async () => {
  const { client, said } = customerPage()
  const mine = capture()
  client.handleStory(story())
  await client.begin(GRANT, mine)
  client.handleStory(story(STARTED))
  client.handleStory(story(STARTED, GONE))
  expect(mine.ended()).toBe(false)
  expect(said).toEqual(['screen.start', 'screen.start'])
  // A capture of another page of mine took its place: that one is not fought over.
  client.handleStory(story(STARTED, GONE, { ...STARTED, deviceId: id(6) }))
  expect(said).toHaveLength(2)
})

test('[session R18] X1: the display mode reaches a capture that runs, and one that begins later', async () => {
  const { client } = customerPage()
  const mine = capture()
  const hint = () => (mine.stream.getVideoTracks()[0] as MediaStreamTrack).contentHint
  const sampling: StoryEvent = { type: 'session.display-mode-changed', mode: 'sampling' }
  client.handleStory(story())
  await client.begin(GRANT, mine)
  expect(hint()).toBe('detail')
  client.handleStory(story(STARTED, sampling))
  expect(hint()).toBe('motion')
  client.handleStory(story(STARTED, sampling, { type: 'session.display-mode-changed', mode: 'standard' }))
  expect(hint()).toBe('detail')

  const second = customerPage()
  const later = capture()
  second.client.handleStory(story(sampling))
  await second.client.begin(GRANT, later)
  expect((later.stream.getVideoTracks()[0] as MediaStreamTrack).contentHint).toBe('motion')
})
