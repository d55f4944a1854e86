import { errorBody } from '@deskside/protocol'
import type { Entrance, ErrorCode, Place } from '@deskside/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError } from '../signal/api-error.ts'
import { createPlaceClient } from './own-place.ts'
import type { PlaceClient } from './place-client.ts'

const OPEN: Entrance = {
  name: 'Billing',
  description: 'All about bills.',
  siteName: 'Acme Support',
  form: [],
  open: true,
  changesAt: null,
  leaves: true,
  embed: { openLabel: 'Get help', closedLabel: 'Leave a message', color: null },
}
const ADMITTED = {
  is: 'admitted',
  sessionId: '0199ab10-0000-7000-8000-000000000001',
  participantId: '0199ab10-0000-7000-8000-000000000002',
  name: 'Vera Visitor',
} as const
const NOBODY = { is: 'nobody' } as const

function waiting(position: number, slug = 'billing'): Place {
  return {
    is: 'waiting',
    queueName: 'Billing',
    slug,
    siteName: 'Acme Support',
    name: 'Vera Visitor',
    position,
    estimateSeconds: 200,
    since: 1_000,
  }
}

/** A line whose other end is the test. */
class Line extends EventTarget {
  static all: Line[] = []
  closed = false
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    Line.all.push(this)
  }
  close(): void {
    this.closed = true
  }
  opens(): void {
    this.dispatchEvent(new Event('open'))
  }
  brings(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: typeof data === 'string' ? data : JSON.stringify(data) }))
  }
  breaks(): void {
    this.dispatchEvent(new Event('error'))
  }
}
const openLines = () => Line.all.filter(({ closed }) => !closed)
function theLine(): Line {
  const [line, ...more] = openLines()
  if (!line || more.length > 0) throw new Error(`${openLines().length} lines are open`)
  return line
}

/** What the server answers, by method and the end of the path: a value, a refusal's code, or undefined for a dead line. */
const server = new Map<string, unknown>()
const asked: string[] = []
const refusal = (code: ErrorCode): { readonly refused: ErrorCode } => ({ refused: code })

async function fakeFetch(path: string, { method = 'GET' }: RequestInit = {}): Promise<Response> {
  const key = `${method} ${path.replace('/api/v1/', '')}`
  asked.push(key)
  const answer = server.get(key)
  if (answer === undefined) throw new TypeError('no line')
  const code = (answer as { refused?: ErrorCode } | null)?.refused
  return Response.json(code ? errorBody(code) : answer, { status: code ? 409 : 200 })
}

let client: PlaceClient
const view = () => client.state.get()
/** Lets what is under way end; no time passes. */
const settle = () => vi.advanceTimersByTimeAsync(0)

