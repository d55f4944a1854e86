import type { Inbox, Offer, Place } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ProgramServer } from '../testing/program-server.ts'
import { PlaceLine, arrive, become, makeQueue, offerOf } from '../testing/queue-place.ts'
import { PASSWORD, Visitor } from '../testing/world.ts'

const WAITING = 50
const KILLS = 4

let server: ProgramServer
beforeAll(async () => {
  server = await ProgramServer.make({ TRUSTED_PROXIES: '127.0.0.1' })
})
afterAll(() => server.close())

type Agent = Visitor & { id: string }
const offersOf = async (who: Visitor): Promise<Offer[]> =>
  ((await who.call('GET', '/api/v1/agent')).body as Inbox).offers
const placeOf = async (who: Visitor): Promise<Place> => (await who.call('GET', '/api/v1/queue-entry')).body
const accept = (who: Visitor, { id }: Offer) => who.call('POST', `/api/v1/agent/offers/${id}/accept`)

async function hire(ada: Visitor, name: string): Promise<Agent> {
  const email = `${name.toLowerCase()}@example.com`
  const made = await ada.call('POST', '/api/v1/users', { name, email, role: 'representative', password: PASSWORD })
  const visitor = new Visitor(server.url)
  expect((await visitor.call('POST', '/api/v1/account/sign-in', { email, password: PASSWORD })).status).toBe(200)
  return Object.assign(visitor, { id: made.body.id as string })
}

function visitorAt(address: string): Visitor {
  const visitor = new Visitor(server.url)
  visitor.address = address
  return visitor
}

test('[queue R5] [queue R12] kill -9 with fifty waiting, the database too at times: all keep place, order and wait, and each is accepted once', async () => {
  const ada = await server.setUp('Ada')
  const agents = [await hire(ada, 'Anna'), await hire(ada, 'Ben'), await hire(ada, 'Cleo')]
  await makeQueue(ada, 'help', agents, { acceptSeconds: 300 })
  const visitors = new Map<string, { readonly visitor: Visitor; readonly since: number }>()
  for (let n = 1; n <= WAITING; n += 1) {
    const visitor = visitorAt(`10.7.0.${n}`)
    const place = await arrive(visitor, 'help', `Visitor ${n}`)
    visitors.set(`Visitor ${n}`, { visitor, since: place.is === 'waiting' ? place.since : 0 })
  }
  let lines = await Promise.all(agents.map((agent) => agent.connect('representative')))
  for (const agent of agents) await become(agent, 'available')
  const taken = new Map<string, string>()

  for (let kill = 1; kill <= KILLS; kill += 1) {
    const held = await vi.waitFor(async () => {
      const all = (await Promise.all(agents.map(offersOf))).flat()
      expect(all).toHaveLength(9 - taken.size)
      return all
    }, 20_000)
    // One of each agent is on its way in when the server dies: it is accepted, or it is not, and that once.
    const [first] = await offersOf(agents[kill % agents.length] as Agent)
    const accepting = first && accept(agents[kill % agents.length] as Agent, first).catch(() => undefined)
    if (kill % 2 === 0) server.killDatabase()
    await server.end('SIGKILL')
    const answer = await accepting
    await Promise.all(lines.map(({ closed }) => closed))
    await server.start()

    // Whoever had an answer has it for good; nobody else was lost, and nobody is where they were not.
    if (first && answer?.status === 200) taken.set(first.name, answer.body.sessionId)
    const places = new Map<string, Place>()
    for (const [name, { visitor }] of visitors) places.set(name, await placeOf(visitor))
    for (const [name, place] of places) if (place.is === 'accepted') taken.set(name, taken.get(name) ?? 'unanswered')
    for (const name of taken.keys()) expect([name, places.get(name)?.is]).toEqual([name, 'accepted'])
    const waiting = [...visitors].filter(([name]) => !taken.has(name))
    for (const [index, [name, { since }]] of waiting.entries())
      expect([name, places.get(name)]).toEqual([
        name,
        expect.objectContaining({ is: 'waiting', position: index + 1, since }),
      ])
    // What they were being offered they are offered still.
    const again = (await Promise.all(agents.map(offersOf))).flat()
    for (const { id, name } of held) if (!taken.has(name)) expect(again.map((offer) => offer.id)).toContain(id)
    lines = await Promise.all(agents.map((agent) => agent.connect('representative')))
  }

  // All are helped in the end, each in one session.
  const sessions = new Map<string, string>()
  for (const agent of agents) {
    const { sessions: mine } = (await agent.call('GET', '/api/v1/sessions?limit=100')).body
    for (const { customerName, sessionId } of mine) {
      expect(sessions.has(customerName)).toBe(false)
      sessions.set(customerName, sessionId)
    }
  }
  expect([...sessions.keys()].sort()).toEqual([...taken.keys()].sort())
  for (const line of lines) await line.close()
}, 240_000)

test('[queue R6] [queue R8] whose console is killed in the offer: the visitor hears nothing of it, keeps their wait and goes to another', async () => {
  const ada = new Visitor(server.url)
  await ada.call('POST', '/api/v1/account/sign-in', { email: 'ada@example.com', password: PASSWORD })
  const [kim, lou] = [await hire(ada, 'Kim'), await hire(ada, 'Lou')]
  await makeQueue(ada, 'killed', [kim, lou], { acceptSeconds: 300 })
  const line = await kim.connect('representative')
  await become(kim, 'available')
  const vera = visitorAt('10.7.1.1')
  const place = await arrive(vera, 'killed', 'Vera')
  const page = await PlaceLine.open(vera)
  await offerOf(line, 'Vera')
  const other = await lou.connect('representative')
  await become(lou, 'available')
  // No goodbye: the connection is cut.
  line.socket.terminate()
  const offer = await vi.waitFor(
    async () => {
      const [found] = await offersOf(lou)
      expect(found?.name).toBe('Vera')
      return found as Offer
    },
    { timeout: 60_000, interval: 500 },
  )
  expect(offer.waitingSince).toBe(place.is === 'waiting' ? place.since : 0)
  expect(page.heard.every(({ is }) => is === 'waiting')).toBe(true)
  expect((await kim.call('GET', '/api/v1/agent')).body).toMatchObject({ state: 'offline', offers: [] })
  expect((await accept(lou, offer)).status).toBe(200)
  await page.next('accepted')
  await other.close()
}, 120_000)
