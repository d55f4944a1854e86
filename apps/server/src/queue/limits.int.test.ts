import type { Place } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PlaceLine, arrive, become, inboxOf, makeQueue, offerOf, queueSettings } from '../testing/queue-place.ts'
import { ServerWorld } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
})
afterAll(() => world.stop())
const enter = (visitor: Visitor, slug: string, body: object = { name: 'Vera', answers: {} }) =>
  visitor.call('POST', `/api/v1/queue-entrances/${slug}/entries`, body)

test('[queue R3] from one address ten wait at once and thirty come in an hour; others are not kept out by it', async () => {
  await makeQueue(ada, 'flood', [])
  const inLine: Visitor[] = []
  for (let n = 0; n < 10; n += 1) {
    const visitor = world.visitor('10.9.0.1')
    expect((await enter(visitor, 'flood')).status).toBe(200)
    inLine.push(visitor)
  }
  expect((await enter(world.visitor('10.9.0.1'), 'flood')).body.code).toBe('request.too-many')
  // Of twenty at once none slips through either.
  const answers = await Promise.all(Array.from({ length: 12 }, () => enter(world.visitor('10.9.0.9'), 'flood')))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
  for (const visitor of inLine) await visitor.call('DELETE', '/api/v1/queue-entry')
  const more: number[] = []
  for (let n = 0; n < 20; n += 1) {
    const visitor = world.visitor('10.9.0.1')
    more.push((await enter(visitor, 'flood')).status)
    await visitor.call('DELETE', '/api/v1/queue-entry')
  }
  expect(more).toEqual([...Array.from({ length: 19 }, () => 200), 429])
  expect((await enter(world.visitor('10.9.7.1'), 'flood')).status).toBe(200)
  world.clock.turn(3_700_000)
  expect((await enter(world.visitor('10.9.0.1'), 'flood')).status).toBe(200)
})

test('[queue R3] five pages follow one place, and who has no place follows none', async () => {
  await makeQueue(ada, 'pages', [])
  const visitor = world.visitor('10.9.1.1')
  await arrive(visitor, 'pages', 'Vera')
  const pages: PlaceLine[] = []
  for (let n = 0; n < 5; n += 1) {
    const page = await PlaceLine.open(visitor)
    await page.next('waiting')
    pages.push(page)
  }
  await expect(PlaceLine.open(visitor)).rejects.toThrow('status 429')
  for (const page of pages) await page.close()
  const nobody = await PlaceLine.open(world.visitor())
  await nobody.ended
  expect(nobody.heard).toEqual([{ is: 'nowhere' }])
})

test('A17: names that imitate, too long and unknown fields are refused, and what looks like a command is text', async () => {
  await makeQueue(ada, 'words', [])
  const visitor = world.visitor('10.9.2.1')
  for (const body of [
    { name: '', answers: {} },
    { name: '\u202Eatad', answers: {} },
    { name: 'x'.repeat(81), answers: {} },
    { name: 'Vera', answers: {}, priority: 9 },
    { name: 'Vera', answers: { [crypto.randomUUID()]: 'x'.repeat(2_001) } },
    { name: 'Vera', answers: { __proto__: 'x', constructor: 'y' } },
  ])
    expect((await enter(visitor, 'words', body)).status).toBe(400)
  const name = `'); drop table queue_entry; --`
  expect((await enter(visitor, 'words', { name, answers: {} })).body.name).toBe(name)
  for (const slug of ['nowhere', 'Not%20A%20Slug', `${'x'.repeat(100)}`])
    expect((await visitor.call('GET', `/api/v1/queue-entrances/${slug}`)).body.code).toBe('queue.not-found')
})

test('a queue has an address of its own, agents who are there, and an administrator who changes it', async () => {
  const queue = await makeQueue(ada, 'own', [])
  expect((await ada.call('POST', '/api/v1/queues', queueSettings('own', []))).body.code).toBe('queue.address-taken')
  const unknown = await ada.call('POST', '/api/v1/queues', queueSettings('unknown', ['nobody']))
  expect(unknown.body.fields[0].path).toBe('agentIds')
  expect((await world.visitor().call('GET', '/api/v1/queue-entrances/unknown')).status).toBe(404)
  expect((await ada.call('DELETE', `/api/v1/queues/${queue.id}`)).status).toBe(200)
  expect((await ada.call('POST', '/api/v1/queues', queueSettings('own', []))).status).toBe(201)
  const actions = (await ada.call('GET', '/api/v1/audit')).body.events.map(({ action }: { action: string }) => action)
  expect(actions.filter((action: string) => action.startsWith('queue.')).slice(0, 3)).toEqual([
    'queue.created',
    'queue.deleted',
    'queue.created',
  ])
})

