import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { AdminPlace, ended } from '../testing/admin-place.ts'
import { PASSWORD } from '../testing/world.ts'
import type { ServerWorld, Visitor } from '../testing/world.ts'

const place = new AdminPlace()
afterAll(() => place.clear())

const create = (email: string, more: { typed?: string; role?: string; name?: string } = {}) =>
  place.run(
    ['user', 'create', '--email', email, '--name', more.name ?? 'Uma', '--role', more.role ?? 'representative'],
    { typed: more.typed ?? `${PASSWORD}\n` },
  )
const signIn = (visitor: Visitor, email: string, password: string) =>
  visitor.call('POST', '/api/v1/account/sign-in', { email, password })
const postmaster = () => readFileSync(join(place.path('data'), 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]

test('A5: there is no account before the site is set up by its one-time address', async () => {
  const nothing = await create('early@example.com')
  expect([nothing.code, nothing.out]).toEqual([1, ''])
  expect(nothing.err).toMatch(/no site in .* yet.*First run/)
  const world = await place.serve()
  const unset = await create('early@example.com')
  expect([unset.code, unset.out]).toEqual([1, ''])
  expect(unset.err).toMatch(/no site yet.*First run/)
  expect((await world.visitor().call('GET', '/api/v1/site')).body.setUp).toBe(false)
  await world.setUp()
  await world.deskside.stop()
})

describe('while the server runs', () => {
  let world: ServerWorld
  let ada: Visitor
  beforeAll(async () => {
    world = await place.serve()
    ada = world.visitor()
    await signIn(ada, 'ada@example.com', PASSWORD)
  })
  afterAll(() => world.deskside.stop())

  test('[account R1] "user create" makes an account that signs in at once, in the role that was named', async () => {
    const before = postmaster()
    const ran = await create('Max@Example.com', { role: 'manager', name: 'Max Müller' })
    expect(ran).toMatchObject({ code: 0, out: 'max@example.com can sign in now, as manager.\n', err: '' })
    const max = world.visitor()
    expect((await signIn(max, 'max@example.com', PASSWORD)).body).toMatchObject({ name: 'Max Müller', role: 'manager' })
    expect((await max.call('GET', '/api/v1/audit')).status).toBe(403)
    // The server's database was used as it ran: neither stopped nor started a second time.
    expect(postmaster()).toBe(before)
    expect((await ada.call('GET', '/readyz')).status).toBe(200)
  })

  test('[audit R4] what the command line changes stands in the audit log, as done by it', async () => {
    await create('lina@example.com')
    await place.run('user reset --email lina@example.com', { typed: 'another pass phrase\n' })
    const { events } = (await ada.call('GET', '/api/v1/audit?limit=2')).body
    expect(events).toMatchObject([
      { actor: 'command-line', action: 'account.changed' },
      { actor: 'command-line', action: 'account.created' },
    ])
    expect(JSON.stringify(events)).not.toMatch(/lina@|another pass phrase|Uma/)
  })

  test('[account R5] "user reset" gives a new password and ends every sign-in of the account, and no other', async () => {
    await create('eve@example.com')
    const [first, second] = [world.visitor(), world.visitor()]
    await signIn(first, 'eve@example.com', PASSWORD)
    await signIn(second, 'eve@example.com', PASSWORD)
    const ran = await place.run('user reset --email EVE@example.com', { typed: 'another pass phrase' })
    expect([ran.code, ran.err]).toEqual([0, ''])
    expect(ran.out).toContain('Sign-ins ended: 2.')
    for (const visitor of [first, second]) expect((await visitor.call('GET', '/api/v1/account')).status).toBe(401)
    expect((await ada.call('GET', '/api/v1/account')).status).toBe(200)
    expect((await signIn(first, 'eve@example.com', PASSWORD)).status).toBe(401)
    expect((await signIn(first, 'eve@example.com', 'another pass phrase')).status).toBe(200)
  })

  test('[wire R9] B3: "user reset" closes the sockets that are open at the running server, and lifts a lock', async () => {
    await create('eva@example.com')
    const eva = world.visitor()
    await signIn(eva, 'eva@example.com', PASSWORD)
    const line = await eva.connect('representative')
    for (let wrong = 0; wrong < 10; wrong += 1) await signIn(world.visitor(), 'eva@example.com', 'not the password')
    expect((await signIn(eva, 'eva@example.com', PASSWORD)).status).toBe(429)
    await place.run('user reset --email eva@example.com', { typed: 'another pass phrase' })
    expect((await line.next('goodbye')).error.code).toBe('account.signed-out')
    await line.closed
    expect((await signIn(eva, 'eva@example.com', 'another pass phrase')).status).toBe(200)
  })

  test('[account R4] short, well-known and missing passwords are refused with a sentence, and change nothing', async () => {
    for (const typed of ['short\n', 'passwordpassword\n', `${'x'.repeat(129)}\n`, `${'x'.repeat(9_000)}\n`]) {
      const ran = await create('weak@example.com', { typed })
      expect([ran.code, ran.out]).toEqual([1, ''])
      expect(ran.err.trim().split('\n')).toHaveLength(1)
    }
    expect((await create('weak@example.com', { typed: 'two lines\nof pass words\n' })).code).toBe(1)
    expect(await create('weak@example.com', { typed: '' })).toMatchObject({
      code: 2,
      err: 'Give the password as one line on standard input.\n',
    })
    expect((await place.run('user list')).out).not.toContain('weak@')
  })

  test('an address that is taken, or that nobody has, gets a sentence', async () => {
    const taken = await create('ADA@example.com')
    expect([taken.code, taken.err]).toEqual([1, 'Somebody with this e-mail address is here already.\n'])
    const nobody = await place.run('user reset --email nobody@example.com', { typed: PASSWORD })
    expect(nobody.code).toBe(1)
    expect(nobody.err).toMatch(/^Nobody has this e-mail address\./)
  })

  test('"user list" shows who there is, and who is disabled', async () => {
    await create('dan@example.com', { name: 'Dan' })
    const { users } = (await ada.call('GET', '/api/v1/users')).body
    const dan = users.find((user: { email: string }) => user.email === 'dan@example.com')
    await ada.call('PATCH', `/api/v1/users/${dan.id}`, { disabled: true })
    const { code, out } = await place.run('user list')
    expect(code).toBe(0)
    expect(out).toMatch(/^ada@example\.com +Ada Admin +administrator +\d{4}-\d\d-\d\d$/m)
    expect(out).toMatch(/^dan@example\.com +Dan +representative +\d{4}-\d\d-\d\d +disabled$/m)
    const reset = await place.run('user reset --email dan@example.com', { typed: 'another pass phrase' })
    expect(reset.out).toMatch(/disabled all the same/)
  })
})

describe('while no server runs', () => {
  test('a command starts the database, works, and stops it again', async () => {
    const ran = await place.run('user reset --email ada@example.com', { typed: 'a new start for Ada\n' })
    expect([ran.code, ran.err]).toEqual([0, ''])
    expect(await place.databaseRuns()).toBe(false)
    const world = await place.serve()
    expect((await signIn(world.visitor(), 'ada@example.com', 'a new start for Ada')).status).toBe(200)
    await world.deskside.stop()
  })

  test('a database that a killed server left behind is used and left as it is', async () => {
    const postgres = await startEmbeddedPostgres(place.path('data'))
    const before = postmaster()
    expect((await place.run('user list')).code).toBe(0)
    expect(postmaster()).toBe(before)
    await postgres.stop()
  })

  test('a server that starts while a command works keeps its database', async () => {
    const command = place.spawn([
      'user',
      'create',
      '--email',
      'late@example.com',
      '--name',
      'Late',
      '--role',
      'manager',
    ])
    const end = ended(command)
    await commandIsConnected()
    const world = await place.serve()
    command.stdin.end(PASSWORD)
    expect(await end).toMatchObject({ code: 0, err: '' })
    expect((await signIn(world.visitor(), 'late@example.com', PASSWORD)).status).toBe(200)
    await world.deskside.stop()
    expect(await place.databaseRuns()).toBe(false)
  })

  test('a command that is interrupted leaves no database running, and changes nothing', async () => {
    const command = place.spawn(['user', 'create', '--email', 'never@example.com', '--name', 'N', '--role', 'manager'])
    const end = ended(command)
    await commandIsConnected()
    process.kill(command.pid ?? 0, 'SIGINT')
    expect((await end).code).toBe(130)
    expect(await place.databaseRuns()).toBe(false)
    expect((await place.run('user list')).out).not.toContain('never@')
  })
})

/** Until the command has opened the database and waits for its password. */
async function commandIsConnected(): Promise<void> {
  await expect.poll(() => place.databaseRuns(), { timeout: 30_000 }).toBe(true)
  await place.inside('data', async ({ database }) => {
    const connected = async (): Promise<boolean> => {
      const { rows } = await sql`
        select 1 from pg_stat_activity where application_name like 'deskside-admin%' and state = 'idle'
      `.execute(database)
      return rows.length > 0
    }
    await expect.poll(connected, { timeout: 30_000 }).toBe(true)
  })
}

test('with DATABASE_URL the commands work on that database, and start none of their own', async () => {
  const postgres = await startEmbeddedPostgres(place.path('outside'))
  const settings = {
    DATABASE_URL: `postgres://${postgres.user}@localhost/postgres?host=${encodeURIComponent(postgres.socketFolder)}`,
    DATA_DIR: place.path('beside'),
  }
  const world = await place.serve('beside', settings)
  await world.setUp()
  const made = await place.run(['user', 'create', '--email', 'o@example.com', '--name', 'O', '--role', 'manager'], {
    typed: PASSWORD,
    settings,
  })
  expect([made.code, made.err]).toEqual([0, ''])
  expect((await signIn(world.visitor(), 'o@example.com', PASSWORD)).status).toBe(200)
  expect(await place.databaseRuns('beside')).toBe(false)
  await world.deskside.stop()
  await postgres.stop()
  const gone = await place.run('user list', { settings })
  expect([gone.code, gone.err.startsWith('The database cannot be reached')]).toEqual([1, true])
})
