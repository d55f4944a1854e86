import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Inbox, Offer, Place } from '@deskside/protocol'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import type { EmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { PlaceLine, arrive, become, makeQueue, offerOf } from '../testing/queue-place.ts'
import { PASSWORD, ServerWorld, Visitor } from '../testing/world.ts'

const PROXIED = { TRUSTED_PROXIES: '127.0.0.1' }
const accept = (who: Visitor, offerId: string) => who.call('POST', `/api/v1/agent/offers/${offerId}/accept`)
const offersOf = async (who: Visitor): Promise<Offer[]> =>
  ((await who.call('GET', '/api/v1/agent')).body as Inbox).offers
const placeOf = async (who: Visitor): Promise<Place> => (await who.call('GET', '/api/v1/queue-entry')).body
/** The same browser at another server, or at the same one after a restart. */
function at(world: ServerWorld, browser: Visitor): Visitor {
  const again = new Visitor(world.url)
  again.address = browser.address
  for (const [name, value] of browser.jar) again.jar.set(name, value)
  return again
}

describe('one server', () => {
  let world: ServerWorld
  let ada: Visitor
  beforeAll(async () => {
    world = await ServerWorld.start(PROXIED)
    ada = await world.setUp()
  })
  afterAll(() => world.stop())

  /** Many representatives with one password: to hash fifty of them would take longer than all the rest. */
  async function crowd(howMany: number): Promise<(Visitor & { id: string })[]> {
    const { id } = await world.person(ada, 'Agent')
    await world.sql(`
      with made as (
        insert into account_user (id, name, email, role)
        select gen_random_uuid()::text, 'Agent ' || n, 'agent' || n || '@example.com', 'representative'
        from generate_series(1, ${howMany}) as n returning id
      )
      insert into account_credential (id, account_id, provider_id, user_id, password)
      select gen_random_uuid()::text, made.id, 'credential', made.id, known.password
      from made cross join account_credential as known where known.user_id = '${id}'`)
    const { users } = (await ada.call('GET', '/api/v1/users')).body
    const agents: (Visitor & { id: string })[] = []
    for (const user of users.filter(({ email }: { email: string }) => /^agent\d/.test(email))) {
      const agent = world.visitor()
      const answer = await agent.call('POST', '/api/v1/account/sign-in', { email: user.email, password: PASSWORD })
      expect(answer.status).toBe(200)
      agents.push(Object.assign(agent, { id: user.id as string }))
    }
    return agents
  }

  test('[queue R12] E5: of fifty agents who accept one visitor at once exactly one has them, and nothing else began', async () => {
    const agents = await crowd(50)
    await makeQueue(ada, 'rush', agents, { distribution: 'everybody', acceptSeconds: 300 })
    const rounds = 10
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(agents.map((agent) => become(agent, 'available')))
      const visitor = world.visitor(`10.2.0.${round + 1}`)
      await arrive(visitor, 'rush', `Visitor ${round}`)
      const offers = await vi.waitFor(async () => {
        const all = await Promise.all(agents.map(offersOf))
        // Who has three sessions already hears of nobody.
        expect(all.filter(([offer]) => offer).length).toBeGreaterThan(30)
        return all
      }, 20_000)
      const answers = await Promise.all(
        agents.map(async (agent, index) => {
          const [offer] = offers[index] ?? []
          return offer ? (await accept(agent, offer.id)).status : 409
        }),
      )
      expect(answers.filter((status) => status === 200)).toHaveLength(1)
      expect(answers.every((status) => status === 200 || status === 409)).toBe(true)
      expect((await placeOf(visitor)).is).toBe('accepted')
    }
    const { sessions } = (await ada.call('GET', '/api/v1/sessions')).body
    const names = sessions.map(({ customerName }: { customerName: string }) => customerName).sort()
    expect(names).toEqual(Array.from({ length: rounds }, (_, round) => `Visitor ${round}`))
  }, 180_000)

  test('[queue R12] one click that is sent five times at once is one session', async () => {
    const dora = await world.person(ada, 'Dora')
    await makeQueue(ada, 'clicks', [dora])
    await become(dora, 'available')
    await arrive(world.visitor('10.2.1.1'), 'clicks', 'Vera')
    const [offer] = await vi.waitFor(async () => {
      const offers = await offersOf(dora)
      expect(offers).toHaveLength(1)
      return offers
    }, 10_000)
    const answers = await Promise.all(Array.from({ length: 5 }, () => accept(dora, offer?.id ?? '')))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(new Set(answers.map(({ body }) => body.sessionId)).size).toBe(1)
  })

  test('[queue R5] fifty who wait keep their order and their time over a restart, and who had an offer has one again', async () => {
    const rita = await world.person(ada, 'Rita')
    await makeQueue(ada, 'restart', [rita], { acceptSeconds: 300 })
    const visitors: Visitor[] = []
    const before: Place[] = []
    for (let n = 1; n <= 50; n += 1) {
      const visitor = world.visitor(`10.3.0.${n}`)
      visitors.push(visitor)
      await arrive(visitor, 'restart', `Visitor ${n}`)
    }
    for (const visitor of visitors) before.push(await placeOf(visitor))
    expect(before.map((place) => (place.is === 'waiting' ? place.position : 0))).toEqual(before.map((_, n) => n + 1))
    await become(rita, 'available')
    await vi.waitFor(async () => expect(await offersOf(rita)).toHaveLength(3), 10_000)
    await world.deskside.stop()
    // Longer than anybody may be away, and nobody could come.
    world.clock.turn(600_000)
    await world.open()
    const back = visitors.map((visitor) => at(world, visitor))
    const after: Place[] = []
    for (const visitor of back) after.push(await placeOf(visitor))
    expect(after).toEqual(before)
    const agent = at(world, rita)
    const line = await agent.connect('representative')
    await become(agent, 'available')
    for (const name of ['Visitor 1', 'Visitor 2', 'Visitor 3'])
      await vi.waitFor(async () => expect((await offersOf(agent)).map((offer) => offer.name)).toContain(name), 10_000)
    // Who does not come back by then has given up.
    const page = await PlaceLine.open(back[9] as Visitor)
    await page.next('waiting')
    world.clock.turn(121_000)
    await page.next('waiting', ({ position }) => position === 1)
    expect((await placeOf(back[10] as Visitor)).is).toBe('gone')
    await page.close()
    await line.close()
  })
})

