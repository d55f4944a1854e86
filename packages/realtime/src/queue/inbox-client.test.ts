import { errorBody } from '@deskside/protocol'
import type { Inbox, Offer } from '@deskside/protocol'
import { afterEach, expect, test, vi } from 'vitest'
import { InboxClient } from './inbox-client.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const SESSION = '6f2b9f0e-3c54-4c8e-9a43-8d3a6f0f5d11'
const idOf = (letter: string): string => `00000000-0000-4000-8000-00000000000${letter}`
const offer = (letter: string): Offer => ({
  id: idOf(letter),
  queueName: 'Billing',
  name: `Visitor ${letter}`,
  answers: [],
  place: 'Europe/Berlin',
  waitingSince: 1,
  expiresAt: 2,
  transfer: null,
  needs: [],
  fromOtherQueue: false,
})
const inbox = (more: Partial<Inbox> = {}): Inbox => ({
  state: 'available',
  reason: null,
  wrapUpUntil: null,
  capacity: 3,
  used: 0,
  queues: [],
  offers: [],
  ...more,
})
const heard = (client: InboxClient, said: Inbox): void => client.handle({ t: 'inbox', inbox: said })

/** A server whose answers the test gives, in the order in which it was asked. */
function server() {
  const asked: {
    readonly call: string
    readonly body: unknown
    readonly answer: (status: number, body: unknown) => void
  }[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const { promise, resolve } = Promise.withResolvers<Response>()
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    const answer = (status: number, said: unknown): void => resolve(Response.json(said, { status }))
    asked.push({ call: `${init.method} ${path}`, body, answer })
    return promise
  })
  return asked
}

test('[queue R6] asks how things stand when the line is there, and believes what was pushed since more than the answer', async () => {
  const asked = server()
  const client = new InboxClient()
  client.handleOnline()
  expect(asked.map(({ call }) => call)).toEqual(['GET /api/v1/agent'])
  heard(client, inbox({ state: 'busy' }))
  asked[0]?.answer(200, inbox({ state: 'offline' }))
  client.handleOnline()
  await vi.waitFor(() => expect(client.state.get().inbox?.state).toBe('busy'))
  asked[1]?.answer(200, inbox({ state: 'away', reason: 'lunch' }))
  await vi.waitFor(() => expect(client.state.get().inbox).toMatchObject({ state: 'away', reason: 'lunch' }))
})

test('[queue R6] a server that cannot say it now is asked again, and not after the end', async () => {
  vi.useFakeTimers()
  const asked = server()
  const client = new InboxClient()
  client.handleOnline()
  asked[0]?.answer(503, errorBody('server.unavailable'))
  await vi.advanceTimersByTimeAsync(2_000)
  expect(asked).toHaveLength(2)
  asked[1]?.answer(503, errorBody('server.unavailable'))
  await vi.advanceTimersByTimeAsync(0)
  client.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toHaveLength(2)
})

test('[queue R6] a chosen state shows at once, and goes back when the server says no', async () => {
  const asked = server()
  const client = new InboxClient()
  heard(client, inbox({ state: 'offline' }))
  const chosen = client.choose({ state: 'away', reason: 'lunch' })
  expect(client.state.get().inbox).toMatchObject({ state: 'away', reason: 'lunch' })
  expect(asked[0]).toMatchObject({ call: 'POST /api/v1/agent/state', body: { state: 'away', reason: 'lunch' } })
  asked[0]?.answer(429, errorBody('request.invalid'))
  await expect(chosen).rejects.toThrow()
  expect(client.state.get().inbox).toMatchObject({ state: 'offline', reason: null })
  const again = client.choose({ state: 'available' })
  asked[1]?.answer(200, inbox({ offers: [offer('a')] }))
  await again
  expect(client.state.get().inbox).toEqual(inbox({ offers: [offer('a')] }))
})

test('[queue R12] accepting answers the session, and neither an accepted nor a declined offer is lost', async () => {
  const asked = server()
  const client = new InboxClient()
  heard(client, inbox({ offers: [offer('a'), offer('b')] }))
  const accepted = client.accept(idOf('a'))
  const declined = client.decline(idOf('b'))
  expect(asked.map(({ call }) => call)).toEqual([
    `POST /api/v1/agent/offers/${idOf('a')}/accept`,
    `POST /api/v1/agent/offers/${idOf('b')}/decline`,
  ])
  asked[0]?.answer(200, { sessionId: SESSION })
  asked[1]?.answer(200, null)
  expect(await accepted).toBe(SESSION)
  await declined
  expect(client.state.get().inbox?.offers).toEqual([])
  heard(client, inbox())
  expect(client.state.get().lost).toEqual([])
})

test('[queue R9] an offer that somebody else took goes, with the sentence why', async () => {
  const asked = server()
  const client = new InboxClient()
  heard(client, inbox({ offers: [offer('a'), offer('b')] }))
  heard(client, inbox({ offers: [offer('a')] }))
  expect(client.state.get().lost).toEqual([{ offer: offer('b'), why: 'gone' }])
  const accepted = client.accept(idOf('a'))
  asked[0]?.answer(409, errorBody('queue.offer-gone'))
  await expect(accepted).rejects.toThrow(/no longer yours/)
  expect(client.state.get().inbox?.offers).toEqual([])
})

test('[queue R9] an offer whose answer did not get through is still there, and lost when it goes', async () => {
  const asked = server()
  const client = new InboxClient()
  heard(client, inbox({ offers: [offer('a')] }))
  const accepted = client.accept(idOf('a'))
  asked[0]?.answer(503, errorBody('server.unavailable'))
  await expect(accepted).rejects.toThrow()
  expect(client.state.get().inbox?.offers).toEqual([offer('a')])
  heard(client, inbox())
  expect(client.state.get().lost).toEqual([{ offer: offer('a'), why: 'gone' }])
})

test('[queue R8] an offer that nobody answered was missed, and that is said once', () => {
  const client = new InboxClient()
  heard(client, inbox({ offers: [offer('a')] }))
  heard(client, inbox({ state: 'away', reason: 'missed' }))
  const { lost } = client.state.get()
  expect(lost).toEqual([{ offer: offer('a'), why: 'missed' }])
  heard(client, inbox({ state: 'away', reason: 'missed' }))
  expect(client.state.get().lost).toBe(lost)
})

test('[queue R18] who takes somebody who is offered to them at the moment loses no offer; who comes too late hears it', async () => {
  const asked = server()
  const client = new InboxClient()
  const { name, waitingSince } = offer('a')
  const visitor = { entryId: idOf('e'), name, waitingSince }
  heard(client, inbox({ offers: [offer('a')] }))
  const taken = client.take(visitor)
  expect(asked[0]).toMatchObject({ call: 'POST /api/v1/agent/choose', body: { entryId: idOf('e') } })
  heard(client, inbox())
  asked[0]?.answer(200, { sessionId: SESSION })
  expect(await taken).toBe(SESSION)
  expect(client.state.get().lost).toEqual([])
  const late = client.take(visitor)
  asked[1]?.answer(409, errorBody('queue.offer-gone'))
  await expect(late).rejects.toThrow()
})
