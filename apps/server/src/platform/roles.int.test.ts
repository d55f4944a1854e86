import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueSettings } from '../testing/queue-place.ts'
import { PASSWORD, ServerWorld, startPair } from '../testing/world.ts'
import type { Pair, Visitor } from '../testing/world.ts'

let world: ServerWorld
let pair: Pair
let users: Record<Who, Visitor>
let victim: Visitor & { id: string }
const WHO = ['anonymous', 'customer', 'stranger', 'manager', 'administrator', 'member'] as const
type Who = (typeof WHO)[number]

beforeAll(async () => {
  world = await ServerWorld.start()
  const administrator = await world.setUp()
  const member = await world.person(administrator, 'Rita')
  victim = await world.person(administrator, 'Victor')
  pair = await startPair(world, member)
  users = {
    anonymous: world.visitor(),
    customer: pair.customer,
    stranger: await world.person(administrator, 'Rob'),
    manager: await world.person(administrator, 'Mona', 'manager'),
    administrator,
    member,
  }
})
afterAll(() => world.stop())

interface Route {
  readonly body?: unknown
  /** The status of each of WHO, in that order; one for all where there is one. */
  readonly answers: readonly number[]
}
const PUBLIC = (status: number, body?: unknown): Route => ({ answers: [status], ...(body ? { body } : {}) })
/** 401 without a sign-in, whoever knocks at the door; the rest by role. */
const signedIn = (answers: readonly [number, number, number, number], body?: unknown): Route => ({
  answers: [401, 401, ...answers],
  ...(body === undefined ? {} : { body }),
})
const NOTES = { text: 'x', version: 99 }
const SCRIPT = { name: 'x', description: '', platform: 'any', interpreter: 'sh', text: 'x' }
const LINK = { for: 'customer', by: 'link' }
const LEFT = {
  kind: 'call-back',
  id: '0199ab10-0000-4000-8000-00000000000a',
  name: 'X',
  phone: '12345',
  callAt: null,
  text: '',
}
const NOBODY = '00000000-0000-4000-8000-000000000000'

