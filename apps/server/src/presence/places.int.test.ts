import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Line, ServerWorld, grant, startPair } from '../testing/world.ts'
import type { Pair, Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
let rita: Visitor & { id: string }
let rob: Visitor & { id: string }
beforeAll(async () => {
  world = await ServerWorld.start({ TURN_URLS: 'turn:turn.example:3478', TURN_SECRET: 'a secret for the tests' })
  ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
  rob = await world.person(ada, 'Rob')
})
afterAll(() => world.stop())

const everyone = { kind: 'everyone' } as const
const ticketOf = async (visitor: Visitor, as: 'representative' | 'customer'): Promise<string> =>
  (await visitor.call('POST', '/api/v1/socket-tickets', { as })).body.ticket
const says = (line: Line, sessionId: string, text: string) =>
  line.command('chat.post', { sessionId, to: everyone, text })
const texts = (line: Line): string[] =>
  line.heard.flatMap((f) =>
    f.t === 'events' ? f.events.flatMap((e) => (e.body.type === 'chat.posted' ? [e.body.text] : [])) : [],
  )
const isHere = (line: Line, deviceId: string) =>
  line.next('devices', (f) => f.devices.some((d) => d.deviceId === deviceId))

async function colleague(pair: Pair): Promise<Line> {
  const path = `/api/v1/sessions/${pair.sessionId}/invitations`
  const { url } = (await rita.call('POST', path, { for: 'representative', by: 'link' })).body
  const line = await rob.connect('representative')
  await rob.call('POST', '/api/v1/invitations/accept', { token: url.split('/').at(-1) })
  await line.next('events', (f) => f.sessionId === pair.sessionId)
  return line
}

test('D8: a ticket that a customer fetched before they left opens no place in the session any more', async () => {
  const pair = await startPair(world, rita)
  const { sessionId } = pair
  const ticket = await ticketOf(pair.customer, 'customer')
  await pair.cust.command('session.leave', { sessionId })
  const ghost = await Line.open(world.url)
  ghost.hello(ticket)
  const { self, sessions } = await ghost.next('welcome')
  expect(self).toEqual({ kind: 'customer', standing: { is: 'over', reason: 'left' } })
  expect(sessions).toEqual([])
  await says(pair.rep, sessionId, 'not for who has left')
  expect((await says(ghost, sessionId, 'boo')).code).toBe('session.not-found')
  expect(ghost.heard.map((f) => f.t)).toEqual(['welcome', 'refusal'])
  await pair.rep.command('session.end', { sessionId })
})

test('[session R2, R3] who was turned away loses their place at once, and learns no more of the session', async () => {
  const rep = await rita.connect('representative')
  const { sessionId, number } = (await rita.call('POST', '/api/v1/sessions')).body
  const [eve, carl] = [world.visitor(), world.visitor()]
  const { participantId: knockId } = (await eve.call('POST', '/api/v1/join', { number, name: 'Eve' })).body
  const [line, later] = [await eve.connect('customer'), await ticketOf(eve, 'customer')]
  await rep.command('session.refuse', { sessionId, knockId })
  expect((await line.next('standing')).standing).toEqual({ is: 'turned-away', reason: 'refused' })
  const late = await Line.open(world.url)
  late.hello(later)
  await late.next('welcome')
  const other = (await carl.call('POST', '/api/v1/join', { number, name: 'Carl' })).body.participantId
  await rep.command('session.admit', { sessionId, knockId: other })
  await rep.command('session.end', { sessionId })
  for (const each of [line, late]) {
    expect((await says(each, sessionId, 'x')).code).toBe('session.not-found')
    expect(each.heard.slice(-1).map((f) => f.t)).toEqual(['refusal'])
    expect(each.heard.map((f) => f.t).filter((t) => t === 'events' || t === 'devices')).toEqual([])
  }
  expect(line.heard.filter((f) => f.t === 'standing')).toHaveLength(1)
})

test('[session R2] who only knocks gets no credentials for the relay, and nothing else either', async () => {
  const { REQUESTS } = await import('@deskside/protocol')
  const rep = await rita.connect('representative')
  const { sessionId, number } = (await rita.call('POST', '/api/v1/sessions')).body
  const eve = world.visitor()
  const { participantId } = (await eve.call('POST', '/api/v1/join', { number, name: 'Eve' })).body
  const line = await eve.connect('customer')
  for (const name of Object.keys(REQUESTS)) {
    const answer = await line.ask(name, {
      ...{ sessionId, commandId: randomUUID(), knockId: participantId, requestId: randomUUID(), grantId: randomUUID() },
      ...{ representativeId: participantId, capability: 'desktop.view', everything: true, to: everyone, text: 'x' },
      ...{ streamId: 's', surface: 'monitor', audio: false },
    })
    const harmless = name === 'consent.revoke' || name === 'consent.revoke-everything'
    expect([name, answer.ok, answer.result]).toEqual([name, harmless, harmless ? null : undefined])
  }
  expect((await eve.call('GET', '/api/v1/join')).body.is).toBe('waiting')
  await rep.command('session.end', { sessionId })
})

test('[wire R10] [screen R9] C4: a colleague who poses as another’s device, or as the customer’s, is closed and gets nothing', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, rep, cust } = pair
  await grant(pair, 'desktop.view')
  const bob = await colleague(pair)
  await bob.command('consent.request', { sessionId, capability: 'application.view' })
  const { requestId } = await cust
    .next('events', (f) => f.events.some((e) => e.body.type === 'consent.requested'))
    .then((f) => f.events.find((e) => e.body.type === 'consent.requested')?.body as { requestId: string })
  await cust.command('consent.allow', { sessionId, requestId, everything: false })
  await bob.event('consent.granted')
  for (const posed of [rep.deviceId, cust.deviceId]) {
    const line = await Line.open(world.url)
    line.hello(await ticketOf(rob, 'representative'), { deviceId: posed })
    expect((await line.next('goodbye')).error.code).toBe('request.invalid')
    expect(await line.closed).toBe(1008)
    expect(line.heard.some((f) => f.t === 'events')).toBe(false)
  }
  // Also while the real one is away for a moment: it comes back to what is its own.
  await rep.close()
  await cust.next('devices', (f) => !f.devices.some((d) => d.deviceId === rep.deviceId))
  const line = await Line.open(world.url)
  line.hello(await ticketOf(rob, 'representative'), { deviceId: rep.deviceId })
  expect((await line.next('goodbye')).error.code).toBe('request.invalid')
  const back = await rita.connect('representative', { deviceId: rep.deviceId })
  await isHere(cust, rep.deviceId)
  const body = { kind: 'wanted' } as const
  cust.send({ t: 'signal', body: { m: 'link.signal', p: { sessionId, toDeviceId: rep.deviceId, body } } })
  expect((await back.next('link')).from.participantId).toBe(pair.custId)
  await back.command('session.end', { sessionId })
})

