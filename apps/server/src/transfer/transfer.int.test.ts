import { foldStory } from '@deskside/protocol'
import type { FormField, SessionPage } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { become, inboxOf, makeQueue, offerOf } from '../testing/queue-place.ts'
import {
  accept,
  decline,
  handOver,
  heardBy,
  helped,
  makeAgent,
  offersOf,
  withoutOffers,
} from '../testing/transfer-place.ts'
import type { Agent } from '../testing/transfer-place.ts'
import { ServerWorld, grant, startPair } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
})
afterAll(() => world.stop())

const agent = (name: string): Promise<Agent> => makeAgent(world, ada, name)
const to = ({ id }: Agent) => ({ kind: 'agent', userId: id }) as const
const pageOf = async (who: Visitor, sessionId: string): Promise<SessionPage> =>
  (await who.call('GET', `/api/v1/sessions/${sessionId}`)).body
const storyOf = async (who: Visitor, sessionId: string) => {
  const story = foldStory((await pageOf(who, sessionId)).events)
  if (!story) throw new Error('a session has a story')
  return story
}
const holderOf = async (who: Visitor, sessionId: string): Promise<string | undefined> => {
  const { session } = await storyOf(who, sessionId)
  return session.participants[session.primaryId]?.name
}

test('[transfer R4] [transfer R5] [transfer R10] [transfer R11] an agent takes a session over: message, answers and wait arrive, chat and notes stay, the giver is gone', async () => {
  const [anna, bob] = [await agent('Anna'), await agent('Bob')]
  const field: FormField = {
    id: crypto.randomUUID(),
    label: 'What is it about?',
    kind: 'text',
    required: false,
    options: [],
  }
  const { sessionId, cust, customer, queue } = await helped(
    world,
    { administrator: ada, giver: anna, name: 'Vera' },
    { others: [bob], more: { form: [field] } },
  )
  const post = { sessionId, messageId: crypto.randomUUID(), to: { kind: 'everyone' as const }, text: 'It is the bill.' }
  await cust.command('chat.post', post)
  await anna.call('PUT', `/api/v1/sessions/${sessionId}/notes`, { text: 'Has a bill from May.', version: 0 })
  const message = 'Needs a new bill. <b>Hurry</b> "quoted" & more'
  expect(await handOver(anna, sessionId, to(bob), message)).toMatchObject({ ok: true })

  const offer = await offerOf(bob.line, 'Vera')
  expect(offer).toMatchObject({
    queueName: queue.name,
    transfer: { from: 'Anna', message },
    answers: [{ label: 'What is it about?', answer: 'A bill' }],
  })
  const before = await storyOf(anna, sessionId)
  expect(before.transfer).toMatchObject({ is: 'offered', to: { kind: 'agent', name: 'Bob' } })
  const { status, body } = await accept(bob, offer)
  expect({ status, body }).toEqual({ status: 200, body: { sessionId } })
  expect(await anna.line.event('session.left')).toMatchObject({ reason: 'transferred' })
  expect(await cust.event('session.left')).toMatchObject({ reason: 'transferred' })

  const { events, notes } = await pageOf(bob, sessionId)
  const story = foldStory(events)
  expect(story?.session.life.is).toBe('live')
  expect(await holderOf(bob, sessionId)).toBe('Bob')
  expect(story?.chat.map(({ text }) => text)).toContain('It is the bill.')
  expect(notes.text).toBe('Has a bill from May.')
  // The customer is in the same session, by the same cookie.
  expect((await customer.call('GET', '/api/v1/join')).body).toMatchObject({ is: 'admitted', sessionId })
  const told = heardBy(cust, sessionId)
  expect(told.find(({ body }) => body.type === 'transfer.offered')?.body).toMatchObject({ message: '' })
  expect(JSON.stringify(told)).not.toContain('Hurry')
  expect(JSON.stringify(told)).not.toContain(bob.id)
})

