import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { servingSchema } from '@deskside/protocol'
import type { FormField, Inbox, StoredEvent } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { become, makeQueue, offerOf } from '../testing/queue-place.ts'
import { ServerWorld } from '../testing/world.ts'
import type { Line, Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
type Agent = Visitor & { id: string; line: Line }
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
})
afterAll(() => world.stop())

async function agent(name: string): Promise<Agent> {
  const person = await world.person(ada, name)
  const line = await person.connect('representative')
  await become(person, 'available')
  return Object.assign(person, { line })
}

const PAYLOADS = [
  '<img src=x onerror=alert(1)>',
  '\u202Egpj.exe',
  "=cmd|'/c calc'!A0",
  '\u{1F468}\u200D\u{1F4BB} {{7*7}} ${7*7} %s',
  "'; drop table queue_entry; --",
]
const question = (label: string): FormField => ({
  id: crypto.randomUUID(),
  label,
  kind: 'text',
  required: false,
  options: [],
})

interface Begun {
  readonly sessionId: string
  readonly customer: Line
  readonly visitor: Visitor
}

/** A visitor with answers, accepted by an agent, and over in the session. */
async function begin(
  slug: string,
  who: Agent,
  { name, answers }: { readonly name: string; readonly answers: Readonly<Record<string, string>> },
): Promise<Begun> {
  const visitor = world.visitor()
  const body = { name, answers, timeZone: 'Europe/Rome' }
  expect((await visitor.call('POST', `/api/v1/queue-entrances/${slug}/entries`, body)).status).toBe(200)
  const offer = await offerOf(who.line, name)
  const { sessionId } = (await who.call('POST', `/api/v1/agent/offers/${offer.id}/accept`)).body
  await visitor.call('POST', '/api/v1/queue-entry/enter')
  return { sessionId, visitor, customer: await visitor.connect('customer') }
}
const pageOf = (reader: Visitor, sessionId: string) => reader.call('GET', `/api/v1/sessions/${sessionId}`)
const bodiesOf = (events: readonly StoredEvent[]) => events.map(({ body }) => body)

test('[session R21] E1, G2: answers are text, in the session’s record, for who may read it: no customer, no other agent, no log', async () => {
  const [rita, rob] = [await agent('Rita'), await agent('Rob')]
  await become(rob, 'busy')
  const form = PAYLOADS.map((_, index) => question(`Question ${index}`))
  const queue = await makeQueue(ada, 'billing', [rita, rob], { form })
  const answers = Object.fromEntries(form.map(({ id }, index) => [id, PAYLOADS[index] ?? '']))
  const { sessionId, customer } = await begin('billing', rita, { name: 'Vera Visitor', answers })

  const kept = {
    type: 'session.came-from-queue',
    queueId: queue.id,
    queueName: 'Queue billing',
    place: 'Europe/Rome',
    answers: PAYLOADS.map((answer, index) => ({ label: `Question ${index}`, answer })),
  }
  expect(await rita.line.event('session.came-from-queue')).toMatchObject(kept)
  for (const reader of [rita, ada]) {
    const { body } = await pageOf(reader, sessionId)
    expect(bodiesOf(body.events)).toContainEqual(expect.objectContaining(kept))
  }
  const refused = await pageOf(rob, sessionId)
  expect([refused.status, refused.body.code]).toEqual([404, 'session.not-found'])

  await customer.command('session.leave', { sessionId })
  await customer.event('session.left')
  const heardByOthers = JSON.stringify([customer.heard, rob.line.heard])
  for (const payload of ['onerror', 'cmd|', 'drop table', 'Question 0', 'Europe/Rome'])
    expect([payload, heardByOthers.includes(payload)]).toEqual([payload, false])
  const logs = world.logged.join('') + readFileSync(join(world.folder, 'data', 'postgres.log'), 'utf8')
  for (const personal of ['onerror', 'Vera Visitor', 'Europe/Rome'])
    expect([personal, logs.includes(personal)]).toEqual([personal, false])
  await rita.line.command('session.end', { sessionId })
  for (const { line } of [rita, rob]) await line.close()
})

test('E1: an agent hears nothing of a queue that is not theirs, not even that somebody waits in it', async () => {
  const [mine, other] = [await agent('Mine'), await agent('Other')]
  await makeQueue(ada, 'theirs', [mine])
  await makeQueue(ada, 'others', [other])
  const { sessionId } = await begin('theirs', mine, { name: 'Secret Vera', answers: {} })
  await mine.line.command('session.end', { sessionId })
  const inbox: Inbox = (await other.call('GET', '/api/v1/agent')).body
  expect(inbox.queues.map(({ name }) => name)).toEqual(['Queue others'])
  expect(JSON.stringify([inbox, other.line.heard])).not.toMatch(/theirs|Secret Vera/)
  for (const { line } of [mine, other]) await line.close()
})