test('[wire R9] B3: a ticket whose sign-in is over when it is shown opens nothing', async () => {
  const tess = await world.person(ada, 'Tess')
  const ticket = await ticketOf(tess, 'representative')
  await world.sql(`delete from account_session where user_id = '${tess.id}'`)
  const line = await Line.open(world.url)
  line.hello(ticket)
  expect((await line.next('goodbye')).error.code).toBe('account.signed-out')
  expect(line.heard).toHaveLength(1)
})

test('[account R7] a disabled account has left its sessions: what a customer allowed it is over', async () => {
  const tom = await world.person(ada, 'Tom')
  const pair = await startPair(world, tom)
  const grantId = await grant(pair, 'desktop.view')
  await ada.call('PATCH', `/api/v1/users/${tom.id}`, { disabled: true })
  expect(await pair.cust.event('session.left')).toMatchObject({ participantId: pair.repId, reason: 'left' })
  const all = pair.cust.heard.flatMap((f) => (f.t === 'events' ? f.events.map((e) => e.body) : []))
  expect(all).toContainEqual({ type: 'consent.revoked', grantId, reason: 'left' })
  expect(all.at(-1)).toMatchObject({ type: 'session.ended' })
  expect((await pair.rep.next('goodbye')).error.code).toBe('account.signed-out')
})

