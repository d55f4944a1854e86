import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeQueue } from '../testing/queue-place.ts'
import { RecordedPast } from '../testing/report-place.ts'
import { ServerWorld } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
let mona: Visitor
let rita: Visitor & { id: string }
let rob: Visitor & { id: string }
let billing: string
let repairs: string

/** A time of the second of November in Berlin, which is an hour ahead of UTC. */
const at = (clock: string): string => `2026-11-02T${clock}+01:00`

beforeAll(async () => {
  world = await ServerWorld.start()
  ada = await world.setUp()
  mona = await world.person(ada, 'Mona', 'manager')
  rita = await world.person(ada, 'Rita')
  rob = await world.person(ada, 'Rob')
  billing = (await makeQueue(ada, 'billing', [rita, rob])).id
  repairs = (await makeQueue(ada, 'repairs', [rita])).id
  await new RecordedPast(world)
    .entry(billing, at('10:00:00'), ['accepted', 10])
    .entry(billing, at('10:01:00'), ['accepted', 40])
    .entry(billing, at('10:02:00'), ['gone', 3])
    .entry(billing, at('10:03:00'), ['gone', 30])
    .entry(billing, at('10:05:00'), ['accepted', 20])
    .entry(repairs, at('10:20:00'), ['gone', 5])
    .session([billing, rita.id], [at('10:00:10'), at('10:10:10')])
    .session([billing, rob.id], [at('10:01:40'), at('10:06:40')])
    // While the first goes on: it is her only one from 10:10:10.
    .session([billing, rita.id], [at('10:05:20'), at('10:15:20')], { alone: at('10:10:10'), wrapUpSeconds: 60 })
    .state(rita.id, 'available', [at('09:30:00'), at('10:15:20')])
    .state(rita.id, 'wrap-up', [at('10:15:20'), at('10:16:20')])
    .state(rita.id, 'available', [at('10:16:20'), at('11:00:00')])
    .state(rita.id, 'away', [at('11:00:00'), at('11:30:00')], 'lunch')
    .state(rob.id, 'available', [at('10:00:00'), at('10:30:00')])
    .offer([billing, rita.id], at('10:00:00'), 'accepted')
    .offer([billing, rob.id], at('10:01:00'), 'accepted')
    .offer([billing, rita.id], at('10:01:00'), 'declined')
    .offer([billing, rita.id], at('10:05:00'), 'accepted')
    .offer([repairs, rita.id], at('10:20:00'), 'missed')
    // An hour that comes twice.
    .entry(billing, '2026-10-25T00:30:00Z', ['gone', 60])
    .entry(billing, '2026-10-25T01:30:00Z', ['gone', 60])
    .write()
})
afterAll(() => world.stop())

const DAY = 'from=2026-11-02&to=2026-11-02&zone=Europe/Berlin'
const report = async (what: string, query: string, who: Visitor = mona): Promise<any> => {
  const answer = await who.call('GET', `/api/v1/reports/${what}?${query}`)
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body
}

test('[report R3] a queue’s quarter of an hour, reckoned by hand', async () => {
  const { intervals } = await report('queues', `${DAY}&interval=15-minutes&queueIds=${billing}`)
  expect(intervals).toHaveLength(96)
  const quarter = intervals.find(({ from }: { from: number }) => from === Date.parse(at('10:00:00')))
  expect(quarter).toMatchObject({
    to: Date.parse(at('10:15:00')),
    offered: 5,
    answered: 3,
    abandoned: 2,
    abandonedShort: 1,
    waiting: 0,
    overflowed: 0,
    // Two in time, of three answered and the one who left late.
    serviceLevel: 2 / 4,
    abandonRate: 2 / 5,
    averageAnswerSeconds: (10 + 40 + 20) / 3,
    averageAbandonSeconds: (3 + 30) / 2,
    longestWaitSeconds: 40,
    averageSessionSeconds: (600 + 300 + 600) / 3,
    averageWrapUpSeconds: 60 / 3,
    averageHandleSeconds: (600 + 300 + 600 + 60) / 3,
  })
  // Both on duty for all of it; Rita in a session from 10:00:10 to its end, Rob for 300 seconds.
  expect(quarter.occupancy).toBeCloseTo((890 + 300) / 1_800, 9)
  // The next quarter has the rest of her second session and its finishing up: 20 + 60 seconds of two times 900.
  const next = intervals.find(({ from }: { from: number }) => from === Date.parse(at('10:15:00')))
  expect(next).toMatchObject({ offered: 0, serviceLevel: null, averageHandleSeconds: null })
  expect(next.occupancy).toBeCloseTo(80 / 1_800, 9)
})

