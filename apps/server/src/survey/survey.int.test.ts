import { SURVEY_LIFE_MS, visitingSchema } from '@deskside/protocol'
import type { QueueSettings } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ForeignPage, helpedOn } from '../testing/foreign-page.ts'
import { arrive, become, makeQueue, offerOf } from '../testing/queue-place.ts'
import { ServerWorld, startPair } from '../testing/world.ts'
import type { Answer, Line, Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
let rita: Visitor & { id: string }
let page: Line
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
  page = await rita.connect('representative')
})
afterAll(() => world.stop())

const asking = (question: string | null): Pick<QueueSettings, 'visiting'> => ({
  visiting: visitingSchema.parse({ survey: question === null ? null : { question } }),
})
const askedOf = async (who: Visitor): Promise<unknown> => (await who.call('GET', '/api/v1/survey')).body
const answer = (who: Visitor, rating: number, comment = ''): Promise<Answer> =>
  who.call('POST', '/api/v1/survey', { rating, comment })
const surveyOf = async (who: Visitor, sessionId: string): Promise<Answer> =>
  who.call('GET', `/api/v1/sessions/${sessionId}/survey`)

let visitors = 0
/** A visitor in a session with Rita, by way of a queue. */
async function helped(slug: string, name = 'Vera'): Promise<{ visitor: Visitor; sessionId: string; line: Line }> {
  visitors += 1
  const visitor = world.visitor(`10.2.0.${visitors}`)
  await become(rita, 'available')
  await arrive(visitor, slug, name)
  const { id } = await offerOf(page, name)
  const { sessionId } = (await rita.call('POST', `/api/v1/agent/offers/${id}/accept`)).body
  await visitor.call('POST', '/api/v1/queue-entry/enter')
  return { visitor, sessionId, line: await visitor.connect('customer') }
}
async function over(slug: string, name?: string): Promise<{ visitor: Visitor; sessionId: string }> {
  const { visitor, sessionId } = await helped(slug, name)
  await page.command('session.end', { sessionId })
  return { visitor, sessionId }
}

test('[survey R1, R2, R4] once the session has ended its customer is asked what the queue asks, and answers once', async () => {
  await makeQueue(ada, 'billing', [rita], asking('Was Billing any good?'))
  const { visitor, sessionId } = await helped('billing')
  expect(await askedOf(visitor)).toEqual({ is: 'nothing' })
  expect((await answer(visitor, 5)).body.code).toBe('survey.gone')
  await page.command('session.end', { sessionId })
  const asked = { is: 'asked', question: 'Was Billing any good?', representativeName: 'Rita' }
  expect(await askedOf(visitor)).toMatchObject(asked)
  for (const rating of [0, 6, 2.5, '5'])
    expect((await visitor.call('POST', '/api/v1/survey', { rating })).status).toBe(400)
  expect((await answer(visitor, 4, 'x'.repeat(2_001))).status).toBe(400)
  expect((await surveyOf(rita, sessionId)).body).toEqual({ is: 'asked', question: 'Was Billing any good?' })

  expect((await answer(visitor, 4, ' Quick, <b>thanks</b> ')).body).toEqual({ is: 'answered' })
  expect(await askedOf(visitor)).toEqual({ is: 'answered' })
  // A second click, or another mood: the first answer stays.
  expect((await answer(visitor, 1, 'changed my mind')).body).toEqual({ is: 'answered' })
  expect((await visitor.call('DELETE', '/api/v1/survey')).body).toEqual({ is: 'answered' })
  const kept = { is: 'answered', question: 'Was Billing any good?', rating: 4, comment: 'Quick, <b>thanks</b>' }
  expect((await surveyOf(rita, sessionId)).body).toMatchObject(kept)
})

test('[survey R1] who leaves is asked at once; who came by a number, or by a queue that asks nothing, is not', async () => {
  await makeQueue(ada, 'leaving', [rita], asking('How was it?'))
  const { visitor, sessionId, line } = await helped('leaving')
  await line.command('session.leave', { sessionId })
  expect(await askedOf(visitor)).toMatchObject({ is: 'asked', question: 'How was it?' })
  // Its end asks nobody a second time.
  expect((await visitor.call('DELETE', '/api/v1/survey')).body).toEqual({ is: 'nothing' })
  await page.command('session.end', { sessionId })
  expect(await askedOf(visitor)).toEqual({ is: 'nothing' })
  expect((await answer(visitor, 5)).body.code).toBe('survey.gone')
  expect((await surveyOf(rita, sessionId)).body).toEqual({ is: 'skipped', question: 'How was it?' })

  await makeQueue(ada, 'quiet', [rita], asking(null))
  const quiet = await over('quiet')
  expect(await askedOf(quiet.visitor)).toEqual({ is: 'nothing' })
  const pair = await startPair(world, ada)
  await pair.rep.command('session.end', { sessionId: pair.sessionId })
  expect(await askedOf(pair.customer)).toEqual({ is: 'nothing' })
  expect((await surveyOf(ada, pair.sessionId)).body).toEqual({ is: 'nothing' })
})

test('[survey R2] for a day it may be answered, and then no more', async () => {
  await makeQueue(ada, 'late', [rita], asking('Well?'))
  const { visitor } = await over('late')
  world.clock.turn(SURVEY_LIFE_MS - 60_000)
  expect(await askedOf(visitor)).toMatchObject({ is: 'asked' })
  world.clock.turn(60_001)
  expect(await askedOf(visitor)).toEqual({ is: 'nothing' })
  expect((await answer(visitor, 3)).status).toBe(404)
})

