import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD, ServerWorld, startPair } from '../testing/world.ts'
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
  'POST /api/v1/support-manager/join',
  'GET /api/v1/support-manager/files',
  // A visitor's place in a queue hangs on the token that only their browser has.
  'GET /api/v1/queue-entrances/{slug}',
  'POST /api/v1/queue-entrances/{slug}/entries',
  'GET /api/v1/queue-entry',
  'GET /api/v1/queue-entry/events',
  'POST /api/v1/queue-entry/enter',
  'POST /api/v1/queue-entry/return',
  'DELETE /api/v1/queue-entry',
  'GET /api/v1/queue-entrances/{slug}/mailbox',
  'POST /api/v1/queue-entrances/{slug}/mailbox',
  // The right to answer a survey is the token of the session that it is about.
  'GET /api/v1/survey',
  'POST /api/v1/survey',
  'DELETE /api/v1/survey',
  'POST /api/v1/hand-overs/take',
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

test('A17: a form that lets other fields pass lets no poisoned ones pass', async () => {
  const person = '"name":"P","email":"p@example.com","role":"representative","password":"a pass phrase for tests"'
  for (const more of [
    '"__proto__":{"role":"administrator"}',
    '"constructor":{}',
    '"prototype":1',
    '"x":{"__proto__":1}',
  ]) {
    const answer = await ada.call('POST', '/api/v1/users', `{${person},${more}}`)
    expect([more, answer.status, answer.body.code]).toEqual([more, 400, 'request.invalid'])
  }
  expect((await ada.call('POST', '/api/v1/users', `{${person},"x":"__proto__"}`)).status).toBe(201)
})

test('A11: paths that climb out of the served folders find nothing', async () => {
  const found = await world.visitor().call('GET', '/assets/console/assets/a.js')
  expect([found.status, found.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  const { port, hostname } = new URL(world.url)
  for (const path of [
    '../index.html',
    '..%2findex.html',
    '..%2f..%2findex.html',
    '%2e%2e%2findex.html',
    '%252e%252e%252findex.html',
    '..%5cindex.html',
    '..\\index.html',
    '\\..\\index.html',
    '%u002e%u002e%u2215index.html',
    '%c0%ae%c0%ae%c0%afindex.html',
    '%ff%fe%2e%00%2e%00%2f%00',
    '..%00',
    'a.js%00.png',
    'a.js%2f..%2f..%2findex.html',
    `${'..%2f'.repeat(12)}etc%2fpasswd`,
    '%2fetc%2fpasswd',
    'C:%5cwindows%5cwin.ini',
    '.',
    '',
    '.%2f',
  ]) {
    // As it stands, without a client that tidies it up.
    const answer = await rawGet(Number(port), hostname, `/assets/console/assets/${path}`)
    expect([path, answer.status]).toEqual([path, answer.status === 400 ? 400 : 404])
    expect(answer.text).not.toMatch(/<title>|root:|immutable/)
  }
})

/** What a program that tidies nothing up gets. */
function rawGet(port: number, host: string, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    )
    let text = ''
    socket.on('data', (data) => (text += data.toString()))
    socket.on('error', reject)
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text }))
  })
}

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

test('A10: notes and messages hold what was written, to the letter', async () => {
  const pair = await startPair(world, ada)
  const { sessionId } = pair
  const path = `/api/v1/sessions/${sessionId}/notes`
  for (const [version, text] of [';id', '$(id)', '`id`', 'a\nb\r\nc', "'; drop table notes;--", '${7*7}'].entries()) {
    expect((await ada.call('PUT', path, { text, version })).body.text).toBe(text)
    expect((await ada.call('GET', path)).body.text).toBe(text)
    await pair.cust.command('chat.post', { sessionId, to: { kind: 'everyone' }, text })
    expect((await pair.rep.event('chat.posted')).text).toBe(text)
  }
  await pair.rep.command('session.end', { sessionId })
})

