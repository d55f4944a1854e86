import { afterAll, beforeAll, expect, test } from 'vitest'
import { ForeignPage } from '../testing/foreign-page.ts'
import { PlaceLine, arrive, become, makeQueue, offerOf, queueSettings } from '../testing/queue-place.ts'
import { ServerWorld } from '../testing/world.ts'
import type { Line, Visitor } from '../testing/world.ts'

const SHOP = 'https://shop.example'
let world: ServerWorld
let ada: Visitor
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
})
afterAll(() => world.stop())

let addresses = 0
const page = (origin: string = SHOP): ForeignPage => new ForeignPage(world, origin, `10.7.${addresses++}.1`)
const carriedBy = (origins: string[]) => ({
  visiting: { ...queueSettings('x', []).visiting, embed: { ...queueSettings('x', []).visiting.embed, origins } },
})
const allowed = ({ headers }: { headers: Headers }) => headers.get('access-control-allow-origin')
const agent = async (name: string): Promise<Visitor & { id: string; line: Line }> => {
  const person = await world.person(ada, name)
  const line = await person.connect('representative')
  await become(person, 'available')
  return Object.assign(person, { line })
}

test('[queue R20] another site’s page shows the entrance, gives a place by a token, follows it and leaves', async () => {
  await makeQueue(ada, 'shop', [], carriedBy([SHOP, 'http://shop.example:8080']))
  const shop = page()
  const entrance = await shop.call('GET', '/api/v1/queue-entrances/shop')
  expect([entrance.status, allowed(entrance), entrance.headers.get('vary')]).toEqual([200, SHOP, 'Origin'])
  expect(entrance.headers.get('access-control-allow-credentials')).toBeNull()
  const place = await shop.arrive('shop')
  expect(place).toMatchObject({ is: 'waiting', position: 1, token: expect.stringMatching(/^[\w-]{22}$/) })
  expect([...shop.visitor.jar.keys()]).toEqual([])
  const now = await shop.call('GET', '/api/v1/queue-entry')
  expect(now.body).toMatchObject({ is: 'waiting', slug: 'shop', position: 1 })
  expect(now.body.token).toBeUndefined()
  // The button once more, or another tab of the site: the same place.
  const again = await shop.call('POST', '/api/v1/queue-entrances/shop/entries', { name: 'Vera', answers: {} })
  expect([again.body.position, again.body.token]).toEqual([1, undefined])
  const line = await PlaceLine.open(shop.visitor, shop.headers)
  expect(await line.next('waiting')).toMatchObject({ position: 1 })
  expect(line.allowedOrigin).toBe(SHOP)
  await shop.call('DELETE', '/api/v1/queue-entry')
  await line.next('gone')
  await line.ended
  expect((await page('http://shop.example:8080').arrive('shop')).token).toBeDefined()
})

test('[queue R20] a site that the queue does not name is refused, before anything is read, and that is written down', async () => {
  await makeQueue(ada, 'named', [], carriedBy([SHOP]))
  const others = [
    'https://evil.example',
    'http://shop.example',
    'https://shop.example:8443',
    'https://shop.example.evil.example',
    'https://evilshop.example',
    'https://www.shop.example',
  ]
  for (const origin of others)
    for (const [method, path] of [
      ['GET', '/api/v1/queue-entrances/named'],
      ['GET', '/api/v1/queue-entrances/NAMED'],
      ['POST', '/api/v1/queue-entrances/named/entries'],
      ['OPTIONS', '/api/v1/queue-entrances/named/entries'],
    ] as const) {
      const answer = await page(origin).call(method, path, method === 'POST' ? { name: 'V', answers: {} } : undefined)
      expect([origin, method, answer.status, answer.body.code]).toEqual([origin, method, 403, 'queue.foreign-page'])
      expect(allowed(answer)).toBeNull()
    }
  // What is no site at all is none that could be named, also where any may come.
  await makeQueue(ada, 'any', [])
  for (const origin of [
    'null',
    'file://',
    'https://shop.example/',
    'https://a:b@shop.example',
    `https://${'x'.repeat(300)}.example`,
  ]) {
    const answer = await page(origin).call('GET', '/api/v1/queue-entrances/any')
    expect([origin, answer.status, answer.body.code, allowed(answer)]).toEqual([origin, 403, 'request.origin', null])
  }
  expect((await page('https://anybody.example').arrive('any')).position).toBe(1)
  const { events } = (await ada.call('GET', '/api/v1/audit')).body
  const denied = events.filter(({ action }: { action: string }) => action === 'request.denied')
  expect(denied.map(({ subject }: { subject: string }) => subject)).toContain('GET /api/v1/queue-entrances/:slug')
})