/** Every route and what each kind of caller gets: stranger, manager, administrator, member of the session. */
const ROUTES: Record<string, Route> = {
  'GET /healthz': PUBLIC(200),
  'GET /readyz': PUBLIC(200),
  'GET /api/v1/site': PUBLIC(200),
  'PATCH /api/v1/site': signedIn([403, 403, 400, 403], {}),
  'POST /api/v1/setup': PUBLIC(404, {}),
  'POST /api/v1/account/sign-in': PUBLIC(401, { email: 'nobody@example.com', password: 'wrong' }),
  'GET /api/v1/join': PUBLIC(200),
  'POST /api/v1/join': { body: { number: '999999999', name: 'X' }, answers: [404, 200, 404, 404, 404, 404] },
  // Changes who somebody is: looked at by tests of their own.
  'DELETE /api/v1/join': { answers: [] },
  'POST /api/v1/account/sign-out': { answers: [] },
  'POST /api/v1/account/sign-out-everywhere': { answers: [] },
  'POST /api/v1/socket-tickets': signedIn([201, 201, 201, 201], { as: 'representative' }),
  // A customer's own page may ask for a link, too.
  'POST /api/v1/hand-overs': { answers: [401, 201, 401, 401, 401, 401] },
  'POST /api/v1/hand-overs/take': { body: { token: 'x' }, answers: [404, 200, 404, 404, 404, 404] },
  // Only of a session that one is in: a page of a customer names none, a representative's names theirs.
  'POST /api/v1/support-manager/passes': {
    body: { sessionId: '{sessionId}' },
    answers: [401, 201, 404, 404, 404, 201],
  },
  'POST /api/v1/support-manager/join': PUBLIC(404, { code: '000000000000' }),
  'GET /api/v1/support-manager/files': PUBLIC(200),
  'GET /api/v1/scripts': signedIn([200, 200, 200, 200]),
  'POST /api/v1/scripts': signedIn([403, 403, 400, 403], {}),
  'PUT /api/v1/scripts/{scriptId}': signedIn([403, 403, 404, 403], SCRIPT),
  'DELETE /api/v1/scripts/{scriptId}': signedIn([403, 403, 404, 403]),
  'GET /api/v1/queues': signedIn([403, 200, 200, 403]),
  'POST /api/v1/queues': signedIn([403, 403, 400, 403], {}),
  'PUT /api/v1/queues/{queueId}': signedIn([403, 403, 404, 403], queueSettings('other', [])),
  'DELETE /api/v1/queues/{queueId}': signedIn([403, 403, 404, 403]),
  'GET /api/v1/queue-entrances/{slug}': PUBLIC(404),
  'POST /api/v1/queue-entrances/{slug}/entries': PUBLIC(404, { name: 'X', answers: {} }),
  'GET /api/v1/queue-entrances/{slug}/mailbox': PUBLIC(404),
  'POST /api/v1/queue-entrances/{slug}/mailbox': PUBLIC(404, LEFT),
  // By the token of one's own session that is over only: none of these has one.
  'GET /api/v1/survey': PUBLIC(200),
  'POST /api/v1/survey': PUBLIC(404, { rating: 5 }),
  'DELETE /api/v1/survey': PUBLIC(200),
  'GET /api/v1/mailbox': signedIn([200, 200, 200, 200]),
  'GET /api/v1/mailbox/messages': signedIn([200, 200, 200, 200]),
  'GET /api/v1/mailbox/messages/{messageId}': signedIn([404, 404, 404, 404]),
  'POST /api/v1/mailbox/messages/{messageId}/state': signedIn([404, 404, 404, 404], { state: 'new', version: 1 }),
  'DELETE /api/v1/mailbox/messages/{messageId}': signedIn([404, 404, 404, 404]),
  // By the token of one's own place only: none of these has one.
  'GET /api/v1/queue-entry': PUBLIC(200),
  'GET /api/v1/queue-entry/events': PUBLIC(200),
  'POST /api/v1/queue-entry/enter': PUBLIC(200),
  'POST /api/v1/queue-entry/return': PUBLIC(200),
  'DELETE /api/v1/queue-entry': PUBLIC(200),
  'GET /api/v1/agent': signedIn([200, 200, 200, 200]),
  'POST /api/v1/agent/state': signedIn([200, 200, 200, 200], { state: 'offline' }),
  'POST /api/v1/agent/offers/{offerId}/accept': signedIn([409, 409, 409, 409]),
  'POST /api/v1/agent/offers/{offerId}/decline': signedIn([409, 409, 409, 409]),
  'GET /api/v1/agent/queues/{queueId}/waiting': signedIn([404, 404, 404, 404]),
  'POST /api/v1/agent/choose': signedIn([404, 404, 404, 404], { entryId: NOBODY }),
  'GET /api/v1/agents': signedIn([403, 200, 200, 403]),
  'PUT /api/v1/agents/{userId}/settings': signedIn([403, 403, 404, 403], { skills: [], capacity: 3 }),
  'GET /api/v1/reports/queues': signedIn([403, 200, 200, 403]),
  'GET /api/v1/reports/staffing': signedIn([403, 200, 200, 403]),
  'GET /api/v1/reports/surveys': signedIn([403, 200, 200, 403]),
  'GET /api/v1/sessions/{sessionId}/survey': signedIn([404, 200, 200, 200]),
  'GET /api/v1/reports/agents': signedIn([200, 200, 200, 200]),
  'GET /api/v1/monitor': signedIn([404, 200, 200, 404]),
  // For who may, it does not end: looked at by tests of its own.
  'GET /api/v1/monitor/events': { answers: [] },
  'POST /api/v1/monitor/agents/{userId}/state': signedIn([404, 404, 404, 404], { state: 'offline' }),
  'POST /api/v1/monitor/waiting/{entryId}/move': signedIn([404, 404, 404, 404], { queueId: NOBODY }),
  'POST /api/v1/monitor/waiting/{entryId}/offer': signedIn([404, 404, 404, 404], { userId: NOBODY }),
  // Of a session that is not there; of one that is they change who is in it, which tests of their own look at.
  'POST /api/v1/monitor/sessions/{sessionId}/watch': signedIn([404, 404, 404, 404]),
  'POST /api/v1/monitor/sessions/{sessionId}/barge-in': signedIn([404, 404, 404, 404]),
  'POST /api/v1/monitor/sessions/{sessionId}/take-over': signedIn([404, 404, 404, 404]),
  'POST /api/v1/monitor/sessions/{sessionId}/reassign': signedIn([404, 404, 404, 404], {
    to: { kind: 'queue', queueId: NOBODY },
    message: '',
  }),
  'GET /api/v1/account': signedIn([200, 200, 200, 200]),
  'GET /api/v1/account/sign-ins': signedIn([200, 200, 200, 200]),
  'DELETE /api/v1/account/sign-ins/{signInId}': signedIn([404, 404, 404, 404]),
  'GET /api/v1/users': signedIn([403, 403, 200, 403]),
  'POST /api/v1/users': signedIn([403, 403, 400, 403], {}),
  'PATCH /api/v1/users/{userId}': signedIn([403, 403, 404, 403], {}),
  'GET /api/v1/audit': signedIn([403, 403, 200, 403]),
  'GET /api/v1/sessions': signedIn([200, 200, 200, 200]),
  'POST /api/v1/sessions': signedIn([201, 201, 201, 201]),
  'GET /api/v1/sessions/{sessionId}': signedIn([404, 200, 200, 200]),
  'GET /api/v1/sessions/{sessionId}/notes': signedIn([404, 404, 404, 200]),
  'PUT /api/v1/sessions/{sessionId}/notes': signedIn([404, 404, 404, 409], NOTES),
  'POST /api/v1/sessions/{sessionId}/invitations': signedIn([404, 404, 404, 201], LINK),
  'DELETE /api/v1/sessions/{sessionId}/invitations/number': signedIn([404, 404, 404, 200]),
  // The member serves no queue.
  'GET /api/v1/sessions/{sessionId}/transfer-targets': signedIn([404, 404, 404, 403]),
  'POST /api/v1/invitations/accept': signedIn([404, 404, 404, 404], { token: 'AAAAAAAAAAAAAAAAAAAAAA' }),
}

