import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { AdminPlace } from '../testing/admin-place.ts'

const place = new AdminPlace()
afterAll(() => place.clear())

const doctor = async (settings: Record<string, string> = {}) => {
  const { code, out, err } = await place.run('doctor', { settings })
  expect(err).toBe('')
  for (const line of out.trimEnd().split('\n')) expect(line).toMatch(/^(ok {2}|warn|fail) {2}\S.*\.$/)
  return { code, out }
}

test('before the first start the doctor says what is still to come, and makes nothing', async () => {
  const { code, out } = await doctor()
  expect(code).toBe(0)
  expect(out).toMatch(/^warn {2}Data folder: .* not there yet/m)
  expect(out).toMatch(/^warn {2}Database: there is none yet/m)
  expect(out).toMatch(/^warn {2}TURN: TURN_URLS and TURN_SECRET are missing/m)
  expect(await place.run('user list')).toMatchObject({ code: 1 })
})

test('a site that is well gets a line a check, with the server and without', async () => {
  const world = await place.serve()
  expect((await doctor()).out).toMatch(/^warn {2}Site: it is not set up yet/m)
  await world.setUp()
  const running = await doctor()
  expect(running.code).toBe(0)
  for (const line of [
    'ok    Node: 26',
    'ok    Data folder: ',
    'ok    Disk: ',
    'ok    Secrets: ',
    'ok    Address: ',
    'ok    Mail: ',
    'ok    Database: the embedded one answers; the server runs.',
    'ok    Tables: up to date',
    'ok    Site: it is set up.',
    'ok    Clock: ',
    'ok    Audit log: ',
  ])
    expect(running.out).toContain(`${line}`)
  await world.deskside.stop()
  expect((await doctor()).out).toContain('the server does not run.')
  expect(await place.databaseRuns()).toBe(false)
})

test('every setting that is not right is a failure of its own', async () => {
  const wrong = await doctor({ PORT: 'eighty', HOST: '0.0.0.0', TURN_URLS: 'turn:turn.example.com' })
  expect(wrong.code).toBe(1)
  expect(wrong.out).toMatch(/^fail {2}Settings: PORT is not a number\./m)
  const open = await doctor({ HOST: '0.0.0.0', PUBLIC_URL: 'http://help.example.com' })
  expect(open.code).toBe(1)
  expect(open.out).toMatch(/^fail {2}Address: http:\/\/help\.example\.com is not https\. .*proxy/m)
  const turn = { TURN_URLS: 'turn:turn.example.com', TURN_SECRET: 'a secret of the right length' }
  const { out } = await doctor(turn)
  expect(out).toMatch(/^ok {4}TURN: turn:turn\.example\.com/m)
  expect(out).not.toContain(turn.TURN_SECRET)
})

test('A4: a data folder of a site with an empty database is a failure that names the way back', async () => {
  await place.inside('data', ({ database }) => sql`truncate site`.execute(database))
  const { code, out } = await doctor()
  expect(code).toBe(1)
  expect(out).toMatch(/^fail {2}Site: .*database is empty.*restore DIR/m)
})

test('a database that does not answer, or is of another version, is a failure or a thing to do', async () => {
  const away = await doctor({ DATABASE_URL: 'postgres://deskside@localhost/none?host=%2Fnowhere' })
  expect(away.code).toBe(1)
  expect(away.out).toMatch(/^fail {2}Database: it cannot be used\. The database cannot be reached/m)
  await place.inside('data', ({ database }) =>
    sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`.execute(database),
  )
  const newer = await doctor()
  expect(newer.code).toBe(1)
  expect(newer.out).toMatch(/^fail {2}Tables: a newer Deskside/m)
  expect((await place.run('user list')).err).toMatch(/^This database was used by a newer Deskside\./)
  await place.inside('data', ({ database }) => sql`delete from kysely_migration where name >= '0002'`.execute(database))
  const older = await doctor()
  expect(older.code).toBe(0)
  expect(older.out).toMatch(/^warn {2}Tables: \d+ of \d+ migrations are still to be done/m)
  expect((await place.run('user list')).err).toMatch(/^The database is not up to date/)
})

test('secrets that others may read are pointed out', async () => {
  mkdirSync(place.path('loose'))
  for (const [name, mode] of [
    ['secret', 0o644],
    ['deskside.conf', 0o600],
  ] as const) {
    writeFileSync(join(place.path('loose'), name), '')
    chmodSync(join(place.path('loose'), name), mode)
  }
  const { out } = await doctor({ DATA_DIR: place.path('loose') })
  expect(out).toMatch(/^warn {2}Secrets: other users may read secret\. Run: chmod 600/m)
  expect(out).not.toContain('read deskside.conf')
})
