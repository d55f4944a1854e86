import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServerWorld, startPair } from '../testing/world.ts'
import type { Pair, Visitor } from '../testing/world.ts'

let world: ServerWorld
let rita: Visitor
let rob: Visitor
let pair: Pair
beforeAll(async () => {
  world = await ServerWorld.start()
  const ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
  rob = await world.person(ada, 'Rob')
  pair = await startPair(world, rita)
})
afterAll(() => world.stop())
const path = () => `/api/v1/sessions/${pair.sessionId}/notes`

test('[notes R1] notes are for the session’s representatives; others learn nothing of them', async () => {
  await rita.call('PUT', path(), { text: 'customer has an old printer', version: 0 })
  expect((await rita.call('GET', path())).body).toMatchObject({ text: 'customer has an old printer', version: 1 })
  expect((await rob.call('GET', path())).status).toBe(404)
  expect((await rob.call('PUT', path(), { text: 'x', version: 1 })).status).toBe(404)
  expect((await pair.customer.call('GET', path())).status).toBe(401)
  expect((await pair.rep.next('notes')).version).toBe(1)
  expect(pair.cust.heard.some((f) => f.t === 'notes')).toBe(false)
})

test('[notes R3] a save over a newer version is refused and shows the newer text', async () => {
  const answer = await rita.call('PUT', path(), { text: 'typed over an old one', version: 0 })
  expect([answer.status, answer.body.code]).toEqual([409, 'notes.conflict'])
  expect(answer.body.details).toMatchObject({ text: 'customer has an old printer', version: 1 })
})

test('[notes R5] more than 20,000 characters get a sentence', async () => {
  expect((await rita.call('PUT', path(), { text: 'x'.repeat(20_001), version: 1 })).body.code).toBe('notes.too-long')
})

test('[notes R2] notes are written after the end, too', async () => {
  await pair.rep.command('session.end', { sessionId: pair.sessionId })
  expect((await rita.call('PUT', path(), { text: 'solved', version: 1 })).body.version).toBe(2)
})
