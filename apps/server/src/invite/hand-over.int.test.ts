import { afterAll, beforeAll, expect, test } from 'vitest'
import { ForeignPage, helpedOn } from '../testing/foreign-page.ts'
import { ServerWorld, startPair } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'

const SHOP = 'https://shop.example'
let world: ServerWorld
let ada: Visitor
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
})
afterAll(() => world.stop())

const helped = () => helpedOn(world, ada, SHOP)
const linkOf = async (page: ForeignPage): Promise<URL> => {
  const { status, body } = await page.call('POST', '/api/v1/hand-overs')
  expect(status).toBe(201)
  return new URL(body.url)
}
const take = (browser: Visitor, token: string) => browser.call('POST', '/api/v1/hand-overs/take', { token })
const tokenIn = ({ hash }: URL): string => hash.replace('#in=', '')

test('[invite R10] a link from another site’s page opens our own as the same participant, with a cookie of its own', async () => {
  const { page, sessionId } = await helped()
  const link = await linkOf(page)
  expect([link.origin, link.pathname, link.search]).toEqual([world.url, '/', ''])
  const browser = world.visitor()
  const taken = await take(browser, tokenIn(link))
  expect(taken.body).toMatchObject({ is: 'admitted', sessionId })
  expect(taken.headers.getSetCookie()[0]).toMatch(/^deskside-customer=.*HttpOnly; SameSite=Lax/)
  expect(taken.text).not.toContain(browser.jar.get('deskside-customer'))
  expect(browser.jar.get('deskside-customer')).not.toBe(page.token)
  const [there, here] = [await page.connect(), await browser.connect('customer')]
  const [one, two] = [await there.next('events'), await here.next('events')]
  expect(one.participantId).toBe(two.participantId)
  for (const line of [there, here]) await line.close()
})

test('[invite R10] D4: such a link works once, within a minute, and is in no log', async () => {
  const { page } = await helped()
  const link = await linkOf(page)
  const answers = await Promise.all(Array.from({ length: 4 }, () => take(world.visitor(), tokenIn(link))))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404])
  const late = await linkOf(page)
  world.clock.turn(61_000)
  expect((await take(world.visitor(), tokenIn(late))).body.code).toBe('invite.not-valid')
  for (const each of [link, late]) expect(world.logged.join('')).not.toContain(tokenIn(each))
  for (const nonsense of ['', 'x', page.token ?? '', 'x'.repeat(64)])
    expect((await take(world.visitor(), nonsense)).status).toBe(404)
})

test('[invite R10] G10: nobody’s link takes a browser out of the session that it is in', async () => {
  const { page, agent } = await helped()
  const pair = await startPair(world, agent)
  const link = await linkOf(page)
  expect((await take(pair.customer, tokenIn(link))).body).toMatchObject({ is: 'admitted', sessionId: pair.sessionId })
  expect((await pair.customer.call('GET', '/api/v1/join')).body.sessionId).toBe(pair.sessionId)
  // It was not used by that.
  expect((await take(world.visitor(), tokenIn(link))).status).toBe(200)
  // Another site neither gets a link for what is not its own, nor follows one.
  const evil = new ForeignPage(world, 'https://evil.example')
  evil.token = page.token
  expect((await evil.call('POST', '/api/v1/hand-overs')).status).toBe(401)
  const mine = tokenIn(await linkOf(page))
  expect((await evil.call('POST', '/api/v1/hand-overs/take', { token: mine })).body.code).toBe('request.origin')
})

test('[invite R10] D8: after the end a link leads nowhere, and none is given', async () => {
  const { page, sessionId, agentLine } = await helped()
  const link = await linkOf(page)
  await agentLine.command('session.end', { sessionId })
  expect((await take(world.visitor(), tokenIn(link))).body).toEqual({ is: 'over', reason: 'ended' })
  expect((await page.call('POST', '/api/v1/hand-overs')).status).toBe(401)
})
