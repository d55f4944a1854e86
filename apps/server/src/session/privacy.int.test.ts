import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD, ServerWorld, grant, startPair } from '../testing/world.ts'
import type { Line, Pair, Visitor } from '../testing/world.ts'

const SECRET = 'a secret of the relay'
let world: ServerWorld
let rita: Visitor & { id: string }
let rob: Visitor & { id: string }
beforeAll(async () => {
  world = await ServerWorld.start({ TURN_URLS: 'turn:turn.example:3478', TURN_SECRET: SECRET })
  const ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
  rob = await world.person(ada, 'Rob')
})
afterAll(() => world.stop())

const everyone = { kind: 'everyone' } as const

/** Every place in a JSON value, lists as one: `events[].body.text`. A union shows by its kind: `events[].body<chat.posted>.text`. */
function placesIn(value: unknown, at: string, into: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const item of value) placesIn(item, `${at}[]`, into)
  else if (typeof value === 'object' && value !== null) {
    const kind = 'type' in value ? `<${String(value.type)}>` : ''
    for (const [name, item] of Object.entries(value)) placesIn(item, `${at}${kind}.${name}`, into)
  } else into.add(at)
  return into
}
function placesOf(line: Line): string[] {
  const places = new Set<string>()
  for (const frame of line.heard) placesIn({ ...frame, t: undefined }, frame.t, places)
  return [...places].filter((place) => !place.endsWith('.t')).sort()
}

interface Scene extends Pair {
  readonly knocker: Line
  readonly other: Line
}
/** Whatever can happen in a session, before a customer, a colleague and somebody who knocks. */
async function play(): Promise<Scene> {
  const rep = await rita.connect('representative')
  const { sessionId, number } = (await rita.call('POST', '/api/v1/sessions')).body
  const { participantId: repId } = await rep.next('events', (f) => f.sessionId === sessionId)
  const [carl, dora] = [world.visitor(), world.visitor()]
  const custId: string = (await carl.call('POST', '/api/v1/join', { number, name: 'Carl' })).body.participantId
  await dora.call('POST', '/api/v1/join', { number, name: 'Dora', timeZone: 'Asia/Tokyo' })
  const [cust, knocker] = [await carl.connect('customer'), await dora.connect('customer')]
  await rep.command('session.admit', { sessionId, knockId: custId })
  await cust.event('session.admitted')
  const pair: Pair = { sessionId, representative: rita, customer: carl, rep, cust, repId, custId }
  const other = await rob.connect('representative')
  const path = `/api/v1/sessions/${sessionId}/invitations`
  const { url } = (await rita.call('POST', path, { for: 'representative', by: 'link' })).body
  await rob.call('POST', '/api/v1/invitations/accept', { token: url.split('/').at(-1) })
  const { participantId: robId } = await other.next('events', (f) => f.sessionId === sessionId)
  const toRob = { kind: 'participant', participantId: robId } as const
  await rep.command('chat.post', { sessionId, to: toRob, text: 'between colleagues' })
  rep.send({ t: 'signal', body: { m: 'chat.typing', p: { sessionId, to: toRob, typing: true } } })
  await cust.command('chat.post', { sessionId, to: everyone, text: 'to all' })
  await rita.call('PUT', `/api/v1/sessions/${sessionId}/notes`, { text: 'notes on Carl', version: 0 })
  await rep.command('session.set-display-mode', { sessionId, mode: 'sampling' })
  await rep.command('consent.request', { sessionId, capability: 'desktop.control' })
  const { requestId } = await cust.event('consent.requested')
  await cust.command('consent.prepare', { sessionId, requestId })
  await cust.command('consent.decline', { sessionId, requestId })
  const grantId = await grant(pair, 'desktop.view', true)
  const start = { sessionId, grantId, streamId: 's', surface: 'monitor', audio: false } as const
  await cust.command('screen.start', start)
  await rep.event('screen.started')
  for (const line of [cust, rep]) await line.ask('link.servers', { sessionId })
  const word = { kind: 'wanted' } as const
  rep.send({ t: 'signal', body: { m: 'link.signal', p: { sessionId, toDeviceId: cust.deviceId, body: word } } })
  await cust.next('link')
  await rep.command('session.end', { sessionId })
  for (const line of [cust, other]) await line.event('session.ended')
  // It comes a moment after the welcome.
  await expect.poll(() => other.heard.some(({ t }) => t === 'inbox')).toBe(true)
  return { ...pair, knocker, other }
}