async function begin(slug = 'billing'): Promise<void> {
  client = createPlaceClient(slug)
  client.start()
  await settle()
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', Line)
  vi.stubGlobal('fetch', fakeFetch)
  Line.all = []
  asked.length = 0
  server.clear()
  server.set('GET queue-entry', { is: 'nowhere' })
  server.set('GET queue-entrances/billing', OPEN)
  server.set('GET join', NOBODY)
})
afterEach(() => {
  client.stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('who has no place sees the entrance, and after entering their position as it changes', async () => {
  await begin('Billing')
  expect(view()).toEqual({ is: 'outside', entrance: OPEN, after: null, elsewhere: null })
  server.set('POST queue-entrances/billing/entries', waiting(3))
  await client.enter({ name: 'Vera Visitor', answers: {} })
  expect(view()).toMatchObject({ is: 'waiting', place: { position: 3 }, line: 'connecting' })
  theLine().opens()
  expect(view()).toMatchObject({ is: 'waiting', line: 'online' })
  theLine().brings(waiting(2))
  await settle()
  expect(view()).toMatchObject({ is: 'waiting', place: { position: 2 }, line: 'online' })
  for (const nonsense of ['{', 'null', '{"is":"risen"}']) theLine().brings(nonsense)
  await settle()
  expect(view()).toMatchObject({ is: 'waiting', place: { position: 2 } })
})

test('[queue R3] after a reload the place is there at once, without a look at the entrance', async () => {
  server.set('GET queue-entry', waiting(4))
  await begin()
  expect(view()).toMatchObject({ is: 'waiting', place: { position: 4 } })
  expect(theLine().url).toBe('/api/v1/queue-entry/events')
  expect(asked).toEqual(['GET queue-entry'])
})

test('[queue R3] a line that broke comes back, says so meanwhile, and shows what changed', async () => {
  server.set('GET queue-entry', waiting(4))
  await begin()
  theLine().opens()
  server.delete('GET queue-entry')
  theLine().breaks()
  expect(view()).toMatchObject({ is: 'waiting', place: { position: 4 }, line: 'offline' })
  // The browser would come back by itself: not beside us.
  expect(openLines()).toEqual([])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(openLines()).toEqual([])
  expect(view()).toMatchObject({ is: 'waiting', line: 'offline' })
  server.set('GET queue-entry', waiting(1))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(view()).toMatchObject({ is: 'waiting', place: { position: 1 }, line: 'offline' })
  theLine().opens()
  expect(view()).toMatchObject({ is: 'waiting', line: 'online' })
})

test('[queue R3] a line that fell silent is noticed, also where the browser notices nothing', async () => {
  server.set('GET queue-entry', waiting(4))
  await begin()
  const line = theLine()
  line.opens()
  await vi.advanceTimersByTimeAsync(90_000)
  expect(theLine()).toBe(line)
  server.set('GET queue-entry', waiting(2))
  await vi.advanceTimersByTimeAsync(30_000)
  expect(view()).toMatchObject({ place: { position: 2 } })
  expect(theLine()).not.toBe(line)
  theLine().opens()
  server.delete('GET queue-entry')
  await vi.advanceTimersByTimeAsync(30_000)
  expect([view(), openLines()]).toMatchObject([{ line: 'offline' }, []])
})

test('accepted: goes into the session, however often that must be tried, and exactly one line was open', async () => {
  server.set('GET queue-entry', waiting(1))
  await begin()
  theLine().opens()
  server.set('GET queue-entry', { is: 'accepted', agentName: 'Rita Rep' })
  theLine().brings({ is: 'accepted', agentName: 'Rita Rep' })
  await settle()
  expect(view()).toEqual({ is: 'accepted', agentName: 'Rita Rep', line: 'offline' })
  server.set('POST queue-entry/enter', ADMITTED)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(view()).toEqual({ is: 'entered', standing: ADMITTED })
  expect([Line.all.length, openLines()]).toEqual([1, []])
})

test('accepted while the page was closed: opening it goes in', async () => {
  server.set('GET queue-entry', { is: 'accepted', agentName: 'Rita Rep' })
  server.set('POST queue-entry/enter', ADMITTED)
  await begin()
  expect(view()).toEqual({ is: 'entered', standing: ADMITTED })
})

test.each([{ is: 'accepted', agentName: 'Rita Rep' }, { is: 'nowhere' }])(
  'where another tab went in first, this one follows ($is)',
  async (place) => {
    server.set('GET queue-entry', waiting(1))
    await begin()
    server.set('GET join', ADMITTED)
    server.set('POST queue-entry/enter', NOBODY)
    theLine().brings(place)
    await settle()
    expect(view()).toEqual({ is: 'entered', standing: ADMITTED })
  },
)

test.each([{ is: 'gone', slug: 'billing' }, { is: 'nowhere' }])(
  'a place that was given up ($is) leads back to the entrance, which says so',
  async (place) => {
    server.set('GET queue-entry', waiting(1))
    await begin()
    theLine().brings(place)
    await settle()
    expect(view()).toEqual({ is: 'outside', entrance: OPEN, after: 'gone', elsewhere: null })
    expect(openLines()).toEqual([])
    await vi.advanceTimersByTimeAsync(120_000)
    expect(asked.filter((key) => key === 'GET queue-entry')).toHaveLength(1)
  },
)

test('leaves, and says that it was left, whatever the line tells first', async () => {
  server.set('GET queue-entry', waiting(1))
  await begin()
  const line = theLine()
  server.set('DELETE queue-entry', { is: 'gone', slug: 'billing' })
  const left = client.leave()
  line.brings({ is: 'gone', slug: 'billing' })
  await left
  expect(view()).toMatchObject({ is: 'outside', after: 'left' })
  expect(openLines()).toEqual([])
})

test('[queue R12] whom an agent accepted in the moment of leaving goes into the session', async () => {
  server.set('GET queue-entry', waiting(1))
  await begin()
  server.set('DELETE queue-entry', { is: 'accepted', agentName: 'Rita Rep' })
  server.set('POST queue-entry/enter', ADMITTED)
  await client.leave()
  expect(view()).toEqual({ is: 'entered', standing: ADMITTED })
})

test('where the server did not hear of the leaving, the place is still shown', async () => {
  server.set('GET queue-entry', waiting(1))
  await begin()
  await expect(client.leave()).rejects.toThrow(ApiError)
  await settle()
  expect([view().is, openLines().length]).toEqual(['waiting', 1])
})

test('[queue R1] a closed entrance opens by itself', async () => {
  const changesAt = Date.now() + 3_600_000
  server.set('GET queue-entrances/billing', { ...OPEN, open: false, changesAt })
  await begin()
  expect(view()).toMatchObject({ is: 'outside', entrance: { open: false } })
  server.delete('GET queue-entrances/billing')
  await vi.advanceTimersByTimeAsync(3_606_000)
  expect(view()).toMatchObject({ is: 'outside', entrance: { open: false } })
  server.set('GET queue-entrances/billing', OPEN)
  await vi.advanceTimersByTimeAsync(40_000)
  expect(view()).toMatchObject({ is: 'outside', entrance: { open: true } })
})

test('[queue R1] who is too late sees when it opens; what else is wrong is thrown', async () => {
  await begin()
  server.set('POST queue-entrances/billing/entries', refusal('request.invalid'))
  await expect(client.enter({ name: '', answers: {} })).rejects.toMatchObject({ code: 'request.invalid' })
  expect(view()).toMatchObject({ is: 'outside', entrance: { open: true } })
  server.set('POST queue-entrances/billing/entries', refusal('queue.closed'))
  server.set('GET queue-entrances/billing', { ...OPEN, open: false })
  await client.enter({ name: 'Vera Visitor', answers: {} })
  expect(view()).toMatchObject({ is: 'outside', entrance: { open: false } })
})

test.each([
  ['billing', 'an address that no queue has'],
  ['not a slug!', 'what can be no address'],
])('%s, %s', async (slug) => {
  server.set('GET queue-entrances/billing', refusal('queue.not-found'))
  await begin(slug)
  expect(view()).toEqual({ is: 'no-queue' })
})

test('a place in another queue is told of, and kept', async () => {
  server.set('GET queue-entry', waiting(2, 'repairs'))
  await begin()
  expect(view()).toMatchObject({ is: 'outside', after: null, elsewhere: { slug: 'repairs', position: 2 } })
})

test('a server that cannot be reached is asked again when somebody wants it', async () => {
  server.delete('GET queue-entry')
  await begin()
  expect(view()).toMatchObject({ is: 'unreachable' })
  server.set('GET queue-entry', { is: 'nowhere' })
  client.again()
  await settle()
  expect(view()).toMatchObject({ is: 'outside' })
})

test('after the end nothing is asked and nothing is heard', async () => {
  server.set('GET queue-entry', waiting(2))
  await begin()
  const line = theLine()
  client.stop()
  const before = asked.length
  line.brings(waiting(1))
  line.breaks()
  await vi.advanceTimersByTimeAsync(120_000)
  expect([asked.length, openLines(), view()]).toMatchObject([before, [], { place: { position: 2 } }])
})
