import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { AdminPlace } from '../testing/admin-place.ts'

const place = new AdminPlace()
afterAll(() => place.clear())

test('without a command, and with --help, the usage page names every command', async () => {
  const ran = await place.run([])
  expect([ran.code, ran.err]).toEqual([0, ''])
  for (const words of [
    'user create --email E --name N --role administrator|manager|representative',
    'user reset --email E',
    'user list',
    'backup DIR',
    'restore DIR',
    'doctor',
    'audit verify',
    'seed demo',
  ])
    expect(ran.out).toContain(`\n  ${words}\n`)
  expect((await place.run('backup --help')).out).toBe(ran.out)
})

test('wrong usage is one sentence on standard error, and exit code 2', async () => {
  for (const args of [
    'frob',
    'backup',
    'user create --email a@example.com --name A',
    'user create --email nonsense --name A --role manager',
    'user create --email a@example.com --name A --role owner',
    'user list please',
  ]) {
    const ran = await place.run(args)
    expect([args, ran.code, ran.out]).toEqual([args, 2, ''])
    expect(ran.err).toMatch(/^[^\n]+\n$/)
    expect(ran.err).not.toMatch(/\bat .*\.ts:\d+|Error:/)
  }
  // Nothing was made for a command that could not run.
  expect(existsSync(place.path('data'))).toBe(false)
})

test('settings that are not right stop every command but the doctor, all of them listed', async () => {
  const settings = { PORT: 'eighty', PUBLIC_URL: 'help.example.com', DATA_DIR: place.path('odd') }
  mkdirSync(place.path('odd'))
  writeFileSync(join(place.path('odd'), 'deskside.conf'), 'COLOUR=red\n')
  const ran = await place.run('user list', { settings })
  expect(ran.code).toBe(1)
  for (const said of ['PORT is not a number', 'PUBLIC_URL is not a web address', 'deskside.conf, line 1'])
    expect(ran.err).toContain(said)
})
