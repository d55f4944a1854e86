import { afterAll, beforeAll, expect, test } from 'vitest'
import { BoardLine } from '../testing/board-line.ts'
import { PlaceLine, arrive, become, inboxOf, makeQueue, offerOf } from '../testing/queue-place.ts'
import { ServerWorld, startPair } from '../testing/world.ts'
import type { Line, Visitor } from '../testing/world.ts'

type Person = Visitor & { id: string }
let world: ServerWorld
let ada: Visitor
let mona: Person
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
  mona = await world.person(ada, 'Mona', 'manager')
})
afterAll(() => world.stop())

const MONITOR = '/api/v1/monitor'
let addresses = 0
const browser = (): Visitor => world.visitor(`10.2.0.${(addresses += 1)}`)
async function agent(name: string, state: 'available' | 'offline' = 'available'): Promise<Person & { line: Line }> {
  const person = await world.person(ada, name)
  const line = await person.connect('representative')
  if (state !== 'offline') await become(person, state)
  return Object.assign(person, { line })
}
const audited = async (): Promise<string[]> =>
  (await ada.call('GET', '/api/v1/audit')).body.events.map(
    ({ actor, action, subject }: Record<string, string>) => `${actor} ${action} ${subject}`,
  )
const setMonitoring = (policy: string, disclosure = 'Sessions may be monitored.') =>
  ada.call('PATCH', '/api/v1/site', { monitoring: { policy, disclosure } })
const act = (who: Visitor, sessionId: string, what: 'watch' | 'barge-in' | 'take-over') =>
  who.call('POST', `${MONITOR}/sessions/${sessionId}/${what}`)

test('[monitor R8] a manager sees a visitor come, wait, be offered, be taken, without asking again', async () => {
  const rita = await agent('Rita', 'offline')
  const queue = await makeQueue(ada, 'bills', [rita])
  const line = await BoardLine.open(mona)
  const queueIn = (board: { queues: { id: string }[] }) => board.queues.find(({ id }) => id === queue.id)
  expect(queueIn(await line.until((board) => queueIn(board) !== undefined))).toMatchObject({
    waiting: 0,
    longest: null,
    targetSeconds: 20,
    today: { offered: 0, serviceLevel: null },
    agents: { offline: 1 },
  })
  const vera = browser()
  await arrive(vera, 'bills', 'Vera <b>')
  const page = await PlaceLine.open(vera)
  const waits = await line.until((board) => board.line.some(({ name }) => name === 'Vera <b>'))
  expect(queueIn(waits)).toMatchObject({
    waiting: 1,
    longest: { name: 'Vera <b>' },
    today: { offered: 1, answered: 0 },
  })
  await become(rita, 'available')
  const offered = await line.until((board) => board.line.some(({ offeredTo }) => offeredTo.includes('Rita')))
  expect(offered.agents.find(({ userId }) => userId === rita.id)).toMatchObject({
    state: 'available',
    offers: [{ name: 'Vera <b>' }],
  })
  const { body } = await rita.call('POST', `/api/v1/agent/offers/${(await offerOf(rita.line, 'Vera <b>')).id}/accept`)
  const taken = await line.until((board) => board.sessions.some(({ id }) => id === body.sessionId))
  expect(taken.sessions.find(({ id }) => id === body.sessionId)).toMatchObject({
    customerName: 'Vera <b>',
    queueId: queue.id,
    representatives: [{ userId: rita.id, name: 'Rita' }],
    watchers: [],
  })
  expect(queueIn(taken)).toMatchObject({
    waiting: 0,
    lately: { offered: 1, answered: 1, abandoned: 0, serviceLevel: 1, abandonRate: 0 },
  })
  await page.ended
  await Promise.all([line.close(), rita.line.close()])
})