test('G10: a hostile page reads, moves and ends no place of another site, nor one of our own page', async () => {
  await makeQueue(ada, 'mine', [])
  const shop = page()
  await shop.arrive('mine', 'Vera')
  const own = world.visitor('10.7.200.1')
  await arrive(own, 'mine', 'Oona')
  const evil = page('https://evil.example')
  // A token that leaked is worth nothing from elsewhere, and a browser's cookies are nothing that another site could use.
  evil.token = shop.token
  evil.visitor.jar.set('deskside-place', own.jar.get('deskside-place') ?? '')
  for (const [method, path] of [
    ['GET', '/api/v1/queue-entry'],
    ['DELETE', '/api/v1/queue-entry'],
  ] as const)
    expect([method, (await evil.call(method, path)).body]).toEqual([method, { is: 'nowhere' }])
  expect((await evil.call('POST', '/api/v1/queue-entry/enter')).body).toEqual({ is: 'nobody' })
  const line = await PlaceLine.open(evil.visitor, evil.headers)
  await line.ended
  expect(line.heard).toEqual([{ is: 'nowhere' }])
  // Nor does our own page take a token of another site, or one in its address.
  for (const headers of [{ authorization: `Bearer ${shop.token}` }, { cookie: `deskside-place=${shop.token}` }]) {
    const { body } = await world.visitor().call('GET', `/api/v1/queue-entry?token=${shop.token}`, undefined, headers)
    expect(body).toEqual({ is: 'nowhere' })
  }
  // A request that only says that it is from elsewhere gets no further either.
  const blind = await fetch(`${world.url}/api/v1/queue-entry`, {
    headers: { 'sec-fetch-site': 'cross-site', cookie: own.cookie },
  })
  expect(blind.status).toBe(403)
  expect((await shop.call('GET', '/api/v1/queue-entry')).body).toMatchObject({ is: 'waiting', name: 'Vera' })
  expect((await own.call('GET', '/api/v1/queue-entry')).body).toMatchObject({ is: 'waiting', name: 'Oona' })
})

/** A stream of events: its answer has a beginning and no end. */
const ENDLESS = '/api/v1/monitor/events'
async function beginningOf(path: string): Promise<{ status: number; headers: Headers }> {
  const answer = await fetch(world.url + path, { headers: { origin: SHOP, cookie: ada.cookie } })
  await answer.body?.cancel()
  return answer
}

test('G10: no route answers the page of another site but those for it, and none takes its cookies', async () => {
  const { paths } = (await ada.call('GET', '/api/openapi.json')).body as {
    paths: Record<string, Record<string, unknown>>
  }
  const opened = new Set<string>()
  for (const [path, verbs] of Object.entries(paths))
    for (const verb of [...Object.keys(verbs), 'options']) {
      const method = verb.toUpperCase()
      const address = path.replaceAll(/\{\w+\}/g, 'no-such-thing')
      const body = method === 'GET' || method === 'DELETE' || method === 'OPTIONS' ? undefined : {}
      const answer =
        path === ENDLESS && method === 'GET'
          ? await beginningOf(address)
          : await page().call(method, address, body, { cookie: ada.cookie })
      expect([path, answer.headers.get('access-control-allow-credentials')]).toEqual([path, null])
      if (allowed(answer) === null) {
        // What is not for other sites says nothing to a browser that asks whether it is.
        if (method === 'OPTIONS') expect([path, answer.status >= 400]).toEqual([path, true])
        continue
      }
      expect([path, answer.headers.get('vary')]).toEqual([path, 'Origin'])
      opened.add(`${method} ${path}`)
    }
  expect([...opened].sort()).toEqual(FOR_OTHER_SITES)
  for (const path of ['/', '/console', '/q/shop', '/healthz', '/api/openapi.json', '/assets/customer/assets/a.js'])
    expect([path, allowed(await page().call('GET', path))]).toEqual([path, null])
  const asked = await page().call('OPTIONS', '/api/v1/queue-entry', undefined, {
    'access-control-request-method': 'DELETE',
    'access-control-request-headers': 'authorization',
  })
  const said = (name: string) => asked.headers.get(`access-control-${name}`)
  expect([asked.status, said('allow-methods'), said('allow-headers'), said('max-age')]).toEqual([
    204,
    'GET, HEAD, DELETE',
    'authorization, content-type',
    '7200',
  ])
  // Signed in and all, from another site they are nobody.
  const ticket = await page().call('POST', '/api/v1/socket-tickets', { as: 'representative' }, { cookie: ada.cookie })
  expect(ticket.status).toBe(401)
})
const FOR_OTHER_SITES = [
  'DELETE /api/v1/queue-entry',
  'DELETE /api/v1/survey',
  'GET /api/v1/queue-entrances/{slug}',
  'GET /api/v1/queue-entrances/{slug}/mailbox',
  'GET /api/v1/queue-entry',
  'GET /api/v1/queue-entry/events',
  'GET /api/v1/survey',
  'OPTIONS /api/v1/hand-overs',
  'OPTIONS /api/v1/queue-entrances/{slug}',
  'OPTIONS /api/v1/queue-entrances/{slug}/entries',
  'OPTIONS /api/v1/queue-entrances/{slug}/mailbox',
  'OPTIONS /api/v1/queue-entry',
  'OPTIONS /api/v1/queue-entry/enter',
  'OPTIONS /api/v1/queue-entry/events',
  'OPTIONS /api/v1/socket-tickets',
  'OPTIONS /api/v1/survey',
  'POST /api/v1/hand-overs',
  'POST /api/v1/queue-entrances/{slug}/entries',
  'POST /api/v1/queue-entrances/{slug}/mailbox',
  'POST /api/v1/queue-entry/enter',
  'POST /api/v1/socket-tickets',
  'POST /api/v1/survey',
]