describe('two servers on one database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-two-'))
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

  async function people(names: readonly string[]): Promise<(Visitor & { id: string })[]> {
    if (!first) throw new Error('there is a first server')
    const ada = first.visitor()
    await ada.call('POST', '/api/v1/account/sign-in', { email: 'ada@example.com', password: PASSWORD })
    const made: (Visitor & { id: string })[] = []
    for (const name of names) made.push(await first.person(ada, name))
    await makeQueue(ada, names[0]?.toLowerCase() ?? '', made, { acceptSeconds: 300 })
    return made
  }

  test('[queue R9] E5: nobody is offered twice or has two agents, whichever server people and agents are at', async () => {
    if (!first || !second) throw new Error('there are two servers')
    const worlds = [first, second]
    const agents = await people(['Anna', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn'])
    const lines = await Promise.all(
      agents.map((agent, n) => at(worlds[n % 2] as ServerWorld, agent).connect('representative')),
    )
    const visitors = Array.from({ length: 16 }, (_, n) => {
      const visitor = (worlds[n % 2] as ServerWorld).visitor(`10.4.0.${n + 1}`)
      return { visitor, name: `Visitor ${n}` }
    })
    const arriving = Promise.all(visitors.map(({ visitor, name }) => arrive(visitor, 'anna', name)))
    await Promise.all(agents.map((agent) => become(agent, 'available')))
    await arriving
    const taken = new Map<string, string>()
    await vi.waitFor(async () => {
      // Each agent answers at both servers at once.
      const answers = agents.flatMap((agent) =>
        worlds.map(async (world) => {
          const self = at(world, agent)
          for (const offer of await offersOf(self)) {
            const { status, body } = await accept(self, offer.id)
            if (status !== 200) continue
            expect(taken.get(offer.name) ?? body.sessionId).toBe(body.sessionId)
            taken.set(offer.name, body.sessionId)
          }
        }),
      )
      await Promise.all(answers)
      expect(taken.size).toBe(visitors.length)
    }, 30_000)
    expect(new Set(taken.values()).size).toBe(visitors.length)
    const { rows } = await database.query(
      `select count(*) as n from queue_offer where state in ('open', 'accepted') group by entry_id`,
    )
    expect(rows.map(({ n }: { n: unknown }) => Number(n))).toEqual(visitors.map(() => 1))
    for (const { visitor } of visitors) expect((await placeOf(visitor)).is).toBe('accepted')
    for (const line of lines) await line.close()
  })

  test('[queue R4] [queue R9] what happens at one server is told at the other', async () => {
    if (!first || !second) throw new Error('there are two servers')
    const [iris] = await people(['Iris'])
    if (!iris) throw new Error('one was made')
    const line = await at(second, iris).connect('representative')
    await become(iris, 'available')
    const visitor = first.visitor('10.6.0.1')
    await arrive(visitor, 'iris', 'Vera')
    const page = await PlaceLine.open(visitor)
    const offer = await offerOf(line, 'Vera')
    expect((await accept(at(second, iris), offer.id)).status).toBe(200)
    await page.next('accepted', ({ agentName }) => agentName === 'Iris')
    // Also the way in, at the server that does not hold the session.
    expect((await visitor.call('POST', '/api/v1/queue-entry/enter')).body.is).toBe('admitted')
    await line.close()
  })

  test('[queue R5] [queue R6] what one server offered when it died, the other gives to an agent who is there', async () => {
    if (!first || !second) throw new Error('there are two servers')
    const [gina, hugo] = await people(['Gina', 'Hugo'])
    if (!gina || !hugo) throw new Error('two were made')
    await become(gina, 'available')
    const visitor = first.visitor('10.5.0.1')
    const { since } = (await arrive(visitor, 'gina', 'Vera')) as Extract<Place, { is: 'waiting' }>
    const line = await at(first, gina).connect('representative')
    await offerOf(line, 'Vera')
    const page = await PlaceLine.open(at(second, visitor))
    await page.next('waiting')
    const other = at(second, hugo)
    const otherLine = await other.connect('representative')
    await first.deskside.stop()
    await become(other, 'available')
    await vi.waitFor(async () => {
      second?.clock.turn(31_000)
      const [offer] = await offersOf(other)
      expect(offer).toMatchObject({ name: 'Vera', waitingSince: since })
    }, 10_000)
    const [offer] = await offersOf(other)
    expect((await accept(other, offer?.id ?? '')).status).toBe(200)
    await page.next('accepted')
    await otherLine.close()
    await first.open()
  })
})
