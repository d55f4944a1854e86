import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../platform/database.ts'
import { AdminPlace } from '../testing/admin-place.ts'
import { PASSWORD, startPair } from '../testing/world.ts'
import type { Pair, ServerWorld, Visitor } from '../testing/world.ts'

/** What a line of a file must not be torn or changed by: line ends of all kinds, quotes, directions, a lone half. */
const HOSTILE =
  'a\u2028b\u2029c\r\nd\u0085 "\'\\ \\n \t \u202Ee \u{1F469}\u200D\u{1F52C} <img src=x onerror=alert(1)> $1 {"a":'
const LONG = 'x'.repeat(19_000)

const place = new AdminPlace()
let world: ServerWorld
let ada: Visitor
let pair: Pair
beforeAll(async () => {
  world = await place.serve()
  ada = await world.setUp()
  pair = await startPair(world, ada)
  await post(HOSTILE)
  await ada.call('PUT', `/api/v1/sessions/${pair.sessionId}/notes`, {
    text: `${HOSTILE}${LONG}`.slice(0, 20_000),
    version: 0,
  })
})
afterAll(() => place.clear())

const post = (text: string) =>
  pair.rep.command('chat.post', { sessionId: pair.sessionId, to: { kind: 'everyone' }, text })
const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
const into = (data: string) => ({ settings: { DATA_DIR: place.path(data) } })
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const restoreInto = (data: string, backup = place.path('backup')) => place.run(['restore', backup], into(data))

