import { servingSchema } from '@deskside/protocol'
import type { AgentSettings, FormField, Inbox, Need, Queue, Serving } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { arrive, become, inboxOf, makeQueue, offerOf, queueSettings } from '../testing/queue-place.ts'
import { ServerWorld } from '../testing/world.ts'
import type { Line, Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
})
afterAll(() => world.stop())

type Agent = Visitor & { id: string; line: Line }
/** Somebody who is available, with what they can do. */
async function agent(name: string, settings: Partial<AgentSettings> = {}): Promise<Agent> {
  const person = await world.person(ada, name)
  expect((await ada.call('PUT', `/api/v1/agents/${person.id}/settings`, settings)).status).toBe(200)
  const line = await person.connect('representative')
  await become(person, 'available')
  return Object.assign(person, { line })
}
const serving = (given: Partial<Serving>) => ({ serving: servingSchema.parse(given) })
const inbox = async (who: Visitor): Promise<Inbox> => (await who.call('GET', '/api/v1/agent')).body
const namesOf = ({ offers }: Inbox): string[] => offers.map(({ name }) => name).sort()
const accept = async (who: Visitor, offerId: string): Promise<string> => {
  const answer = await who.call('POST', `/api/v1/agent/offers/${offerId}/accept`)
  expect(answer.status).toBe(200)
  return answer.body.sessionId
}
const need = (skill: string, more: Partial<Need> = {}): Need => ({
  skill,
  level: 2,
  relaxAfterSeconds: null,
  when: null,
  ...more,
})
let addresses = 0
const comes = (slug: string, name: string) => arrive(world.visitor(`10.9.0.${(addresses += 1)}`), slug, name)
let probe: Agent | undefined
/** The server has looked at everything that is known by now: somebody who came last, to a queue of their own, was offered. */
async function settled(): Promise<void> {
  const name = `Probe ${(addresses += 1)}`
  if (!probe) {
    probe = await agent('Probe', { capacity: 20 })
    await makeQueue(ada, 'probe', [probe], { acceptSeconds: 300 })
  }
  await become(probe, 'available')
  await comes('probe', name)
  await offerOf(probe.line, name)
  await become(probe, 'busy')
}
async function gone(...agents: Agent[]): Promise<void> {
  for (const who of agents) {
    await become(who, 'offline')
    await who.line.close()
  }
}

test('[queue R13] who chose an answer goes to an agent with its skill, and after its time to any; others are not held up', async () => {
  const field: FormField = {
    id: crypto.randomUUID(),
    label: 'Language',
    kind: 'choice',
    required: true,
    options: ['English', 'Español'],
  }
  const needs = [need('Spanish', { when: { fieldId: field.id, option: 'Español' }, relaxAfterSeconds: 60 })]
  const [eva, sol] = [await agent('Eva'), await agent('Sol', { skills: [{ skill: 'SPANISH', level: 2 }] })]
  await make('spoken', [eva, sol], { needs }, { form: [field] })
  await become(sol, 'busy')
  const asks = async (name: string, option: string) => {
    const body = { name, answers: { [field.id]: option } }
    const path = '/api/v1/queue-entrances/spoken/entries'
    expect((await world.visitor(`10.9.1.${name.length}`).call('POST', path, body)).status).toBe(200)
  }
  await asks('Pablo', 'Español')
  await asks('Dominga', 'Español')
  await asks('Ed', 'English')
  await offerOf(eva.line, 'Ed')
  expect(namesOf(await inbox(eva))).toEqual(['Ed'])
  await become(sol, 'available')
  await inboxOf(sol.line, ({ offers }) => offers.length === 2)
  await become(sol, 'away')
  await inboxOf(sol.line, ({ offers }) => offers.length === 0)
  expect(namesOf(await inbox(eva))).toEqual(['Ed'])
  // By the server's own timer.
  world.clock.turn(60_000)
  await inboxOf(eva.line, (told) => namesOf(told).join(' ') === 'Dominga Ed Pablo')
  await gone(eva, sol)
})

/** @returns the queue; its agents hear of it. */
async function make(
  slug: string,
  agents: readonly { readonly id: string }[],
  given: Partial<Serving>,
  more: Parameters<typeof makeQueue>[3] = {},
): Promise<Queue> {
  return makeQueue(ada, slug, agents, { ...serving(given), acceptSeconds: 300, ...more })
}

test('[queue R13] when a queue’s needs change, whoever waits already is served by the new ones', async () => {
  const eva = await agent('Enid')
  const before = await make('changing', [eva], { needs: [need('Invoices')] })
  await comes('changing', 'Vera')
  await settled()
  expect((await inbox(eva)).offers).toEqual([])
  const settings = { ...queueSettings('changing', [eva.id]), ...serving({ needs: [] }) }
  expect((await ada.call('PUT', `/api/v1/queues/${before.id}`, settings)).status).toBe(200)
  await offerOf(eva.line, 'Vera')
  await gone(eva)
})

