import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD, ServerWorld } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
})
afterAll(() => world.stop())

const signIn = (email: string, password: string, address?: string) =>
  world.visitor(address).call('POST', '/api/v1/account/sign-in', { email, password })

test('[account R1] only an administrator makes accounts', async () => {
  const rita = await world.person(ada, 'Rita')
  const body = { name: 'X', email: 'x@example.com', role: 'administrator', password: PASSWORD }
  expect((await rita.call('POST', '/api/v1/users', body)).status).toBe(403)
  expect((await world.visitor().call('POST', '/api/v1/users', body)).status).toBe(401)
  expect((await ada.call('POST', '/api/v1/users', { ...body, email: 'RITA@example.com' })).body.code).toBe(
    'account.email-taken',
  )
})

test('[account R2] an unknown address and a wrong password get the same answer', async () => {
  await world.person(ada, 'Rob')
  const unknown = await signIn('nobody@example.com', 'wrong wrong wrong', '203.0.113.1')
  const wrong = await signIn('rob@example.com', 'wrong wrong wrong', '203.0.113.1')
  expect(unknown.status).toBe(401)
  expect(wrong.text).toBe(unknown.text)
})

test('[account R3] ten wrong passwords lock the account for fifteen minutes; who is signed in goes on', async () => {
  const lena = await world.person(ada, 'Lena')
  for (let i = 0; i < 10; i += 1)
    expect((await signIn('lena@example.com', 'wrong wrong wrong', `198.51.100.${i}`)).status).toBe(401)
  const locked = await signIn('lena@example.com', PASSWORD, '198.51.100.99')
  expect(locked.body.code).toBe('account.locked')
  expect((await lena.call('GET', '/api/v1/account')).status).toBe(200)
  world.clock.turn(16 * 60_000)
  expect((await signIn('lena@example.com', PASSWORD, '198.51.100.99')).status).toBe(200)
})

test('[account R3] a new password from an administrator lifts the lock', async () => {
  const lola = await world.person(ada, 'Lola')
  for (let i = 0; i < 10; i += 1) await signIn('lola@example.com', 'wrong wrong wrong', `198.51.100.${i}`)
  expect((await signIn('lola@example.com', PASSWORD, '198.51.100.99')).status).toBe(429)
  await ada.call('PATCH', `/api/v1/users/${lola.id}`, { password: 'a second pass phrase' })
  expect((await signIn('lola@example.com', 'a second pass phrase', '198.51.100.99')).status).toBe(200)
})

test('[account R3] thirty wrong passwords from one address stop that address, whatever the account', async () => {
  for (let i = 0; i < 30; i += 1) await signIn(`guess${i}@example.com`, 'wrong wrong wrong', '192.0.2.7')
  expect((await signIn('ada@example.com', PASSWORD, '192.0.2.7')).body.code).toBe('account.locked')
  expect((await signIn('ada@example.com', PASSWORD, '192.0.2.8')).status).toBe(200)
})

test('[account R4] short, long and well-known passwords are refused', async () => {
  for (const password of ['short', 'x'.repeat(129), 'PasswordPassword', '123456789012']) {
    const answer = await ada.call('POST', '/api/v1/users', {
      name: 'W',
      email: 'weak@example.com',
      role: 'representative',
      password,
    })
    expect([password.slice(0, 16), answer.status]).toEqual([password.slice(0, 16), 400])
  }
})

test('[account R5] signing out everywhere ends every sign-in; disabling and a new role do, too', async () => {
  const eve = await world.person(ada, 'Eve')
  const second = world.visitor()
  await second.call('POST', '/api/v1/account/sign-in', { email: 'eve@example.com', password: PASSWORD })
  expect((await second.call('GET', '/api/v1/account/sign-ins')).body.signIns).toHaveLength(2)
  await eve.call('POST', '/api/v1/account/sign-out-everywhere')
  expect((await second.call('GET', '/api/v1/account')).status).toBe(401)
  await second.call('POST', '/api/v1/account/sign-in', { email: 'eve@example.com', password: PASSWORD })
  await ada.call('PATCH', `/api/v1/users/${eve.id}`, { role: 'manager' })
  expect((await second.call('GET', '/api/v1/account')).status).toBe(401)
  await ada.call('PATCH', `/api/v1/users/${eve.id}`, { disabled: true })
  expect((await signIn('eve@example.com', PASSWORD)).status).toBe(401)
})

test('[account R6] the last administrator can be neither demoted nor disabled', async () => {
  const { id } = (await ada.call('GET', '/api/v1/account')).body
  expect((await ada.call('PATCH', `/api/v1/users/${id}`, { role: 'representative' })).body.code).toBe(
    'account.last-administrator',
  )
  expect((await ada.call('PATCH', `/api/v1/users/${id}`, { disabled: true })).body.code).toBe(
    'account.last-administrator',
  )
  expect((await ada.call('GET', '/api/v1/account')).body.role).toBe('administrator')
})

test('[wire R9] B3: signing out, disabling and a changed role close the sockets', async () => {
  const tom = await world.person(ada, 'Tom')
  const line = await tom.connect('representative')
  await tom.call('POST', '/api/v1/account/sign-out')
  expect((await line.next('goodbye')).error.code).toBe('account.signed-out')
  expect(await line.closed).toBe(1008)

  await tom.call('POST', '/api/v1/account/sign-in', { email: 'tom@example.com', password: PASSWORD })
  const again = await tom.connect('representative')
  const { body: unused } = await tom.call('POST', '/api/v1/socket-tickets', { as: 'representative' })
  await ada.call('PATCH', `/api/v1/users/${tom.id}`, { disabled: true })
  expect((await again.next('goodbye')).error.code).toBe('account.signed-out')
  const { Line } = await import('../testing/world.ts')
  const late = await Line.open(world.url)
  late.hello(unused.ticket)
  expect((await late.next('goodbye')).error.code).toBe('account.signed-out')
})

test('A16: fields that a form does not have change nothing', async () => {
  const mia = await world.person(ada, 'Mia')
  await ada.call('PATCH', `/api/v1/users/${mia.id}`, {
    name: 'Mia B',
    id: 'other',
    email: 'other@example.com',
    siteId: 'x',
    emailVerified: true,
  })
  const { users } = (await ada.call('GET', '/api/v1/users')).body
  expect(users.find((u: { id: string }) => u.id === mia.id)).toMatchObject({
    name: 'Mia B',
    email: 'mia@example.com',
    role: 'representative',
  })
  const entry = { email: 'mia@example.com', password: PASSWORD, role: 'administrator' }
  expect((await world.visitor().call('POST', '/api/v1/account/sign-in', entry)).status).toBe(400)
})
