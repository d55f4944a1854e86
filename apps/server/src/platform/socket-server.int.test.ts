import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { PROTOCOL_VERSION } from '@deskside/protocol'
import type { ServerFrame } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { Line, ServerWorld, startPair } from '../testing/world.ts'
import type { Pair, Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
let rita: Visitor
let pair: Pair
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
  pair = await startPair(world, rita)
})
afterAll(() => world.stop())

const everyone = { kind: 'everyone' } as const

test('B1: a socket from a foreign page is refused before anything is read', async () => {
  const { port } = new URL(world.url)
  const foreign = [
    'https://evil.example',
    'null',
    `${world.url}.evil.example`,
    `http://127.0.0.1:${Number(port) + 1}`,
    `https://127.0.0.1:${port}`,
    `http://localhost:${port}`,
    `http://127.0.0.1:${port}@evil.example`,
    `${world.url}/`,
    '',
  ]
  for (const origin of foreign)
    await expect(Line.open(world.url, { origin, cookie: rita.cookie }), origin).rejects.toThrow('403')
  await expect(Line.open(world.url, { cookie: rita.cookie, 'user-agent': 'Mozilla/5.0 Chrome' })).rejects.toThrow('403')
})

test('B2: forwarded headers do not talk a foreign page in', async () => {
  const headers = {
    origin: 'https://evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example;proto=https',
    host: 'evil.example',
  }
  await expect(Line.open(world.url, headers)).rejects.toThrow('403')
})

const ticketOf = async (visitor: Visitor, as: 'representative' | 'customer'): Promise<string> =>
  (await visitor.call('POST', '/api/v1/socket-tickets', { as })).body.ticket
/** What a socket hears first when it shows a ticket. */
async function show(ticket: string): Promise<ServerFrame> {
  const line = await Line.open(world.url)
  const first = once(line.socket, 'message')
  line.hello(ticket)
  await first
  await line.close()
  return line.heard[0] as ServerFrame
}

test('[wire R1] B9: a ticket opens one socket, once, and not after thirty seconds', async () => {
  const used = await ticketOf(rita, 'representative')
  expect((await show(used)).t).toBe('welcome')
  expect(await show(used)).toMatchObject({ t: 'goodbye', error: { code: 'account.signed-out' } })
  const [young, old] = [await ticketOf(rita, 'representative'), await ticketOf(rita, 'representative')]
  world.clock.turn(28_000)
  expect((await show(young)).t).toBe('welcome')
  world.clock.turn(3_000)
  expect(await show(old)).toMatchObject({ t: 'goodbye', error: { code: 'account.signed-out' } })
  expect(await show('')).toMatchObject({ t: 'goodbye', error: { code: 'account.signed-out' } })
  for (const ticket of [used, young, old]) expect(world.logged.join('')).not.toContain(ticket)
})

test('[wire R1] B9: a ticket stands for the one who fetched it, and two shown at once are one', async () => {
  expect(await show(await ticketOf(rita, 'representative'))).toMatchObject({
    self: { kind: 'representative', name: 'Rita' },
  })
  const customer = await show(await ticketOf(pair.customer, 'customer'))
  expect(customer).toMatchObject({
    self: { kind: 'customer', standing: { sessionId: pair.sessionId, participantId: pair.custId } },
    sessions: [{ sessionId: pair.sessionId, participantId: pair.custId }],
  })
  const shared = await ticketOf(rita, 'representative')
  const heard = await Promise.all(Array.from({ length: 5 }, () => show(shared)))
  expect(heard.filter((frame) => frame.t === 'welcome')).toHaveLength(1)
})

test('[wire R1] B9: a ticket in the address, and the cookies alone, open nothing', async () => {
  const ticket = await ticketOf(rita, 'representative')
  const socket = new WebSocket(`${world.url.replace('http', 'ws')}/ws?ticket=${ticket}`, {
    headers: { origin: world.url, cookie: rita.cookie, authorization: `Bearer ${ticket}` },
  })
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(
    JSON.stringify({ t: 'hello', protocol: PROTOCOL_VERSION, ticket: '', deviceId: randomUUID(), resume: [] }),
  )
  const [code] = await once(socket, 'close')
  expect(code).toBe(1008)
  expect((await show(ticket)).t).toBe('welcome')
})

