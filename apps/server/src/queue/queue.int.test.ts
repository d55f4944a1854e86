import type { FormField, Place, StoredEvent } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PlaceLine, arrive, become, inboxOf, makeQueue, offerOf } from '../testing/queue-place.ts'
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

/** A representative with a page, available. */
async function agent(name: string): Promise<Agent> {
  const person = await world.person(ada, name)
  const line = await person.connect('representative')
  await become(person, 'available')
  return Object.assign(person, { line })
}
let addresses = 0
/** A browser at an address of its own. */
const browser = (): Visitor => world.visitor(`10.1.${Math.floor(addresses / 200)}.${(addresses++ % 200) + 1}`)
async function waiting(slug: string, name: string): Promise<{ visitor: Visitor; page: PlaceLine; place: Place }> {
  const visitor = browser()
  const place = await arrive(visitor, slug, name)
  return { visitor, place, page: await PlaceLine.open(visitor) }
}
const placeOf = async (visitor: Visitor): Promise<Place> => (await visitor.call('GET', '/api/v1/queue-entry')).body
const accept = (who: Visitor, offerId: string) => who.call('POST', `/api/v1/agent/offers/${offerId}/accept`)
const decline = (who: Visitor, offerId: string) => who.call('POST', `/api/v1/agent/offers/${offerId}/decline`)

test('[queue R12] [session R19] from the entry form to a session with both in it, without number and knock', async () => {
  const rita = await agent('Rita')
  const label = 'What is it about?'
  const field: FormField = { id: crypto.randomUUID(), label, kind: 'text', required: true, options: [] }
  const { id } = await makeQueue(ada, 'billing', [rita], { form: [field], description: 'We help with bills.' })
  const vera = browser()
  const entrance = await vera.call('GET', '/api/v1/queue-entrances/Billing')
  expect(entrance.body).toMatchObject({ name: 'Queue billing', description: 'We help with bills.', open: true })
  expect(entrance.body).toMatchObject({ siteName: 'Acme Support', form: [field] })
  const body = { name: 'Vera', answers: { [field.id]: 'The bill of May' }, timeZone: 'Europe/Berlin' }
  const entered = await vera.call('POST', '/api/v1/queue-entrances/billing/entries', body)
  expect(entered.body).toMatchObject({ is: 'waiting', slug: 'billing', name: 'Vera', position: 1 })
  expect(entered.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/)
  const page = await PlaceLine.open(vera)
  await page.next('waiting')

  const offer = await offerOf(rita.line, 'Vera')
  expect(offer).toMatchObject({ queueName: 'Queue billing', place: 'Europe/Berlin', waitingSince: entered.body.since })
  expect(offer.answers).toEqual([{ label, answer: 'The bill of May' }])
  const { status, body: taken } = await accept(rita, offer.id)
  expect(status).toBe(200)
  expect(await page.next('accepted')).toEqual({ is: 'accepted', agentName: 'Rita' })
  await page.ended

  const stood = await vera.call('POST', '/api/v1/queue-entry/enter')
  expect(stood.body).toMatchObject({ is: 'admitted', sessionId: taken.sessionId, name: 'Vera' })
  expect([...vera.jar.keys()]).toEqual(['deskside-customer'])
  const customer = await vera.connect('customer')
  const story = await customer.next('events')
  expect(story.events.map(({ body: { type } }) => type)).toEqual(['session.started', 'session.admitted'])
  const events = await rita.line.next('events', ({ sessionId }) => sessionId === taken.sessionId)
  expect(events.actions).toContain('session.end')
  expect((await rita.line.next('number')).number).toBeNull()
  expect((await inboxOf(rita.line, ({ offers }) => offers.length === 0)).queues[0]?.waiting).toBe(0)
  expect((await vera.call('GET', '/api/v1/join')).body.is).toBe('admitted')

  // The same click once more leads to the same session.
  expect((await accept(rita, offer.id)).body).toEqual(taken)
  const { events: audited } = (await ada.call('GET', '/api/v1/audit')).body
  const lines = audited.map(({ action, subject }: { action: string; subject: string }) => `${action} ${subject}`)
  expect(lines).toContain(`queue.created ${id}`)
  expect(lines.filter((line: string) => line === `queue.accepted ${taken.sessionId}`)).toHaveLength(1)
  expect(lines).toContain(`session.admitted ${taken.sessionId}`)
  await rita.line.close()
})