test('[session R22] C1: what a queue wants requested the customer is asked in the agent’s name, and nothing runs before they allow it', async () => {
  const rolf = await agent('Rolf')
  await makeQueue(ada, 'asks', [rolf], { serving: servingSchema.parse({ request: 'desktop.view' }) })
  const { sessionId, customer } = await begin('asks', rolf, { name: 'Vera', answers: {} })
  const asked = await customer.event('consent.requested')
  const told = await rolf.line.event('consent.requested')
  expect(told).toEqual(asked)
  expect(asked.capability).toBe('desktop.view')
  const events: StoredEvent[] = (await pageOf(rolf, sessionId)).body.events
  expect(bodiesOf(events).map(({ type }) => type)).toEqual([
    'session.started',
    'session.admitted',
    'session.came-from-queue',
    'consent.requested',
  ])
  expect(events.every(({ by }) => by === asked.representativeId)).toBe(true)
  const { events: audited } = (await ada.call('GET', '/api/v1/audit')).body
  expect(audited).toContainEqual(expect.objectContaining({ action: 'consent.requested', subject: sessionId }))
  await customer.command('consent.decline', { sessionId, requestId: asked.requestId })
  await rolf.line.event('consent.declined')
  await rolf.line.command('session.end', { sessionId })

  // Nobody answers: it ends by itself, as any request.
  const second = await begin('asks', rolf, { name: 'Wim', answers: {} })
  const open = await second.customer.event('consent.requested')
  world.clock.turn(120_001)
  expect(await rolf.line.event('consent.expired')).toMatchObject({ requestId: open.requestId })
  await rolf.line.command('session.end', { sessionId: second.sessionId })
  await rolf.line.close()
})

test('[queue R30] of a wait that is over its times and outcome are kept and nothing that its visitor typed; after a day no token leads to it', async () => {
  const kim = await agent('Kim')
  const form = [question('Telephone')]
  const queue = await makeQueue(ada, 'sweep', [kim], { form })
  const answers = { [form[0]?.id ?? '']: '7946 0000' }
  const { sessionId } = await begin('sweep', kim, { name: 'Vera Visitor', answers })
  await become(kim, 'busy')
  const leaver = world.visitor()
  await leaver.call('POST', '/api/v1/queue-entrances/sweep/entries', { name: 'Lea Leaver', answers })
  await leaver.call('DELETE', '/api/v1/queue-entry')
  const rows = () => world.sql(`select * from queue_entry where queue_id = '${queue.id}' order by entered_at, id`)
  const before = await rows()
  expect(before.map(({ state, session_id: id }) => [state, id])).toEqual([
    ['accepted', sessionId],
    ['gone', null],
  ])
  const nothing = { name: '', answers: [], choices: {}, place: '', browser: '', came_from: null }
  expect(before[1]).toMatchObject(nothing)
  // Whoever is helped may yet be handed to another queue, with what they answered.
  expect(before[0]).toMatchObject({ name: 'Vera Visitor', came_from: null })
  await kim.line.command('session.end', { sessionId })
  const ended = await rows()
  for (const row of ended) expect(row).toMatchObject(nothing)
  expect(JSON.stringify(ended)).not.toMatch(/Vera|Lea|7946/)
  // What an older version left of somebody goes, too.
  await world.sql(
    `update queue_entry set name = 'Vera Visitor', answers = '[1]', transfer_message = 'x' where session_id = '${sessionId}'`,
  )
  world.clock.turn(25 * 3_600_000)
  await vi.waitFor(async () => {
    const hashes = (await rows()).map(({ token_hash: hash }) => String(hash).startsWith('spent '))
    expect(hashes).toEqual([true, true])
  })
  expect(JSON.stringify(await rows())).not.toContain('Vera')
  expect((await leaver.call('GET', '/api/v1/queue-entry')).body).toEqual({ is: 'nowhere' })
  await kim.line.close()
})

test('[queue R13] [queue R15] an offer says what the visitor needs, what of it this agent has, and when the queue is not theirs', async () => {
  const [own, helper] = [await agent('Own'), await agent('Helper')]
  await become(own, 'busy')
  const second = await makeQueue(ada, 'second', [helper])
  await ada.call('PUT', `/api/v1/agents/${helper.id}/settings`, { skills: [{ skill: 'cards', level: 2 }], capacity: 3 })
  const needs = ['Cards', 'Spanish'].map((skill) => ({ skill, level: 2, relaxAfterSeconds: 0, when: null }))
  const overflow = { toQueueId: second.id, afterSeconds: 0, whenWaiting: null, whenNobody: true }
  await makeQueue(ada, 'first', [own], { serving: servingSchema.parse({ needs, overflow }) })
  await world.visitor().call('POST', '/api/v1/queue-entrances/first/entries', { name: 'Vera', answers: {} })
  const asked = await offerOf(helper.line, 'Vera')
  expect(asked).toMatchObject({ queueName: 'Queue first', fromOtherQueue: true })
  expect(asked.needs).toEqual([
    { skill: 'Cards', level: 2, have: true },
    { skill: 'Spanish', level: 2, have: false },
  ])
  await become(helper, 'busy')
  await become(own, 'available')
  expect(await offerOf(own.line, 'Vera')).toMatchObject({
    fromOtherQueue: false,
    needs: [{ have: false }, { have: false }],
  })
  for (const { line } of [own, helper]) await line.close()
})