test('[monitor R1] what the database counts is what the definition counts', async () => {
  const { id } = await makeQueue(ada, 'counted', [])
  const leave = (visitor: Visitor) => visitor.call('DELETE', '/api/v1/queue-entry')
  const [early, late, waits] = [browser(), browser(), browser()]
  await arrive(early, 'counted', 'Early')
  await leave(early)
  for (const visitor of [late, waits]) await arrive(visitor, 'counted', 'Late')
  const pages = [await PlaceLine.open(late), await PlaceLine.open(waits)]
  world.clock.turn(21_000)
  await leave(late)
  const { queues } = (await mona.call('GET', MONITOR)).body
  expect(queues.find((queue: { id: string }) => queue.id === id)).toMatchObject({
    waiting: 1,
    lately: { offered: 3, answered: 0, abandoned: 2, serviceLevel: 0, abandonRate: 1, averageAnswerSeconds: null },
  })
  await leave(waits)
  await Promise.all(pages.map((page) => page.close()))
})

test('E1: to anybody who is no manager the page’s addresses are not there, and nothing changes', async () => {
  const rob = await agent('Rob')
  const { id } = await makeQueue(ada, 'closed-eyes', [rob])
  const other = await world.person(ada, 'Olaf')
  const pair = await startPair(world, rob)
  await arrive(browser(), 'closed-eyes', 'Vera')
  const entry = (await offerOf(rob.line, 'Vera')).id
  for (const who of [rob, other, pair.customer]) {
    const status = who === pair.customer ? 401 : 404
    await expect(BoardLine.open(who)).rejects.toThrow(`status ${status}`)
    for (const [path, body] of [
      [`agents/${rob.id}/state`, { state: 'away' }],
      [`waiting/${entry}/move`, { queueId: id }],
      [`waiting/${entry}/offer`, { userId: rob.id }],
      [`sessions/${pair.sessionId}/watch`],
      [`sessions/${pair.sessionId}/barge-in`],
      [`sessions/${pair.sessionId}/take-over`],
    ] as const)
      expect([path, (await who.call('POST', `${MONITOR}/${path}`, body)).status]).toEqual([path, status])
  }
  const { events } = (await mona.call('GET', `/api/v1/sessions/${pair.sessionId}`)).body
  expect(JSON.stringify(events)).not.toMatch(/watched|joined|primary-changed/)
  expect((await rob.call('GET', '/api/v1/agent')).body.state).toBe('available')
  await become(rob, 'offline')
  await Promise.all([rob.line.close(), pair.rep.close(), pair.cust.close()])
})

test('B3: a manager who signs out or is none any more hears nothing more, and watches nothing more', async () => {
  const max = await world.person(ada, 'Max', 'manager')
  const pair = await startPair(world, await world.person(ada, 'Rike'))
  const line = await BoardLine.open(max)
  const socket = await max.connect('representative')
  expect((await act(max, pair.sessionId, 'watch')).status).toBe(200)
  await pair.rep.event('session.watched')
  await ada.call('PATCH', `/api/v1/users/${max.id}`, { role: 'representative' })
  await line.ended
  expect(await pair.rep.event('session.left')).toMatchObject({ reason: 'left' })
  expect(await socket.closed).toBeGreaterThan(0)
  await Promise.all([pair.rep.close(), pair.cust.close()])
})

test('[monitor R9] a manager sets an agent’s state, who is told by whom; what the agent then chooses is theirs again', async () => {
  const ralf = await agent('Ralf')
  await makeQueue(ada, 'states', [ralf])
  const set = (body: object, id = ralf.id) => mona.call('POST', `${MONITOR}/agents/${id}/state`, body)
  expect((await set({ state: 'away', reason: 'training' })).status).toBe(200)
  expect(await inboxOf(ralf.line, ({ state }) => state === 'away')).toMatchObject({ reason: 'training', setBy: 'Mona' })
  expect(await audited()).toContain(`${mona.id} monitor.state-changed ${ralf.id}`)
  await become(ralf, 'available')
  expect((await inboxOf(ralf.line, ({ state }) => state === 'available')).setBy).toBeUndefined()
  // Nobody is offered to an empty chair, and nobody who serves no queue has a state.
  await ralf.line.close()
  await become(ralf, 'offline')
  expect((await set({ state: 'available' })).body.code).toBe('monitor.agent-not-here')
  expect((await set({ state: 'offline' })).status).toBe(200)
  expect((await set({ state: 'away' }, mona.id)).status).toBe(404)
})