test('[session R7] [session R19] who was accepted has time to come over from the queue’s page; who does not come is lost', async () => {
  const rolf = await agent('Rolf')
  await makeQueue(ada, 'slow', [rolf])
  const { visitor } = await waiting('slow', 'Vera')
  const { body } = await accept(rolf, (await offerOf(rolf.line, 'Vera')).id)
  world.clock.turn(15_000)
  await visitor.call('POST', '/api/v1/queue-entry/enter')
  const customer = await visitor.connect('customer')
  await customer.event('session.admitted')
  const story = async () => (await ada.call('GET', `/api/v1/sessions/${body.sessionId}`)).body.events
  expect((await story()).map((event: StoredEvent) => event.body.type)).not.toContain('session.lost')

  await waiting('slow', 'Wim')
  await accept(rolf, (await offerOf(rolf.line, 'Wim')).id)
  world.clock.turn(20_001)
  expect(await rolf.line.event('session.lost')).toBeDefined()
  await rolf.line.close()
})

test('[queue R8] [queue R5] who is declined goes to another agent with their wait, and comes back to the first where there is no other', async () => {
  const [bea, ben] = [await agent('Bea'), await agent('Ben')]
  await makeQueue(ada, 'declined', [bea, ben])
  const { page, place } = await waiting('declined', 'Vera')
  const first = await offerOf(bea.line, 'Vera')
  expect((await decline(bea, first.id)).status).toBe(200)
  expect((await decline(bea, first.id)).body.code).toBe('queue.offer-gone')
  const second = await offerOf(ben.line, 'Vera')
  expect(second.waitingSince).toBe(place.is === 'waiting' ? place.since : 0)
  await become(ben, 'busy')
  await inboxOf(ben.line, ({ state, offers }) => state === 'busy' && offers.length === 0)
  // Not at once: Bea would only decline again.
  expect((await bea.call('GET', '/api/v1/agent')).body.offers).toEqual([])
  world.clock.turn(15_000)
  expect((await offerOf(bea.line, 'Vera')).waitingSince).toBe(second.waitingSince)
  expect(page.heard.every(({ is }) => is === 'waiting')).toBe(true)
  await page.close()
  for (const who of [bea, ben]) await who.line.close()
})

test('[queue R8] an offer that nobody answers goes to another, and its agent is away until they say otherwise', async () => {
  const [cora, cole] = [await agent('Cora'), await agent('Cole')]
  await makeQueue(ada, 'missed', [cora, cole], { acceptSeconds: 5, distribution: 'round-robin' })
  const { page } = await waiting('missed', 'Vera')
  const missed = await offerOf(cole.line, 'Vera')
  world.clock.turn(5_001)
  expect(await inboxOf(cole.line, ({ state }) => state === 'away')).toMatchObject({ reason: 'missed', offers: [] })
  expect((await accept(cole, missed.id)).body.code).toBe('queue.offer-gone')
  await offerOf(cora.line, 'Vera')
  world.clock.turn(5_001)
  await inboxOf(cora.line, ({ state }) => state === 'away')
  await become(cole, 'available')
  const again = await offerOf(cole.line, 'Vera')
  expect((await accept(cole, again.id)).status).toBe(200)
  await page.next('accepted')
  for (const who of [cora, cole]) await who.line.close()
})

