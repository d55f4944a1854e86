import { afterAll, expect, test } from 'vitest'
import { AdminPlace } from '../testing/admin-place.ts'

const place = new AdminPlace()
afterAll(() => place.clear())

const passwordsIn = (out: string) =>
  [...out.matchAll(/^ {2}(\S+@demo\.example) {2}(\S+) {2}(\w+)$/gm)].map(([, email = '', password = '', role]) => ({
    email,
    password,
    role,
  }))

test('A5: the demo site has an administrator and two representatives, with drawn passwords that are shown once', async () => {
  const first = await place.run('seed demo')
  expect([first.code, first.err]).toEqual([0, ''])
  const people = passwordsIn(first.out)
  expect(people.map(({ role }) => role)).toEqual(['administrator', 'representative', 'representative'])
  const other = await place.run('seed demo', { settings: { DATA_DIR: place.path('other') } })
  const drawn = new Set([...people, ...passwordsIn(other.out)].map(({ password }) => password))
  expect(drawn.size).toBe(6)
  for (const password of drawn) expect(password.length).toBeGreaterThanOrEqual(22)

  const world = await place.serve()
  expect(world.deskside.firstRun).toBeUndefined()
  expect((await world.visitor().call('GET', '/api/v1/site')).body).toMatchObject({ name: 'Demo Support', setUp: true })
  for (const { email, password, role } of people) {
    const answer = await world.visitor().call('POST', '/api/v1/account/sign-in', { email, password })
    expect(answer.body).toMatchObject({ email, role })
  }
  await world.deskside.stop()
})

test('[queue R7] the demo site has a queue that its representatives serve, and says how a page carries its button', async () => {
  const settings = { DATA_DIR: place.path('queue'), PUBLIC_URL: 'https://desk.example' }
  const { out } = await place.run('seed demo', { settings })
  expect(out).toContain('<script src="https://desk.example/embed.js" data-queue="help" async></script>')
  const [, rita] = passwordsIn(out)
  const world = await place.serve('queue')
  expect((await world.visitor().call('GET', '/api/v1/queue-entrances/help')).body).toMatchObject({
    name: 'Help',
    siteName: 'Demo Support',
    open: true,
  })
  const agent = world.visitor()
  await agent.call('POST', '/api/v1/account/sign-in', { email: rita?.email, password: rita?.password })
  expect((await agent.call('GET', '/api/v1/agent')).body.queues).toMatchObject([{ name: 'Help', waiting: 0 }])
  await world.deskside.stop()
})

test('A5: a site that exists gets no demo accounts', async () => {
  const before = (await place.run('user list')).out
  const again = await place.run('seed demo')
  expect([again.code, again.out]).toEqual([1, ''])
  expect(again.err).toMatch(/There is a site here already.*DATA_DIR/)
  expect((await place.run('user list')).out).toBe(before)
})

test('A3: beside a running server that waits for its set-up, the demo site is refused', async () => {
  const world = await place.serve('waiting')
  const ran = await place.run('seed demo', { settings: { DATA_DIR: place.path('waiting') } })
  expect([ran.code, ran.out]).toEqual([1, ''])
  expect(ran.err).toMatch(/^Stop the server first/)
  await world.setUp()
  expect((await world.visitor().call('GET', '/api/v1/site')).body).toMatchObject({ name: 'Acme Support', setUp: true })
})
