import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Line, ServerWorld, grant, startPair } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
let rita: Visitor & { id: string }
let rob: Visitor & { id: string }
beforeAll(async () => {
  world = await ServerWorld.start()
  ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
  rob = await world.person(ada, 'Rob')
})
afterAll(() => world.stop())

const everyone = { kind: 'everyone' } as const
/** Waits until the server has noticed that a participant has no device any more. */
const without = (line: Line, id: string) => line.next('devices', (f) => !f.devices.some((d) => d.participantId === id))

test('[session R2] who knocks sees only who will help them, and can do nothing', async () => {
  const rep = await rita.connect('representative')
  const { sessionId, number } = (await rita.call('POST', '/api/v1/sessions')).body
  await rep.command('chat.post', { sessionId, to: everyone, text: 'internal' })
  const carl = world.visitor()
  const standing = (await carl.call('POST', '/api/v1/join', { number, name: 'Carl' })).body
  expect(standing).toMatchObject({ is: 'waiting', representativeName: 'Rita', siteName: 'Acme Support' })
  const line = await carl.connect('customer')
  expect((await line.command('chat.post', { sessionId, to: everyone, text: 'x' })).ok).toBe(false)
  await rep.command('chat.post', { sessionId, to: everyone, text: 'more' })
  expect(line.heard.map((f) => f.t).filter((t) => t !== 'refusal')).toEqual(['welcome'])
  await rep.command('session.end', { sessionId })
  expect((await line.next('standing')).standing).toEqual({ is: 'turned-away', reason: 'ended' })
})

test('[session R3] a customer who is let in while their page still connects learns of it, however the two cross', async () => {
  const rep = await rita.connect('representative')
  const { sessionId, number: first } = (await rita.call('POST', '/api/v1/sessions')).body
  let number = first
  for (let round = 0; round < 20; round += 1) {
    const carl = world.visitor()
    const { participantId: knockId } = (await carl.call('POST', '/api/v1/join', { number, name: 'Carl' })).body
    const { ticket } = (await carl.call('POST', '/api/v1/socket-tickets', { as: 'customer' })).body
    const line = await Line.open(world.url)
    if (round % 2 === 0) line.hello(ticket)
    const admitted = rep.command('session.admit', { sessionId, knockId })
    if (round % 2 === 1) line.hello(ticket)
    const self = (await line.next('welcome')).self
    if (self.kind !== 'customer') throw new Error('a customer is who connects')
    if (self.standing.is !== 'admitted')
      expect((await line.next('standing')).standing).toMatchObject({ is: 'admitted' })
    expect((await admitted).ok).toBe(true)
    await expect.poll(() => line.heard.filter((f) => f.t === 'events').length).toBeGreaterThan(0)
    await line.command('session.leave', { sessionId })
    await line.close()
    ;({ number } = (
      await rita.call('POST', `/api/v1/sessions/${sessionId}/invitations`, { for: 'customer', by: 'number' })
    ).body)
  }
  await rep.command('session.end', { sessionId })
})

test('[session R4, R14] E2: a customer never receives account ids, the number, knocks of others or what was said before', async () => {
  const rep = await rita.connect('representative')
  const { sessionId, number } = (await rita.call('POST', '/api/v1/sessions')).body
  await rep.command('chat.post', { sessionId, to: everyone, text: 'said before' })
  const [carl, dora] = [world.visitor(), world.visitor()]
  const knock = (await carl.call('POST', '/api/v1/join', { number, name: 'Carl' })).body.participantId
  await dora.call('POST', '/api/v1/join', { number, name: 'Dora the other' })
  const line = await carl.connect('customer')
  const other = await dora.connect('customer')
  await rep.command('session.admit', { sessionId, knockId: knock })
  await line.event('session.admitted')
  expect((await other.next('standing')).standing).toEqual({ is: 'turned-away', reason: 'taken' })
  await rep.command('chat.post', { sessionId, to: { kind: 'participant', participantId: knock }, text: 'to you' })
  await line.event('chat.posted')
  const heard = JSON.stringify(line.heard)
  for (const secret of [rita.id, number, 'Dora', 'said before', 'rita@example.com']) expect(heard).not.toContain(secret)
  expect(JSON.stringify(other.heard)).not.toContain(rita.id)
  await rep.command('session.end', { sessionId })
})