test('[queue R3] a place outlasts reloads and second tabs, and two minutes without any page end it', async () => {
  await makeQueue(ada, 'patient', [])
  const { visitor, page, place } = await waiting('patient', 'Vera')
  const tab = await PlaceLine.open(visitor)
  await page.close()
  world.clock.turn(180_000)
  await tab.next('waiting')
  expect(await placeOf(visitor)).toMatchObject({ is: 'waiting', position: 1 })
  // The button once more is no second place.
  expect(await arrive(visitor, 'patient', 'Vera')).toEqual(await placeOf(visitor))
  await tab.close()
  world.clock.turn(100_000)
  const back = await PlaceLine.open(visitor)
  expect(await back.next('waiting')).toMatchObject({ since: place.is === 'waiting' ? place.since : 0 })
  world.clock.turn(100_000)
  const neighbour = await waiting('patient', 'Nora')
  expect(await neighbour.page.next('waiting')).toMatchObject({ position: 2 })
  await back.close()
  // From when the server sees that the page is gone.
  await vi.waitFor(async () => {
    world.clock.turn(121_000)
    expect(await placeOf(visitor)).toEqual({ is: 'gone', slug: 'patient' })
  }, 10_000)
  await neighbour.page.next('waiting', ({ position }) => position === 1)
  await neighbour.page.close()
})

test('[queue R4] who waits hears their place and its estimate at every change, and nothing of others', async () => {
  const dora = await agent('Dora')
  await become(dora, 'busy')
  await makeQueue(ada, 'line', [dora], { distribution: 'everybody' })
  const first = await waiting('line', 'First')
  const second = await waiting('line', 'Second')
  const third = await waiting('line', 'Third')
  expect(await third.page.next('waiting')).toMatchObject({ position: 3, estimateSeconds: null })
  expect((await first.visitor.call('DELETE', '/api/v1/queue-entry')).body).toEqual({ is: 'gone', slug: 'line' })
  await first.page.next('gone')
  expect(first.visitor.jar.size).toBe(0)
  await third.page.next('waiting', ({ position }) => position === 2)
  world.clock.turn(60_000)
  await become(dora, 'available')
  const offer = await offerOf(dora.line, 'Second')
  await become(dora, 'busy')
  await inboxOf(dora.line, ({ offers }) => offers.length === 0)
  await become(dora, 'available')
  expect((await accept(dora, (await offerOf(dora.line, 'Second')).id)).status).toBe(200)
  await second.page.next('accepted')
  const told = await third.page.next('waiting', ({ estimateSeconds }) => estimateSeconds !== null)
  expect(told.position).toBe(1)
  expect(told.estimateSeconds).toBeGreaterThanOrEqual(60)
  expect(JSON.stringify([third.page.heard, offer])).not.toContain('First')
  await third.visitor.call('DELETE', '/api/v1/queue-entry')
  await dora.line.close()
})

test('[queue R12] who leaves in the moment in which an agent accepted comes into the session, and nobody waits there alone', async () => {
  const kim = await agent('Kim')
  await makeQueue(ada, 'late', [kim])
  const { visitor } = await waiting('late', 'Lea')
  await accept(kim, (await offerOf(kim.line, 'Lea')).id)
  const left = await visitor.call('DELETE', '/api/v1/queue-entry')
  expect(left.body).toEqual({ is: 'accepted', agentName: 'Kim' })
  expect((await visitor.call('POST', '/api/v1/queue-entry/enter')).body).toMatchObject({ is: 'admitted', name: 'Lea' })
  await kim.line.close()
})

test('[queue R6] an agent without a page for half a minute is offline, and their offer goes to another', async () => {
  const [erna, emil] = [await agent('Erna'), await agent('Emil')]
  await become(emil, 'away')
  await makeQueue(ada, 'crash', [erna, emil], { acceptSeconds: 300 })
  const { page } = await waiting('crash', 'Vera')
  await offerOf(erna.line, 'Vera')
  await become(emil, 'available')
  // A second page keeps them, and so does coming back in time.
  const other = await erna.connect('representative')
  await erna.line.close()
  world.clock.turn(31_000)
  await offerOf(other, 'Vera')
  await other.close()
  world.clock.turn(20_000)
  const back = await erna.connect('representative')
  await offerOf(back, 'Vera')
  await back.close()
  // From when the server sees that the page is gone.
  await vi.waitFor(async () => {
    world.clock.turn(31_000)
    expect((await erna.call('GET', '/api/v1/agent')).body).toMatchObject({ state: 'offline', offers: [] })
  }, 10_000)
  const offer = await offerOf(emil.line, 'Vera')
  expect((await accept(emil, offer.id)).status).toBe(200)
  await page.next('accepted')
  await emil.line.close()
})