async function waitsForALock(database: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity where application_name like 'deskside-admin%' and wait_event_type = 'Lock'
  `.execute(database)
  return rows.length > 0
}

/** Changes a copy of the backup and makes the hashes right again. */
function rewritten(name: string, change: (manifest: any, folder: string) => void): string {
  const folder = place.path(name)
  cpSync(place.path('backup'), folder, { recursive: true })
  const manifest = manifestOf(folder)
  change(manifest, folder)
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'manifest.json.sha256'), `${sha256(join(folder, 'manifest.json'))}  manifest.json\n`)
  return folder
}

describe('a backup', () => {
  test('[audit R4] of a running server is whole, closed to other users, and stands in the audit log', async () => {
    writeFileSync(join(place.path('data'), 'deskside.conf'), 'LOG_LEVEL=warn\n')
    const ran = await place.run(['backup', place.path('backup')])
    expect([ran.code, ran.err]).toEqual([0, ''])
    const folder = place.path('backup')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(folder))
      expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
    const manifest = manifestOf(folder)
    expect(manifest.migrations.slice(0, 2)).toEqual(['0001-people', '0002-sessions'])
    for (const { name, rows, bytes, sha256: hash } of manifest.tables) {
      const path = join(folder, `${name}.ndjson`)
      expect([name, sha256(path), statSync(path).size]).toEqual([name, hash, bytes])
      expect([name, readFileSync(path, 'utf8').split('\n').length - 1]).toEqual([name, rows])
    }
    expect(manifest.files.map((file: { name: string }) => file.name)).toEqual([
      'secret',
      'SITE_INITIALISED',
      'deskside.conf',
    ])
    expect((await ada.call('GET', '/api/v1/audit?limit=1')).body.events).toMatchObject([
      { actor: 'command-line', action: 'site.backed-up', subject: 'site' },
    ])
  })

  test('holds every table but sign-ins, and every file of the data folder that cannot be made anew', async () => {
    const { rows } = await place.inside('data', ({ database }) =>
      sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(database),
    )
    const manifest = manifestOf(place.path('backup'))
    const held = [...manifest.tables.map((table: { name: string }) => table.name), ...manifest.leftOut]
    expect(held.sort()).toEqual(
      rows
        .map(({ name }) => name)
        .filter((name) => !name.startsWith('kysely_'))
        .sort(),
    )
    expect(manifest.leftOut).toEqual([
      'account_session',
      'account_verification',
      'support_manager_pass',
      'support_manager_access',
    ])
    // A feature that keeps files of its own there has to be backed up, too.
    const anew = ['postgres', 'postgres-binaries', 'postgres-socket', 'postgres-socket.path', 'postgres.log']
    const kept = readdirSync(place.path('data')).filter((name) => !anew.includes(name))
    expect(kept.sort()).toEqual(['SITE_INITIALISED', 'deskside.conf', 'secret'])
  })

  test('is of one moment, whatever is stored meanwhile', async () => {
    const folder = place.path('busy')
    const lines = (name: string): any[] =>
      readFileSync(join(folder, `${name}.ndjson`), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    const backup = await place.inside('data', async ({ database }) => {
      // The backup gets as far as the events, and waits there while a session is stored that its first files lack.
      return database.transaction().execute(async (within) => {
        await sql`lock table session_event in access exclusive mode`.execute(within)
        const running = place.run(['backup', folder])
        await expect.poll(() => waitsForALock(database), { timeout: 30_000 }).toBe(true)
        await sql`
          with started as (
            insert into session (id, owner_user_id, started_at, ended_at, last_seq, representative_name)
            values (gen_random_uuid(), 'somebody', 1, 2, 1, 'Somebody') returning id
          )
          insert into session_event (session_id, seq, at, actor, type, body)
          select id, 1, 1, 'somebody', 'session.started', '{}' from started`.execute(within)
        return { running }
      })
    })
    expect((await backup.running).code).toBe(0)
    const sessions = lines('session').map(({ id }) => id)
    expect(lines('session_event').map((event) => event.session_id)).toEqual(expect.arrayContaining([pair.sessionId]))
    for (const event of lines('session_event')) expect(sessions).toContain(event.session_id)
  })

  test('goes into a new or an empty folder only', async () => {
    const again = await place.run(['backup', place.path('backup')])
    expect([again.code, again.err]).toEqual([1, expect.stringMatching(/is not empty\. Name a folder/)])
    mkdirSync(place.path('empty'), { mode: 0o755 })
    expect((await place.run(['backup', place.path('empty')])).code).toBe(0)
    expect(statSync(place.path('empty')).mode & 0o777).toBe(0o700)
  })

  test('of no site is refused', async () => {
    const nowhere = await place.run(['backup', place.path('none')], into('nowhere'))
    expect([nowhere.code, existsSync(place.path('none')), existsSync(place.path('nowhere'))]).toEqual([1, false, false])
  })
})

describe('a restore', () => {
  test('over a site, or beside a running server, is refused and changes nothing', async () => {
    const over = await restoreInto('data')
    expect([over.code, over.err]).toEqual([1, expect.stringMatching(/^The server runs\. Stop it first/)])
    const waiting = await place.serve('waiting')
    expect((await restoreInto('waiting')).err).toMatch(/^The server runs/)
    expect((await waiting.visitor().call('GET', '/api/v1/site')).body.setUp).toBe(false)
    await waiting.setUp()
    await waiting.deskside.stop()
    const stopped = await restoreInto('waiting')
    expect([stopped.code, stopped.err]).toEqual([1, expect.stringMatching(/There is a site here already.*DATA_DIR/)])
    expect((await place.run('user list', into('waiting'))).out).toContain('ada@example.com')
    expect((await ada.call('GET', '/api/v1/account')).status).toBe(200)
  })

  test('of a backup with one changed byte, in any of its files, is refused before anything is made', async () => {
    const names = readdirSync(place.path('backup'))
    for (const name of names) {
      const folder = place.path('changed')
      cpSync(place.path('backup'), folder, { recursive: true })
      const content = readFileSync(join(folder, name))
      // An empty file gets a byte that it did not have.
      const middle = Math.floor(content.length / 2)
      if (content.length > 0) content.writeUInt8((content[middle] ?? 0) ^ 1, middle)
      writeFileSync(join(folder, name), content.length > 0 ? content : 'x')
      const ran = await restoreInto('refused', folder)
      expect([name, ran.code, ran.out]).toEqual([name, 1, ''])
      expect(ran.err).toMatch(/^This backup is damaged: .* Nothing was restored/)
      rmSync(folder, { recursive: true })
    }
    expect(existsSync(place.path('refused'))).toBe(false)
  }, 120_000)

  test('of a part of a backup is refused', async () => {
    for (const missing of ['manifest.json', 'manifest.json.sha256', 'session.ndjson', 'secret']) {
      const folder = place.path('part')
      cpSync(place.path('backup'), folder, { recursive: true })
      rmSync(join(folder, missing))
      const ran = await restoreInto('refused', folder)
      expect([missing, ran.code]).toEqual([missing, 1])
      expect(ran.err).toMatch(/not (a )?whole/)
      rmSync(folder, { recursive: true })
    }
  })

  test('A11: of a backup that names files outside its folder is refused', async () => {
    const folder = rewritten('climbing', (manifest) => (manifest.tables[0].name = '../backup/account_user'))
    expect((await restoreInto('refused', folder)).code).toBe(1)
    const file = rewritten('climbing-file', (manifest) => (manifest.files[0].name = '../secret'))
    expect((await restoreInto('refused', file)).code).toBe(1)
    expect(existsSync(place.path('refused'))).toBe(false)
  })

  test('that fails half-way leaves an empty database, into which the right backup still goes', async () => {
    const folder = rewritten('miscounted', (manifest) => {
      manifest.tables.find((table: { name: string }) => table.name === 'notes').rows = 2
    })
    const ran = await restoreInto('new', folder)
    expect([ran.code, ran.err]).toEqual([1, 'The table notes holds 1 rows instead of 2. Nothing was restored.\n'])
    expect(existsSync(join(place.path('new'), 'secret'))).toBe(false)
    const right = await restoreInto('new')
    expect([right.code, right.err]).toEqual([0, ''])
    expect(right.out).toContain('deskside.conf.from-backup')
    expect(existsSync(join(place.path('new'), 'deskside.conf'))).toBe(false)
    expect(sha256(join(place.path('new'), 'secret'))).toBe(sha256(join(place.path('backup'), 'secret')))
    expect(statSync(join(place.path('new'), 'secret')).mode & 0o777).toBe(0o600)
  })

  test('gives back every row as it was', async () => {
    expect((await place.run(['backup', place.path('second')], into('new'))).code).toBe(0)
    const sums = (folder: string) =>
      Object.fromEntries(manifestOf(place.path(folder)).tables.map((table: any) => [table.name, table.sha256]))
    // The audit log has gone on: it tells of the restore.
    const { audit_event: first, ...before } = sums('backup')
    const { audit_event: second, ...after } = sums('second')
    expect(after).toEqual(before)
    expect(first).not.toBe(second)
  })

  test('[audit R1, R4] gives a server that people sign in to, with its sessions and an unbroken audit log', async () => {
    const restored = await place.serve('new')
    expect(restored.deskside.firstRun).toBeUndefined()
    // Sign-ins of that time are gone, even with the same secret.
    const old = restored.visitor()
    for (const [name, value] of ada.jar) old.jar.set(name, value)
    expect((await old.call('GET', '/api/v1/account')).status).toBe(401)
    const visitor = restored.visitor()
    const entry = { email: 'ada@example.com', password: PASSWORD }
    expect((await visitor.call('POST', '/api/v1/account/sign-in', entry)).status).toBe(200)
    const page = await visitor.call('GET', `/api/v1/sessions/${pair.sessionId}`)
    expect(page.status).toBe(200)
    expect(page.body.events.find((event: any) => event.body.type === 'chat.posted').body.text).toBe(HOSTILE)
    expect(page.body.notes.text.startsWith(HOSTILE)).toBe(true)
    const verified = await place.run('audit verify', into('new'))
    expect([verified.code, verified.err]).toEqual([0, ''])
    const { events } = (await visitor.call('GET', '/api/v1/audit?limit=50')).body
    expect(events.find((event: any) => event.action === 'site.restored')).toMatchObject({ actor: 'command-line' })
    await restored.deskside.stop()
  })

  test('brings a backup of an older version up to date, and refuses one of a newer', async () => {
    const people = ['account_user', 'account_credential', 'audit_event', 'site']
    const older = rewritten('older', (manifest) => {
      manifest.migrations = ['0001-people']
      manifest.tables = manifest.tables.filter((table: { name: string }) => people.includes(table.name))
    })
    expect(await restoreInto('older-data', older)).toMatchObject({ code: 0, err: '' })
    expect((await place.run('doctor', into('older-data'))).out).toMatch(/^ok {4}Tables: up to date/m)
    expect((await place.run('user list', into('older-data'))).out).toContain('ada@example.com')
    const newer = rewritten('newer', (manifest) => manifest.migrations.push('9999-later'))
    expect((await restoreInto('newer-data', newer)).err).toMatch(/^This backup was written by a newer Deskside/)
    const form = rewritten('form', (manifest) => (manifest.format = 2))
    expect((await restoreInto('newer-data', form)).err).toMatch(/^This backup was written by another version/)
  })

  test('A4: brings a site back whose data folder is there and whose database is lost', async () => {
    const data = place.path('lost')
    mkdirSync(data)
    chmodSync(data, 0o755)
    writeFileSync(join(data, 'SITE_INITIALISED'), '')
    expect((await place.run('seed demo', into('lost'))).err).toMatch(
      /bring a backup back with: npm run admin -- restore DIR/,
    )
    expect(await restoreInto('lost')).toMatchObject({ code: 0, err: '' })
    expect((await place.run('user list', into('lost'))).out).toContain('ada@example.com')
  })
})