test('[monitor R10] [monitor R11] a visitor is moved with their wait, or offered to the agent whom the manager names', async () => {
  const [rosa, rudi] = [await agent('Rosa'), await agent('Rudi', 'offline')]
  const [from, to] = [await makeQueue(ada, 'from', []), await makeQueue(ada, 'to', [rosa, rudi])]
  const vera = browser()
  const place = await arrive(vera, 'from', 'Vera')
  const page = await PlaceLine.open(vera)
  const { line } = (await mona.call('GET', MONITOR)).body
  const { id } = line.find(({ queueId }: { queueId: string }) => queueId === from.id)
  const ask = (what: 'move' | 'offer', body: object) => mona.call('POST', `${MONITOR}/waiting/${id}/${what}`, body)
  expect((await ask('offer', { userId: rosa.id })).body.code).toBe('monitor.agent-not-free')
  expect((await ask('move', { queueId: crypto.randomUUID() })).status).toBe(404)
  expect((await ask('move', { queueId: to.id })).status).toBe(200)
  expect(place.is === 'waiting' && place.since).toBe((await offerOf(rosa.line, 'Vera')).waitingSince)
  expect(await page.next('waiting', ({ slug }) => slug === 'to')).toMatchObject({ queueName: 'Queue to' })

  await become(rudi, 'available')
  expect((await ask('offer', { userId: rudi.id })).status).toBe(200)
  const offer = await offerOf(rudi.line, 'Vera')
  expect((await inboxOf(rosa.line, ({ offers }) => offers.length === 0)).offers).toEqual([])
  expect((await rudi.call('POST', `/api/v1/agent/offers/${offer.id}/accept`)).status).toBe(200)
  expect((await ask('offer', { userId: rosa.id })).status).toBe(404)
  expect((await ask('move', { queueId: from.id })).status).toBe(404)
  const lines = await audited()
  expect(lines).toContain(`${mona.id} monitor.visitor-moved ${id}`)
  expect(lines.filter((line) => line === `${mona.id} monitor.visitor-offered ${id}`)).toHaveLength(1)
  await page.ended
  await Promise.all([rosa.line.close(), rudi.line.close()])
})

test('[monitor R12] [monitor R11] a live session is handed over in the place of who holds it, and as a transfer nobody moves it elsewhere', async () => {
  const [rasa, renz] = [await agent('Rasa'), await agent('Renz')]
  const queue = await makeQueue(ada, 'handing', [rasa, renz])
  const pair = await startPair(world, rasa)
  const to = { kind: 'agent', userId: renz.id } as const
  const reassign = (sessionId: string) =>
    mona.call('POST', `${MONITOR}/sessions/${sessionId}/reassign`, { to, message: 'please' })
  expect((await reassign(crypto.randomUUID())).status).toBe(404)
  expect((await reassign(pair.sessionId)).status).toBe(200)
  const offer = await offerOf(renz.line, 'Carl Customer')
  expect(offer.transfer).toEqual({ from: 'Mona', message: 'please' })
  expect(JSON.stringify(pair.cust.heard)).not.toContain('please')
  // What one agent is asked stands in no line, and is not moved.
  const { body: board } = await mona.call('GET', MONITOR)
  expect(board.queues.find(({ id }: { id: string }) => id === queue.id)).toMatchObject({ waiting: 0, longest: null })
  expect(board.line.some(({ name }: { name: string }) => name === 'Carl Customer')).toBe(false)
  expect((await renz.call('POST', `/api/v1/agent/offers/${offer.id}/accept`)).status).toBe(200)
  await pair.cust.event('transfer.accepted')
  expect((await audited()).filter((line) => line === `${mona.id} monitor.reassigned ${pair.sessionId}`)).toHaveLength(1)
  await Promise.all([rasa.line.close(), renz.line.close(), pair.rep.close(), pair.cust.close()])
})