test('[queue R7] [queue R11] three at once and no more, and who becomes free is offered the next at once', async () => {
  const fred = await agent('Fred')
  await makeQueue(ada, 'full', [fred])
  const names = ['One', 'Two', 'Three', 'Four']
  for (const name of names) await (await waiting('full', name)).page.next('waiting')
  const offered = await inboxOf(fred.line, ({ offers }) => offers.length === 3)
  expect(offered.offers.map(({ name }) => name)).toEqual(['One', 'Two', 'Three'])
  const sessions: string[] = []
  for (const { id } of offered.offers) sessions.push((await accept(fred, id)).body.sessionId)
  const full = await inboxOf(fred.line, ({ offers, queues }) => offers.length === 0 && queues[0]?.waiting === 1)
  expect(full.queues[0]?.name).toBe('Queue full')
  await fred.line.command('session.end', { sessionId: sessions[1] ?? '' })
  await offerOf(fred.line, 'Four')
  await fred.line.close()
})

test('[queue R9] [queue R10] where everybody is asked the first who accepts has them, and the others hear that it was taken', async () => {
  const [gina, gerd] = [await agent('Gina'), await agent('Gerd')]
  await makeQueue(ada, 'all', [gina, gerd], { distribution: 'everybody' })
  const { page } = await waiting('all', 'Vera')
  const [hers, his] = [await offerOf(gina.line, 'Vera'), await offerOf(gerd.line, 'Vera')]
  expect((await accept(gerd, his.id)).status).toBe(200)
  await inboxOf(gina.line, ({ offers }) => offers.length === 0)
  expect((await accept(gina, hers.id)).body.code).toBe('queue.offer-gone')
  await page.next('accepted', ({ agentName }) => agentName === 'Gerd')
  for (const who of [gina, gerd]) await who.line.close()
})

test('[queue R1] [queue R2] out of hours there is the closed form, and a form that is not filled in says where', async () => {
  const field: FormField = { id: crypto.randomUUID(), label: 'Mail', kind: 'email', required: true, options: [] }
  const hours = { timeZone: 'UTC', week: Array.from({ length: 7 }, () => []), holidays: [] }
  const { id, waiting: _, ...settings } = await makeQueue(ada, 'hours', [], { form: [field] })
  const post = (answers: object) =>
    browser().call('POST', '/api/v1/queue-entrances/hours/entries', { name: 'Vera', answers })
  const refused = await post({})
  expect([refused.status, refused.body.fields[0].path]).toEqual([400, `answers.${field.id}`])
  const [answers, nonsense] = [{ [field.id]: 'v@example.com' }, { [crypto.randomUUID()]: 'not asked' }]
  expect((await post({ ...answers, ...nonsense })).status).toBe(200)
  expect((await ada.call('PUT', `/api/v1/queues/${id}`, { ...settings, hours })).status).toBe(200)
  expect((await post(answers)).body.code).toBe('queue.closed')
  expect((await browser().call('GET', '/api/v1/queue-entrances/hours')).body).toMatchObject({ open: false })
  // Whoever is in line when the queue is deleted has no place any more.
  expect((await ada.call('GET', '/api/v1/queues')).body.queues).toContainEqual({ ...settings, hours, id, waiting: 1 })
  expect((await ada.call('DELETE', `/api/v1/queues/${id}`)).status).toBe(200)
  expect((await ada.call('DELETE', `/api/v1/queues/${id}`)).body.code).toBe('queue.not-found')
  expect((await post(answers)).body.code).toBe('queue.not-found')
})
