import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { visitingSchema } from '@deskside/protocol'
import type { FormField, Place, Queue, QueueReport } from '@deskside/protocol'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import type { EmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { ForeignPage } from '../testing/foreign-page.ts'
import { PlaceLine, arrive, become, makeQueue, offerOf } from '../testing/queue-place.ts'
import { PASSWORD, ServerWorld, Visitor } from '../testing/world.ts'
import type { Answer, Line } from '../testing/world.ts'

type Agent = Visitor & { readonly id: string; readonly line: Line }
const PROXIED = { TRUSTED_PROXIES: '127.0.0.1' }
const placeOf = async (who: Visitor): Promise<Place> => (await who.call('GET', '/api/v1/queue-entry')).body
const goBack = (who: Visitor): Promise<Answer> => who.call('POST', '/api/v1/queue-entry/return')
const standingOf = async (who: Visitor): Promise<unknown> => (await who.call('GET', '/api/v1/join')).body
const accept = async (agent: Agent, name: string): Promise<string> => {
  const { id } = await offerOf(agent.line, name)
  return (await agent.call('POST', `/api/v1/agent/offers/${id}/accept`)).body.sessionId
}

let addresses = 0
const newcomer = (world: ServerWorld): Visitor => world.visitor(`10.8.0.${(addresses += 1)}`)

async function agentOf(world: ServerWorld, ada: Visitor, name: string): Promise<Agent> {
  const person = await world.person(ada, name)
  const line = await person.connect('representative')
  await become(person, 'available')
  return Object.assign(person, { line })
}

interface Helped {
  readonly visitor: Visitor
  readonly sessionId: string
  readonly since: number
  readonly line: Line
}

/** Somebody whom the agent of a queue helps, on our own page. */
async function helped(world: ServerWorld, slug: string, agent: Agent): Promise<Helped> {
  const visitor = newcomer(world)
  const place = await arrive(visitor, slug, 'Vera')
  const sessionId = await accept(agent, 'Vera')
  await visitor.call('POST', '/api/v1/queue-entry/enter')
  const line = await visitor.connect('customer')
  return { visitor, sessionId, line, since: place.is === 'waiting' ? place.since : 0 }
}

/** The agent's browser dies, and nobody comes back for five minutes. */
async function loseAgent(worlds: readonly ServerWorld[], agent: Agent, customer: Line): Promise<void> {
  agent.line.socket.terminate()
  await agent.line.closed
  await waitOut(worlds, customer)
}

/** The five minutes; no more, so that nobody who then waits has been without a page for long. */
async function waitOut(worlds: readonly ServerWorld[], customer: Line): Promise<void> {
  await vi.waitFor(() => {
    for (const { clock } of worlds) clock.turn(5_000)
    const heard = customer.heard.flatMap((frame) => (frame.t === 'events' ? frame.events : []))
    expect(heard.map(({ body }) => body.type)).toContain('session.lost')
  }, 10_000)
  for (const { clock } of worlds) clock.turn(5 * 60_000 + 1_000)
  expect((await customer.event('session.ended')).reason).toBe('abandoned')
}

describe('one server', () => {
  let world: ServerWorld
  let ada: Visitor
  beforeAll(async () => {
    world = await ServerWorld.start(PROXIED)
    ada = await world.setUp()
  })
  afterAll(() => world.stop())
  const agent = (name: string): Promise<Agent> => agentOf(world, ada, name)

  test('[queue R23] [queue R24] W5: whose agent is lost is back in line before who came later, with their answers, and another agent helps them', async () => {
    const rita = await agent('Rita')
    const field: FormField = { id: crypto.randomUUID(), label: 'About', kind: 'text', required: false, options: [] }
    const visiting = visitingSchema.parse({ survey: { question: 'Any good?' } })
    const queue = await makeQueue(ada, 'billing', [rita], { form: [field], visiting })
    const visitor = newcomer(world)
    const entry = { name: 'Vera', answers: { [field.id]: 'A bill' } }
    const { since } = (await visitor.call('POST', '/api/v1/queue-entrances/billing/entries', entry)).body
    const sessionId = await accept(rita, 'Vera')
    await visitor.call('POST', '/api/v1/queue-entry/enter')
    const line = await visitor.connect('customer')
    world.clock.turn(60_000)
    const walter = newcomer(world)
    await arrive(walter, 'billing', 'Walter')
    const page = await PlaceLine.open(walter)
    await page.next('waiting', ({ position }) => position === 1)
    await loseAgent([world], rita, line)

    await page.next('waiting', ({ position }) => position === 2)
    expect(await placeOf(visitor)).toEqual({ is: 'nowhere' })
    const back = await goBack(visitor)
    expect(back.body).toMatchObject({ is: 'waiting', name: 'Vera', position: 1, since, lostAgentName: 'Rita' })
    expect(await placeOf(visitor)).toEqual(back.body)
    // Once more is no second place, and nothing is asked of the session that nobody held.
    expect((await goBack(visitor)).body).toEqual(back.body)
    expect((await visitor.call('GET', '/api/v1/survey')).body).toEqual({ is: 'nothing' })

    const rob = await agent('Rob')
    const { id, waiting: _waiting, ...settings } = queue
    await ada.call('PUT', `/api/v1/queues/${id}`, { ...settings, agentIds: [rita.id, rob.id] })
    const offer = await offerOf(rob.line, 'Vera')
    expect(offer).toMatchObject({ answers: [{ label: 'About', answer: 'A bill' }], waitingSince: since })
    const next = (await rob.call('POST', `/api/v1/agent/offers/${offer.id}/accept`)).body.sessionId
    expect(next).not.toBe(sessionId)
    expect((await visitor.call('POST', '/api/v1/queue-entry/enter')).body).toMatchObject({
      is: 'admitted',
      sessionId: next,
    })
    expect(await standingOf(visitor)).toMatchObject({ is: 'admitted', sessionId: next })
    const again = await visitor.connect('customer')
    await rob.line.command('session.end', { sessionId: next })
    await again.event('session.ended')
    expect((await goBack(visitor)).body).toEqual({ is: 'nowhere' })
    expect((await visitor.call('GET', '/api/v1/survey')).body).toMatchObject({ is: 'asked', representativeName: 'Rob' })

    const [board] = (await ada.call('GET', '/api/v1/monitor')).body.queues.filter((q: Queue) => q.id === queue.id)
    expect(board.today).toMatchObject({ offered: 2, answered: 1 })
    await page.close()
    await rob.line.close()
  })

  test('[queue R23] D8: the token of who was put back opens nothing of the session that they were in', async () => {
    const rolf = await agent('Rolf')
    await makeQueue(ada, 'token', [rolf])
    const { visitor, line, sessionId } = await helped(world, 'token', rolf)
    await loseAgent([world], rolf, line)
    expect((await goBack(visitor)).body.is).toBe('waiting')
    expect((await visitor.call('POST', '/api/v1/socket-tickets', { as: 'customer' })).status).toBe(401)
    expect((await visitor.call('GET', `/api/v1/sessions/${sessionId}`)).status).toBe(401)
    expect((await visitor.call('POST', '/api/v1/queue-entry/enter')).body).toEqual({ is: 'nobody' })
  })

  test('[queue R23] D8: a page of another site has its place again by the same token, only from its origin', async () => {
    const remy = await agent('Remy')
    await makeQueue(ada, 'shop', [remy])
    const page = new ForeignPage(world, 'https://shop.example', '10.8.9.1')
    const { since } = await page.arrive('shop')
    await accept(remy, 'Vera')
    await page.call('POST', '/api/v1/queue-entry/enter')
    const line = await page.connect()
    await loseAgent([world], remy, line)
    expect((await page.call('GET', '/api/v1/queue-entry')).body).toMatchObject({ is: 'waiting', since })
    const elsewhere = new ForeignPage(world, 'https://evil.example', '10.8.9.2')
    elsewhere.token = page.token
    expect((await elsewhere.call('GET', '/api/v1/queue-entry')).body).toEqual({ is: 'nowhere' })
    expect((await page.call('POST', '/api/v1/socket-tickets', { as: 'customer' })).status).toBe(401)
  })

  test('[queue R23] who left meanwhile, and whose queue was deleted, has a session that is over', async () => {
    const ruth = await agent('Ruth')
    const visiting = visitingSchema.parse({ survey: { question: 'Any good?' } })
    const queue = await makeQueue(ada, 'gone', [ruth], { visiting })
    const stays = await helped(world, 'gone', ruth)
    await become(ruth, 'available')
    const [{ id: entries }] = (await world.sql('select count(*)::int as id from queue_entry')) as [{ id: number }]
    await ada.call('DELETE', `/api/v1/queues/${queue.id}`)
    await loseAgent([world], ruth, stays.line)
    expect((await goBack(stays.visitor)).body).toEqual({ is: 'nowhere' })
    expect(await standingOf(stays.visitor)).toEqual({ is: 'over', reason: 'ended' })
    expect((await stays.visitor.call('GET', '/api/v1/survey')).body.is).toBe('asked')

    const rose = await agent('Rose')
    await makeQueue(ada, 'left', [rose])
    const leaves = await helped(world, 'left', rose)
    await leaves.line.command('session.leave', { sessionId: leaves.sessionId })
    await leaves.line.event('session.left')
    rose.line.socket.terminate()
    await rose.line.closed
    await vi.waitFor(async () => {
      world.clock.turn(5 * 60_000 + 1_000)
      const [row] = await world.sql(`select ended_at from session where id = '${leaves.sessionId}'`)
      expect(row?.['ended_at']).not.toBeNull()
    }, 10_000)
    expect((await goBack(leaves.visitor)).body).toEqual({ is: 'nowhere' })
    const [after] = await world.sql('select count(*)::int as id from queue_entry')
    expect(after?.['id']).toBe(entries + 1)
  })

  test('[queue R23] a queue that closed meanwhile keeps whom it had', async () => {
    const rudi = await agent('Rudi')
    const { id, waiting: _waiting, ...settings } = await makeQueue(ada, 'closes', [rudi])
    const { visitor, line } = await helped(world, 'closes', rudi)
    const week = settings.hours.week.map(() => [])
    await ada.call('PUT', `/api/v1/queues/${id}`, { ...settings, hours: { ...settings.hours, week } })
    await loseAgent([world], rudi, line)
    expect((await goBack(visitor)).body).toMatchObject({ is: 'waiting', position: 1 })
  })

  test('[queue R24] reports count the wait that led to the first agent, and that once', async () => {
    const rene = await agent('Rene')
    const { id } = await makeQueue(ada, 'counted', [rene])
    const { visitor, line } = await helped(world, 'counted', rene)
    await loseAgent([world], rene, line)
    await goBack(visitor)
    const today = new Date(world.clock.now()).toISOString().slice(0, 10)
    const query = `from=${today}&to=${today}&zone=UTC&queueIds=${id}`
    const report = (await ada.call('GET', `/api/v1/reports/queues?${query}`)).body as QueueReport
    expect(report.total).toMatchObject({ offered: 1, answered: 1, waiting: 0 })
  })
})

describe('two servers on one database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-back-'))
  let postgres: EmbeddedPostgres
  let database: pg.Client
  let [first, second]: ServerWorld[] = []
  beforeAll(async () => {
    postgres = await startEmbeddedPostgres(folder)
    const url = `postgres://${postgres.user}@localhost/postgres?host=${encodeURIComponent(postgres.socketFolder)}`
    database = new pg.Client({ connectionString: url })
    await database.connect()
    first = await ServerWorld.start({ ...PROXIED, DATABASE_URL: url })
    await first.setUp()
    second = await ServerWorld.start({ ...PROXIED, DATABASE_URL: url, DATA_DIR: join(first.folder, 'data') })
  })
  afterAll(async () => {
    await second?.stop()
    await first?.stop()
    await database.end()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('[queue R23] W5: a server that dies in the five minutes leaves it to the next: put back once, offered at the other', async () => {
    if (!first || !second) throw new Error('there are two servers')
    const ada = first.visitor()
    await ada.call('POST', '/api/v1/account/sign-in', { email: 'ada@example.com', password: PASSWORD })
    const anna = await agentOf(first, ada, 'Anna')
    const queue = await makeQueue(ada, 'two', [anna])
    const { visitor, since, sessionId } = await helped(first, 'two', anna)
    anna.line.socket.terminate()
    await first.deskside.stop()
    await first.open()
    const owner = new Visitor(first.url)
    for (const [name, value] of ada.jar) owner.jar.set(name, value)
    const again = new Visitor(first.url)
    for (const [name, value] of visitor.jar) again.jar.set(name, value)
    const line = await again.connect('customer')
    await waitOut([first, second], line)
    expect((await goBack(again)).body).toMatchObject({ is: 'waiting', since, position: 1 })
    const { rows } = await database.query(`select state from queue_entry where back_from = '${sessionId}'`)
    expect(rows).toEqual([{ state: 'waiting' }])
    const ben = await agentOf(second, owner, 'Ben')
    const { id, waiting: _waiting, ...settings } = queue
    await owner.call('PUT', `/api/v1/queues/${id}`, { ...settings, agentIds: [ben.id] })
    const offer = await offerOf(ben.line, 'Vera')
    expect(offer.waitingSince).toBe(since)
    await ben.line.close()
  })
})