test('[wire R1] B9: who fetches many tickets pushes out their own, not those of others', async () => {
  const mine = await ticketOf(pair.customer, 'customer')
  const first = await ticketOf(rita, 'representative')
  for (let i = 0; i < 50; i += 1) await ticketOf(rita, 'representative')
  expect((await show(first)).t).toBe('goodbye')
  expect((await show(mine)).t).toBe('welcome')
})

test('an upgrade to an address that is none, or to another one, is refused and disturbs nobody', async () => {
  const { port, hostname } = new URL(world.url)
  for (const path of ['//', '/ws/', '/WS', 'ws', '//ws', '/%77s', 'http://[', '*', '/api/v1/site']) {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nOrigin: ${world.url}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    )
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect([path, /^HTTP\/1\.1 40[04]/.test(answer.toString())]).toEqual([path, true])
    socket.destroy()
  }
  expect((await world.visitor().call('GET', '/healthz')).status).toBe(200)
})

test('A10: what looks like a command where a version belongs is an unreadable frame', async () => {
  for (const protocol of [';id', '$(id)', '`id`', '1\n2', '1']) {
    const line = await Line.open(world.url)
    const ticket = await ticketOf(rita, 'representative')
    line.send({ t: 'hello', protocol, ticket, deviceId: randomUUID(), resume: [] })
    expect((await line.next('goodbye')).error.code).toBe('request.invalid')
  }
})

test('A17: poisoned and doubled names over the socket do nothing, and the socket of who sends many is closed', async () => {
  const { sessionId, customer, rep } = pair
  const line = await customer.connect('customer')
  const post = (text: string, more: string): string =>
    `{"t":"request","id":1,"m":"chat.post","p":{"sessionId":"${sessionId}","commandId":"${randomUUID()}","to":{"kind":"everyone"},"text":"${text}"${more}}}`
  const poisoned = [
    post('poisoned', ',"__proto__":{"by":"system"}'),
    post('poisoned', ',"constructor":{"prototype":{"polluted":1}}'),
    post('poisoned', ',"text":"doubled"'),
    post('poisoned', ',"\\u0074ext":"doubled"'),
    post('poisoned', '').replace('"m":', '"m":"chat.post","m":'),
  ]
  for (const frame of poisoned) line.send(frame)
  line.send(post('__proto__ is only a word here', ''))
  const { text } = await rep.event('chat.posted')
  expect(text).toBe('__proto__ is only a word here')
  expect(JSON.stringify(rep.heard)).not.toMatch(/poisoned|doubled/)
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
  for (let i = 0; i < 4; i += 1) for (const frame of poisoned) line.send(frame)
  expect(await line.closed).toBe(1008)
})

test('[wire R1] a socket whose first frame is no hello is closed', async () => {
  const line = await Line.open(world.url)
  line.send({ t: 'request', id: 1, m: 'chat.post', p: {} })
  expect((await line.next('goodbye')).error.code).toBe('request.invalid')
})

test('[wire R6] a page of another version is told to reload', async () => {
  const { body } = await rita.call('POST', '/api/v1/socket-tickets', { as: 'representative' })
  const line = await Line.open(world.url)
  line.send({ t: 'hello', protocol: 999, ticket: body.ticket, deviceId: randomUUID(), resume: [] })
  expect((await line.next('goodbye')).error.code).toBe('request.version')
})

test('[wire R2, R3] B4: a message cannot say who sends it, and B5: fields that no schema names reach nobody', async () => {
  const { sessionId, rep, cust, repId, custId } = pair
  await cust.command('chat.post', {
    sessionId,
    to: everyone,
    text: 'by me',
    by: repId,
    from: repId,
    participantId: repId,
    evil: 1,
  } as never)
  const frame = await rep.next('events', (f) => f.events.some((e) => e.body.type === 'chat.posted'))
  const event = frame.events.find((e) => e.body.type === 'chat.posted')
  expect(event?.by).toBe(custId)
  expect(Object.keys(event?.body ?? {}).sort()).toEqual(['messageId', 'text', 'to', 'type'])
  cust.send({
    t: 'signal',
    body: { m: 'chat.typing', p: { sessionId, to: everyone, typing: true, from: repId, evil: 1 } },
  })
  const typing = await rep.next('typing')
  expect(typing).toEqual({ t: 'typing', sessionId, from: custId, to: everyone, typing: true })
})

