import type { Place } from '@deskside/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createForeignPlaceClient } from './foreign-place.ts'
import type { TokenKeeper } from './foreign-place.ts'
import type { PlaceClient } from './place-client.ts'

const BASE = 'https://desk.example'
const OPEN = { name: 'Billing', description: '', siteName: 'Acme', form: [], open: true, changesAt: null }
const ADMITTED = { is: 'admitted', sessionId: 's', participantId: 'p', name: 'Vera' }
const place = (position: number, more: object = {}) => ({
  is: 'waiting',
  queueName: 'Billing',
  slug: 'billing',
  siteName: 'Acme',
  name: 'Vera',
  position,
  estimateSeconds: null,
  since: 1,
  ...more,
})

let kept: string | null
const keeper: TokenKeeper = {
  read: () => kept,
  write: (token) => (kept = token),
  clear: () => (kept = null),
}
/** What the server answers, by method and path; a stream is written to by the test. */
const server = new Map<string, unknown>()
const asked: { readonly key: string; readonly authorization: string | null; readonly credentials: string }[] = []
let lines: { say(text: string): void; end(): void; readonly signal: AbortSignal }[]

async function fakeFetch(url: URL, init: RequestInit = {}): Promise<Response> {
  const key = `${init.method} ${url.href.replace(`${BASE}/api/v1/`, '')}`
  const authorization = new Headers(init.headers).get('authorization')
  asked.push({ key, authorization, credentials: init.credentials ?? 'same-origin' })
  if (key.endsWith('/events')) return new Response(stream(init.signal as AbortSignal))
  const answer = server.get(key)
  if (answer === undefined) throw new TypeError('no line')
  return Response.json(answer, { status: (answer as { code?: string }).code ? 409 : 200 })
}
function stream(signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    start(controller) {
      signal.addEventListener('abort', () => controller.error(signal.reason))
      lines.push({
        say: (text) => controller.enqueue(encoder.encode(text)),
        end: () => controller.close(),
        signal,
      })
    },
  })
}

let client: PlaceClient
const view = () => client.state.get()
const settle = () => vi.advanceTimersByTimeAsync(1)
async function begin(): Promise<void> {
  client = createForeignPlaceClient({ slug: ' Billing ', baseUrl: BASE, keeper })
  client.start()
  await settle()
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', fakeFetch)
  kept = null
  lines = []
  asked.length = 0
  server.clear()
  server.set('GET queue-entrances/billing', OPEN)
})
afterEach(() => {
  client.stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('[queue R20] who has no token asks for the entrance only, and never sends a cookie', async () => {
  await begin()
  expect(view()).toMatchObject({ is: 'outside', entrance: OPEN })
  expect(asked).toEqual([{ key: 'GET queue-entrances/billing', authorization: null, credentials: 'omit' }])
})

test('[queue R20] the token of a place is kept, sent along, and followed by it', async () => {
  await begin()
  server.set('POST queue-entrances/billing/entries', place(2, { token: 'T' }))
  await client.enter({ name: 'Vera', answers: {} })
  await settle()
  expect([kept, view()]).toMatchObject(['T', { is: 'waiting', place: { position: 2 }, line: 'online' }])
  expect(asked.at(-1)).toEqual({ key: 'GET queue-entry/events', authorization: 'Bearer T', credentials: 'omit' })
  const text = `:\n\ndata: ${JSON.stringify(place(1))}\n\n`
  // However the network cuts it.
  for (const piece of [text.slice(0, 20), text.slice(20, 50), text.slice(50)]) lines[0]?.say(piece)
  await settle()
  expect(view()).toMatchObject({ is: 'waiting', place: { position: 1 } })
  for (const nonsense of ['data: {\n\n', 'data: null\n\n', 'data: {"is":"risen"}\n\n', 'event: x\n\n'])
    lines[0]?.say(nonsense)
  await settle()
  expect(view()).toMatchObject({ is: 'waiting', place: { position: 1 }, line: 'online' })
})

test('[queue R3] a line that ends comes back, and says so meanwhile', async () => {
  kept = 'T'
  server.set('GET queue-entry', place(3))
  await begin()
  expect(view()).toMatchObject({ is: 'waiting', line: 'online' })
  server.delete('GET queue-entry')
  lines[0]?.end()
  await settle()
  expect(view()).toMatchObject({ is: 'waiting', line: 'offline' })
  server.set('GET queue-entry', place(2))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(view()).toMatchObject({ is: 'waiting', place: { position: 2 }, line: 'online' })
  expect(lines).toHaveLength(2)
  client.stop()
  expect(lines.map(({ signal }) => signal.aborted)).toEqual([true, true])
})

test('[queue R20] accepted, the token goes on as the session’s; after its end it is forgotten', async () => {
  kept = 'T'
  server.set('GET queue-entry', { is: 'accepted', agentName: 'Rita' })
  server.set('POST queue-entry/enter', ADMITTED)
  await begin()
  expect([kept, view()]).toMatchObject(['T', { is: 'entered', standing: ADMITTED }])
  client.stop()
  server.set('POST queue-entry/enter', { is: 'over', reason: 'ended' })
  await begin()
  expect([kept, view()]).toMatchObject([null, { is: 'entered', standing: { is: 'over' } }])
})

test.each([{ is: 'gone', slug: 'billing' }, { is: 'nowhere' }] satisfies Place[])(
  '[queue R20] a place that is over ($is) takes its token along',
  async (now) => {
    kept = 'T'
    server.set('GET queue-entry', now)
    await begin()
    expect([kept, view().is]).toEqual([null, 'outside'])
  },
)

test('[queue R20] what the server refuses is thrown with its code, what cannot be reached as such', async () => {
  await begin()
  const fields = [{ path: 'name', message: 'Write your name.' }]
  server.set('POST queue-entrances/billing/entries', { code: 'request.invalid', message: 'x', retry: false, fields })
  await expect(client.enter({ name: '', answers: {} })).rejects.toMatchObject({ code: 'request.invalid', fields })
  server.delete('POST queue-entrances/billing/entries')
  await expect(client.enter({ name: 'Vera', answers: {} })).rejects.toMatchObject({
    code: 'server.unavailable',
    retry: true,
  })
  expect(view()).toMatchObject({ is: 'outside' })
})

test('[queue R23] whose session is over waits again by the same token where the desk says so, and only there', async () => {
  kept = 'T'
  server.set('GET queue-entry', { is: 'accepted', agentName: 'Rita' })
  server.set('POST queue-entry/enter', ADMITTED)
  await begin()
  expect(view()).toMatchObject({ is: 'entered' })
  expect(await client.comeBack()).toBe(false)
  expect(view()).toMatchObject({ is: 'entered' })

  server.set('GET queue-entry', place(1, { lostAgentName: 'Rita' }))
  expect(await client.comeBack()).toBe(true)
  await settle()
  expect(view()).toMatchObject({ is: 'waiting', place: { lostAgentName: 'Rita', position: 1 }, line: 'online' })
  expect(kept).toBe('T')
  server.delete('GET queue-entry')
  await expect(client.comeBack()).rejects.toThrow()
})
