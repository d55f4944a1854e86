import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { foldStory } from '@deskside/protocol'
import type { Inbox, Queue, SessionPage, Story } from '@deskside/protocol'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import type { EmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { become, inboxOf, makeQueue, offerOf } from '../testing/queue-place.ts'
import { accept, handOver, helped, makeAgent, offersOf, withoutOffers } from '../testing/transfer-place.ts'
import type { Agent } from '../testing/transfer-place.ts'
import { ServerWorld, Visitor } from '../testing/world.ts'

const to = ({ id }: Agent) => ({ kind: 'agent', userId: id }) as const
async function storyOf(who: Visitor, sessionId: string): Promise<Story> {
  const { events } = (await who.call('GET', `/api/v1/sessions/${sessionId}`)).body as SessionPage
  const story = foldStory(events)
  if (!story) throw new Error('a session has a story')
  return story
}
const openIn = ({ transfer }: Story): string => {
  if (transfer.is !== 'offered') throw new Error('nothing is offered')
  return transfer.id
}
const holderIn = ({ session }: Story) => session.participants[session.primaryId]?.name
const standingIn = ({ session }: Story, name: string) =>
  Object.values(session.participants).find((person) => person.name === name)?.standing
/** The same browser after a restart, or at another server. */
function at(world: ServerWorld, browser: Visitor): Visitor {
  const again = new Visitor(world.url)
  for (const [name, value] of browser.jar) again.jar.set(name, value)
  return again
}

describe('one server', () => {
  let world: ServerWorld
  let ada: Visitor
  beforeAll(async () => {
    world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
    ada = await world.setUp()
  })
  afterAll(() => world.stop())
  const agent = (name: string): Promise<Agent> => makeAgent(world, ada, name)

  test('[transfer R4] E5: of all agents of a queue who accept at once exactly one has the session, and the others hear that it is gone', async () => {
    const giver = await agent('Gil')
    const takers = await Promise.all(['Tom', 'Tim', 'Tia', 'Ted', 'Tess', 'Toni'].map(agent))
    const { sessionId } = await helped(world, { administrator: ada, giver, name: 'Vera' })
    const all = await makeQueue(ada, 'all', takers, { distribution: 'everybody' })
    await handOver(giver, sessionId, { kind: 'queue', queueId: all.id })
    const offers = await Promise.all(takers.map((taker) => offerOf(taker.line, 'Vera')))
    const answers = await Promise.all(
      // Twice each: a click that is sent again is the same click.
      takers.flatMap((taker, n) =>
        [0, 1].map(async () => ({ taker, ...(await accept(taker, { id: offers[n]?.id ?? '' })) })),
      ),
    )
    const won = answers.filter(({ status }) => status === 200)
    expect(won.map(({ taker, body }) => [taker.id, body.sessionId])).toEqual(
      Array.from({ length: 2 }, () => [won[0]?.taker.id, sessionId]),
    )
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(10)
    const story = await storyOf(won[0]?.taker ?? ada, sessionId)
    expect(Object.values(story.session.participants).filter(({ standing }) => standing.is !== 'left')).toHaveLength(2)
    for (const taker of takers) expect(await offersOf(taker)).toEqual([])
  })

  test('[transfer R3] [transfer R4] taken back in the moment in which it is accepted, it is one or the other, whole', async () => {
    const [ann, ben] = [await agent('Ann'), await agent('Ben')]
    let [giver, taker] = [ann, ben]
    const { sessionId } = await helped(world, { administrator: ada, giver: ann, name: 'Wim' }, { others: [ben] })
    for (let round = 0; round < 8; round += 1) {
      await handOver(giver, sessionId, to(taker))
      const offer = await offerOf(taker.line, 'Wim')
      const transferId = openIn(await storyOf(giver, sessionId))
      const withdraw = () => giver.line.command('transfer.withdraw', { sessionId, transferId })
      const [accepted] = await Promise.all([accept(taker, offer), withdraw()])
      const story = await storyOf(ada, sessionId)
      expect(story.transfer).toEqual({ is: 'none' })
      const taken = accepted.status === 200
      expect(accepted.status).toBe(taken ? 200 : 409)
      expect(holderIn(story)).toBe((taken ? taker : giver) === ann ? 'Ann' : 'Ben')
      await withoutOffers(taker)
      if (taken) [giver, taker] = [taker, giver]
    }
  })

  test('[transfer R6] the session ends in the moment in which it is accepted: ended for all, or gone to the taker', async () => {
    const [cat, dan] = [await agent('Cat'), await agent('Dan')]
    for (let round = 0; round < 4; round += 1) {
      const { sessionId } = await helped(
        world,
        { administrator: ada, giver: cat, name: `Xaver${round}` },
        { others: [dan] },
      )
      await handOver(cat, sessionId, to(dan))
      const offer = await offerOf(dan.line, `Xaver${round}`)
      const [accepted, ended] = await Promise.all([accept(dan, offer), cat.line.command('session.end', { sessionId })])
      const { session, transfer } = await storyOf(ada, sessionId)
      expect(transfer).toEqual({ is: 'none' })
      expect(session.life.is).toBe(ended.ok ? 'ended' : 'live')
      expect(accepted.status).toBe(ended.ok ? 409 : 200)
      await withoutOffers(dan)
      if (!ended.ok) await dan.line.command('session.end', { sessionId })
    }
  })

  test('[transfer R6] the giver’s page is gone: the offer stands, and whoever accepts goes on with the customer', async () => {
    const [eva, fin] = [await agent('Eva'), await agent('Fin')]
    const { sessionId, cust } = await helped(world, { administrator: ada, giver: eva, name: 'Yves' }, { others: [fin] })
    await handOver(eva, sessionId, to(fin))
    const offer = await offerOf(fin.line, 'Yves')
    await eva.line.close()
    world.clock.turn(5_000)
    await cust.event('session.lost')
    expect((await accept(fin, offer)).status).toBe(200)
    expect(await cust.event('session.left')).toMatchObject({ reason: 'transferred' })
    expect(holderIn(await storyOf(fin, sessionId))).toBe('Fin')
    // Who comes back finds nothing of it among their live sessions.
    const back = await eva.connect('representative')
    const welcome = back.heard.find((frame) => frame.t === 'welcome')
    expect(welcome?.t === 'welcome' ? welcome.sessions : undefined).toEqual([])
    await back.close()
  })

  test('[transfer R6] who never comes back leaves no offer behind, and neither does a customer who leaves', async () => {
    const [gus, hal, ida] = [await agent('Gus'), await agent('Hal'), await agent('Ida')]
    const first = await helped(world, { administrator: ada, giver: gus, name: 'Zita' })
    const line = await makeQueue(ada, 'nobody-lost', [hal], { acceptSeconds: 300 })
    await handOver(gus, first.sessionId, { kind: 'queue', queueId: line.id })
    await offerOf(hal.line, 'Zita')
    await first.cust.command('session.leave', { sessionId: first.sessionId })
    await withoutOffers(hal)
    expect((await storyOf(gus, first.sessionId)).transfer).toEqual({ is: 'none' })

    const second = await helped(world, { administrator: ada, giver: ida, name: 'Zoe' })
    await become(hal, 'away')
    await handOver(ida, second.sessionId, { kind: 'queue', queueId: line.id })
    await inboxOf(hal.line, ({ queues }) => queues.some(({ waiting }) => waiting === 1))
    await ida.line.close()
    world.clock.turn(5_000)
    await second.cust.event('session.lost')
    world.clock.turn(5 * 60_000)
    await vi.waitFor(async () => {
      expect((await storyOf(ada, second.sessionId)).session.life.is).toBe('ended')
      const { queues } = (await hal.call('GET', '/api/v1/agent')).body as Inbox
      expect(queues.map(({ waiting }) => waiting)).toEqual([0])
    })
  })

  test('[transfer R8] E3: an agent who is taken out of the queue, and a queue that is deleted, give it back', async () => {
    const [jim, kay] = [await agent('Jim'), await agent('Kay')]
    const { sessionId, queue } = await helped(
      world,
      { administrator: ada, giver: jim, name: 'Abel' },
      { others: [kay] },
    )
    const setAgents = async (agents: readonly Agent[]): Promise<void> => {
      const { id, waiting: _waiting, ...settings } = queue as Queue
      const agentIds = agents.map((each) => each.id)
      await ada.call('PUT', `/api/v1/queues/${id}`, { ...settings, agentIds })
    }
    await handOver(jim, sessionId, to(kay))
    const offer = await offerOf(kay.line, 'Abel')
    await setAgents([jim])
    expect(await jim.line.event('transfer.returned')).toMatchObject({ reason: 'away' })
    expect((await accept(kay, offer)).status).toBe(409)

    const doomed = await makeQueue(ada, 'doomed', [kay])
    await become(kay, 'away')
    await handOver(jim, sessionId, { kind: 'queue', queueId: doomed.id })
    await ada.call('DELETE', `/api/v1/queues/${doomed.id}`)
    expect(await jim.line.event('transfer.returned')).toMatchObject({ reason: 'queue-gone' })
    expect(holderIn(await storyOf(jim, sessionId))).toBe('Jim')
  })

  test('[transfer R9] where agents may choose they take it out of the line, once, into the same session; who gives it cannot', async () => {
    const [leo, may] = [await agent('Leo'), await agent('May')]
    const { sessionId } = await helped(world, { administrator: ada, giver: leo, name: 'Bea' })
    await become(may, 'busy')
    const { serving, ...rest } = await makeQueue(ada, 'pick', [leo, may])
    const { id, waiting: _waiting, ...settings } = rest
    await ada.call('PUT', `/api/v1/queues/${id}`, { ...settings, serving: { ...serving, mayChoose: true } })
    await handOver(leo, sessionId, { kind: 'queue', queueId: id })
    const { waiting } = (await may.call('GET', `/api/v1/agent/queues/${id}/waiting`)).body
    expect(waiting).toMatchObject([{ name: 'Bea' }])
    const choose = (who: Visitor) => who.call('POST', '/api/v1/agent/choose', { entryId: waiting[0].entryId })
    expect((await choose(leo)).status).toBe(404)
    const answers = await Promise.all([choose(may), choose(may), choose(may)])
    expect(answers.map(({ status, body }) => [status, body.sessionId])).toEqual(answers.map(() => [200, sessionId]))
    expect(standingIn(await storyOf(may, sessionId), 'Leo')).toEqual({ is: 'left', reason: 'transferred' })
    // The audit log says who gave and who took.
    const { events } = (await ada.call('GET', '/api/v1/audit')).body
    const actions = events.filter(({ subject }: { subject: string }) => subject === sessionId)
    expect(actions.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['transfer.offered', 'transfer.accepted']),
    )
    expect(actions.find(({ action }: { action: string }) => action === 'transfer.accepted').actor).toBe(may.id)
  })

  test('[transfer R11] G2: what a message holds is the text that it is, all the way', async () => {
    const [nia, oli] = [await agent('Nia'), await agent('Oli')]
    const { sessionId } = await helped(world, { administrator: ada, giver: nia, name: 'Cem' }, { others: [oli] })
    const message = `<img src=x onerror=alert(1)>'; drop table queue_entry; -- \${7*7} "\u202E" {{x}}\n=cmd|'/C calc'!A0`
    await handOver(nia, sessionId, to(oli), message)
    expect((await offerOf(oli.line, 'Cem')).transfer).toEqual({ from: 'Nia', message })
    const { transfer } = await storyOf(nia, sessionId)
    expect(transfer).toMatchObject({ message })
  })

  test('[transfer R8] [transfer R9] the server dies after a decline was stored and before its giver heard: it comes back; what waits in a queue is offered', async () => {
    const [pam, quy, ron, sol] = [await agent('Pam'), await agent('Quy'), await agent('Ron'), await agent('Sol')]
    const one = await helped(world, { administrator: ada, giver: pam, name: 'Dora' }, { others: [quy] })
    await handOver(pam, one.sessionId, to(quy))
    await offerOf(quy.line, 'Dora')
    const two = await helped(world, { administrator: ada, giver: ron, name: 'Elif' })
    const line = await makeQueue(ada, 'after-restart', [sol])
    await become(sol, 'busy')
    await handOver(ron, two.sessionId, { kind: 'queue', queueId: line.id })
    // As the transaction of a decline leaves it.
    await world.sql(`update queue_offer set state = 'declined' where state = 'open'
      and entry_id in (select id from queue_entry where transfer_to = '${quy.id}')`)
    await world.deskside.stop()
    await world.open()
    const told = await vi.waitFor(async () => {
      const { transfer } = await storyOf(at(world, pam), one.sessionId)
      expect(transfer.is).toBe('returned')
      return transfer
    }, 10_000)
    expect(told).toMatchObject({ reason: 'declined' })
    const back = at(world, sol)
    const page = await back.connect('representative')
    await become(back, 'available')
    expect((await accept(back, await offerOf(page, 'Elif'))).status).toBe(200)
    expect(holderIn(await storyOf(back, two.sessionId))).toBe('Sol')
    await page.close()
  })
})