test('[queue R13] whoever is moved to another queue has that one’s needs, however they are moved', async () => {
  const [from, to] = [
    await make('from', [], { needs: [need('Invoices'), need('Spanish')] }),
    await make('to', [], {
      needs: [need('French'), need('Printers', { when: { fieldId: crypto.randomUUID(), option: 'Yes' } })],
    }),
  ]
  await comes('from', 'Vera')
  const needsOf = async () =>
    (await world.sql(`select needs from queue_entry where queue_id in ('${from.id}', '${to.id}')`)).map(
      (row) => row['needs'],
    )
  expect(await needsOf()).toEqual([0b11])
  await world.sql(`update queue_entry set queue_id = '${to.id}' where queue_id = '${from.id}'`)
  expect(await needsOf()).toEqual([0b01])
})

test('[queue R11] behind however many whom nobody can take, the one who can be taken is offered at once', async () => {
  const lars = await agent('Lars', { capacity: 1 })
  // A need that only some answers have.
  const fieldId = crypto.randomUUID()
  const needs = [need('Spanish', { when: { fieldId, option: 'Español' } })]
  const queue = await make('crowd', [lars], { needs })
  const other = await make('open-crowd', [lars], {})
  // Whoever waits here needs what nobody can do, and came before.
  await world.sql(`
    insert into queue_entry (id, queue_id, token_hash, name, answers, place, browser, entered_at, seen_at, state, choices, declined_by)
    select gen_random_uuid(), '${queue.id}', 'crowd ' || n, 'Crowd', '[]', '', '', ${world.clock.now()} - 1000 + n,
      ${world.clock.now()} + 1000000, 'waiting', '{"${fieldId}": "Español"}', '{}' from generate_series(1, 600) as n`)
  await world.sql(`
    insert into queue_entry (id, queue_id, token_hash, name, answers, place, browser, entered_at, seen_at, state, choices, declined_by)
    values (gen_random_uuid(), '${queue.id}', 'last', 'Last', '[]', '', '', ${world.clock.now()},
      ${world.clock.now()} + 1000000, 'waiting', '{}', '{}')`)
  await comes('open-crowd', 'Later')
  await offerOf(lars.line, 'Last')
  for (const { id } of [queue, other]) expect((await ada.call('DELETE', `/api/v1/queues/${id}`)).status).toBe(200)
  await gone(lars)
})

test('[queue R14] sessions take the weight of their queue, others 1, and who is idle takes one however heavy', async () => {
  const hal = await agent('Hal', { capacity: 2 })
  await make('heavy', [hal], { weight: 5 })
  await make('light', [hal], {})
  await comes('light', 'Ann')
  await comes('heavy', 'Bert')
  await comes('light', 'Carla')
  await inboxOf(hal.line, (told) => namesOf(told).join(' ') === 'Ann Carla')
  const { offers } = await inbox(hal)
  const sessions = [await accept(hal, offers[0]?.id ?? ''), await accept(hal, offers[1]?.id ?? '')]
  expect(await inboxOf(hal.line, ({ used }) => used === 2)).toMatchObject({ capacity: 2, offers: [] })
  await hal.line.command('session.end', { sessionId: sessions[0] ?? '' })
  await inboxOf(hal.line, ({ used }) => used === 1)
  await settled()
  expect((await inbox(hal)).offers).toEqual([])
  await hal.line.command('session.end', { sessionId: sessions[1] ?? '' })
  const bert = await offerOf(hal.line, 'Bert')
  const heavy = await accept(hal, bert.id)
  await inboxOf(hal.line, ({ used }) => used === 5)
  // A session of no queue takes 1.
  await hal.line.command('session.end', { sessionId: heavy })
  expect((await hal.call('POST', '/api/v1/sessions')).status).toBe(201)
  await inboxOf(hal.line, ({ used }) => used === 1)
  await gone(hal)
})