test('[survey R3] D8: after the session the token of its customer answers the survey and is worth nothing else', async () => {
  await makeQueue(ada, 'token', [rita], asking('Fine?'))
  const { visitor, sessionId } = await over('token')
  expect(await askedOf(visitor)).toMatchObject({ is: 'asked' })
  expect((await visitor.call('POST', '/api/v1/socket-tickets', { as: 'customer' })).status).toBe(401)
  expect((await visitor.call('POST', '/api/v1/socket-tickets', { as: 'representative' })).status).toBe(401)
  expect((await visitor.call('POST', '/api/v1/queue-entry/enter')).body).toEqual({ is: 'nobody' })
  for (const path of [`sessions/${sessionId}`, `sessions/${sessionId}/survey`, 'reports/surveys', 'mailbox'])
    expect([path, (await visitor.call('GET', `/api/v1/${path}`)).status]).toEqual([path, 401])
  // No token, a made-up one, and that of another session have nothing to answer here.
  const [nobody, forger] = [world.visitor(), world.visitor()]
  forger.jar.set('deskside-customer', 'x'.repeat(22))
  for (const who of [nobody, forger]) {
    expect(await askedOf(who)).toEqual({ is: 'nothing' })
    expect((await answer(who, 1)).body.code).toBe('survey.gone')
  }
  expect((await surveyOf(ada, sessionId)).body).toEqual({ is: 'asked', question: 'Fine?' })
})

test('[survey R5] E1: who may not read a session has no survey of it', async () => {
  await makeQueue(ada, 'private', [rita], asking('So?'))
  const { visitor, sessionId } = await over('private')
  await answer(visitor, 2, 'between us')
  const other = await world.person(ada, 'Otto')
  const refused = await surveyOf(other, sessionId)
  expect([refused.status, refused.body.code]).toEqual([404, 'session.not-found'])
  expect((await surveyOf(other, '00000000-0000-4000-8000-000000000000')).text).toBe(refused.text)
  expect((await surveyOf(ada, sessionId)).body).toMatchObject({ rating: 2 })
  expect((await other.call('GET', '/api/v1/reports/surveys')).status).toBe(403)
})

test('[survey R6] A14: the report counts, filters and pages; as CSV nothing in it is a formula', async () => {
  const { id: queueId } = await makeQueue(ada, 'report', [rita], asking('Report?'))
  const from = world.clock.now()
  const ratings = [5, 4, 5]
  for (const [index, rating] of ratings.entries()) {
    const { visitor } = await over('report', `=Visitor ${index}`)
    world.clock.turn(1_000)
    await answer(visitor, rating, index === 0 ? '=cmd|calc' : `comment ${index}`)
  }
  await over('report', 'Silent')
  const report = async (query: string) => (await ada.call('GET', `/api/v1/reports/surveys?${query}`)).body
  const mine = `from=${from}&queueId=${queueId}`
  expect(await report(mine)).toMatchObject({ asked: 4, answered: 3, spread: [0, 0, 0, 1, 2], more: false })
  expect((await report(mine)).average).toBeCloseTo(14 / 3)
  const first = await report(`${mine}&limit=2`)
  expect(first.answers.map((a: { comment: string }) => a.comment)).toEqual(['comment 2', 'comment 1'])
  expect(first.more).toBe(true)
  const next = await report(`${mine}&limit=2&before=${first.answers[1].answeredAt}`)
  expect(next.answers).toMatchObject([
    { agentName: 'Rita', queueName: 'Queue report', rating: 5, comment: '=cmd|calc' },
  ])
  expect(await report(`to=${from}&queueId=${queueId}`)).toMatchObject({ asked: 0, answered: 0, average: null })
  expect(await report(`${mine}&agentId=nobody`)).toMatchObject({ asked: 0 })
  expect(await report(`${mine}&agentId=${rita.id}`)).toMatchObject({ asked: 4 })
  expect(first.agents).toContainEqual({ id: rita.id, name: 'Rita' })

  const csv = await ada.call('GET', `/api/v1/reports/surveys?${mine}&format=csv`)
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.headers.get('content-disposition')).toContain('attachment')
  const lines = csv.text.trim().split('\r\n')
  expect(lines).toHaveLength(4)
  expect(lines[3]).toContain(`'=Visitor 0,5,'=cmd|calc,`)
  // Whoever takes it with them stands in the audit log, as with the other reports.
  const [exported] = (await ada.call('GET', '/api/v1/audit')).body.events
  expect(exported).toMatchObject({ action: 'report.exported', subject: 'surveys' })
})

test('[survey R3] D8, G10: on another site’s page the session’s token answers from that site, and from no other', async () => {
  const { page: shop, sessionId, agentLine } = await helpedOn(world, ada, 'https://shop.example')
  await agentLine.command('session.end', { sessionId })
  const thief = new ForeignPage(world, 'https://other.example')
  thief.token = shop.token
  expect((await thief.call('GET', '/api/v1/survey')).body).toEqual({ is: 'nothing' })
  expect((await thief.call('POST', '/api/v1/survey', { rating: 1 })).body.code).toBe('survey.gone')
  expect((await shop.call('GET', '/api/v1/survey')).body).toMatchObject({ is: 'asked', question: 'How did we do?' })
  expect((await shop.call('POST', '/api/v1/survey', { rating: 5 })).body).toEqual({ is: 'answered' })
  expect((await surveyOf(ada, sessionId)).body).toMatchObject({ rating: 5 })
})