describe('two servers on one database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-transfer-'))
  let postgres: EmbeddedPostgres
  let [first, second]: ServerWorld[] = []
  let ada: Visitor
  beforeAll(async () => {
    postgres = await startEmbeddedPostgres(folder)
    const url = `postgres://${postgres.user}@localhost/postgres?host=${encodeURIComponent(postgres.socketFolder)}`
    const settings = { TRUSTED_PROXIES: '127.0.0.1', DATABASE_URL: url }
    first = await ServerWorld.start(settings)
    ada = await first.setUp()
    second = await ServerWorld.start({ ...settings, DATA_DIR: join(first.folder, 'data') })
  })
  afterAll(async () => {
    await second?.stop()
    await first?.stop()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('[transfer R4] accepted at another server, it is taken at both, and the giver’s page hears of it', async () => {
    if (!first || !second) throw new Error('there are two servers')
    const giver = await makeAgent(first, ada, 'Sam')
    const taker = await first.person(ada, 'Tara')
    const here = at(second, taker)
    const page = await here.connect('representative')
    const { sessionId } = await helped(first, { administrator: ada, giver, name: 'Vera' })
    const line = await makeQueue(ada, 'far', [taker])
    await become(here, 'available')
    await handOver(giver, sessionId, { kind: 'queue', queueId: line.id })
    const offer = await offerOf(page, 'Vera')
    const answers = await Promise.all([accept(here, offer), accept(at(first, taker), offer)])
    expect(answers.map(({ status, body }) => [status, body.sessionId])).toEqual(answers.map(() => [200, sessionId]))
    expect(await giver.line.event('session.left')).toMatchObject({ reason: 'transferred' })
    await page.close()
  })
})