test('E1: a representative of another queue sees nothing of a queue, and cannot answer for its agents', async () => {
  const [rita, olaf] = [await world.person(ada, 'Rita'), await world.person(ada, 'Olaf')]
  await makeQueue(ada, 'hers', [rita])
  await makeQueue(ada, 'his', [olaf])
  const [line, other] = [await rita.connect('representative'), await olaf.connect('representative')]
  for (const who of [rita, olaf]) await become(who, 'available')
  await arrive(world.visitor('10.9.3.1'), 'hers', 'Secret Name')
  const offer = await offerOf(line, 'Secret Name')
  const never = crypto.randomUUID()
  for (const verb of ['accept', 'decline']) {
    const [foreign, unknown] = [
      await olaf.call('POST', `/api/v1/agent/offers/${offer.id}/${verb}`),
      await olaf.call('POST', `/api/v1/agent/offers/${never}/${verb}`),
    ]
    expect(foreign.text).toBe(unknown.text)
    expect(foreign.body.code).toBe('queue.offer-gone')
  }
  expect((await olaf.call('GET', '/api/v1/queues')).status).toBe(403)
  await become(olaf, 'busy')
  await inboxOf(other, ({ state }) => state === 'busy')
  const { text } = await olaf.call('GET', '/api/v1/agent')
  for (const secret of ['Secret Name', 'Queue hers', offer.id]) {
    expect(text).not.toContain(secret)
    expect(JSON.stringify(other.heard)).not.toContain(secret)
  }
  // Taken out of the queue, they hold nothing of it any more.
  const { queues } = (await ada.call('GET', '/api/v1/queues')).body
  const { id, waiting: _, ...settings } = queues.find(({ slug }: { slug: string }) => slug === 'hers')
  await ada.call('PUT', `/api/v1/queues/${id}`, { ...settings, agentIds: [] })
  await inboxOf(line, (inbox) => inbox.queues.length === 0 && inbox.offers.length === 0)
  for (const each of [line, other]) await each.close()
})

test('[queue R6] B3: whose account is disabled holds no offer, and is offered nobody', async () => {
  const [rita, rob] = [await world.person(ada, 'Renate'), await world.person(ada, 'Robert')]
  await makeQueue(ada, 'disabled', [rita, rob])
  const [line, other] = [await rita.connect('representative'), await rob.connect('representative')]
  await become(rita, 'available')
  const visitor = world.visitor('10.9.4.1')
  await arrive(visitor, 'disabled', 'Vera')
  const offer = await offerOf(line, 'Vera')
  await become(rob, 'available')
  await ada.call('PATCH', `/api/v1/users/${rita.id}`, { disabled: true })
  const again = await offerOf(other, 'Vera')
  expect(again.id).not.toBe(offer.id)
  expect((await visitor.call('GET', '/api/v1/queue-entry')).body as Place).toMatchObject({ is: 'waiting', position: 1 })
  await other.close()
})

test('[queue R3] of who gave up nothing is kept that they typed, however they went', async () => {
  const { id } = await makeQueue(ada, 'erased', [])
  const none = `do $$ begin if exists (select from queue_entry where name = 'Passing Person') then raise 'kept'; end if; end $$`
  const come = async (): Promise<Visitor> => {
    const visitor = world.visitor('10.9.6.1')
    await arrive(visitor, 'erased', 'Passing Person')
    await expect(world.sql(none)).rejects.toThrow('kept')
    return visitor
  }
  await (await come()).call('DELETE', '/api/v1/queue-entry')
  await world.sql(none)
  const silent = await come()
  await vi.waitFor(async () => {
    world.clock.turn(121_000)
    expect((await silent.call('GET', '/api/v1/queue-entry')).body.is).toBe('gone')
  }, 10_000)
  await world.sql(none)
  await come()
  await ada.call('DELETE', `/api/v1/queues/${id}`)
  await world.sql(none)
})

test('what visitors type is in no log', async () => {
  await makeQueue(ada, 'quiet', [])
  const visitor = world.visitor('10.9.5.1')
  await arrive(visitor, 'quiet', 'Unmistakable Person')
  await visitor.call('GET', '/api/v1/queue-entry')
  expect(world.logged.join('')).not.toContain('Unmistakable')
})