test('[transfer R5] C4: what the customer allowed the giver ends with them, and the taker is asked for anew', async () => {
  const [gus, tina] = [await agent('Gus'), await agent('Tina')]
  await makeQueue(ada, 'grants', [gus, tina])
  const pair = await startPair(world, gus)
  const { sessionId, cust } = pair
  const { participantId } = await gus.line.event('session.started')
  const grantId = await grant({ ...pair, repId: participantId }, 'desktop.view', true)
  await handOver(gus, sessionId, to(tina))
  await accept(tina, await offerOf(tina.line, 'Carl Customer'))
  expect(await cust.event('consent.revoked')).toMatchObject({ grantId, reason: 'left' })
  const ended = heardBy(cust, sessionId).find(({ body }) => body.type === 'consent.everything-ended')
  expect(ended?.body).toMatchObject({ representativeId: participantId })
  await tina.line.event('transfer.accepted')
  await tina.line.command('consent.request', { sessionId, capability: 'desktop.view' })
  expect(await cust.event('consent.requested')).toMatchObject({ capability: 'desktop.view' })
  expect(Object.keys((await storyOf(tina, sessionId)).consent.grants)).toEqual([])
  // The giver may do nothing there any more.
  expect(
    await gus.line.ask('consent.request', { sessionId, commandId: crypto.randomUUID(), capability: 'desktop.view' }),
  ).toMatchObject({ ok: false })
  await pair.rep.close()
})

test('[transfer R8] declined it comes back with the reason, the giver helps on, and offers it to somebody else', async () => {
  const [ina, jan] = [await agent('Ina'), await agent('Jan')]
  const { sessionId } = await helped(world, { administrator: ada, giver: ina, name: 'Wim' }, { others: [jan] })
  await handOver(ina, sessionId, to(jan))
  const offer = await offerOf(jan.line, 'Wim')
  expect((await decline(jan, offer)).status).toBe(200)
  expect(await ina.line.event('transfer.returned')).toMatchObject({ reason: 'declined' })
  expect(await holderOf(ina, sessionId)).toBe('Ina')
  expect((await accept(jan, offer)).status).toBe(409)
  expect(await handOver(ina, sessionId, to(jan))).toMatchObject({ ok: true })
  await accept(jan, await offerOf(jan.line, 'Wim'))
  expect(await ina.line.event('session.left')).toMatchObject({ reason: 'transferred' })
})

test('[transfer R8] who does not answer in time, or goes away, returns it', async () => {
  const [kim, lee] = [await agent('Kim'), await agent('Lee')]
  const { sessionId } = await helped(
    world,
    { administrator: ada, giver: kim, name: 'Xenia' },
    { others: [lee], more: { acceptSeconds: 10 } },
  )
  await handOver(kim, sessionId, to(lee))
  await offerOf(lee.line, 'Xenia')
  world.clock.turn(10_500)
  expect(await kim.line.event('transfer.returned')).toMatchObject({ reason: 'missed' })
  expect((await lee.call('GET', '/api/v1/agent')).body).toMatchObject({ state: 'away', reason: 'missed', offers: [] })
  expect(await handOver(kim, sessionId, to(lee))).toMatchObject({ ok: false, code: 'transfer.agent-not-available' })
  await become(lee, 'available')
  await handOver(kim, sessionId, to(lee))
  await offerOf(lee.line, 'Xenia')
  await become(lee, 'away')
  expect(await kim.line.event('transfer.returned')).toMatchObject({ reason: 'away' })
  expect(await offersOf(lee)).toEqual([])
})

test('[transfer R3] [transfer R9] to a queue: not to the giver, a decline passes it on, nobody there lets it wait, and the giver takes it back', async () => {
  const [mia, ned, oda] = [await agent('Mia'), await agent('Ned'), await agent('Oda')]
  const { sessionId } = await helped(world, { administrator: ada, giver: mia, name: 'Yara' })
  const second = await makeQueue(ada, 'second-line', [mia, ned, oda], { distribution: 'round-robin' })
  const target = { kind: 'queue', queueId: second.id } as const
  expect(await handOver(mia, sessionId, target, 'Second line, please.')).toMatchObject({ ok: true })
  const offer = await offerOf(ned.line, 'Yara')
  expect(offer.transfer).toEqual({ from: 'Mia', message: 'Second line, please.' })
  await decline(ned, offer)
  await offerOf(oda.line, 'Yara')
  await become(oda, 'away')
  await become(ned, 'away')
  await withoutOffers(oda)
  // It waits, and the queue's agents see that somebody does.
  const { transfer } = await storyOf(mia, sessionId)
  expect(transfer.is).toBe('offered')
  await inboxOf(ned.line, ({ queues }) => queues.some(({ id, waiting }) => id === second.id && waiting === 1))
  expect(await offersOf(mia)).toEqual([])
  if (transfer.is !== 'offered') throw new Error('it is offered')
  await mia.line.command('transfer.withdraw', { sessionId, transferId: transfer.id })
  await inboxOf(ned.line, ({ queues }) => queues.some(({ id, waiting }) => id === second.id && waiting === 0))
  await become(ned, 'available')
  await handOver(mia, sessionId, target)
  await accept(ned, await offerOf(ned.line, 'Yara'))
  expect(await holderOf(ned, sessionId)).toBe('Ned')
})

