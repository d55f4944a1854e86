import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectDatabase } from '../platform/database.ts'
import { createLog } from '../platform/log.ts'
import { PASSWORD, ServerWorld } from '../testing/world.ts'

const entry = (token: string | undefined) => ({
  token,
  name: 'Ada',
  email: 'ada@example.com',
  password: PASSWORD,
  siteName: 'Acme',
})

describe('a fresh site', () => {
  let world: ServerWorld
  beforeAll(async () => void (world = await ServerWorld.start()))
  afterAll(() => world.stop())
  const token = () => world.deskside.firstRun?.split('#')[1]

  test('A5: no account exists that nobody made', async () => {
    for (const [email, password] of [
      ['admin', 'password'],
      ['guacadmin', 'guacadmin'],
      ['admin@example.com', 'admin'],
      ['ada@example.com', PASSWORD],
    ]) {
      const answer = await world.visitor().call('POST', '/api/v1/account/sign-in', { email, password })
      expect(answer.status, email).toBe(401)
    }
  })

  test('A3: set-up without the one-time token creates nobody', async () => {
    for (const wrong of ['', 'AAAAAAAAAAAAAAAAAAAAAA', `${token()}x`]) {
      expect((await world.visitor().call('POST', '/api/v1/setup', entry(wrong))).status).toBe(403)
    }
    expect((await world.visitor().call('GET', '/api/v1/site')).body.setUp).toBe(false)
    expect(existsSync(join(world.folder, 'data', 'SITE_INITIALISED'))).toBe(false)
  })

  test('A2: of many set-ups at once one wins, the others are refused', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        world.visitor().call('POST', '/api/v1/setup', { ...entry(token()), email: `owner${index}@example.com` }),
      ),
    )
    const statuses = answers.map((a) => a.status).sort()
    expect(statuses.filter((s) => s === 200)).toHaveLength(1)
    expect(statuses.filter((s) => s !== 200 && s !== 409)).toEqual([])
  })

  test('A1: once the site stands, set-up is not there under any spelling', async () => {
    if (!(await world.visitor().call('GET', '/api/v1/site')).body.setUp) await world.setUp()
    for (const path of [
      '/setup',
      '/setup/',
      '/SETUP',
      '/setup;x',
      '/setup%2f',
      '/setup/anything',
      '/setup/anything/more.php',
      '/setup?x=1',
      '/SETUP/',
      '/Setup',
      '/setup%3bx',
      '/setup%00',
      '/setup.',
      '//setup',
      '/setup/../setup',
      '/%73etup',
    ]) {
      const answer = await world.visitor().call('GET', path)
      expect([path, answer.status]).toEqual([path, 404])
    }
    for (const path of [
      '/api/v1/setup',
      '/api/v1/setup/',
      '/API/v1/setup',
      '/api/v1/setup;x',
      '/api/v1/setup%2f',
      '/api/v1/setup/x',
    ]) {
      const answer = await world.visitor().call('POST', path, entry(token()))
      expect([path, answer.status]).toEqual([path, 404])
    }
    const { connected } = await inside(world)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from account_user`.execute(connected.database)
    await connected.close()
    expect(rows[0]?.n).toBe(1)
  })
})

test('A4: a data folder of a set-up site with an empty database offers no set-up', async () => {
  const world = await ServerWorld.start()
  await world.setUp()
  const { connected } = await inside(world)
  await sql`truncate site`.execute(connected.database)
  await connected.close()
  await world.deskside.stop()
  await expect(world.open()).rejects.toThrow(/SITE_INITIALISED/)
  // A start that is refused leaves no database running behind it.
  const { findEmbeddedPostgres } = await import('../platform/embedded-postgres.ts')
  expect(await findEmbeddedPostgres(join(world.folder, 'data'))).toBeUndefined()
})

async function inside(world: ServerWorld) {
  const { startEmbeddedPostgres } = await import('../platform/embedded-postgres.ts')
  const postgres = await startEmbeddedPostgres(join(world.folder, 'data'))
  return {
    connected: connectDatabase(
      { host: postgres.socketFolder, user: postgres.user, name: 'postgres' },
      createLog('silent'),
    ),
  }
}
