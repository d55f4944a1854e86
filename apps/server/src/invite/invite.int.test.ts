import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHash } from 'node:crypto'
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

test('[invite R3, R5] D2: wrong, expired, used and cancelled numbers get one and the same answer', async () => {
  const answers: Answer[] = [await knock('999999999', fresh())]
  const expired = await startSession()
  world.clock.turn(15 * 60_000 + 1)
  answers.push(await knock(expired.number, fresh()))
  const cancelled = await startSession()
  await rita.call('DELETE', `/api/v1/sessions/${cancelled.sessionId}/invitations/number`)
  answers.push(await knock(cancelled.number, fresh()))
  const renewed = await startSession()
  await rita.call('POST', `/api/v1/sessions/${renewed.sessionId}/invitations`, { for: 'customer', by: 'number' })
  answers.push(await knock(renewed.number, fresh()))
  const ended = await startSession()
  await rep.command('session.end', { sessionId: ended.sessionId })
  answers.push(await knock(ended.number, fresh()))
  for (const answer of answers) expect([answer.status, answer.text]).toEqual([404, answers[0]?.text])
})

test('D3: a used number is as good as none', async () => {
  const { sessionId, number } = await startSession()
  const first = await knock(number, fresh())
  await rep.command('session.admit', { sessionId, knockId: first.body.participantId })
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

test('[invite R6] D1: guessing soon costs work and admits nobody, and D9: the real customer still gets in', async () => {
  world.clock.turn(10 * 60_000)
  const { sessionId, number } = await startSession()
  let challenged = 0
  for (let i = 0; i < 80; i += 1) {
    const guess = String(100_000_000 + ((Number(number) + i + 1) % 900_000_000))
    const answer = await knock(guess, world.visitor(`198.51.${i}.9`), 'Guess')
    if (answer.body.code === 'invite.challenge') challenged += 1
    else expect(answer.body.code).toBe('invite.not-valid')
    if (i >= 60) expect(answer.body.code).toBe('invite.challenge')
  }
  expect(challenged).toBeGreaterThan(0)
  const carl = fresh()
  const asked = await knock(number, carl)
  expect(asked.status).toBe(429)
  const proof = solve(asked.body.details)
  const entered = await carl.call('POST', '/api/v1/join', { number, name: 'Carl', proof })
  expect(entered.body.is).toBe('waiting')
  // An answer counts once.
  expect((await fresh().call('POST', '/api/v1/join', { number, name: 'Carl', proof })).body.code).toBe(
    'invite.challenge',
  )
  await rep.command('session.end', { sessionId })
})

test('[invite R6] ten wrong numbers from one address ask that address alone for work', async () => {
  world.clock.turn(10 * 60_000)
  const guesser = world.visitor('192.0.2.44')
  for (let i = 0; i < 10; i += 1) expect((await knock('999999999', guesser)).status).toBe(404)
  expect((await knock('999999999', guesser)).body.code).toBe('invite.challenge')
  expect((await knock('999999999', world.visitor('192.0.2.45'))).status).toBe(404)
})

test('[invite R1] D6: numbers are uniform, begin with 1 to 9, and do not come again within a day', async () => {
  const { randomInt } = await import('node:crypto')
  const counts = new Map<string, number>()
  const draws = 100_000
  for (let i = 0; i < draws; i += 1) {
    const number = String(randomInt(100_000_000, 1_000_000_000))
    for (const [at, digit] of [...number].entries()) counts.set(`${at}${digit}`, (counts.get(`${at}${digit}`) ?? 0) + 1)
  }
  for (let at = 0; at < 9; at += 1) {
    const digits = at === 0 ? 9 : 10
    const chi = Array.from(
      { length: digits },
      (_, d) => ((counts.get(`${at}${at === 0 ? d + 1 : d}`) ?? 0) - draws / digits) ** 2 / (draws / digits),
    ).reduce((a, b) => a + b)
    // 99.99 % of uniform draws stay below 33.7 with 9 degrees of freedom.
    expect(chi).toBeLessThan(40)
  }
  const seen = new Set<string>()
  const { sessionId } = await startSession()
  for (let i = 0; i < 60; i += 1) {
    const { number } = (
      await rita.call('POST', `/api/v1/sessions/${sessionId}/invitations`, { for: 'customer', by: 'number' })
    ).body
    expect(number).toMatch(/^[1-9]\d{8}$/)
    expect(seen.has(number)).toBe(false)
    seen.add(number)
  }
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

function solve({ challenge, difficulty }: { challenge: string; difficulty: number }): {
  challenge: string
  nonce: string
} {
  for (let i = 0; ; i += 1) {
    const hash = createHash('sha256').update(`${challenge}.${i}`).digest()
    if (hash.readUInt32BE(0) >>> (32 - difficulty) === 0) return { challenge, nonce: String(i) }
  }
}