const CUSTOMER = `
devices.devices[].deviceId devices.devices[].participantId devices.devices[].program devices.sessionId
events.actions[] events.events[].at
events.events[].body<chat.posted>.messageId events.events[].body<chat.posted>.text events.events[].body<chat.posted>.to.kind
events.events[].body<chat.posted>.type events.events[].body<consent.everything-allowed>.customerId
events.events[].body<consent.everything-allowed>.program
events.events[].body<consent.everything-allowed>.representativeId events.events[].body<consent.everything-allowed>.type
events.events[].body<consent.everything-ended>.customerId events.events[].body<consent.everything-ended>.representativeId
events.events[].body<consent.everything-ended>.type events.events[].body<consent.granted>.automatic
events.events[].body<consent.granted>.capability events.events[].body<consent.granted>.customerId
events.events[].body<consent.granted>.detail
events.events[].body<consent.granted>.program
events.events[].body<consent.granted>.grantId events.events[].body<consent.granted>.representativeId
events.events[].body<consent.granted>.requestId events.events[].body<consent.granted>.type
events.events[].body<consent.requested>.capability events.events[].body<consent.requested>.customerId
events.events[].body<consent.requested>.detail
events.events[].body<consent.requested>.expiresAt events.events[].body<consent.requested>.representativeId
events.events[].body<consent.requested>.requestId events.events[].body<consent.requested>.type
events.events[].body<consent.prepared>.expiresAt events.events[].body<consent.prepared>.requestId
events.events[].body<consent.prepared>.type events.events[].body<consent.declined>.requestId
events.events[].body<consent.declined>.type events.events[].body<session.display-mode-changed>.mode
events.events[].body<session.display-mode-changed>.type
events.events[].body<consent.revoked>.grantId events.events[].body<consent.revoked>.reason
events.events[].body<consent.revoked>.type events.events[].body<screen.started>.audio
events.events[].body<screen.started>.deviceId events.events[].body<screen.started>.grantId
events.events[].body<screen.started>.streamId events.events[].body<screen.started>.surface
events.events[].body<screen.started>.type events.events[].body<screen.stopped>.grantId
events.events[].body<screen.stopped>.reason events.events[].body<screen.stopped>.type
events.events[].body<session.admitted>.knockId events.events[].body<session.admitted>.name
events.events[].body<session.admitted>.type events.events[].body<session.ended>.reason
events.events[].body<session.ended>.type events.events[].body<session.joined>.name
events.events[].body<session.joined>.participantId events.events[].body<session.joined>.type
events.events[].body<session.joined>.userId events.events[].body<session.started>.name
events.events[].body<session.started>.participantId events.events[].body<session.started>.siteName
events.events[].body<session.started>.supportManagerAllowed events.events[].body<session.started>.type
events.events[].body<session.started>.userId events.events[].by
events.events[].seq events.participantId events.sessionId link.body.kind link.from.deviceId link.from.participantId
link.from.program link.sessionId reply.id reply.ok reply.result reply.result.expiresAt reply.result.iceServers[].credential
reply.result.iceServers[].urls[] reply.result.iceServers[].username standing.standing.is standing.standing.name
standing.standing.participantId standing.standing.reason standing.standing.sessionId welcome.build welcome.now
welcome.self.kind welcome.self.standing.is welcome.self.standing.name welcome.self.standing.participantId
welcome.self.standing.representativeName welcome.self.standing.sessionId welcome.self.standing.siteName`
const KNOCKER = `standing.standing.is standing.standing.reason welcome.build welcome.now welcome.self.kind
welcome.self.standing.is welcome.self.standing.name welcome.self.standing.participantId
welcome.self.standing.representativeName welcome.self.standing.sessionId welcome.self.standing.siteName`
/** What a colleague receives beyond the customer's: knocks, private words, the number, notes, their own name. */
const COLLEAGUE = `
events.events[].body<chat.posted>.to.participantId
events.events[].body<session.knock-ended>.knockId events.events[].body<session.knock-ended>.reason
events.events[].body<session.knock-ended>.type events.events[].body<session.knocked>.browser
events.events[].body<session.knocked>.knockId events.events[].body<session.knocked>.name
events.events[].body<session.knocked>.place events.events[].body<session.knocked>.type notes.sessionId notes.version
number.expiresAt number.number number.sessionId inbox.inbox.reason inbox.inbox.state inbox.inbox.wrapUpUntil inbox.inbox.capacity inbox.inbox.used typing.from typing.sessionId typing.to.kind typing.to.participantId
typing.typing welcome.self.name welcome.self.userId`
/** … and what is none of a colleague's: words between two devices, the customer's standing, answers to others. */
const NOT_COLLEAGUE = /^(link|standing|reply)\.|^welcome\.self\.standing/

test('[session R14, R16] E2: each role receives the fields of this list over the socket, and no others', async () => {
  const scene = await play()
  const list = (text: string): string[] => text.trim().split(/\s+/)
  expect(placesOf(scene.cust)).toEqual(list(CUSTOMER).sort())
  expect(placesOf(scene.knocker)).toEqual(list(KNOCKER).sort())
  expect(placesOf(scene.other)).toEqual(
    [...list(CUSTOMER).filter((place) => !NOT_COLLEAGUE.test(place)), ...list(COLLEAGUE)].sort(),
  )
  const [customer, knocker, colleague] = [scene.cust, scene.knocker, scene.other].map((line) =>
    JSON.stringify(line.heard),
  )
  const token = scene.customer.jar.values().next().value ?? 'none'
  for (const secret of [SECRET, token, 'example.com', PASSWORD, rita.cookie, '127.0.0.1'])
    for (const heard of [customer, knocker, colleague]) expect(heard).not.toContain(secret)
  for (const secret of [rita.id, rob.id, 'Dora', 'between colleagues', 'notes on Carl', 'Asia/Tokyo'])
    expect(customer).not.toContain(secret)
  for (const secret of [rita.id, 'Carl', 'to all', rob.id]) expect(knocker).not.toContain(secret)
  // Fields of accounts are there for the state's sake, and empty.
  const ids = scene.cust.heard.flatMap((f) =>
    f.t === 'events' ? f.events.flatMap(({ body }) => ('userId' in body ? [body.userId] : [])) : [],
  )
  expect(new Set(ids)).toEqual(new Set(['']))
})

