import { randomUUID } from 'node:crypto'
import { PROGRAM_SOCKET_PATH, REQUESTS, SOCKET_PATH } from '@deskside/protocol'
import type { RequestName } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Line, Program, ServerWorld, startPair } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
let rita: Visitor
beforeAll(async () => {
  world = await ServerWorld.start()
  ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
})
afterAll(() => world.stop())

test('[wire R11] B1: at the program’s address no origin is let in, at the page’s none but our own', async () => {
  for (const origin of [world.url, 'https://evil.example', 'null'])
    await expect(Line.open(world.url, { origin }, PROGRAM_SOCKET_PATH)).rejects.toThrow('status 403')
  await expect(Line.open(world.url, {}, SOCKET_PATH)).rejects.toThrow('status 403')
  for (const path of ['/ws/', '/ws/support-manager/', '/ws/support-manager/x', '/WS/support-manager'])
    await expect(Line.open(world.url, {}, path as typeof SOCKET_PATH)).rejects.toThrow('status 404')
  await (await Line.open(world.url, {}, PROGRAM_SOCKET_PATH)).close()
})

test('[wire R11] B1: either kind of ticket is worth nothing at the other’s address, and is used up by the try', async () => {
  const { sessionId, customer, rep } = await startPair(world, rita)
  const program = await Program.broughtBy(customer)
  const tryAt = async (ticket: string, path: typeof SOCKET_PATH | typeof PROGRAM_SOCKET_PATH): Promise<string> => {
    const line = await Line.open(world.url, path === SOCKET_PATH ? { origin: world.url } : {}, path)
    line.hello(ticket)
    return (await line.next('goodbye')).error.code
  }
  const ofProgram = (await program.ticket()) ?? ''
  const ofPage: string = (await customer.call('POST', '/api/v1/socket-tickets', { as: 'customer' })).body.ticket
  for (const [ticket, wrong, right] of [
    [ofProgram, SOCKET_PATH, PROGRAM_SOCKET_PATH],
    [ofPage, PROGRAM_SOCKET_PATH, SOCKET_PATH],
  ] as const)
    for (const path of [wrong, right]) expect(await tryAt(ticket, path)).toBe('account.signed-out')
  await rep.command('session.end', { sessionId })
})

