import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD, ServerWorld, startPair } from '../testing/world.ts'
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

test('B3: a changed role closes the sockets within two seconds, and a message in flight is refused', async () => {
  const uma = await world.person(ada, 'Uma')
  const pair = await startPair(world, uma)
  const { sessionId } = pair
  for (const change of [{ role: 'manager' }, { disabled: true }]) {
    const line = await uma.connect('representative')
    const start = performance.now()
    const changed = ada.call('PATCH', `/api/v1/users/${uma.id}`, change)
    await line.next('goodbye')
    // Sent before this end knows that the line is closed.
    line.send({
      t: 'request',
      id: 9,
      m: 'chat.post',
      p: { sessionId, commandId: randomUUID(), to: { kind: 'everyone' }, text: 'in flight' },
    })
    expect(await line.closed).toBe(1008)
    expect(performance.now() - start).toBeLessThan(2_000)
    expect((await changed).status).toBe(200)
    expect(line.heard.some((f) => f.t === 'reply' && f.id === 9)).toBe(false)
    await uma.call('POST', '/api/v1/account/sign-in', { email: 'uma@example.com', password: PASSWORD })
  }
  const { events } = (await ada.call('GET', `/api/v1/sessions/${sessionId}`)).body
  expect(JSON.stringify(events)).not.toContain('in flight')
  expect(events.at(-1).body.type).toBe('session.ended')
})

test('[account R3] a hundred passwords tried at once are a hundred tries, and a right one takes none away', async () => {
  await world.person(ada, 'Vera')
  const tries = Array.from({ length: 40 }, (_, i) => signIn('vera@example.com', 'wrong wrong wrong', `198.18.${i}.1`))
  const codes = (await Promise.all(tries)).map((answer) => answer.body.code)
  expect(codes.filter((code) => code === 'account.wrong-credentials')).toHaveLength(10)
  expect(codes.filter((code) => code === 'account.locked')).toHaveLength(30)
  await world.person(ada, 'Walt')
  for (let i = 0; i < 35; i += 1) expect((await signIn('walt@example.com', PASSWORD, '198.18.200.1')).status).toBe(200)
})

test('[account R3] a database that is away says nothing about a password', async () => {
  await world.person(ada, 'Xena')
  await world.sql('alter table account_user rename to account_user_away')
  for (let i = 0; i < 12; i += 1)
    expect((await signIn('xena@example.com', PASSWORD, '198.18.201.1')).status).toBeGreaterThanOrEqual(500)
  await world.sql('alter table account_user_away rename to account_user')
  expect((await signIn('xena@example.com', PASSWORD, '198.18.201.1')).status).toBe(200)
})

test('[account R5] a sign-in of a disabled account is nobody’s, however it came to be', async () => {
  const yuri = await world.person(ada, 'Yuri')
  await world.sql(`update account_user set disabled_at = 1 where id = '${yuri.id}'`)
  expect((await yuri.call('GET', '/api/v1/account')).status).toBe(401)
  expect((await yuri.call('POST', '/api/v1/socket-tickets', { as: 'representative' })).status).toBe(401)
})

test('A16: fields that a form does not have change nothing', async () => {
  const mia = await world.person(ada, 'Mia')
  await ada.call('PATCH', `/api/v1/users/${mia.id}`, {
    name: 'Mia B',
    id: 'other',
    email: 'other@example.com',
    siteId: 'x',
    emailVerified: true,
    queueIds: ['x'],
    disabledAt: 1,
    createdAt: 0,
  })
  const { users } = (await ada.call('GET', '/api/v1/users')).body
  expect(users.find((u: { id: string }) => u.id === mia.id)).toMatchObject({
    name: 'Mia B',
    email: 'mia@example.com',
    role: 'representative',
  })
  const entry = { email: 'mia@example.com', password: PASSWORD, role: 'administrator' }
  expect((await world.visitor().call('POST', '/api/v1/account/sign-in', entry)).status).toBe(400)
  // That somebody tried is in the log, not what they tried.
  const { events } = (await ada.call('GET', '/api/v1/audit?limit=20')).body
  const ignored = events.filter((e: { action: string }) => e.action === 'account.fields-ignored')
  expect(ignored.map((e: { details: string }) => JSON.parse(e.details))).toEqual([{ fields: 7 }])
  expect(ignored[0].actor).toBe((await ada.call('GET', '/api/v1/account')).body.id)
  // A representative has no form at all that holds their role.
  for (const path of ['/api/v1/account', `/api/v1/users/${mia.id}`])
    expect((await mia.call('PATCH', path, { role: 'administrator' })).status).toBeGreaterThanOrEqual(403)
  expect((await mia.call('GET', '/api/v1/account')).body.role).toBe('representative')
})