test('[monitor R4] [monitor R11] with notice the customer is told who watches; the watch is in the audit log from its beginning to its end', async () => {
  await setMonitoring('with-notice')
  const pair = await startPair(world, await world.person(ada, 'Roman'))
  const { sessionId } = pair
  const line = await mona.connect('representative')
  expect((await act(mona, sessionId, 'watch')).status).toBe(200)
  expect(await pair.cust.event('session.watched')).toMatchObject({ name: 'Mona', userId: '', noticed: true })
  const told = await line.next('events', (frame) => frame.sessionId === sessionId)
  expect(told.actions).toEqual(['chat.whisper', 'session.barge-in', 'session.take-over', 'session.leave'])

  const hint = { kind: 'participant', participantId: pair.repId } as const
  expect((await line.command('chat.post', { sessionId, to: hint, text: 'the cable' })).ok).toBe(true)
  expect(await pair.rep.event('chat.posted')).toMatchObject({ text: 'the cable' })
  expect((await line.command('chat.post', { sessionId, to: { kind: 'everyone' }, text: 'hi' })).code).toBe(
    'session.not-allowed',
  )
  line.send({ t: 'signal', body: { m: 'chat.typing', p: { sessionId, to: { kind: 'everyone' }, typing: true } } })
  expect((await line.command('consent.request', { sessionId, capability: 'desktop.view' })).code).toBe(
    'session.not-allowed',
  )
  // Notes are written by who takes part.
  expect((await mona.call('PUT', `/api/v1/sessions/${sessionId}/notes`, { text: 'x', version: 0 })).status).toBe(404)

  expect((await line.command('session.leave', { sessionId })).ok).toBe(true)
  await pair.cust.event('session.left')
  expect(JSON.stringify(pair.cust.heard)).not.toContain('the cable')
  expect(pair.cust.heard.some(({ t }) => t === 'typing')).toBe(false)
  const lines = await audited()
  expect(lines).toContain(`${mona.id} monitor.watched ${sessionId}`)
  expect(lines).toContain(`${mona.id} monitor.stopped-watching ${sessionId}`)
  await Promise.all([line.close(), pair.rep.close(), pair.cust.close()])
})

test('E6: nobody watches silently without the disclosure on the customer’s pages and a line in the audit log', async () => {
  await setMonitoring('with-notice')
  const before = await startPair(world, await world.person(ada, 'Ria'))
  expect((await setMonitoring('without-notice', ' ')).status).toBe(400)
  expect((await setMonitoring('without-notice')).status).toBe(200)
  await makeQueue(ada, 'disclosed', [])
  expect((await browser().call('GET', '/api/v1/site')).body.monitoring.disclosure).toBe('Sessions may be monitored.')
  expect((await browser().call('GET', '/api/v1/queue-entrances/disclosed')).body.disclosure).toBe(
    'Sessions may be monitored.',
  )
  const line = await mona.connect('representative')
  // Who was there before it was disclosed is told, whatever holds now.
  await act(mona, before.sessionId, 'watch')
  expect(await before.cust.event('session.watched')).toMatchObject({ noticed: true })

  const pair = await startPair(world, await world.person(ada, 'Rune'))
  const heardBefore = pair.cust.heard.length
  expect((await act(mona, pair.sessionId, 'watch')).status).toBe(200)
  await pair.rep.event('session.watched')
  const hint = { kind: 'participant', participantId: pair.repId } as const
  await line.command('chat.post', { sessionId: pair.sessionId, to: hint, text: 'quietly' })
  await line.command('session.leave', { sessionId: pair.sessionId })
  await pair.rep.event('session.left')
  await act(mona, pair.sessionId, 'watch')
  await pair.rep.event('session.watched')
  await pair.cust.command('chat.post', { sessionId: pair.sessionId, to: { kind: 'everyone' }, text: 'still here' })
  await pair.cust.event('chat.posted')
  expect(JSON.stringify(pair.cust.heard)).not.toMatch(/Mona|watched|quietly/)
  // Nor does a frame come out of nowhere that says nothing: it would tell that somebody came, whispered or went.
  const heard = pair.cust.heard.slice(heardBefore)
  expect(heard.filter(({ t }) => t === 'devices' || t === 'standing')).toEqual([])
  expect(heard.flatMap((frame) => (frame.t === 'events' ? [frame.events.map(({ body }) => body.type)] : []))).toEqual([
    ['chat.posted'],
  ])
  const started = pair.cust.heard.flatMap((frame) => (frame.t === 'events' ? frame.events : []))[0]
  expect(started?.body).toMatchObject({ type: 'session.started', disclosure: 'Sessions may be monitored.' })
  const devices = pair.cust.heard.flatMap((frame) => (frame.t === 'devices' ? frame.devices : []))
  expect(new Set(devices.map(({ participantId }) => participantId))).toEqual(new Set([pair.repId, pair.custId]))
  expect((await audited()).filter((each) => each === `${mona.id} monitor.watched ${pair.sessionId}`)).toHaveLength(2)

  // When the site wants a notice again, nobody goes on without one.
  await setMonitoring('with-notice')
  await pair.rep.event('session.left')
  await Promise.all([line.close(), ...[before, pair].flatMap(({ rep, cust }) => [rep.close(), cust.close()])])
})

