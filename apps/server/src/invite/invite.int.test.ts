import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServerWorld, startPair } from '../testing/world.ts'
import type { Answer, Line, Visitor } from '../testing/world.ts'

let world: ServerWorld
let rita: Visitor
let rep: Line
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  rita = await world.person(await world.setUp(), 'Rita')
  rep = await rita.connect('representative')
})
afterAll(() => world.stop())

const startSession = async (): Promise<{ sessionId: string; number: string }> =>
  (await rita.call('POST', '/api/v1/sessions')).body
const knock = (number: string, visitor = world.visitor(), name = 'Carl'): Promise<Answer> =>
  visitor.call('POST', '/api/v1/join', { number, name })
const customerLink = async (sessionId: string): Promise<string> =>
  (await rita.call('POST', `/api/v1/sessions/${sessionId}/invitations`, { for: 'customer', by: 'link' })).body.url
let addresses = 0
const fresh = (): Visitor => world.visitor(`203.0.${(addresses += 1)}.1`)

test('D3: a used number is as good as none', async () => {
  const { sessionId, number } = await startSession()
  const carl = fresh()
  const first = await knock(number, carl)
  await rep.command('session.admit', { sessionId, knockId: first.body.participantId })
  expect((await knock(number, fresh())).body.code).toBe('invite.not-valid')
  // Nor does it come back to life when the customer whom it let in has left.
  await carl.call('DELETE', '/api/v1/join')
  expect((await knock(number, fresh())).body.code).toBe('invite.not-valid')
  await rep.command('session.end', { sessionId })
})

test('[invite R4] D4: a link works once, for the browser that came first', async () => {
  const { sessionId } = await startSession()
  const token = new URL(await customerLink(sessionId)).pathname.split('/').at(-1)
  expect(token).toMatch(/^[\w-]{22}$/)
  const first = fresh()
  const entered = await first.call('POST', '/api/v1/join', { token, name: 'Carl' })
  expect(entered.body.is).toBe('waiting')
  expect((await fresh().call('POST', '/api/v1/join', { token, name: 'Eve' })).body.code).toBe('invite.not-valid')
  expect((await first.call('POST', '/api/v1/join', { token, name: 'Carl' })).body).toEqual(entered.body)
  await rep.command('session.end', { sessionId })
})

test('[invite R2] [session R3, R4] D5: two who knock with one number are both seen; one is admitted, the other told politely', async () => {
  const { sessionId, number } = await startSession()
  const [carl, dora] = [fresh(), fresh()]
  const a = (await knock(number, carl, 'Carl')).body.participantId
  const b = (await knock(number, dora, 'Dora')).body.participantId
  await rep.next('events', (f) => f.events.some((e) => e.body.type === 'session.knocked' && e.body.knockId === b))
  const told = rep.heard.flatMap((f) =>
    f.t === 'events' && f.sessionId === sessionId ? f.events.map((e) => e.body) : [],
  )
  expect(told.flatMap((body) => (body.type === 'session.knocked' ? [body.name] : []))).toEqual(['Carl', 'Dora'])
  await rep.command('session.admit', { sessionId, knockId: a })
  expect((await rep.command('session.admit', { sessionId, knockId: b })).ok).toBe(false)
  expect((await dora.call('GET', '/api/v1/join')).body).toEqual({ is: 'turned-away', reason: 'taken' })
  expect((await carl.call('GET', '/api/v1/join')).body.is).toBe('admitted')
  await rep.command('session.end', { sessionId })
})

test('D8: a customer’s token is worth nothing as a representative’s, nor after the end', async () => {
  const pair = await startPair(world, rita)
  expect((await pair.customer.call('POST', '/api/v1/socket-tickets', { as: 'representative' })).status).toBe(401)
  expect((await pair.customer.call('GET', `/api/v1/sessions/${pair.sessionId}`)).status).toBe(401)
  expect((await pair.customer.call('GET', `/api/v1/sessions/${pair.sessionId}/notes`)).status).toBe(401)
  await pair.rep.command('session.end', { sessionId: pair.sessionId })
  expect((await pair.customer.call('POST', '/api/v1/socket-tickets', { as: 'customer' })).status).toBe(401)
  expect((await pair.customer.call('GET', '/api/v1/join')).body).toEqual({ is: 'over', reason: 'ended' })
})

test('[invite R7] a number may be typed with spaces, dashes and dots; letters and a wrong count get a sentence', async () => {
  const { sessionId, number } = await startSession()
  const typed = `${number.slice(0, 3)} ${number.slice(3, 6)}-${number.slice(6, 8)}.${number.slice(8)}`
  expect((await knock(typed, fresh())).body.is).toBe('waiting')
  for (const wrong of ['12345', 'twelve', '12345678901', '']) {
    const answer = await knock(wrong, fresh())
    expect([wrong, answer.status, answer.body.fields[0].path]).toEqual([wrong, 400, 'number'])
  }
  await rep.command('session.end', { sessionId })
})

test('[invite R8] a colleague joins by a link only when signed in, and a customer’s link is none for colleagues', async () => {
  const { sessionId } = await startSession()
  const token = new URL(await customerLink(sessionId)).pathname.split('/').at(-1)
  expect((await rita.call('POST', '/api/v1/invitations/accept', { token: 'AAAAAAAAAAAAAAAAAAAAAA' })).body.code).toBe(
    'invite.not-valid',
  )
  expect((await fresh().call('POST', '/api/v1/invitations/accept', { token })).status).toBe(401)
  await rep.command('session.end', { sessionId })
})

test('D7: numbers, tokens and names stand in no log', async () => {
  const { sessionId, number } = await startSession()
  const link = await customerLink(sessionId)
  const token = new URL(link).pathname.split('/').at(-1) ?? ''
  const visitor = fresh()
  await visitor.call('GET', `/j/${token}`)
  await visitor.call('POST', '/api/v1/join', { token, name: 'Carl Private' })
  await knock('999999999', fresh())
  await visitor.call('POST', '/api/v1/join', '{"number":')
  const log = world.logged.join('')
  for (const secret of [number, token, 'Carl Private', visitor.jar.values().next().value ?? 'none'])
    expect(log).not.toContain(secret)
  await rep.command('session.end', { sessionId })
})