test('[session R5] a second representative joins by link without any grant, and is seen', async () => {
  const pair = await startPair(world, rita)
  await grant(pair, 'desktop.view')
  const link = (
    await rita.call('POST', `/api/v1/sessions/${pair.sessionId}/invitations`, { for: 'representative', by: 'link' })
  ).body.url
  const robLine = await rob.connect('representative')
  const token = link.split('/').at(-1)
  expect((await rob.call('POST', '/api/v1/invitations/accept', { token })).body).toEqual({ sessionId: pair.sessionId })
  const { participantId, events } = await robLine.next('events', (f) => f.sessionId === pair.sessionId)
  expect(events[0]?.seq).toBe(1)
  expect((await pair.cust.event('session.joined')).name).toBe('Rob')
  expect((await ada.call('POST', '/api/v1/invitations/accept', { token })).body.code).toBe('invite.not-valid')
  await pair.rep.command('session.leave', { sessionId: pair.sessionId })
  expect((await robLine.event('session.primary-changed')).participantId).toBe(participantId)
  await robLine.command('session.end', { sessionId: pair.sessionId })
  await robLine.close()
})

test('[chat R1] the session’s page shows nobody words that were for others, not to colleagues and not to administrators', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, rep, custId } = pair
  const { url } = (
    await rita.call('POST', `/api/v1/sessions/${sessionId}/invitations`, { for: 'representative', by: 'link' })
  ).body
  const line = await rob.connect('representative')
  await rob.call('POST', '/api/v1/invitations/accept', { token: url.split('/').at(-1) })
  await line.next('events', (f) => f.sessionId === sessionId)
  await rep.command('chat.post', { sessionId, to: everyone, text: 'for all' })
  await rep.command('chat.post', { sessionId, to: { kind: 'participant', participantId: custId }, text: 'for Carl' })
  const texts = async (reader: Visitor) =>
    (await reader.call('GET', `/api/v1/sessions/${sessionId}`)).body.events.flatMap((e: { body: { text?: string } }) =>
      e.body.text === undefined ? [] : [e.body.text],
    )
  for (const when of ['live', 'ended']) {
    expect([when, await texts(rita)]).toEqual([when, ['for all', 'for Carl']])
    for (const reader of [rob, ada]) expect([when, await texts(reader)]).toEqual([when, ['for all']])
    await rep.command('session.end', { sessionId })
  }
  for (const each of [rep, line]) await each.close()
})

test('[session R7, R8, R9] a participant is lost after seconds, returns as if nothing was, and has left after five minutes', async () => {
  const pair = await startPair(world, rita)
  await pair.cust.close()
  await without(pair.rep, pair.custId)
  world.clock.turn(5_000)
  const { lossId } = await pair.rep.event('session.lost')
  const back = await pair.customer.connect('customer')
  expect((await pair.rep.event('session.returned')).lossId).toBe(lossId)
  await back.close()
  await without(pair.rep, pair.custId)
  world.clock.turn(5_000)
  await pair.rep.event('session.lost')
  world.clock.turn(5 * 60_000 + 1_000)
  expect(await pair.rep.event('session.left')).toMatchObject({ participantId: pair.custId, reason: 'timed-out' })
  expect((await pair.customer.call('GET', '/api/v1/join')).body).toEqual({ is: 'over', reason: 'timed-out' })
  await pair.rep.command('session.end', { sessionId: pair.sessionId })
})

test('[session R10] a session that every representative left by time-out is abandoned', async () => {
  const pair = await startPair(world, rob)
  await pair.rep.close()
  await without(pair.cust, pair.repId)
  world.clock.turn(5_000)
  await pair.cust.event('session.lost')
  world.clock.turn(5 * 60_000 + 1_000)
  expect((await pair.cust.event('session.ended')).reason).toBe('abandoned')
})

test('[session R11, R12] only the primary representative ends, and afterwards nothing happens any more', async () => {
  const pair = await startPair(world, rita)
  const { sessionId } = pair
  expect((await pair.cust.command('session.end', { sessionId })).code).toBe('session.not-allowed')
  expect((await pair.rep.command('session.end', { sessionId })).ok).toBe(true)
  expect((await pair.cust.event('session.ended')).reason).toBe('ended')
  expect((await pair.rep.command('chat.post', { sessionId, to: everyone, text: 'late' })).code).toBe(
    'session.not-found',
  )
  const page = (await rita.call('GET', `/api/v1/sessions/${sessionId}`)).body
  expect(page.events.at(-1).body.type).toBe('session.ended')
  expect((await rob.call('GET', `/api/v1/sessions/${sessionId}`)).status).toBe(404)
})

test('[session R13] after the customer left, a new number lets another one in', async () => {
  const pair = await startPair(world, rita)
  const { sessionId } = pair
  await pair.cust.command('session.leave', { sessionId })
  await pair.rep.event('session.left')
  const { number } = (
    await rita.call('POST', `/api/v1/sessions/${sessionId}/invitations`, { for: 'customer', by: 'number' })
  ).body
  const dora = world.visitor()
  const { participantId } = (await dora.call('POST', '/api/v1/join', { number, name: 'Dora' })).body
  const line = await dora.connect('customer')
  await pair.rep.command('session.admit', { sessionId, knockId: participantId })
  await line.event('session.admitted')
  expect(JSON.stringify(line.heard)).not.toContain('Carl')
  await pair.rep.command('session.end', { sessionId })
})

