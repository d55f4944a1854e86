import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { arrive, become, makeQueue, offerOf } from '../testing/queue-place.ts'
import { ServerWorld } from '../testing/world.ts'
import type { Line, Visitor } from '../testing/world.ts'

const MINUTE = 60_000

let world: ServerWorld
let ada: Visitor
type Agent = Visitor & { id: string; line: Line }
beforeAll(async () => {
  world = await ServerWorld.start()
  ada = await world.setUp()
})
afterAll(() => world.stop())

async function agent(name: string): Promise<Agent> {
  const person = await world.person(ada, name)
  const line = await person.connect('representative')
  await become(person, 'available')
  return Object.assign(person, { line })
}
/** Time passes in steps in which nobody is missed: whoever has a page is seen every ten seconds. */
async function pass(who: { id: string }, minutes: number): Promise<void> {
  for (let step = 0; step < minutes * 3; step += 1) {
    world.clock.turn(20_000)
    await vi.waitFor(async () => {
      const [row] = await world.sql(`select seen_at::float8 as seen from agent_presence where user_id = '${who.id}'`)
      expect(Number(row?.['seen'])).toBeGreaterThan(world.clock.now() - 10_000)
    }, 10_000)
  }
}
/** Of an agent: in which states they were, in order, with the whole minutes that each took; null goes on. */
const statesOf = async ({ id }: { id: string }) =>
  (
    await world.sql(
      `select state, reason, began_at, ended_at from agent_time where user_id = '${id}' order by began_at`,
    )
  ).map(({ state, reason, began_at: began, ended_at: ended }) => [
    reason === null ? state : `${String(state)}: ${String(reason)}`,
    ended === null ? null : Math.floor((Number(ended) - Number(began)) / MINUTE),
  ])
const sessionsOf = (who: { id: string }) =>
  world.sql(`select session_id, began_at::float8 as began, ended_at::float8 as ended, queue_id, alone_from::float8 as alone,
    helping_ms::float8 as helping from session_time where user_id = '${who.id}' order by began_at`)
async function take(who: Agent, slug: string, name: string): Promise<string> {
  await arrive(world.visitor(), slug, name)
  const { id } = await offerOf(who.line, name)
  const answer = await who.call('POST', `/api/v1/agent/offers/${id}/accept`)
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body.sessionId
}

test('[report R1] each change of state is kept with its reason, whoever made it; the same state again is no change', async () => {
  const rita = await agent('Rita')
  await pass(rita, 2)
  await become(rita, 'available')
  await rita.call('POST', '/api/v1/agent/state', { state: 'away', reason: 'lunch' })
  await pass(rita, 3)
  await rita.call('POST', '/api/v1/agent/state', { state: 'away', reason: 'meeting' })
  await pass(rita, 1)
  await become(rita, 'available')
  await makeQueue(ada, 'misses', [rita], { acceptSeconds: 60 })
  await arrive(world.visitor(), 'misses', 'Vera')
  await offerOf(rita.line, 'Vera')
  await pass(rita, 1)
  await vi.waitFor(async () => expect((await statesOf(rita)).at(-1)).toEqual(['away: missed', null]))
  await become(rita, 'offline')
  expect(await statesOf(rita)).toEqual([
    ['available', 2],
    ['away: lunch', 3],
    ['away: meeting', 1],
    ['available', 1],
    ['away: missed', 0],
  ])
  await rita.line.close()
})

test('[report R2, R6] two sessions at once are kept each as long as it took, and alone for a time that is not counted twice', async () => {
  const sam = await agent('Sam')
  const queue = await makeQueue(ada, 'both', [sam], { distribution: 'most-idle' })
  const first = await take(sam, 'both', 'Anton')
  await pass(sam, 2)
  const second = await take(sam, 'both', 'Berta')
  await pass(sam, 2)
  await sam.line.command('session.end', { sessionId: first })
  await pass(sam, 1)
  await sam.line.command('session.end', { sessionId: second })
  const [one, two] = await sessionsOf(sam)
  expect([one?.['session_id'], two?.['session_id']]).toEqual([first, second])
  expect([one?.['queue_id'], two?.['queue_id']]).toEqual([queue.id, queue.id])
  expect(Number(one?.['alone'])).toBe(Number(one?.['began']))
  expect(Number(two?.['alone'])).toBe(Number(one?.['ended']))
  // Four minutes and one, not four and three.
  const helping = Number(one?.['helping']) + Number(two?.['helping'])
  expect(helping).toBe(Number(two?.['ended']) - Number(one?.['began']))
  expect(Math.floor(helping / MINUTE)).toBe(5)

  const { agents } = (await ada.call('GET', `/api/v1/reports/agents?agentIds=${sam.id}`)).body
  expect(agents[0]).toMatchObject({ name: 'Sam', sessions: 2, accepted: 2 })
  expect(Math.floor(agents[0].averageSessionSeconds / 60)).toBe(3)
  const { total } = (await ada.call('GET', `/api/v1/reports/queues?queueIds=${queue.id}`)).body
  expect(total).toMatchObject({ offered: 2, answered: 2, serviceLevel: 1 })
  await sam.line.close()
})

test('[report R2] a colleague who comes in later has their own time, of no queue, and what goes on counts until now', async () => {
  const tim = await agent('Tim')
  const queue = await makeQueue(ada, 'more', [tim])
  const sessionId = await take(tim, 'more', 'Carla')
  await pass(tim, 2)
  const uma = await agent('Uma')
  const { body } = await tim.call('POST', `/api/v1/sessions/${sessionId}/invitations`, {
    for: 'representative',
    by: 'link',
  })
  const token = String(body.url).split('/').at(-1)?.replace(/^.*#/, '')
  const joined = await uma.call('POST', '/api/v1/invitations/accept', { token })
  expect([joined.status, joined.text]).toEqual([200, joined.text])
  await pass(tim, 1)
  const { agents } = (await ada.call('GET', `/api/v1/reports/agents?agentIds=${tim.id},${uma.id}`)).body
  const [his, hers] = agents
  expect([his.sessions, hers.sessions, his.averageHandleSeconds]).toEqual([1, 1, null])
  // He was on duty for as long as he helps, she came later and has been in the session ever since.
  expect(his.occupancy).toBeGreaterThan(0.95)
  expect(hers.occupancy).toBeGreaterThan(0.95)
  expect(await sessionsOf(uma)).toMatchObject([{ queue_id: null, ended: null }])
  expect(await sessionsOf(tim)).toMatchObject([{ queue_id: queue.id, ended: null }])
})

test('[report R1] a server that ends keeps what was, and who did not come back was there until they were last seen', async () => {
  const rob = await agent('Rob')
  await pass(rob, 1)
  await become(rob, 'busy')
  await world.deskside.stop()
  const stopped = world.clock.now()
  world.clock.turn(60 * MINUTE)
  await world.open()
  expect(await statesOf(rob)).toEqual([
    ['available', 1],
    ['busy', null],
  ])
  world.clock.turn(MINUTE)
  await vi.waitFor(async () => expect((await statesOf(rob)).at(-1)).toEqual(['busy', 0]))
  const [, last] = await world.sql(
    `select ended_at::float8 as ended from agent_time where user_id = '${rob.id}' order by began_at`,
  )
  expect(Number(last?.['ended'])).toBeLessThanOrEqual(stopped)
})
