import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServerWorld, grant, startPair } from '../testing/world.ts'
import type { Line, Pair, Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
let rita: Visitor
let rob: Visitor
beforeAll(async () => {
  world = await ServerWorld.start({
    TURN_URLS: 'stun:stun.example:3478,turn:turn.example:3478',
    TURN_SECRET: 'a secret for the tests',
  })
  ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
  rob = await world.person(ada, 'Rob')
})
afterAll(() => world.stop())

async function colleague(pair: Pair): Promise<Line> {
  const { url } = (
    await rita.call('POST', `/api/v1/sessions/${pair.sessionId}/invitations`, { for: 'representative', by: 'link' })
  ).body
  const line = await rob.connect('representative')
  await rob.call('POST', '/api/v1/invitations/accept', { token: url.split('/').at(-1) })
  await line.next('events', (f) => f.sessionId === pair.sessionId)
  return line
}
const start = (grantId: string) => ({ grantId, streamId: 's1', surface: 'monitor', audio: false }) as const
const ends = { connectionId: randomUUID(), toConnectionId: null }
const word = { kind: 'description', ...ends, type: 'offer', sdp: 'v=0\r\n' } as const

test('[consent R2, R3] a request that nobody answers expires; its timer closes no later one', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, rep, cust } = pair
  await rep.command('consent.request', { sessionId, capability: 'desktop.view' })
  const first = await cust.event('consent.requested')
  world.clock.turn(60_000)
  await cust.command('consent.decline', { sessionId, requestId: first.requestId })
  await rep.command('consent.request', { sessionId, capability: 'desktop.view' })
  const second = await cust.event('consent.requested')
  world.clock.turn(70_000)
  expect((await cust.command('consent.allow', { sessionId, requestId: first.requestId, everything: false })).code).toBe(
    'consent.request-gone',
  )
  expect((await cust.command('consent.allow', { sessionId, requestId: second.requestId, everything: false })).ok).toBe(
    true,
  )
  await rep.command('consent.request', { sessionId, capability: 'application.view' })
  const third = await cust.event('consent.requested')
  world.clock.turn(121_000)
  expect((await rep.event('consent.expired')).requestId).toBe(third.requestId)
  expect((await cust.command('consent.allow', { sessionId, requestId: third.requestId, everything: false })).code).toBe(
    'consent.request-gone',
  )
  await rep.command('session.end', { sessionId })
})

test('[consent R6] C1: a representative cannot answer their own request, and nothing runs before approval', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, rep, cust } = pair
  await rep.command('consent.request', { sessionId, capability: 'desktop.view' })
  const { requestId } = await rep.event('consent.requested')
  expect((await rep.command('consent.allow', { sessionId, requestId, everything: true })).code).toBe(
    'session.not-allowed',
  )
  expect((await cust.command('screen.start', { sessionId, ...start(requestId) })).code).toBe('consent.not-granted')
  await rep.command('session.end', { sessionId })
})

test('[consent R7] C2: allowing one thing allows nothing else', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, rep, cust } = pair
  const grantId = await grant(pair, 'application.view')
  expect((await cust.command('screen.start', { sessionId, ...start(grantId) })).code).toBe('screen.wrong-surface')
  const share = { ...start(grantId), surface: 'window' } as const
  expect((await rep.command('screen.start', { sessionId, ...share })).code).toBe('session.not-allowed')
  for (const capability of ['page.control', 'files.browse', 'recording'] as const) {
    expect((await rep.command('consent.request', { sessionId, capability })).code).toBe('consent.not-offered')
  }
  expect((await rep.command('consent.request', { sessionId, capability: 'desktop.view' })).ok).toBe(true)
  await rep.command('session.end', { sessionId })
})

test('C3: what was not allowed is refused by the server, and noted', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, cust, rep } = pair
  const grantId = await grant(pair, 'desktop.share-view')
  // A grant to be shown the representative's desktop is none to show the customer's.
  expect((await cust.command('screen.start', { sessionId, ...start(grantId) })).code).toBe('session.not-allowed')
  await rep.command('consent.revoke', { sessionId, grantId })
  expect((await rep.command('screen.start', { sessionId, ...start(grantId) })).code).toBe('consent.not-granted')
  const denied = async (): Promise<string[][]> => {
    const { events } = (await ada.call('GET', '/api/v1/audit?limit=50')).body
    return events
      .filter((e: { action: string }) => e.action === 'request.denied')
      .map((e: { actor: string; subject: string }) => [e.actor, e.subject])
  }
  await expect.poll(denied).toContainEqual([pair.custId, 'screen.start'])
  await expect.poll(denied).toContainEqual([pair.repId, 'screen.start'])
  await rep.command('session.end', { sessionId })
})