test('[wire R11] B1: a program’s token opens nothing of the site but its own tickets', async () => {
  const { sessionId, rep } = await startPair(world, rita)
  const { access } = await Program.broughtBy(rita, sessionId)
  for (const path of ['/api/v1/account', '/api/v1/sessions', `/api/v1/sessions/${sessionId}`, '/api/v1/users']) {
    const answer = await fetch(world.url + path, { headers: { authorization: `Bearer ${access.token}` } })
    expect([path, answer.status]).toEqual([path, 401])
  }
  const pass = await fetch(`${world.url}/api/v1/support-manager/passes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sessionId }),
  })
  expect(pass.status).toBe(401)
  await rep.command('session.end', { sessionId })
})

const MAY: readonly RequestName[] = [
  'consent.allow',
  'consent.decline',
  'consent.revoke',
  'consent.revoke-everything',
  'device.report',
  'screen.start',
  'link.servers',
  'chat.post',
  'session.leave',
]

test('[wire R11] C3: a program answers, stops, captures, chats and leaves; all else is refused and noted', async () => {
  const { sessionId, rep, customer, repId, custId } = await startPair(world, rita)
  const [ofCustomer, ofRepresentative] = [
    await (await Program.broughtBy(customer)).connect(),
    await (await Program.broughtBy(rita, sessionId)).connect(),
  ]
  const payload = (name: RequestName) => ({
    sessionId,
    commandId: randomUUID(),
    knockId: randomUUID(),
    requestId: randomUUID(),
    grantId: randomUUID(),
    representativeId: repId,
    capability: 'desktop.view',
    everything: true,
    mode: 'sampling',
    transferId: randomUUID(),
    to: name === 'transfer.offer' ? { kind: 'queue', queueId: randomUUID() } : { kind: 'everyone' },
    text: 'x',
    message: 'x',
    streamId: 's',
    surface: 'monitor',
    audio: false,
  })
  const forbidden = (Object.keys(REQUESTS) as RequestName[]).filter((name) => !MAY.includes(name))
  expect(forbidden).toContain('consent.request')
  for (const name of forbidden)
    for (const line of [ofCustomer, ofRepresentative])
      expect([name, (await line.ask(name, payload(name))).code]).toEqual([name, 'session.not-allowed'])
  const asked = await rep.command('consent.request', { sessionId, capability: 'desktop.view' })
  expect(asked.ok).toBe(true)
  expect((await ofRepresentative.command('chat.post', { sessionId, to: { kind: 'everyone' }, text: 'hello' })).ok).toBe(
    true,
  )
  const denied = async (): Promise<string[][]> =>
    (await ada.call('GET', '/api/v1/audit?limit=200')).body.events
      .filter((e: { action: string }) => e.action === 'request.denied')
      .map((e: { actor: string; subject: string }) => [e.actor, e.subject])
  for (const actor of [custId, repId])
    for (const name of forbidden) await expect.poll(denied).toContainEqual([actor, name])
  await rep.command('session.end', { sessionId })
})

test('[wire R11] a representative’s program sits in its own session only, whatever others they have or start', async () => {
  const first = await startPair(world, rita)
  const second = await startPair(world, rita)
  const prog = await (await Program.broughtBy(rita, first.sessionId)).connect()
  const third = await startPair(world, rita)
  const post = (sessionId: string) => prog.command('chat.post', { sessionId, to: { kind: 'everyone' }, text: 'x' })
  expect((await post(first.sessionId)).ok).toBe(true)
  for (const { sessionId } of [second, third]) expect((await post(sessionId)).code).toBe('session.not-found')
  const sessions = prog.heard.flatMap((f) => ('sessionId' in f ? [f.sessionId] : []))
  expect(new Set(sessions)).toEqual(new Set([first.sessionId]))
  for (const { rep, sessionId } of [first, second, third]) await rep.command('session.end', { sessionId })
})

test('[session R8] a representative is here by their page: their program alone does not make them present', async () => {
  const rhea = await world.person(ada, 'Rhea')
  const { sessionId, rep, cust, repId } = await startPair(world, rhea)
  const prog = await (await Program.broughtBy(rhea, sessionId)).connect()
  await rep.close()
  await cust.next('devices', (f) => f.devices.filter((d) => d.participantId === repId).length === 1)
  world.clock.turn(4_001)
  expect((await cust.event('session.lost')).participantId).toBe(repId)
  await prog.close()
  const back = await rhea.connect('representative')
  expect((await cust.event('session.returned')).participantId).toBe(repId)
  await back.command('session.end', { sessionId })
})

test('[session R8] a customer is here by their program alone: their page may be closed', async () => {
  const { sessionId, rep, cust, customer, custId } = await startPair(world, rita)
  const prog = await (await Program.broughtBy(customer)).connect()
  await cust.close()
  await rep.next('devices', (f) => f.devices.filter((d) => d.participantId === custId).length === 1)
  world.clock.turn(10_000)
  // Something later that did arrive shows that nothing was said about the customer before it.
  await prog.command('chat.post', { sessionId, to: { kind: 'everyone' }, text: 'still here' })
  await rep.event('chat.posted')
  expect(rep.heard.some((f) => f.t === 'events' && f.events.some((e) => e.body.type === 'session.lost'))).toBe(false)
  await prog.close()
  await rep.next('devices', (f) => f.devices.every((d) => d.participantId !== custId))
  world.clock.turn(4_001)
  expect((await rep.event('session.lost')).participantId).toBe(custId)
  await rep.command('session.end', { sessionId })
})
