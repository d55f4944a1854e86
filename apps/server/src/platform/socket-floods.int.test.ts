import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServerWorld, grant, startPair } from '../testing/world.ts'
import type { Line, Pair, Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
let rita: Visitor
let pair: Pair
beforeAll(async () => {
  world = await ServerWorld.start()
  ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
  pair = await startPair(world, rita)
})
afterAll(() => world.stop())

const everyone = { kind: 'everyone' } as const
const ends = { connectionId: randomUUID(), toConnectionId: null }
const posted = (text: string) => (f: { events: readonly { body: { type: string } }[] }) =>
  f.events.some((e) => 'text' in e.body && e.body.text === text)

test('[wire R7] B6: a frame of 64 KiB is read, one over it closes the socket with 1009', async () => {
  const line = await rita.connect('representative')
  const frame = JSON.stringify({ t: 'request', id: 1, m: 'chat.post', p: { text: '' } })
  line.send(frame.replace('""', `"${'x'.repeat(65_536 - frame.length)}"`))
  expect((await line.next('refusal')).error.code).toBe('request.invalid')
  line.send(frame.replace('""', `"${'x'.repeat(65_537 - frame.length)}"`))
  expect(await line.closed).toBe(1009)
})

test('[wire R7] B6: a participant has a hundred messages of chat a minute over all their pages, and is closed who goes on', async () => {
  const { sessionId } = pair
  const lines: Line[] = []
  const answers: (string | undefined)[] = []
  // A new page, at once or one after the other, is no new allowance.
  for (let page = 0; page < 3; page += 1) {
    const line = await pair.customer.connect('customer')
    lines.push(line)
    const sent = Array.from({ length: 50 }, () => line.command('chat.post', { sessionId, to: everyone, text: 'x' }))
    answers.push(...(await Promise.all(sent)).map((answer) => answer.code))
  }
  const refused = answers.filter((code) => code === 'request.too-many').length
  expect(refused).toBeGreaterThanOrEqual(40)
  expect(answers.filter((code) => code === undefined)).toHaveLength(150 - refused)
  const [last] = lines
  for (let i = 0; i < 350; i += 1) {
    const p = { sessionId, commandId: randomUUID(), to: everyone, text: 'and on' }
    last?.send({ t: 'request', id: 1_000 + i, m: 'chat.post', p })
  }
  expect((await last?.next('goodbye'))?.error.code).toBe('request.too-many')
  expect(await last?.closed).toBe(1008)
  // The other one writes as before, and the flooder's Stop still works.
  expect((await pair.rep.command('chat.post', { sessionId, to: everyone, text: 'still here' })).ok).toBe(true)
  expect((await pair.cust.command('consent.revoke', { sessionId, grantId: randomUUID() })).ok).toBe(true)
})

test('[wire R7] B6: more than two hundred frames a second are refused, then close the socket with 1008, whatever they are', async () => {
  const { sessionId } = pair
  const typing = { t: 'signal', body: { m: 'chat.typing', p: { sessionId, to: everyone, typing: true } } }
  for (const frame of [typing, { t: 'ping' }]) {
    const line = await pair.customer.connect('customer')
    for (let i = 0; i < 1_500; i += 1) line.send(frame)
    expect((await line.next('goodbye')).error.code).toBe('request.too-many')
    expect(await line.closed).toBe(1008)
  }
})

test('B7: ten thousand broken frames from one socket delay nobody by a fifth of a second', async () => {
  const other = await startPair(world, ada)
  const { sessionId } = other
  const noisy = await rita.connect('representative')
  const trips: number[] = []
  for (let n = 0; n < 10_000; n += 1) noisy.socket.send(`{"t":"request","id":${n},"m":`, () => undefined)
  for (let i = 0; i < 300; i += 1) {
    const sent = performance.now()
    other.cust.send({ t: 'signal', body: { m: 'chat.typing', p: { sessionId, to: everyone, typing: i % 2 === 0 } } })
    await other.rep.next('typing')
    trips.push(performance.now() - sent)
  }
  trips.sort((a, b) => a - b)
  expect(trips[Math.floor(trips.length * 0.99)]).toBeLessThan(200)
  expect(await noisy.closed).toBe(1008)
  await other.rep.command('session.end', { sessionId })
})

test('[wire R8] B8: who does not read is cut off when 4 MiB wait for them, and the others go on', async () => {
  const { sessionId, rep } = pair
  await grant(pair, 'desktop.view')
  const slow = await rita.connect('representative')
  await rep.next('devices', (f) => f.devices.some((d) => d.deviceId === slow.deviceId))
  slow.socket.pause()
  // More than the operating system takes for both ends of a line that nobody reads, and 4 MiB.
  const sdp = `v=0\r\n${'x'.repeat(32_000)}`
  const body = { kind: 'description', ...ends, type: 'offer', sdp }
  for (let page = 0; page < 3; page += 1) {
    const line = await pair.customer.connect('customer')
    const p = { sessionId, toDeviceId: slow.deviceId, body }
    for (let i = 0; i < 390; i += 1) line.send({ t: 'signal', body: { m: 'link.signal', p } })
    expect((await line.command('session.end', { sessionId })).code).toBe('session.not-allowed')
  }
  // It reads nothing and says nothing: that it is gone is the server's own doing.
  await rep.next('devices', (f) => !f.devices.some((d) => d.deviceId === slow.deviceId))
  expect((await rep.command('chat.post', { sessionId, to: everyone, text: 'and on' })).ok).toBe(true)
  await rep.next('events', posted('and on'))
  slow.socket.resume()
  expect(await slow.closed).toBe(1006)
})

test('B11: oversized session descriptions and floods of candidates reach nobody', async () => {
  const other = await startPair(world, ada)
  const { sessionId, rep, cust } = other
  await grant(other, 'desktop.view')
  const say = (words: object): void => {
    const body = { ...ends, ...words }
    cust.send({ t: 'signal', body: { m: 'link.signal', p: { sessionId, toDeviceId: rep.deviceId, body } } })
  }
  const candidate = (text: string): object => ({
    kind: 'candidate',
    candidate: text,
    sdpMid: null,
    sdpMLineIndex: null,
    usernameFragment: null,
  })
  const offer = (sdp: string): object => ({ kind: 'description', type: 'offer', sdp })
  say(offer('v=0\r\n'.repeat(7_000)))
  say(offer(`v=0\r\n${'a=candidate:1\n'.repeat(101)}`))
  say(offer(`v=0\r\n${'a=candidate:1\r\n'.repeat(2_000)}`))
  say(candidate('x'.repeat(2_000)))
  say(offer('v=0\r\n'))
  expect((await rep.next('link')).body).toEqual({ ...ends, ...offer('v=0\r\n') })
  // Five thousand candidates, one by one: some hundred pass, then the socket is closed.
  for (let i = 0; i < 5_000; i += 1) say(candidate(`candidate:${i} 1 udp 1 192.0.2.5 9 typ host`))
  expect(await cust.closed).toBe(1008)
  expect(rep.heard.filter((f) => f.t === 'link').length).toBeLessThan(1_000)
  // A description of a megabyte is a frame that is too large.
  const back = await other.customer.connect('customer')
  back.send({
    t: 'signal',
    body: { m: 'link.signal', p: { sessionId, toDeviceId: rep.deviceId, body: offer('x'.repeat(1_000_000)) } },
  })
  expect(await back.closed).toBe(1009)
  await rep.command('session.end', { sessionId })
})

test('[wire R7] what adds to a story has its measure, what is refused adds nothing', async () => {
  const other = await startPair(world, ada)
  const { sessionId, rep, cust } = other
  const grantId = await grant(other, 'desktop.view')
  const start = { sessionId, grantId, streamId: 's', surface: 'monitor', audio: false } as const
  const answers = await Promise.all(Array.from({ length: 100 }, () => cust.command('screen.start', start)))
  expect(answers.filter((answer) => answer.code === 'request.too-many').length).toBeGreaterThan(30)
  await Promise.all(
    Array.from({ length: 100 }, () => rep.command('consent.request', { sessionId, capability: 'desktop.view' })),
  )
  await cust.command('consent.revoke', { sessionId, grantId })
  const { events } = (await ada.call('GET', `/api/v1/sessions/${sessionId}`)).body
  expect(events.length).toBeLessThan(150)
  await rep.command('session.end', { sessionId })
})
