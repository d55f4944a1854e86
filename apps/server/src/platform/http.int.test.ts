import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServerWorld } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'
import { createHttp } from './http.ts'
import { createLog } from './log.ts'

let world: ServerWorld
let ada: Visitor
beforeAll(async () => {
  world = await ServerWorld.start()
  ada = await world.setUp()
})
afterAll(() => world.stop())

/** Everything that may be called without a sign-in; whatever is new must be put here on purpose, or be closed. */
const PUBLIC = new Set([
  'GET /api/v1/site',
  'POST /api/v1/setup',
  'POST /api/v1/account/sign-in',
  'GET /api/v1/join',
  'POST /api/v1/join',
  'DELETE /api/v1/join',
  'POST /api/v1/socket-tickets',
  'GET /healthz',
  'GET /readyz',
])

test('A12: every route without a sign-in is refused unless it is on the public list', async () => {
  const { paths } = (await ada.call('GET', '/api/openapi.json')).body as {
    paths: Record<string, Record<string, unknown>>
  }
  const routes = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.keys(verbs).map((verb) => ({ verb: verb.toUpperCase(), path })),
  )
  expect(routes.length).toBeGreaterThan(20)
  for (const { verb, path } of routes) {
    if (PUBLIC.has(`${verb} ${path}`)) continue
    const address = path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000')
    const answer = await world.visitor().call(verb, address, verb === 'GET' || verb === 'DELETE' ? undefined : {})
    expect([verb, path, answer.status]).toEqual([verb, path, 401])
  }
  // A ticket is given to nobody without a sign-in or a customer's token.
  for (const as of ['representative', 'customer'])
    expect((await world.visitor().call('POST', '/api/v1/socket-tickets', { as })).status).toBe(401)
})

test('A12: a route that names no policy cannot be registered', async () => {
  const app = await createHttp({
    log: createLog('silent'),
    trustedProxies: [],
    publicUrl: () => 'http://a.example',
    resolveCaller: async () => ({ kind: 'anonymous' }),
    denied: () => undefined,
  })
  expect(() => app.get('/new', () => 'x')).toThrow(/policy/)
})

test('A17: poisoned and doubled names in JSON are refused', async () => {
  for (const body of [
    '{"email":"a","password":"b","__proto__":{"role":"administrator"}}',
    '{"email":"a","password":"b","constructor":{"prototype":{}}}',
    '{"email":"a","email":"b","password":"c"}',
    '{"email":"a","password":"c","x":{"y":1,"\\u0079":2}}',
    '{"email":"a",',
  ]) {
    const answer = await world.visitor().call('POST', '/api/v1/account/sign-in', body)
    expect([body, answer.status, answer.body.code]).toEqual([body, 400, 'request.invalid'])
  }
})

test('A11: paths that climb out of the served folders find nothing', async () => {
  expect((await world.visitor().call('GET', '/assets/console/assets/a.js')).status).toBe(200)
  for (const path of [
    '..%2f..%2findex.html',
    '%2e%2e%2findex.html',
    '..%5c..%5cindex.html',
    '%252e%252e%252findex.html',
    '..%00',
    'a.js%00.png',
    '%ff%fe',
  ]) {
    const answer = await world.visitor().call('GET', `/assets/console/assets/${path}`)
    expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true])
    expect(answer.text).not.toContain('<title>')
  }
})

test('A10: what looks like commands is stored as the text that it is', async () => {
  for (const name of [';id', '$(id)', '`id`', "Robert'); drop table account_user;--", '%s%n', '{{7*7}}']) {
    const email = `p${Buffer.from(name).toString('hex')}@example.com`
    expect(
      (
        await ada.call('POST', '/api/v1/users', {
          name,
          email,
          role: 'representative',
          password: 'a pass phrase for tests',
        })
      ).status,
    ).toBe(201)
    const { users } = (await ada.call('GET', '/api/v1/users')).body
    expect(users.find((u: { email: string }) => u.email === email).name).toBe(name)
  }
})

test('G1: names with direction overrides, line ends or far too long are refused with a sentence', async () => {
  for (const name of ['evil\u202Etxt', 'two\nlines', 'x'.repeat(81), '   ', 'nul\u0000']) {
    const answer = await ada.call('POST', '/api/v1/users', {
      name,
      email: 'g1@example.com',
      role: 'representative',
      password: 'a pass phrase for tests',
    })
    expect(answer.status).toBe(400)
    expect(answer.body.fields[0].path).toBe('name')
  }
})

test('a page of another origin changes nothing, and no address answers with a redirect', async () => {
  for (const origin of ['https://evil.example', 'null', `${world.url}.evil.example`]) {
    const answer = await ada.call('POST', '/api/v1/sessions', undefined, { origin })
    expect([origin, answer.status]).toEqual([origin, 403])
  }
})

test('G12: no address of the server sends a browser on to somewhere else', async () => {
  for (const path of [
    '//evil.example',
    '/%2f%2fevil.example',
    '/\\evil.example',
    '/console?next=//evil.example',
    '/?next=https://evil.example',
  ]) {
    const answer = await world.visitor().call('GET', path)
    expect([path, answer.headers.get('location')]).toEqual([path, null])
  }
})

test('pages and API carry the headers that keep them to themselves', async () => {
  const { headers } = await world.visitor().call('GET', '/')
  expect(headers.get('content-security-policy')).toContain("script-src 'self';")
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect((await world.visitor().call('GET', '/api/v1/site')).headers.get('cache-control')).toBe('no-store')
})

test('health answers while the server lives, and a body that is too large gets its own sentence', async () => {
  expect((await world.visitor().call('GET', '/healthz')).body.status).toBe('ok')
  expect((await world.visitor().call('GET', '/readyz')).body).toEqual({ status: 'ok', database: true, draining: false })
  const answer = await world.visitor().call('POST', '/api/v1/join', JSON.stringify({ name: 'x'.repeat(70_000) }))
  expect([answer.status, answer.body.code]).toEqual([413, 'request.too-large'])
})