test('[consent R7, R9] C4: a grant is the asking representative’s alone, "everything" too', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, cust, rep } = pair
  const grantId = await grant(pair, 'desktop.view', true)
  const other = await colleague(pair)
  expect((await other.command('consent.revoke', { sessionId, grantId })).code).toBe('session.not-allowed')
  await other.command('consent.request', { sessionId, capability: 'desktop.view' })
  const asked = await cust.event('consent.requested')
  // Rob is asked about although Rita may have everything.
  expect((await cust.command('consent.decline', { sessionId, requestId: asked.requestId })).ok).toBe(true)
  await rep.command('consent.request', { sessionId, capability: 'application.view' })
  expect((await cust.event('consent.granted')).automatic).toBe(true)
  // R8 of screen: words of one who holds no grant reach nobody.
  await cust.command('screen.start', { sessionId, ...start(grantId) })
  cust.send({ t: 'signal', body: { m: 'link.signal', p: { sessionId, toDeviceId: other.deviceId, body: word } } })
  cust.send({ t: 'signal', body: { m: 'link.signal', p: { sessionId, toDeviceId: rep.deviceId, body: word } } })
  expect((await rep.next('link')).from).toEqual({
    participantId: pair.custId,
    deviceId: cust.deviceId,
    program: 'page',
  })
  expect(other.heard.some((f) => f.t === 'link')).toBe(false)
  await rep.command('session.end', { sessionId })
})

test('[screen R8] C7: before approval no word passes between the two, no address either', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, cust, rep } = pair
  const candidate = {
    kind: 'candidate',
    ...ends,
    candidate: 'candidate:1 1 udp 1 192.0.2.5 9 typ host',
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment: null,
  }
  for (const body of [word, candidate]) {
    cust.send({ t: 'signal', body: { m: 'link.signal', p: { sessionId, toDeviceId: rep.deviceId, body } } })
    rep.send({ t: 'signal', body: { m: 'link.signal', p: { sessionId, toDeviceId: cust.deviceId, body } } })
  }
  // A later message that did arrive shows that the earlier ones did not.
  cust.send({ t: 'signal', body: { m: 'chat.typing', p: { sessionId, to: { kind: 'everyone' }, typing: true } } })
  await rep.next('typing')
  expect([...rep.heard, ...cust.heard].some((f) => f.t === 'link')).toBe(false)
  await rep.command('session.end', { sessionId })
})

test('[consent R11, R12, R13] either side ends a grant at once, leaving ends it, the end of the session ends all', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, cust, rep } = pair
  const first = await grant(pair, 'desktop.view')
  await cust.command('screen.start', { sessionId, ...start(first) })
  await cust.command('consent.revoke', { sessionId, grantId: first })
  expect(await rep.event('consent.revoked')).toMatchObject({ grantId: first, reason: 'customer' })
  const second = await grant(pair, 'desktop.view')
  await rep.command('consent.revoke', { sessionId, grantId: second })
  expect(await rep.event('consent.revoked')).toMatchObject({ grantId: second, reason: 'representative' })
  const third = await grant(pair, 'application.view')
  await rep.command('session.end', { sessionId })
  expect(await rep.event('consent.revoked')).toMatchObject({ grantId: third, reason: 'ended' })
})

test('[screen R5] a page that closes takes its capture along, not its grant', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, cust, rep } = pair
  const grantId = await grant(pair, 'desktop.view')
  await cust.command('screen.start', { sessionId, ...start(grantId) })
  await rep.event('screen.started')
  await cust.close()
  world.clock.turn(1)
  expect(await rep.event('screen.stopped')).toEqual({ type: 'screen.stopped', grantId, reason: 'device-gone' })
  const back = await pair.customer.connect('customer')
  expect((await back.command('screen.start', { sessionId, ...start(grantId) })).ok).toBe(true)
  await rep.command('session.end', { sessionId })
})

test('TURN credentials are of one session and live an hour at most', async () => {
  const pair = await startPair(world, rita)
  const { result } = await pair.cust.ask('link.servers', { sessionId: pair.sessionId })
  expect(result.iceServers[0]).toEqual({ urls: ['stun:stun.example:3478'] })
  expect(result.iceServers[1].username.split(':')[1]).toBe(pair.sessionId)
  expect(result.expiresAt - world.clock.now()).toBeLessThanOrEqual(3_600_000)
  expect((await pair.cust.ask('link.servers', { sessionId: randomUUID() })).code).toBe('session.not-found')
  await pair.rep.command('session.end', { sessionId: pair.sessionId })
})
