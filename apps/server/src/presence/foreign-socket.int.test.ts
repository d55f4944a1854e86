import { once } from 'node:events'
import type { ServerFrame } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ForeignPage, helpedOn } from '../testing/foreign-page.ts'
import { Line, ServerWorld } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'

const SHOP = 'https://shop.example'
let world: ServerWorld
let ada: Visitor
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
})
afterAll(() => world.stop())

const helped = (origin: string) => helpedOn(world, ada, origin)
/** What a socket from an origin hears first when it shows a ticket. */
async function show(ticket: string, origin: string): Promise<ServerFrame> {
  const line = await Line.open(world.url, { origin })
  const first = once(line.socket, 'message')
  line.hello(ticket)
  await first
  await line.close()
  return line.heard[0] as ServerFrame
}
const GOODBYE = { t: 'goodbye', error: { code: 'account.signed-out' } }

test('[wire R12] B1: an upgrade is for exactly the origin for which a ticket waits, and for no other that looks like it', async () => {
  const { page: shop, agent } = await helped(SHOP)
  await expect(Line.open(world.url, { origin: SHOP }), 'before there is a ticket').rejects.toThrow('403')
  const ticket = await shop.ticket()
  const foreign = [
    'https://evil.example',
    'null',
    '',
    `${SHOP}.evil.example`,
    `${SHOP}:8443`,
    `${SHOP}:443`,
    `${SHOP}/`,
    'http://shop.example',
    'https://evil-shop.example',
    'https://www.shop.example',
    'https://SHOP.example',
    `${SHOP}@evil.example`,
    `https://evil.example, ${SHOP}`,
  ]
  for (const origin of foreign)
    await expect(Line.open(world.url, { origin, cookie: agent.cookie }), origin).rejects.toThrow('403')
  await expect(Line.open(world.url, { cookie: agent.cookie, 'user-agent': 'Mozilla/5.0 Chrome' })).rejects.toThrow(
    '403',
  )
  await expect(Line.open(world.url, { origin: SHOP }, '/ws/support-manager')).rejects.toThrow('403')
  expect((await show(ticket, SHOP)).t).toBe('welcome')
  await expect(Line.open(world.url, { origin: SHOP }), 'after it was used').rejects.toThrow('403')
})

test('[wire R12] B9: a site’s ticket opens one socket, from there, once, within thirty seconds', async () => {
  const { page: shop, agent } = await helped(SHOP)
  const { page: other } = await helped('https://other.example')
  // Each has one that waits, so the line is opened; what it shows is not its own.
  const [hers, theirs] = [await shop.ticket(), await other.ticket()]
  expect(await show(hers, 'https://other.example')).toMatchObject(GOODBYE)
  expect(await show(theirs, world.url)).toMatchObject(GOODBYE)
  for (const [ticket, origin] of [
    [hers, SHOP],
    [theirs, 'https://other.example'],
  ] as const)
    await expect(Line.open(world.url, { origin }), `${ticket} is used up`).rejects.toThrow('403')
  // A representative's, and our own page's, are worth nothing there either.
  const waits = await shop.ticket()
  const { ticket } = (await agent.call('POST', '/api/v1/socket-tickets', { as: 'representative' })).body
  expect(await show(ticket, SHOP)).toMatchObject(GOODBYE)
  const shared = await Promise.allSettled(Array.from({ length: 5 }, () => show(waits, SHOP)))
  const heard = shared.flatMap((each) => (each.status === 'fulfilled' ? [each.value.t] : []))
  expect(heard.filter((t) => t === 'welcome')).toHaveLength(1)
  const old = await shop.ticket()
  world.clock.turn(31_000)
  await expect(Line.open(world.url, { origin: SHOP }), 'too old').rejects.toThrow('403')
  for (const each of [hers, theirs, waits, old]) expect(world.logged.join('')).not.toContain(each)
})

test('[wire R12] G10: a hostile page with a place of its own hears nothing of another site’s session', async () => {
  const shop = await helped(SHOP)
  const evil = await helped('https://evil.example')
  const stolen = new ForeignPage(world, 'https://evil.example')
  stolen.token = shop.page.token
  expect((await stolen.call('POST', '/api/v1/socket-tickets', { as: 'customer' })).status).toBe(401)
  const line = await evil.page.connect()
  const events = await line.next('events')
  expect(events.sessionId).toBe(evil.sessionId)
  const { sessionId } = shop
  const posted = await line.command('chat.post', { sessionId, to: { kind: 'everyone' }, text: 'I am Vera' })
  expect(posted).toMatchObject({ ok: false, code: 'session.not-found' })
  expect(JSON.stringify(line.heard)).not.toContain(sessionId)
  await line.close()
})