async function call(who: Who, route: string): Promise<number> {
  const [verb = '', path = ''] = route.split(' ')
  const body = ROUTES[route]?.body
  const address = path
    .replace('{sessionId}', path.includes('/monitor/') ? NOBODY : pair.sessionId)
    .replace('{signInId}', NOBODY)
    .replace(/\{(userId|scriptId|queueId|offerId|entryId|messageId)\}/, NOBODY)
  const sent = body === undefined ? undefined : JSON.stringify(body).replace('{sessionId}', pair.sessionId)
  return (await users[who].call(verb, address, sent)).status
}

test('A12: every route of the API document stands in the table of who gets what, and nothing else does', async () => {
  const { paths } = (await users.anonymous.call('GET', '/api/openapi.json')).body
  const documented = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.keys(verbs as object).map((verb) => `${verb.toUpperCase()} ${path}`),
  )
  expect(documented.sort()).toEqual(Object.keys(ROUTES).sort())
})

test('A12: each kind of caller gets from every route what the table says', async () => {
  for (const [route, { answers }] of Object.entries(ROUTES)) {
    if (answers.length === 0) continue
    const got: number[] = []
    for (const who of WHO) got.push(await call(who, route))
    expect([route, ...got]).toEqual([route, ...WHO.map((_who, index) => answers[index] ?? answers[0])])
  }
})

test('A12: an ended session’s page and notes are for the same people as a running one’s', async () => {
  await pair.rep.command('session.end', { sessionId: pair.sessionId })
  for (const [verb, path, body] of [
    ['GET', ''],
    ['GET', '/notes'],
    ['PUT', '/notes', NOTES],
  ] as const) {
    const route = `${verb} /api/v1/sessions/{sessionId}${path}`
    for (const [index, who] of WHO.entries()) {
      const { status } = await users[who].call(verb, `/api/v1/sessions/${pair.sessionId}${path}`, body)
      expect([route, who, status]).toEqual([route, who, ROUTES[route]?.answers[index]])
    }
  }
  const { member } = users
  const path = `/api/v1/sessions/${pair.sessionId}/invitations`
  expect((await member.call('POST', path, LINK)).status).toBe(404)
  expect((await member.call('DELETE', `${path}/number`)).status).toBe(404)
})

test('A12: a sign-in of somebody else is ended by nobody but its owner', async () => {
  const { id } = (await victim.call('GET', '/api/v1/account/sign-ins')).body.signIns[0]
  for (const who of ['stranger', 'administrator'] as const)
    expect((await users[who].call('DELETE', `/api/v1/account/sign-ins/${id}`)).status).toBe(404)
  expect((await victim.call('GET', '/api/v1/account')).status).toBe(200)
})

/** Sends everything but the last byte of the body; the answer finishes it. */
async function holdBack(visitor: Visitor, path: string, body: object): Promise<() => Promise<number | undefined>> {
  const text = JSON.stringify(body)
  const held = request(world.url + path, {
    method: 'POST',
    headers: {
      cookie: visitor.cookie,
      origin: world.url,
      'content-type': 'application/json',
      'content-length': text.length,
    },
  })
  const answered = once(held, 'response') as Promise<[{ statusCode: number | undefined; resume(): void }]>
  held.write(text.slice(0, -1))
  await once(held, 'socket')
  // Another request that is answered shows that the first one's head has been read.
  await visitor.call('GET', '/api/v1/account')
  return async () => {
    held.end(text.slice(-1))
    const [response] = await answered
    response.resume()
    return response.statusCode
  }
}

test('B3: a request whose body is kept back until its sender is signed out, or is no administrator any more, is refused', async () => {
  const second = await world.person(users.administrator, 'Second', 'administrator')
  const newcomer = { name: 'Mallory', email: 'mallory@example.com', role: 'administrator', password: PASSWORD }
  const create = await holdBack(second, '/api/v1/users', newcomer)
  await users.administrator.call('PATCH', `/api/v1/users/${second.id}`, { role: 'representative' })
  expect(await create()).toBe(401)
  const ticket = await holdBack(victim, '/api/v1/socket-tickets', { as: 'representative' })
  await victim.call('POST', '/api/v1/account/sign-out')
  expect(await ticket()).toBe(401)
  const { body } = await users.administrator.call('GET', '/api/v1/users')
  expect(body.users.map((user: { email: string }) => user.email)).not.toContain('mallory@example.com')
})