test('[report R3] totals are of sums, of all queues and of each; an agent of two queues counts once in all', async () => {
  const { total, queues, intervals } = await report('queues', `${DAY}&interval=day`)
  expect(intervals).toHaveLength(1)
  expect(total).toMatchObject({ offered: 6, answered: 3, abandoned: 3, abandonedShort: 2, serviceLevel: 2 / 4 })
  expect(intervals[0]).toMatchObject(total)
  // Rita's two hours but lunch, and Rob's half hour.
  expect(total.occupancy).toBeCloseTo((910 + 60 + 300) / (5_400 + 1_800), 9)
  expect(queues.map(({ name, offered }: { name: string; offered: number }) => [name, offered])).toEqual([
    ['Queue billing', 5],
    ['Queue repairs', 1],
  ])
  const [, second] = queues
  // Who left early counts neither way.
  expect(second).toMatchObject({ serviceLevel: null, abandonRate: 1, averageHandleSeconds: null })
  expect(second.occupancy).toBeCloseTo(970 / 5_400, 9)
})

test('[report R3] a shorter threshold makes fewer abandons short', async () => {
  expect((await report('queues', `${DAY}&shortSeconds=4`)).total).toMatchObject({ abandoned: 3, abandonedShort: 1 })
})

test('[report R6] an agent’s figures, reckoned by hand; two sessions at once are one time', async () => {
  const { agents, total } = await report('agents', DAY)
  expect(agents.map(({ name }: { name: string }) => name)).toEqual(['Rita', 'Rob'])
  const [her, him] = agents
  expect(her).toMatchObject({
    sessions: 2,
    accepted: 2,
    declined: 1,
    missed: 1,
    averageHandleSeconds: (600 + 600 + 60) / 2,
    averageSessionSeconds: 600,
    averageWrapUpSeconds: 30,
    signedInSeconds: 7_200,
  })
  expect(her.times).toEqual([
    { state: 'available', reason: null, seconds: 5_340 },
    { state: 'away', reason: 'lunch', seconds: 1_800 },
    { state: 'wrap-up', reason: null, seconds: 60 },
  ])
  expect(her.occupancy).toBeCloseTo((600 + 310 + 60) / 5_400, 9)
  expect(her.utilisation).toBeCloseTo((600 + 310 + 60) / 7_200, 9)
  expect(him.occupancy).toBeCloseTo(300 / 1_800, 9)
  expect(total).toMatchObject({ sessions: 3, signedInSeconds: 9_000, averageHandleSeconds: 520 })
})

test('[report R3] an agent’s time is counted where it passed: half of it in a period that begins within it', async () => {
  expect((await report('agents', 'from=2026-11-03&to=2026-11-03&zone=Europe/Berlin')).agents).toEqual([])
  await new RecordedPast(world).state(rob.id, 'busy', [at('23:00:00'), '2026-11-03T01:30:00+01:00']).write()
  const next = await report('agents', 'from=2026-11-03&to=2026-11-03&zone=Europe/Berlin')
  expect(next.agents[0].times).toEqual([{ state: 'busy', reason: null, seconds: 5_400 }])
  await world.sql(
    `delete from agent_time where state = 'busy'; delete from duty_time where ended_at > ${Date.parse(at('23:30:00'))}`,
  )
})

test('[report R4] on the day of 25 hours the hour that comes twice is two', async () => {
  const { intervals, from, to } = await report(
    'queues',
    'from=2026-10-25&to=2026-10-25&zone=Europe/Berlin&interval=hour',
  )
  expect([intervals.length, (to - from) / 3_600_000]).toEqual([25, 25])
  const came = intervals.filter(({ offered }: { offered: number }) => offered > 0)
  expect(came.map((hour: { from: number }) => new Date(hour.from).toISOString())).toEqual([
    '2026-10-25T00:00:00.000Z',
    '2026-10-25T01:00:00.000Z',
  ])
  const { text } = await mona.call(
    'GET',
    '/api/v1/reports/queues?from=2026-10-25&to=2026-10-25&zone=Europe/Berlin&interval=hour&format=csv',
  )
  expect(text).toContain('2026-10-25 02:00 UTC+02:00')
  expect(text).toContain('2026-10-25 02:00 UTC+01:00')
})