test('[queue R15] after a wait, above a number and without agents another queue’s agents are asked; the visitor keeps line and wait', async () => {
  const [ola, own] = [await agent('Ola'), await agent('Owen')]
  await become(own, 'busy')
  const target = await make('target', [ola], {})
  const overflow = { toQueueId: target.id, afterSeconds: 60, whenWaiting: null, whenNobody: false }
  const queue = await make('spills', [own], { overflow })
  const place = await comes('spills', 'Vera')
  await settled()
  expect((await inbox(ola)).offers).toEqual([])
  world.clock.turn(60_000)
  const offer = await offerOf(ola.line, 'Vera')
  expect(offer).toMatchObject({ queueName: 'Queue spills', waitingSince: place.is === 'waiting' ? place.since : 0 })
  expect((await inbox(ola)).queues.map(({ name, waiting }) => `${name} ${waiting}`)).toEqual(['Queue target 0'])
  await accept(ola, offer.id)

  const change = async (more: Partial<NonNullable<Serving['overflow']>>) => {
    const given = serving({ overflow: { ...overflow, afterSeconds: null, ...more } })
    const body = { ...queueSettings('spills', [own.id]), acceptSeconds: 300, ...given }
    return ada.call('PUT', `/api/v1/queues/${queue.id}`, body)
  }
  expect((await change({ whenWaiting: 1 })).status).toBe(200)
  await comes('spills', 'Walt')
  await settled()
  expect((await inbox(ola)).offers).toEqual([])
  await comes('spills', 'Xena')
  await inboxOf(ola.line, (told) => namesOf(told).join(' ') === 'Walt Xena')
  for (const { id } of (await inbox(ola)).offers) await accept(ola, id)
  await make('room', [ola], {})
  expect((await ada.call('PUT', `/api/v1/agents/${ola.id}/settings`, { capacity: 20 })).status).toBe(200)

  expect((await change({ whenNobody: true })).status).toBe(200)
  await comes('spills', 'Yann')
  await offerOf(ola.line, 'Yann')
  await become(own, 'available')
  await comes('spills', 'Zoe')
  await offerOf(own.line, 'Zoe')
  expect(namesOf(await inbox(ola))).toEqual(['Yann'])

  for (const toQueueId of [queue.id, crypto.randomUUID()])
    expect((await change({ toQueueId, whenNobody: true })).body.fields).toEqual([
      { path: 'serving.overflow.toQueueId', message: 'Choose another queue.' },
    ])
  // Without the other queue its agents are not asked, and what they were asked in its name is taken back.
  expect((await ada.call('DELETE', `/api/v1/queues/${target.id}`)).status).toBe(200)
  await inboxOf(ola.line, ({ offers }) => offers.length === 0)
  await offerOf(own.line, 'Yann')
  const { queues } = (await ada.call('GET', '/api/v1/queues')).body as { queues: Queue[] }
  expect(queues.find(({ id }) => id === queue.id)?.serving.overflow).toBeNull()
  await gone(ola, own)
})

test('[queue R16] who waited so long is marked by the server’s timer, and goes first', async () => {
  const ezra = await agent('Ezra', { capacity: 1 })
  await become(ezra, 'busy')
  const slow = await make(
    'slow',
    [ezra],
    { escalation: { afterSeconds: 60, priority: 9 }, mayChoose: true },
    { priority: 1 },
  )
  await make('quick', [ezra], {}, { priority: 8 })
  await comes('slow', 'Vera')
  await comes('quick', 'Walt')
  const escalated = async () => (await ezra.call('GET', `/api/v1/agent/queues/${slow.id}/waiting`)).body.waiting
  expect(await escalated()).toMatchObject([{ name: 'Vera', escalated: false }])
  world.clock.turn(60_000)
  await vi.waitFor(async () => expect(await escalated()).toMatchObject([{ escalated: true }]), 10_000)
  await become(ezra, 'available')
  await offerOf(ezra.line, 'Vera')
  expect(namesOf(await inbox(ezra))).toEqual(['Vera'])
  await gone(ezra)
})

test('[queue R17] after a session of a queue its agent finishes up, is offered nobody, and is available again by the clock', async () => {
  const finn = await agent('Finn')
  await make('wraps', [finn], { wrapUpSeconds: 30 })
  await make('no-wrap', [finn], {})
  const help = async (slug: string, name: string) => {
    await comes(slug, name)
    const sessionId = await accept(finn, (await offerOf(finn.line, name)).id)
    await finn.line.command('session.end', { sessionId })
  }
  await help('wraps', 'Ann')
  const told = await inboxOf(finn.line, ({ state }) => state === 'wrap-up')
  const left = (told.wrapUpUntil ?? 0) - world.clock.now()
  expect(left).toBeGreaterThan(15_000)
  expect(left).toBeLessThanOrEqual(30_000)
  await comes('no-wrap', 'Bert')
  await settled()
  expect((await inbox(finn)).offers).toEqual([])
  world.clock.turn(30_000)
  const after = await inboxOf(finn.line, ({ offers }) => offers.some(({ name }) => name === 'Bert'))
  expect(after).toMatchObject({ state: 'available', wrapUpUntil: null })
  // A session of a queue that wants none, or of no queue, is followed by none.
  const bert = await accept(finn, after.offers[0]?.id ?? '')
  await finn.line.command('session.end', { sessionId: bert })
  const { sessionId } = (await finn.call('POST', '/api/v1/sessions')).body
  await inboxOf(finn.line, ({ used }) => used === 1)
  await finn.line.command('session.end', { sessionId })
  await inboxOf(finn.line, ({ used }) => used === 0)
  expect(await inbox(finn)).toMatchObject({ state: 'available' })
  // Their own word ends it early.
  await help('wraps', 'Carla')
  await inboxOf(finn.line, ({ state }) => state === 'wrap-up')
  await become(finn, 'available')
  await help('no-wrap', 'Dan')
  // Who said that they are busy stays so.
  await comes('wraps', 'Eve')
  const eve = await accept(finn, (await offerOf(finn.line, 'Eve')).id)
  await become(finn, 'busy')
  await finn.line.command('session.end', { sessionId: eve })
  await inboxOf(finn.line, ({ state, used }) => state === 'busy' && used === 0)
  await settled()
  expect(await inbox(finn)).toMatchObject({ state: 'busy', wrapUpUntil: null })
  await gone(finn)
})