test('a database that has no room refuses a message with a sentence, and the session goes on with everyone in it', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, rep, cust } = pair
  await world.sql(`create function no_room() returns trigger language plpgsql as
    $$ begin raise exception 'no room' using errcode = 'disk_full'; end $$`)
  await world.sql('create trigger no_room before insert on session_event execute function no_room()')
  const commandId = randomUUID()
  const message = { sessionId, commandId, to: everyone, text: 'into nothing' }
  expect((await cust.ask('chat.post', message)).code).toBe('server.full')
  // Who comes back meanwhile finds all that was there.
  const again = await rita.connect('representative', { deviceId: randomUUID() })
  const { events } = await again.next('events', (f) => f.sessionId === sessionId)
  expect(events.map((e) => e.body.type)).toContain('session.admitted')
  await world.sql('drop trigger no_room on session_event')
  expect((await cust.ask('chat.post', message)).ok).toBe(true)
  expect((await rep.event('chat.posted')).text).toBe('into nothing')
  await world.sql('drop function no_room')
  await again.close()
  await rep.command('session.end', { sessionId })
})

test('[wire R4] a connection to the database that dies in the commit loses nothing: the command comes again, and counts once', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, rep, cust } = pair
  await world.sql(`create function cut() returns trigger language plpgsql as
    $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`)
  const commandId = randomUUID()
  await world.sql(
    'create constraint trigger cut after insert on session_event deferrable initially deferred for each row execute function cut()',
  )
  expect((await cust.ask('chat.post', { sessionId, commandId, to: everyone, text: 'once' })).code).toBe(
    'server.unavailable',
  )
  await world.sql('drop trigger cut on session_event')
  await world.sql('drop function cut')
  expect((await cust.ask('chat.post', { sessionId, commandId, to: everyone, text: 'once' })).ok).toBe(true)
  expect((await rep.event('chat.posted')).text).toBe('once')
  await rep.command('session.end', { sessionId })
})

test('[wire R5] what another process stored in a session is told to everyone here before what comes next', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, rep, cust, custId } = pair
  const body = JSON.stringify({ type: 'chat.posted', messageId: randomUUID(), to: everyone, text: 'from elsewhere' })
  await world.sql(`with moved as (update session set last_seq = last_seq + 1 where id = '${sessionId}' returning last_seq)
    insert into session_event (session_id, seq, at, actor, type, body)
    select '${sessionId}', last_seq, 1, '${custId}', 'chat.posted', '${body}' from moved`)
  expect((await cust.command('chat.post', { sessionId, to: everyone, text: 'from here' })).ok).toBe(true)
  const texts = () =>
    rep.heard.flatMap((f) =>
      f.t === 'events' ? f.events.flatMap((e) => (e.body.type === 'chat.posted' ? [e.body.text] : [])) : [],
    )
  await expect.poll(texts).toEqual(['from elsewhere', 'from here'])
  await rep.command('session.end', { sessionId })
})

test('[consent R14] a restart of the server loses no message and no grant, and old sockets come back to where they were', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, custId } = pair
  const grantId = await grant(pair, 'desktop.view')
  await pair.cust.command('chat.post', { sessionId, to: everyone, text: 'before the restart' })
  await world.deskside.stop()
  await world.open()
  const [again, carl] = [world.visitor(), world.visitor()]
  for (const [from, to] of [
    [rita, again],
    [pair.customer, carl],
  ] as const)
    for (const [name, value] of from.jar) to.jar.set(name, value)
  const [rep, cust] = [await again.connect('representative'), await carl.connect('customer')]
  const { events } = await cust.next('events')
  expect(events.some((e) => e.body.type === 'chat.posted' && e.body.text === 'before the restart')).toBe(true)
  expect(
    (await cust.command('screen.start', { sessionId, grantId, streamId: 's1', surface: 'monitor', audio: false })).ok,
  ).toBe(true)
  expect((await rep.event('screen.started')).grantId).toBe(grantId)
  // C12's kin: nobody was asked again, and nobody counts as gone who came back in time.
  world.clock.turn(61_000)
  expect(
    rep.heard.flatMap((f) => (f.t === 'events' && f.sessionId === sessionId ? f.events.map((e) => e.body.type) : [])),
  ).not.toContain('session.lost')
  expect((await carl.call('GET', '/api/v1/join')).body).toMatchObject({ is: 'admitted', participantId: custId })
  rita.jar.clear()
  await rep.command('session.end', { sessionId })
})
