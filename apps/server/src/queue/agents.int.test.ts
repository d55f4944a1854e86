import { servingSchema } from '@deskside/protocol'
import type { AgentRow, Inbox, Place, WaitingVisitor } from '@deskside/protocol'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase } from '../platform/database.ts'
import { findEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { createLog } from '../platform/log.ts'
import { PlaceLine, arrive, become, inboxOf, makeQueue, offerOf } from '../testing/queue-place.ts'
import { ServerWorld } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'
import { createAgentStore } from './store-agents.ts'

let world: ServerWorld
let ada: Visitor
let mia: Visitor
let rita: Visitor & { id: string }
let rob: Visitor & { id: string }
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
  mia = await world.person(ada, 'Mia', 'manager')
  rita = await world.person(ada, 'Rita')
  rob = await world.person(ada, 'Rob')
})
afterAll(() => world.stop())

const choosing = { serving: servingSchema.parse({ mayChoose: true }) }
const waitingIn = async (who: Visitor, queueId: string) => who.call('GET', `/api/v1/agent/queues/${queueId}/waiting`)
const choose = (who: Visitor, entryId: string) => who.call('POST', '/api/v1/agent/choose', { entryId })

test('[queue R14] what an agent can do and how much at once is set by administrators, read by managers, and audited', async () => {
  const settings = { skills: [{ skill: 'Spanish', level: 4 }], capacity: 5 }
  const path = `/api/v1/agents/${rita.id}/settings`
  const { id: queueId } = await makeQueue(ada, 'skilled', [rita])
  const set = await ada.call('PUT', path, settings)
  expect(set.body).toEqual({
    id: rita.id,
    name: 'Rita',
    email: 'rita@example.com',
    queues: [{ id: queueId, name: 'Queue skilled' }],
    settings,
  })
  const { agents } = (await mia.call('GET', '/api/v1/agents')).body as { agents: AgentRow[] }
  expect(agents.find(({ id }) => id === rita.id)).toEqual(set.body)
  expect(agents.find(({ id }) => id === rob.id)?.settings).toEqual({ skills: [], capacity: 3 })
  expect(((await rita.call('GET', '/api/v1/agent')).body as Inbox).capacity).toBe(5)
  for (const who of [mia, rita]) expect((await who.call('PUT', path, settings)).status).toBe(403)
  expect((await rita.call('GET', '/api/v1/agents')).status).toBe(403)
  const twice = { skills: [...settings.skills, { skill: ' spanish', level: 1 }] }
  expect((await ada.call('PUT', path, twice)).body.fields).toEqual([
    { path: 'skills', message: 'A skill stands in the list twice.' },
  ])
  for (const capacity of [0, 21, 1.5]) expect((await ada.call('PUT', path, { capacity })).status).toBe(400)
  expect((await ada.call('PUT', '/api/v1/agents/nobody/settings', settings)).status).toBe(404)
  const { events } = (await ada.call('GET', '/api/v1/audit')).body
  expect(events.filter(({ action }: { action: string }) => action === 'agent.changed')).toHaveLength(1)
})

test('[queue R18] E1: where agents may choose, one takes whom they like, at once and once; of queues of others nothing is found', async () => {
  const mine = await makeQueue(ada, 'pick', [rita], choosing)
  const strict = await makeQueue(ada, 'no-pick', [rita])
  const theirs = await makeQueue(ada, 'other-pick', [rob], choosing)
  for (const [n, name] of ['Ann', 'Ben', 'Cem'].entries()) await arrive(world.visitor(`10.8.0.${n}`), 'pick', name)
  const vera = world.visitor('10.8.0.9')
  await arrive(vera, 'pick', 'Vera')
  await arrive(world.visitor('10.8.0.10'), 'no-pick', 'Stan')
  await arrive(world.visitor('10.8.0.11'), 'other-pick', 'Otto')
  const list = (await waitingIn(rita, mine.id)).body.waiting as WaitingVisitor[]
  expect(list.map(({ name, offered, escalated }) => ({ name, offered, escalated }))).toEqual(
    ['Ann', 'Ben', 'Cem', 'Vera'].map((name) => ({ name, offered: false, escalated: false })),
  )
  for (const [who, { id }] of [
    [rita, strict],
    [rita, theirs],
    [rob, mine],
    [ada, mine],
  ] as const)
    expect((await waitingIn(who, id)).body.code).toBe('queue.not-found')
  const entryId = list.at(-1)?.entryId ?? ''
  const otto = (await waitingIn(rob, theirs.id)).body.waiting[0].entryId as string
  for (const [who, id] of [
    [rob, entryId],
    [rita, otto],
    [rita, mine.id],
  ] as const)
    expect((await choose(who, id)).body.code).toBe('queue.not-found')
  const page = await PlaceLine.open(vera)
  const answers = await Promise.all([1, 2, 3].map(() => choose(rita, entryId)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(new Set(answers.map(({ body }) => body.sessionId)).size).toBe(1)
  await page.next('accepted', ({ agentName }) => agentName === 'Rita')
  expect((await vera.call('POST', '/api/v1/queue-entry/enter')).body.is).toBe('admitted')
  expect((await waitingIn(rita, mine.id)).body.waiting).toHaveLength(3)
})

test('[queue R18] somebody who is being offered to a colleague is chosen all the same, and the colleague hears that they went', async () => {
  const queue = await makeQueue(ada, 'both', [rita, rob], choosing)
  const line = await rob.connect('representative')
  await become(rob, 'available')
  const visitor = world.visitor('10.8.1.1')
  await arrive(visitor, 'both', 'Vera')
  const offer = await offerOf(line, 'Vera')
  const [entry] = (await waitingIn(rita, queue.id)).body.waiting as WaitingVisitor[]
  expect(entry).toMatchObject({ name: 'Vera', offered: true })
  expect((await choose(rita, entry?.entryId ?? '')).status).toBe(200)
  await inboxOf(line, ({ offers }) => offers.every(({ name }) => name !== 'Vera'))
  expect((await rob.call('POST', `/api/v1/agent/offers/${offer.id}/accept`)).body.code).toBe('queue.offer-gone')
  expect((await choose(rob, entry?.entryId ?? '')).body.code).toBe('queue.offer-gone')
  expect(((await visitor.call('GET', '/api/v1/queue-entry')).body as Place).is).toBe('accepted')
  await become(rob, 'offline')
  await line.close()
})

test('[queue R6] what is written down late of who is here does not take them for gone', async () => {
  await become(rita, 'available')
  const embedded = await findEmbeddedPostgres(join(world.folder, 'data'))
  if (!embedded) throw new Error('the world has a database')
  const connected = connectDatabase(
    { host: embedded.socketFolder, user: embedded.user, name: 'postgres' },
    createLog('silent'),
    'late',
  )
  const store = createAgentStore(connected.database)
  const now = world.clock.now() + 1_000
  await store.seenAgents([rita.id], now)
  await store.seenAgents([rita.id], now - 60_000)
  const [row] = await world.sql(`select seen_at::float8 as seen from agent_presence where user_id = '${rita.id}'`)
  expect(Number(row?.['seen'])).toBeGreaterThanOrEqual(now)
  await connected.close()
})
