import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Line, ServerWorld, grant, startPair } from '../testing/world.ts'
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

test('[wire R1] B9: a ticket opens one socket, once, and not after thirty seconds', async () => {
  const { body } = await rita.call('POST', '/api/v1/socket-tickets', { as: 'representative' })
  const first = await Line.open(world.url)
  first.hello(body.ticket)
  await first.next('welcome')
  const second = await Line.open(world.url)
  second.hello(body.ticket)
  expect((await second.next('goodbye')).error.code).toBe('account.signed-out')
  const { body: old } = await rita.call('POST', '/api/v1/socket-tickets', { as: 'representative' })
  world.clock.turn(31_000)
  const third = await Line.open(world.url)
  third.hello(old.ticket)
  expect((await third.next('goodbye')).error.code).toBe('account.signed-out')
  expect(world.logged.join('')).not.toContain(body.ticket)
  await first.close()
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
      to: everyone,
      text: 'x',
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

test('[wire R7] B6: a frame over 64 KiB closes the socket, and more than a hundred messages a minute are refused', async () => {
  const line = await rita.connect('representative')
  line.send('x'.repeat(70_000))
  expect(await line.closed).toBe(1009)
  const { sessionId } = pair
  const fast = await rita.connect('representative')
  const answers = await Promise.all(
    Array.from({ length: 130 }, (_, i) => fast.command('chat.post', { sessionId, to: everyone, text: `${i}` })),
  )
  const refused = answers.filter((a) => a.code === 'request.too-many').length
  expect(refused).toBeGreaterThanOrEqual(20)
  expect(refused).toBeLessThanOrEqual(30)
  // Whoever goes on all the same is closed.
  for (let i = 0; i < 1_200; i += 1) fast.send({ t: 'request', id: 10_000 + i, m: 'chat.post', p: {} })
  expect((await fast.next('goodbye')).error.code).toBe('request.too-many')
})

test('B7: ten thousand broken frames disturb nobody else', async () => {
  const { sessionId, rep, cust } = pair
  const noisy = await Promise.all(Array.from({ length: 5 }, () => rita.connect('representative')))
  for (const line of noisy)
    for (let i = 0; i < 2_000; i += 1) line.socket.send(`{"t":"request","id":${i},"m":`, () => undefined)
  expect((await cust.command('chat.post', { sessionId, to: everyone, text: 'still here' })).ok).toBe(true)
  await rep.next('events', (f) => f.events.some((e) => e.body.type === 'chat.posted' && e.body.text === 'still here'))
  for (const line of noisy) expect(await line.closed).toBe(1008)
})

test('[wire R8] B8: who does not read is cut off, and the others go on', async () => {
  const { body } = await rita.call('POST', '/api/v1/socket-tickets', { as: 'representative' })
  const slow = await Line.open(world.url)
  slow.hello(body.ticket)
  await slow.next('welcome')
  slow.socket.pause()
  const dropped = new Promise<void>((resolve) => slow.socket.on('close', () => resolve()))
  const chatters = await Promise.all(Array.from({ length: 8 }, () => rita.connect('representative')))
  const text = 'x'.repeat(3_900)
  for (const chatter of chatters) {
    await Promise.all(
      Array.from({ length: 100 }, () =>
        chatter.command('chat.post', { sessionId: pair.sessionId, to: everyone, text }),
      ),
    )
  }
  expect((await pair.cust.command('chat.post', { sessionId: pair.sessionId, to: everyone, text: 'and on' })).ok).toBe(
    true,
  )
  // Cut off shows at this end once it reads again.
  slow.socket.resume()
  await Promise.race([dropped, Promise.all(chatters.map((c) => c.close())).then(() => slow.close())])
  await dropped
})

test('B11: oversized session descriptions and floods of candidates reach nobody', async () => {
  const { sessionId, rep, cust } = pair
  await grant(pair, 'desktop.view')
  const ends = { connectionId: randomUUID(), toConnectionId: null }
  const say = (words: object) => {
    const body = { ...ends, ...words }
    cust.send({ t: 'signal', body: { m: 'link.signal', p: { sessionId, toDeviceId: rep.deviceId, body } } })
  }
  say({ kind: 'description', type: 'offer', sdp: 'v=0\r\n'.repeat(7_000) })
  say({
    kind: 'description',
    type: 'offer',
    sdp: `v=0\r\n${'a=candidate:1 1 udp 1 10.0.0.1 9 typ host\n'.repeat(500)}`,
  })
  say({ kind: 'candidate', candidate: 'x'.repeat(2_000), sdpMid: null, sdpMLineIndex: null, usernameFragment: null })
  say({ kind: 'description', type: 'offer', sdp: 'v=0\r\n' })
  const link = await rep.next('link')
  expect(link.body).toEqual({ kind: 'description', ...ends, type: 'offer', sdp: 'v=0\r\n' })
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