test('[consent R12, R14] a representative who signs out in mid-session is waited for like one whose line is cut, without a way in', async () => {
  const tim = await world.person(ada, 'Tim')
  const pair = await startPair(world, tim)
  const { sessionId, cust, rep } = pair
  const grantId = await grant(pair, 'desktop.view')
  await tim.call('POST', '/api/v1/account/sign-out')
  expect((await rep.next('goodbye')).error.code).toBe('account.signed-out')
  await cust.next('devices', (f) => !f.devices.some((d) => d.participantId === pair.repId))
  const body = { kind: 'wanted' } as const
  rep.send({ t: 'signal', body: { m: 'link.signal', p: { sessionId, toDeviceId: cust.deviceId, body } } })
  await says(cust, sessionId, 'are you there?')
  world.clock.turn(5_000)
  await cust.event('session.lost')
  expect(cust.heard.some((f) => f.t === 'link')).toBe(false)
  expect(texts(rep)).not.toContain('are you there?')
  world.clock.turn(5 * 60_000 + 1_000)
  expect(await cust.event('consent.revoked')).toMatchObject({ grantId, reason: 'left' })
})

test('[wire R5] a page that says it has more than there is, or sessions that are not its own, gets nothing that is not its', async () => {
  const pair = await startPair(world, rita)
  const other = await startPair(world, ada)
  await says(other.rep, other.sessionId, 'of the other session')
  const line = await pair.customer.connect('customer', {
    resume: [
      { sessionId: pair.sessionId, after: 1_000_000 },
      { sessionId: other.sessionId, after: 0 },
      { sessionId: randomUUID(), after: 0 },
    ],
  })
  await says(pair.rep, pair.sessionId, 'here')
  await line.next('events', (f) => f.events.some((e) => e.body.type === 'chat.posted'))
  expect(texts(line)).toEqual(['here'])
  expect(line.heard.flatMap((f) => ('sessionId' in f ? [f.sessionId] : []))).not.toContain(other.sessionId)
  await pair.rep.command('session.end', { sessionId: pair.sessionId })
  await other.rep.command('session.end', { sessionId: other.sessionId })
})

test('[session R8, R9] a customer with two tabs is here while one is open, and leaves with both', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, cust, rep } = pair
  const second = await pair.customer.connect('customer')
  await isHere(rep, second.deviceId)
  await says(cust, sessionId, 'from the first')
  await second.next('events', (f) => f.events.some((e) => e.body.type === 'chat.posted'))
  await cust.close()
  await rep.next('devices', (f) => !f.devices.some((d) => d.deviceId === cust.deviceId))
  world.clock.turn(10_000)
  expect((await says(second, sessionId, 'still here')).ok).toBe(true)
  const third = await pair.customer.connect('customer')
  await second.command('session.leave', { sessionId })
  expect((await third.next('standing')).standing).toEqual({ is: 'over', reason: 'left' })
  expect((await says(third, sessionId, 'x')).code).toBe('session.not-found')
  const types = rep.heard.flatMap((f) => (f.t === 'events' && f.sessionId === sessionId ? f.events : []))
  expect(types.map((e) => e.body.type)).not.toContain('session.lost')
  await rep.command('session.end', { sessionId })
})

test('[wire R9] B3: a socket is closed when its sign-in runs out', async () => {
  const tina = await world.person(ada, 'Tina')
  const line = await tina.connect('representative')
  const { expiresAt } = (await tina.call('GET', '/api/v1/account/sign-ins')).body.signIns[0]
  await world.sql(`update account_session set expires_at = now() + interval '1 hour' where user_id = '${tina.id}'`)
  const short = await tina.connect('representative')
  world.clock.turn(3_600_001)
  expect((await short.next('goodbye')).error.code).toBe('account.signed-out')
  line.send({ t: 'ping' })
  await line.next('pong')
  expect(expiresAt).toBeGreaterThan(world.clock.now())
  world.clock.turn(14 * 24 * 3_600_000)
  expect((await line.next('goodbye')).error.code).toBe('account.signed-out')
})