test('[monitor R7] where watching is forbidden nobody watches, and who does watches no more', async () => {
  await setMonitoring('with-notice')
  const pair = await startPair(world, await world.person(ada, 'Remo'))
  const line = await mona.connect('representative')
  await act(mona, pair.sessionId, 'watch')
  await pair.cust.event('session.watched')
  await setMonitoring('forbidden')
  await pair.cust.event('session.left')
  expect((await act(mona, pair.sessionId, 'watch')).status).toBe(404)
  expect((await mona.call('GET', MONITOR)).body.policy).toBe('forbidden')
  await setMonitoring('with-notice')
  await Promise.all([line.close(), pair.rep.close(), pair.cust.close()])
})

test('[monitor R5] [monitor R11] barging in and taking over happen openly, and the one before stays', async () => {
  const rena = await world.person(ada, 'Rena')
  const pair = await startPair(world, rena)
  const { sessionId } = pair
  const line = await mona.connect('representative')
  await act(mona, sessionId, 'watch')
  const { participantId } = await line.next('events', (frame) => frame.sessionId === sessionId)
  expect((await act(mona, sessionId, 'barge-in')).status).toBe(200)
  expect(await pair.cust.event('session.joined')).toMatchObject({ participantId, name: 'Mona', userId: '' })
  expect((await act(mona, sessionId, 'take-over')).status).toBe(200)
  expect(await pair.cust.event('session.primary-changed')).toMatchObject({ participantId })
  const mine = await line.next('events', ({ actions }) => actions.includes('session.end'))
  expect(mine.participantId).toBe(participantId)
  const theirs = await pair.rep.next('events', ({ actions }) => !actions.includes('session.end'))
  expect(theirs.actions).toContain('session.leave')
  expect((await mona.call('PUT', `/api/v1/sessions/${sessionId}/notes`, { text: 'x', version: 0 })).status).toBe(200)

  // Once more, after leaving, they are the same person, and look on at first.
  await line.command('session.leave', { sessionId })
  await pair.cust.event('session.left')
  await act(mona, sessionId, 'watch')
  const again = await pair.cust.event('session.watched')
  expect(again.participantId).not.toBe(participantId)
  await act(mona, sessionId, 'take-over')
  expect(await pair.cust.event('session.joined')).toMatchObject({ participantId })
  const lines = (await audited()).filter((each) => each.endsWith(sessionId) && each.startsWith(mona.id))
  expect(lines.map((each) => each.split(' ')[1])).toEqual([
    'monitor.took-over',
    'monitor.barged-in',
    'monitor.stopped-watching',
    'monitor.watched',
    'monitor.took-over',
    'monitor.barged-in',
    'monitor.watched',
  ])
  await Promise.all([line.close(), pair.rep.close(), pair.cust.close()])
})