test('[queue R21] G10: a hostile page in many visitors’ browsers does not flood a queue, and keeps others out of none', async () => {
  await makeQueue(ada, 'flooded', [])
  const come = async (origin: string, n: number) => {
    const visitor = new ForeignPage(world, origin, `10.${100 + Math.floor(n / 200)}.${n % 200}.1`)
    return (await visitor.call('POST', '/api/v1/queue-entrances/flooded/entries', { name: 'V', answers: {} })).status
  }
  const statuses: number[] = []
  for (let n = 0; n < 130; n += 1) statuses.push(await come('https://evil.example', n))
  expect(statuses.filter((status) => status === 200)).toHaveLength(120)
  expect(statuses.slice(120)).toEqual(Array.from({ length: 10 }, () => 429))
  expect(await come(SHOP, 300)).toBe(200)
  expect(
    (
      await world
        .visitor('10.7.201.1')
        .call('POST', '/api/v1/queue-entrances/flooded/entries', { name: 'V', answers: {} })
    ).status,
  ).toBe(200)
  world.clock.turn(61_000)
  expect(await come('https://evil.example', 301)).toBe(200)
})

test('[queue R20] [wire R12] accepted, the same token brings the page into the session, again after a reload, and nobody after its end', async () => {
  const rita = await agent('Rita')
  await makeQueue(ada, 'through', [rita])
  const shop = page()
  await shop.arrive('through')
  const offer = await offerOf(rita.line, 'Vera')
  const { sessionId } = (await rita.call('POST', `/api/v1/agent/offers/${offer.id}/accept`)).body
  for (let load = 0; load < 2; load += 1) {
    expect((await shop.call('GET', '/api/v1/queue-entry')).body).toEqual({ is: 'accepted', agentName: 'Rita' })
    const entered = await shop.call('POST', '/api/v1/queue-entry/enter')
    expect(entered.body).toMatchObject({ is: 'admitted', sessionId, name: 'Vera' })
    expect([...shop.visitor.jar.keys()]).toEqual([])
    const line = await shop.connect()
    await line.next('events')
    await line.command('chat.post', { sessionId, to: { kind: 'everyone' }, text: `Hello ${load}` })
    expect((await rita.line.event('chat.posted')).text).toBe(`Hello ${load}`)
    await line.close()
  }
  await rita.line.command('session.end', { sessionId })
  expect((await shop.call('POST', '/api/v1/queue-entry/enter')).body).toEqual({ is: 'over', reason: 'ended' })
  const ticket = await shop.call('POST', '/api/v1/socket-tickets', { as: 'customer' })
  expect([ticket.status, allowed(ticket)]).toEqual([401, SHOP])
  await rita.line.close()
})
