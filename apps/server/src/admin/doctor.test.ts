import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { judgeClock } from './doctor-database.ts'
import { checkNode, judgeDisk } from './doctor-machine.ts'
import { checkAddress, checkMail, checkProxies, checkTurn } from './doctor-settings.ts'
import { lineOf } from './finding.ts'

function config(settings: Record<string, string>): Config {
  const reading = readConfig({ DATA_DIR: '/nowhere', ...settings })
  if (!reading.ok) throw new Error(reading.problems.join('; '))
  return reading.config
}

test('a line of the doctor says how it is, what was looked at and what to do', () => {
  expect(lineOf({ level: 'ok', what: 'Node: 26' })).toBe('ok    Node: 26.')
  expect(lineOf({ level: 'fail', what: 'Disk: full', todo: 'Make room' })).toBe('fail  Disk: full. Make room.')
})

test('the address is https as soon as others reach it', () => {
  for (const [settings, level] of [
    [{}, 'ok'],
    [{ HOST: '0.0.0.0' }, 'fail'],
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'http://help.example.com' }, 'fail'],
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'http://localhost:8080' }, 'fail'],
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'https://help.example.com' }, 'ok'],
    [{ PUBLIC_URL: 'https://Help.example.com:8443' }, 'ok'],
    [{ PUBLIC_URL: 'http://help.example.com' }, 'warn'],
    [{ PUBLIC_URL: 'http://localhost:8080' }, 'ok'],
    [{ HOST: '::1', PUBLIC_URL: 'http://[::1]:8080' }, 'ok'],
    [{ PUBLIC_URL: 'https://help.example.com/' }, 'fail'],
    [{ PUBLIC_URL: 'https://example.com/help' }, 'fail'],
  ] as const)
    expect([settings, checkAddress(config(settings)).level]).toEqual([settings, level])
})

test('a proxy in front that is not trusted is pointed out, since limits then count everybody together', () => {
  expect(checkProxies(config({})).level).toBe('ok')
  expect(checkProxies(config({ PUBLIC_URL: 'https://help.example.com' })).level).toBe('warn')
  const trusted = config({ PUBLIC_URL: 'https://help.example.com', TRUSTED_PROXIES: '127.0.0.1' })
  expect(checkProxies(trusted).level).toBe('ok')
})

test('a missing TURN server is said to be missing; mail is said to be drafts', () => {
  expect(checkTurn(config({}))).toMatchObject({ level: 'warn', what: expect.stringContaining('missing') })
  expect(checkTurn(config({ TURN_URLS: 'stun:stun.example.com' })).level).toBe('warn')
  const turn = { TURN_URLS: 'turn:turn.example.com', TURN_SECRET: 'a secret of the right length' }
  expect(checkTurn(config(turn)).level).toBe('ok')
  expect(lineOf(checkTurn(config(turn)))).not.toContain(turn.TURN_SECRET)
  expect(checkMail(config({})).level).toBe('ok')
  expect(checkMail(config({ SMTP_URL: 'smtp://mail.example.com' })).level).toBe('warn')
})

test('little room is a warning, next to none a failure', () => {
  expect([2_000_000_000, 500_000_000, 50_000_000].map((free) => judgeDisk(free).level)).toEqual(['ok', 'warn', 'fail'])
})

test('a clock is sane when it is not before its own past, nor far from the database’s', () => {
  const here = Date.UTC(2026, 11, 1)
  expect(judgeClock({ here, database: here + 500, lastLine: here - 1 }).level).toBe('ok')
  expect(judgeClock({ here, database: here, lastLine: here + 3_600_000 }).level).toBe('fail')
  expect(judgeClock({ here, database: here - 262_000, lastLine: 0 }).level).toBe('fail')
  expect(judgeClock({ here: 0, database: 0, lastLine: 0 }).level).toBe('fail')
})

test('a Node that is too old is a failure', () => {
  expect(['26.10.0', '27.0.1', '20.20.2'].map((version) => checkNode(version).level)).toEqual(['ok', 'ok', 'fail'])
})