test('B4: nobody speaks in a session that they are not in', async () => {
  const other = await startPair(world, ada)
  const stranger = await pair.cust.command('chat.post', { sessionId: other.sessionId, to: everyone, text: 'hello' })
  expect(stranger.code).toBe('session.not-found')
  await other.rep.command('session.end', { sessionId: other.sessionId })
})

test('A12: every request over the socket is refused to who has no seat in the session', async () => {
  const { REQUESTS } = await import('@deskside/protocol')
  const line = await ada.connect('representative')
  for (const name of Object.keys(REQUESTS)) {
    const payload = {
      sessionId: pair.sessionId,
      commandId: randomUUID(),
      knockId: randomUUID(),
      requestId: randomUUID(),
      grantId: randomUUID(),
      representativeId: randomUUID(),
      capability: 'desktop.view',
      everything: true,
      mode: 'standard',
      outcome: 'done',
      exitCode: null,
      transferId: randomUUID(),
      to: name === 'transfer.offer' ? { kind: 'queue', queueId: randomUUID() } : everyone,
      text: 'x',
      message: 'x',
      streamId: 's',
      surface: 'monitor',
      audio: false,
    }
    expect([name, (await line.ask(name, payload)).code]).toEqual([name, 'session.not-found'])
  }
  expect((await line.ask('session.steal', {})).code).toBe('request.invalid')
  await line.close()
})

test('[wire R4] [chat R3] a command that is sent again gets the first answer and changes nothing', async () => {
  const { sessionId, rep } = pair
  const payload = { sessionId, commandId: randomUUID(), to: everyone, text: 'once' }
  expect((await rep.ask('chat.post', payload)).ok).toBe(true)
  expect((await rep.ask('chat.post', payload)).ok).toBe(true)
  const { events } = (await rita.call('GET', `/api/v1/sessions/${sessionId}`)).body
  expect(events.filter((e: { body: { text?: string } }) => e.body.text === 'once')).toHaveLength(1)
})

test('[wire R4] who returns may speak in the same breath: what follows the hello is heard in their place', async () => {
  const { sessionId, representative, rep } = pair
  for (let round = 0; round < 20; round += 1) {
    const { body } = await representative.call('POST', '/api/v1/socket-tickets', { as: 'representative' })
    const line = await Line.open(world.url)
    line.hello(body.ticket, { resume: [{ sessionId, after: 1 }] })
    expect(await line.command('chat.post', { sessionId, to: everyone, text: `round ${round}` })).toMatchObject({
      ok: true,
    })
    await line.close()
  }
  await rep.next('events', (f) => f.events.some((e) => e.body.type === 'chat.posted' && e.body.text === 'round 19'))
})

test('[wire R5] who returns gets what they missed, in order and once', async () => {
  const { sessionId, rep, cust, customer } = pair
  const before = cust.heard.flatMap((f) => (f.t === 'events' ? f.events.map((e) => e.seq) : [])).at(-1) ?? 0
  await cust.close()
  for (let i = 0; i < 5; i += 1) await rep.command('chat.post', { sessionId, to: everyone, text: `missed ${i}` })
  const back = await customer.connect('customer', { resume: [{ sessionId, after: before }] })
  const { events } = await back.next('events')
  const seqs = events.map((e) => e.seq)
  expect(events.flatMap((e) => (e.body.type === 'chat.posted' ? [e.body.text] : []))).toEqual(
    [0, 1, 2, 3, 4].map((i) => `missed ${i}`),
  )
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
  expect(Math.min(...seqs)).toBeGreaterThan(before)
  pair = { ...pair, cust: back }
})

test('a connection that speaks no HTTP at all does not disturb the server', async () => {
  const { port, hostname } = new URL(world.url)
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.end('\u0000\u0001 garbage\r\n\r\n'))
    socket.on('close', () => resolve())
    socket.on('error', () => undefined)
    socket.resume()
  })
  expect((await world.visitor().call('GET', '/healthz')).status).toBe(200)
})
