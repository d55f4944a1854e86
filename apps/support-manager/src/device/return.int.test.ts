import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RESTART_LIFE_MS } from '@deskside/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CannotDo } from './cannot-do.ts'
import { elevate } from './elevation.ts'
import { Return } from './restart.ts'

const ORIGIN = 'https://help.example'
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const LOOK = {
  grantId: id(1),
  requestId: id(2),
  representativeId: id(3),
  customerId: id(4),
  target: { kind: 'all-monitors' },
} as const
const TICKET = {
  origin: ORIGIN,
  access: { token: 'secret', as: 'customer', sessionId: id(5), participantId: id(4), siteName: 'Acme' } as const,
  looks: [LOOK],
}

let folder: string
let now: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-test-'))
  now = 1_000_000
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Everything below the home folder. */
const files = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => !e.isDirectory())
    .map((e) => e.name)
const ticketFile = (): string => join(folder, '.local/state/deskside/return.json')
const entryFile = (): string => join(folder, '.config/autostart/deskside-support-manager-return.desktop')
const home = () => ({ platform: 'linux', home: folder, env: {} }) as const

function comeBack(program: readonly string[] = ['/bin/true'], restartCommand: readonly string[] = ['true']): Return {
  return new Return({ home: home(), program, now: () => now, restartCommand })
}

describe('a restart', () => {
  test('[device R8] C12: brings the program back once, for half an hour, to look at what was looked at and nothing else', async () => {
    expect(await comeBack().restart(TICKET)).toEqual({ until: now + RESTART_LIFE_MS })
    expect(statSync(ticketFile()).mode & 0o777).toBe(0o600)
    expect(statSync(entryFile()).mode & 0o777).toBe(0o600)
    now += 60_000
    const ticket = await comeBack().take(ORIGIN)
    expect(ticket).toMatchObject({ looks: [LOOK], access: TICKET.access, until: 1_000_000 + RESTART_LIFE_MS })
    expect(await comeBack().take(ORIGIN)).toBeUndefined()
  })

  test('C13: leaves nothing behind: after the return, when it is given up, and when the computer refuses', async () => {
    await comeBack().restart(TICKET)
    expect(files()).toHaveLength(2)
    await comeBack().take(ORIGIN)
    expect(files()).toEqual([])
    await comeBack().restart(TICKET)
    await comeBack().clear()
    expect(files()).toEqual([])
    await expect(comeBack(['/bin/true'], ['false']).restart(TICKET)).rejects.toThrow(CannotDo)
    await expect(comeBack(['/bin/true'], [join(folder, 'missing')]).restart(TICKET)).rejects.toThrow(/no way/)
    expect(files()).toEqual([])
  })

  test('C12: two starts at once: one comes back', async () => {
    await comeBack().restart(TICKET)
    const both = await Promise.all([comeBack().take(ORIGIN), comeBack().take(ORIGIN)])
    expect(both.filter((ticket) => ticket !== undefined)).toHaveLength(1)
  })

  test('C12: what is late, of another server, another computer, not of this user alone or no file of ours brings nobody back', async () => {
    const spoilt: readonly (readonly [string, () => void])[] = [
      ['late', () => (now += RESTART_LIFE_MS + 1)],
      ['from the future', () => (now -= 1)],
      ['for others to read', () => chmodSync(ticketFile(), 0o644)],
      ['with a second name', () => linkSync(ticketFile(), join(folder, 'second'))],
      [
        'a link',
        () => (renameSync(ticketFile(), join(folder, 'real')), symlinkSync(join(folder, 'real'), ticketFile())),
      ],
      ['a folder', () => (rmSync(ticketFile()), mkdirSync(ticketFile()))],
      ['no JSON', () => writeFileSync(ticketFile(), '{')],
      ['of another computer', () => change({ machine: 'x' })],
      ['for ever', () => change({ until: now + 10 * RESTART_LIFE_MS })],
      ['to control', () => change({ looks: [{ ...LOOK, capability: 'desktop.control' }] })],
    ]
    for (const [what, spoil] of spoilt) {
      now = 1_000_000
      await comeBack().restart(TICKET)
      spoil()
      expect([what, await comeBack().take(ORIGIN).catch(String)]).toEqual([what, undefined])
      expect([what, existsSync(ticketFile()), existsSync(entryFile())]).toEqual([what, false, false])
    }
    await comeBack().restart(TICKET)
    expect(await comeBack().take('https://evil.example')).toBeUndefined()
  })

  const change = (part: object): void =>
    writeFileSync(ticketFile(), JSON.stringify({ ...JSON.parse(readFileSync(ticketFile(), 'utf8')), ...part }))

  test('C12: the desktop really starts the program by its entry, whatever its folder is called', async () => {
    const place = join(folder, `a b "$(id)" \`id\` %f \\x`)
    mkdirSync(place)
    const program = join(place, 'program')
    writeFileSync(program, `#!/bin/sh\nprintf '%s|' "$#" "$@" > "${folder}/ran"\n`, { mode: 0o700 })
    await comeBack([program, 'two words']).restart(TICKET)
    const launched = spawn('gio', ['launch', entryFile()], { stdio: 'ignore' })
    await once(launched, 'exit')
    await expect
      .poll(() => existsSync(join(folder, 'ran')) && readFileSync(join(folder, 'ran'), 'utf8'))
      .toBe(`2|two words|--return=${join(folder, '.local/state/deskside')}|`)
  })
})

describe('more rights', () => {
  const parts = (askCommand: readonly string[], program: readonly string[] = ['true']) => ({
    home: home(),
    program,
    now: () => now,
    elevated: false,
    askCommand,
  })

  test('[device R2] the new program takes the old one’s place, once it is there', async () => {
    const taking = join(folder, 'new.sh')
    writeFileSync(taking, `#!/bin/sh\nmv "\${1#--return=}/return.json" "${folder}/taken"\n`, { mode: 0o700 })
    await elevate(parts(['env', 'X=1'], [taking]), TICKET)
    expect(JSON.parse(readFileSync(join(folder, 'taken'), 'utf8'))).toMatchObject({ origin: ORIGIN })
    expect(existsSync(ticketFile())).toBe(false)
  })

  test('[device R9] C13: who gives no password, has no way to, or has the rights already is told so, and nothing is left', async () => {
    const exit = (code: number): string[] => ['sh', '-c', `exit ${code}`]
    await expect(elevate(parts(exit(126)), TICKET)).rejects.toThrow('The password was not given.')
    await expect(elevate(parts(exit(127)), TICKET)).rejects.toThrow('did not give more rights')
    await expect(elevate(parts([join(folder, 'missing')]), TICKET)).rejects.toThrow('has no way')
    await expect(elevate({ ...parts(exit(0)), elevated: true }, TICKET)).rejects.toThrow('already')
    expect(files()).toEqual([])
  })
})