test('[report R7] staffing tells what each time of the week needs, beside what was there', async () => {
  const { slots, handleSeconds, patienceSeconds } = await report(
    'staffing',
    `from=2026-11-02&to=2026-11-08&zone=Europe/Berlin&interval=hour&queueIds=${billing}`,
  )
  expect(handleSeconds).toBe(520)
  // Everybody waited 10 + 40 + 3 + 30 + 20 seconds, and two gave up.
  expect(patienceSeconds).toBeCloseTo(103 / 2, 9)
  const ten = slots.find(({ weekday, minute }: { weekday: number; minute: number }) => weekday === 1 && minute === 600)
  expect(ten).toMatchObject({ times: 1, arrivals: 5, agentsThere: 1.5, reached: 2 / 4 })
  expect(ten.erlangs).toBeCloseTo((5 * 520) / 3_600, 9)
  // Of 0.7222 erlang two agents let 0.1916 wait, and answer 1 - 0.1916 exp(-1.2778 * 20 / 520) within 20 s; one is not enough.
  expect(ten.agentsNeeded).toBe(2)
  expect(ten.expected).toBeCloseTo(0.8176, 4)
  expect(slots.every(({ weekday }: { weekday: number }) => weekday === 1)).toBe(true)
})

test('[report R8] E1: a representative sees their own figures as an agent, and nothing of others or of queues', async () => {
  expect((await report('agents', DAY, rob)).agents.map(({ name }: { name: string }) => name)).toEqual(['Rob'])
  expect((await report('agents', `${DAY}&agentIds=${rob.id}`, rob)).total.sessions).toBe(1)
  for (const path of [`agents?${DAY}&agentIds=${rita.id}`, `agents?${DAY}&agentIds=${rob.id},${rita.id}&format=csv`])
    expect((await rob.call('GET', `/api/v1/reports/${path}`)).status).toBe(404)
  for (const path of ['queues', `queues?queueIds=${billing}&format=csv`, 'staffing'])
    expect((await rob.call('GET', `/api/v1/reports/${path}`)).status).toBe(403)
  const nowhere = await mona.call('GET', `/api/v1/reports/queues?queueIds=${crypto.randomUUID()}`)
  expect([nowhere.status, nowhere.body.code]).toEqual([404, 'queue.not-found'])
})

test('[report R9] A14: a name that would begin a formula is text in the CSV; what is exported is audited', async () => {
  await world.sql(`update queue set name = '=cmd|''/c calc''!A0' where id = '${repairs}'`)
  const answer = await mona.call('GET', `/api/v1/reports/queues?${DAY}&rows=queues&format=csv`)
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="deskside-queues.csv"')
  const lines = answer.text.split('\r\n')
  expect(lines[0]).toMatch(/^\uFEFF?Queue,Offered,Answered/)
  expect(lines[1]).toMatch(/^'=cmd\|'\/c calc'!A0,1,0,1,1,/)
  expect(lines[2]).toBe('Queue billing,5,3,2,1,0,0,50,40,23.3,16.5,40,520,500,20,17.6')
  await world.sql(`update queue set name = 'Queue repairs' where id = '${repairs}'`)
  const accepted = await mona.call('GET', `/api/v1/reports/agents?${DAY}`, undefined, { accept: 'text/csv' })
  expect(accepted.text).toContain('\r\nRita,2,2,1,1,630,600,30,18,13.5,7200,5340,0,60,0,0,1800,0,0,0,0\r\n')
  const json = await mona.call('GET', `/api/v1/reports/staffing?${DAY}&format=json`)
  expect(json.headers.get('content-disposition')).toBe('attachment; filename="deskside-staffing.json"')
  expect(json.body.slots).toHaveLength(2)
  const { events } = (await ada.call('GET', '/api/v1/audit')).body
  expect(
    events
      .filter(({ action }: { action: string }) => action === 'report.exported')
      .map(({ subject, details }: { subject: string; details: string }) => [subject, JSON.parse(details).format])
      .slice(0, 3),
  ).toEqual([
    ['staffing', 'json'],
    ['agents', 'csv'],
    ['queues', 'csv'],
  ])
})

test('[report R5] a period in which nothing was recorded has its intervals, without figures', async () => {
  const { intervals, total, queues } = await report('queues', 'from=2026-08-01&to=2026-08-03&interval=day')
  expect([intervals.length, queues.length, total.offered, total.serviceLevel]).toEqual([3, 0, 0, null])
  expect((await report('agents', 'from=2026-08-01&to=2026-08-03')).agents).toEqual([])
  expect((await report('staffing', 'from=2026-08-01&to=2026-08-03')).slots).toEqual([])
})

test('[report R4] what no report can be of is refused in words', async () => {
  for (const query of [
    'from=2026-11-03&to=2026-11-02',
    'from=2020-01-01&to=2026-11-02',
    'zone=Nowhere/Else',
    'from=2026-01-01&to=2026-11-02&interval=15-minutes',
    'interval=minute',
    'from=yesterday',
    'from=2090-01-01',
    'from=1990-01-01',
    'to=1500-01-01',
    'from=1970-01-01&to=1970-01-03',
  ]) {
    const answer = await mona.call('GET', `/api/v1/reports/queues?${query}`)
    expect([query, answer.status, answer.body.code]).toEqual([query, 400, 'request.invalid'])
  }
})