test('E2: over HTTP each role receives the fields of this list, and no others', async () => {
  const pair = await startPair(world, rita)
  const placesAt = async (who: Visitor, path: string): Promise<string[]> => [
    ...placesIn((await who.call('GET', path)).body, '', new Set()),
  ]
  expect((await placesAt(pair.customer, '/api/v1/join')).sort()).toEqual([
    '.is',
    '.name',
    '.participantId',
    '.sessionId',
  ])
  expect((await placesAt(world.visitor(), '/api/v1/site')).sort()).toEqual([
    '.monitoring.disclosure',
    '.monitoring.policy',
    '.name',
    '.setUp',
    '.supportManagerAllowed',
    '.url',
  ])
  expect((await placesAt(rita, '/api/v1/account')).sort()).toEqual(['.email', '.id', '.name', '.role'])
  const rows = await placesAt(rita, '/api/v1/sessions')
  const row = ['customerName', 'endedAt', 'representativeName', 'sessionId', 'startedAt']
  expect(rows.sort()).toEqual(['.more', ...row.map((name) => `.sessions[].${name}`)])
  const signIns = ['browser', 'createdAt', 'current', 'expiresAt', 'id']
  expect((await placesAt(rita, '/api/v1/account/sign-ins')).sort()).toEqual(signIns.map((name) => `.signIns[].${name}`))
  await pair.rep.command('session.end', { sessionId: pair.sessionId })
})

test('D7: numbers, tokens, tickets, cookies, names, messages, notes, e-mails and passwords stand in no log, errors included', async () => {
  const pair = await startPair(world, rita)
  const { sessionId } = pair
  const path = `/api/v1/sessions/${sessionId}`
  const asked = async (by: string, audience = 'customer'): Promise<string> => {
    const { number, url } = (await rita.call('POST', `${path}/invitations`, { for: audience, by })).body
    return number ?? url.split('/').at(-1)
  }
  await pair.cust.command('session.leave', { sessionId })
  const secrets: string[] = [await asked('number'), await asked('link'), await asked('link', 'representative')]
  const [number = '', token = ''] = secrets
  const ticket: string = (await rita.call('POST', '/api/v1/socket-tickets', { as: 'representative' })).body.ticket
  secrets.push(ticket, rita.jar.values().next().value ?? 'none', pair.customer.jar.values().next().value ?? 'none')
  const visitor = world.visitor()
  await visitor.call('GET', `/j/${token}?number=${number}`)
  await visitor.call('GET', `/nothing/${token}`)
  await visitor.call('POST', '/api/v1/join', { token, name: 'Carl Private' })
  await visitor.call('POST', '/api/v1/join', `{"number":"${number}","name":`)
  await visitor.call('POST', '/api/v1/account/sign-in', { email: 'typed@example.com', password: 'typed password' })
  const sayAll = async (): Promise<void> => {
    await pair.rep.command('chat.post', { sessionId, to: everyone, text: 'a private message' })
    await rita.call('PUT', `${path}/notes`, { text: 'a private note', version: 0 })
    await world.visitor().call('POST', '/api/v1/join', { number, name: 'Carl Private' })
    const person = { name: 'Private Person', email: 'private@example.com', role: 'manager', password: PASSWORD }
    await rita.call('POST', '/api/v1/users', person)
  }
  await sayAll()
  // The same while the database refuses all of it: what is logged then is the code's own.
  const tables = ['session_event', 'notes', 'invitation']
  const refuse = tables.map((table) => `alter table ${table} add constraint never check (false) not valid`)
  await world.sql(refuse.join(';'))
  await sayAll()
  await rita.call('POST', `${path}/invitations`, { for: 'customer', by: 'number' })
  await world.sql(tables.map((table) => `alter table ${table} drop constraint never`).join(';'))
  const database = join(world.folder, 'data', 'postgres.log')
  expect(existsSync(database)).toBe(true)
  const logs = { server: world.logged.join(''), database: readFileSync(database, 'utf8') }
  for (const [name, log] of Object.entries(logs)) {
    expect([name, log.includes('never')]).toEqual([name, true])
    const typed = [
      'Carl Private',
      'private message',
      'private note',
      'Private Person',
      'example.com',
      'typed',
      PASSWORD,
    ]
    for (const secret of [...secrets, ...typed])
      expect([name, secret, log.includes(secret)]).toEqual([name, secret, false])
  }
  await pair.rep.command('session.end', { sessionId })
})