test('[queue R17] what was offered before somebody finishes up may still be accepted; a restart forgets no wrap-up', async () => {
  const gwen = await agent('Gwen')
  await make('ringing', [gwen], { wrapUpSeconds: 600 })
  await comes('ringing', 'Ann')
  const sessionId = await accept(gwen, (await offerOf(gwen.line, 'Ann')).id)
  await comes('ringing', 'Bert')
  const bert = await offerOf(gwen.line, 'Bert')
  await gwen.line.command('session.end', { sessionId })
  const before = await inboxOf(gwen.line, ({ state }) => state === 'wrap-up')
  expect(namesOf(before)).toEqual(['Bert'])
  await gwen.line.command('session.end', { sessionId: await accept(gwen, bert.id) })
  await settled()
  const { wrapUpUntil } = await inbox(gwen)
  expect(wrapUpUntil).toBeGreaterThan(before.wrapUpUntil ?? 0)
  await world.deskside.stop()
  await world.open()
  const again = world.visitor()
  for (const [name, value] of gwen.jar) again.jar.set(name, value)
  const line = await again.connect('representative')
  expect(await inboxOf(line, () => true)).toMatchObject({ state: 'wrap-up', wrapUpUntil })
  ada = Object.assign(world.visitor(), { jar: ada.jar })
  probe = undefined
  // Longer than a page may be away: the server knows that hers is here.
  world.clock.turn(600_000)
  await inboxOf(line, ({ state }) => state === 'available')
  await comes('ringing', 'Carla')
  await offerOf(line, 'Carla')
  await become(again, 'offline')
  await line.close()
})

test('[queue R19] E3: who is taken out of a queue hears no more of it at once; their session of it goes on', async () => {
  const [kai, lea] = [await agent('Kai'), await agent('Lea', { capacity: 1 })]
  const queue = await make('left', [kai, lea], { mayChoose: true, wrapUpSeconds: 60 })
  await make('stays', [kai], {})
  await become(lea, 'busy')
  const vera = world.visitor('10.9.2.1')
  await arrive(vera, 'left', 'Vera')
  const sessionId = await accept(kai, (await offerOf(kai.line, 'Vera')).id)
  await vera.call('POST', '/api/v1/queue-entry/enter')
  const customer = await vera.connect('customer')
  await comes('left', 'Walt')
  const walt = await offerOf(kai.line, 'Walt')
  const body = { ...queueSettings('left', [lea.id]), ...serving({ mayChoose: true, wrapUpSeconds: 60 }) }
  expect((await ada.call('PUT', `/api/v1/queues/${queue.id}`, body)).status).toBe(200)
  const told = await inboxOf(kai.line, ({ offers }) => offers.length === 0)
  expect(told.queues.map(({ name }) => name)).toEqual(['Queue stays'])
  await become(lea, 'available')
  await offerOf(lea.line, 'Walt')
  for (const answer of [
    await kai.call('GET', `/api/v1/agent/queues/${queue.id}/waiting`),
    await kai.call('POST', '/api/v1/agent/choose', { entryId: walt.id }),
  ])
    expect(answer.body.code).toBe('queue.not-found')
  expect((await kai.call('POST', `/api/v1/agent/offers/${walt.id}/accept`)).body.code).toBe('queue.offer-gone')
  // The customer is not cut off, and who helps them can finish.
  const said = { sessionId, to: { kind: 'everyone' }, text: 'Still here.' } as const
  expect((await customer.command('chat.post', said)).ok).toBe(true)
  await kai.line.event('chat.posted')
  expect((await inbox(kai)).used).toBe(1)
  await kai.line.command('session.end', { sessionId })
  await customer.event('session.ended')
  await customer.close()
  await gone(kai, lea)
})