test('[transfer R10] the time waited in line before counts, so they go before who came later; time with an agent does not', async () => {
  const [pia, quin] = [await agent('Pia'), await agent('Quin')]
  await become(pia, 'away')
  const target = await makeQueue(ada, 'patience', [quin])
  const queue = await makeQueue(ada, 'slow', [pia])
  const zoe = world.visitor('10.8.0.1')
  await zoe.call('POST', '/api/v1/queue-entrances/slow/entries', { name: 'Zoe', answers: {} })
  world.clock.turn(90_000)
  await become(pia, 'available')
  const { sessionId } = (await accept(pia, await offerOf(pia.line, 'Zoe'))).body
  // Served for longer than anybody waits.
  world.clock.turn(600_000)
  await vi.waitFor(async () => expect((await storyOf(pia, sessionId)).session.life.is).toBe('live'))
  await become(quin, 'busy')
  await zoe.call('POST', '/api/v1/queue-entry/enter')
  await handOver(pia, sessionId, { kind: 'queue', queueId: target.id })
  const now = world.clock.now()
  await become(quin, 'available')
  const offer = await offerOf(quin.line, 'Zoe')
  expect(now - offer.waitingSince).toBeGreaterThanOrEqual(89_000)
  expect(now - offer.waitingSince).toBeLessThan(120_000)
  expect(queue.name).not.toBe(offer.queueName)
})

test('[transfer R1] [transfer R7] only an agent hands over, only to whom they see, with at most 345 characters; who is busy with many judges for themselves', async () => {
  const [rob, sue, una] = [await agent('Rob'), await agent('Sue'), await agent('Una')]
  const pair = await startPair(world, rob)
  const { sessionId } = pair
  const first = await handOver(rob, sessionId, to(sue))
  expect(first).toMatchObject({ ok: false, code: 'transfer.not-agent' })
  await makeQueue(ada, 'rob-and-sue', [rob, sue])
  const una2 = await makeQueue(ada, 'una', [una])
  // Una is in another queue: to Rob she is not there.
  expect(await handOver(rob, sessionId, to(una))).toMatchObject({ ok: false, code: 'transfer.target-gone' })
  const nobody = { kind: 'queue', queueId: crypto.randomUUID() } as const
  expect(await handOver(rob, sessionId, nobody)).toMatchObject({ ok: false, code: 'transfer.target-gone' })
  expect(await handOver(rob, sessionId, to(sue), 'x'.repeat(346))).toMatchObject({ ok: false, code: 'request.invalid' })
  const { body } = await rob.call('GET', `/api/v1/sessions/${sessionId}/transfer-targets`)
  expect(body.agents).toEqual([
    { userId: sue.id, name: 'Sue', state: 'available', sessions: 0, queues: ['Queue rob-and-sue'] },
  ])
  expect(body.queues).toContainEqual({ queueId: una2.id, name: 'Queue una', waiting: 0, open: true })
  for (let n = 0; n < 4; n += 1) await sue.call('POST', '/api/v1/sessions')
  expect(await handOver(rob, sessionId, to(sue), 'x'.repeat(345))).toMatchObject({ ok: true })
  await offerOf(sue.line, 'Carl Customer')
  expect(await handOver(rob, sessionId, to(sue))).toMatchObject({ ok: false, code: 'transfer.already-offered' })
  await pair.rep.close()
})

test('[transfer R11] E1: only who is asked sees the offer and can answer it; only who is in the session sees to whom it could go', async () => {
  const [vic, wes, xia] = [await agent('Vic'), await agent('Wes'), await agent('Xia')]
  const { sessionId } = await helped(world, { administrator: ada, giver: vic, name: 'Abe' }, { others: [wes] })
  await makeQueue(ada, 'elsewhere', [xia])
  await handOver(vic, sessionId, to(wes), 'for Wes only')
  const offer = await offerOf(wes.line, 'Abe')
  for (const other of [xia, vic]) {
    expect((await accept(other, offer)).status).toBe(409)
    expect((await decline(other, offer)).status).toBe(409)
    expect(JSON.stringify((await other.call('GET', '/api/v1/agent')).body)).not.toContain('for Wes only')
  }
  expect((await xia.call('GET', `/api/v1/sessions/${sessionId}/transfer-targets`)).status).toBe(404)
  expect((await xia.call('GET', `/api/v1/sessions/${sessionId}`)).status).toBe(404)
  expect(JSON.stringify(xia.line.heard)).not.toContain('for Wes only')
  expect((await accept(wes, offer)).status).toBe(200)
})