test('A10: what no database can keep is refused as such, or left out of what is pasted; nothing fails', async () => {
  const nul = '\u0000'
  const { sessionId } = (await ada.call('POST', '/api/v1/sessions')).body
  const saved = await ada.call('PUT', `/api/v1/sessions/${sessionId}/notes`, { text: `pas${nul}ted`, version: 0 })
  expect([saved.status, saved.body.text]).toEqual([200, 'pasted'])
  for (const [verb, path, body] of [
    ['POST', '/api/v1/account/sign-in', { email: `a${nul}@example.com`, password: PASSWORD }],
    ['PATCH', '/api/v1/users/a%00b', { name: 'X' }],
    ['DELETE', '/api/v1/account/sign-ins/a%00b', undefined],
    ['GET', '/api/v1/sessions/a%00b', undefined],
    ['POST', '/api/v1/join', { token: `a${nul}b`, name: 'Carl' }],
    ['POST', '/api/v1/join', { number: '123456789', name: `Carl${nul}` }],
    ['POST', '/api/v1/invitations/accept', { token: nul }],
    ['GET', '/j/%00', undefined],
  ] as const) {
    const { status } = await ada.call(verb, path, body)
    expect([path, status < 500]).toEqual([path, true])
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

test('a page of another origin changes nothing, whatever it sends along', async () => {
  const { port } = new URL(world.url)
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `${world.url}.evil.example` },
    { origin: `http://127.0.0.1:${Number(port) + 1}` },
    { origin: `https://127.0.0.1:${port}` },
    { origin: '' },
    { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', host: 'evil.example' },
  ]
  // Old browsers send no Origin with a form; newer ones say by Sec-Fetch-Site where it comes from.
  for (const site of ['cross-site', 'same-site', 'none']) foreign.push({ 'sec-fetch-site': site })
  const before = (await ada.call('GET', '/api/v1/sessions')).body.sessions.length
  for (const headers of foreign) {
    const answer = await fetch(`${world.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { cookie: ada.cookie, ...headers },
    })
    expect([headers, answer.status]).toEqual([headers, 403])
  }
  const forms = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
  for (const type of forms) {
    const headers = { cookie: ada.cookie, 'content-type': type }
    const body = '{"name":"X","email":"csrf@example.com","role":"administrator","password":"a pass phrase for tests"}'
    const answer = await fetch(`${world.url}/api/v1/users`, { method: 'POST', headers, body })
    expect([type, answer.status]).toEqual([type, 400])
  }
  expect((await ada.call('GET', '/api/v1/sessions')).body.sessions).toHaveLength(before)
})

test('cookies are out of reach of scripts and other sites, and with https bound to this host', async () => {
  const shape = (line: string): string =>
    line
      .replace(/=[^;]*/, '')
      .replace(/Max-Age=\d+/i, 'Max-Age=N')
      .toLowerCase()
  const cookiesOf = async (site: ServerWorld, origin: string): Promise<string[]> => {
    const local = `http://127.0.0.1:${(site.deskside.app.server.address() as AddressInfo).port}`
    const post = (path: string, body: object, cookie = ''): Promise<Response> =>
      fetch(local + path, {
        method: 'POST',
        headers: { origin, cookie, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const token = site.deskside.firstRun?.split('#')[1]
    const entry = { token, name: 'Ada', email: 'ada@example.com', password: PASSWORD, siteName: 'Acme' }
    const [account = ''] = (await post('/api/v1/setup', entry)).headers.getSetCookie()
    const cookie = account.split(';')[0] ?? ''
    const { number } = (await (await post('/api/v1/sessions', {}, cookie)).json()) as { number: string }
    const joined = await post('/api/v1/join', { number, name: 'Carl' })
    const out = await post('/api/v1/account/sign-out', {}, cookie)
    return [account, ...joined.headers.getSetCookie(), ...out.headers.getSetCookie()].map(shape)
  }
  const site = await ServerWorld.start({ PUBLIC_URL: 'https://help.example.com' })
  const secure = await cookiesOf(site, 'https://help.example.com')
  await site.stop()
  expect(secure.length).toBeGreaterThanOrEqual(3)
  for (const line of secure) {
    expect(line).toMatch(/^__host-deskside-(account|customer);/)
    for (const flag of ['httponly', 'secure', 'samesite', 'path'])
      expect([line, line.includes(flag)]).toEqual([line, true])
    expect(line).not.toContain('domain')
  }
  const open = await ServerWorld.start()
  for (const line of await cookiesOf(open, open.url)) {
    expect(line).toMatch(/^deskside-(account|customer);/)
    expect(line).toContain('httponly')
    expect(line).not.toContain('domain')
  }
  await open.stop()
})

test('G12: no address of the server sends a browser on to somewhere else', async () => {
  const evil = [
    '//evil.example',
    '/\\evil.example',
    '/%2F..//evil.example',
    'https://evil.example',
    '/%09/evil.example',
  ]
  const { port, hostname } = new URL(world.url)
  for (const next of evil)
    for (const path of [next, `/%2f%2fevil.example`, ...NEXT.map((page) => `${page}?next=${next}`)]) {
      const { status, text } = await rawGet(Number(port), hostname, path)
      expect([path, status >= 200 && status < 500 && Math.floor(status / 100) !== 3]).toEqual([path, true])
      expect(text).not.toMatch(/^(location|refresh):/im)
    }
})
const NEXT = ['/', '/console', '/console/sign-in', '/admin', '/j/abc', '/api/v1/account', '/api/v1/account/sign-in']

test('pages, API, errors and what is not there carry the headers that keep them to themselves', async () => {
  for (const [verb, path] of [
    ['GET', '/'],
    ['GET', '/console'],
    ['GET', '/j/a-token'],
    ['GET', '/api/v1/site'],
    ['GET', '/api/v1/users'],
    ['GET', '/nothing/here'],
    ['GET', '/assets/customer/assets/none.js'],
    ['POST', '/api/v1/join'],
  ] as const) {
    const { headers } = await world.visitor().call(verb, path, verb === 'POST' ? {} : undefined)
    const policy = headers.get('content-security-policy') ?? ''
    for (const part of ["default-src 'self'", "script-src 'self';", "object-src 'none'", "base-uri 'none'"])
      expect([path, policy.includes(part)]).toEqual([path, true])
    expect([path, policy.includes("frame-ancestors 'none'"), policy.includes('unsafe-eval')]).toEqual([
      path,
      true,
      false,
    ])
    expect([path, headers.get('referrer-policy')]).toEqual([path, 'no-referrer'])
    expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff'])
    expect([path, headers.get('x-powered-by'), headers.get('server')]).toEqual([path, null, null])
    const cached = headers.get('cache-control')
    if (path.startsWith('/api/') || path === '/' || path === '/console' || path.startsWith('/j/'))
      expect([path, cached]).toEqual([path, 'no-store'])
    else expect([path, cached === null || cached === 'no-store']).toEqual([path, true])
  }
})

test('an error says what the catalogue says, and nothing of what is inside', async () => {
  await world.sql('alter table notes rename to notes_away')
  const { sessionId } = (await ada.call('POST', '/api/v1/sessions')).body
  const answer = await ada.call('GET', `/api/v1/sessions/${sessionId}/notes`)
  await world.sql('alter table notes_away rename to notes')
  expect([answer.status, Object.keys(answer.body).sort()]).toEqual([500, ['code', 'message', 'retry']])
  expect(answer.body.code).toBe('server.failed')
  for (const [path, body] of [
    ['/api/v1/account/sign-in', '{"email":1,"password":{"a":1}}'],
    ['/api/v1/join', '['.repeat(30_000) + ']'.repeat(30_000)],
    ['/api/v1/join', '"text"'],
    ['/api/v1/join', 'null'],
    ['/api/v1/join', '{"name":"x","number":"1","extra":"typed by somebody"}'],
  ] as const) {
    const refused = await world.visitor().call('POST', path, body)
    expect([body.slice(0, 20), refused.status, refused.body.code]).toEqual([body.slice(0, 20), 400, 'request.invalid'])
    expect(refused.text).not.toMatch(/typed by somebody|node_modules|\.ts\b|\bat /)
  }
})

test('health answers while the server lives, and a body that is too large gets its own sentence', async () => {
  expect((await world.visitor().call('GET', '/healthz')).body.status).toBe('ok')
  expect((await world.visitor().call('GET', '/readyz')).body).toEqual({ status: 'ok', database: true, draining: false })
  const answer = await world.visitor().call('POST', '/api/v1/join', JSON.stringify({ name: 'x'.repeat(70_000) }))
  expect([answer.status, answer.body.code]).toEqual([413, 'request.too-large'])
})
