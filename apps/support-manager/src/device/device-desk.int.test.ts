import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { SCRIPT_OUTPUT_BYTES, scriptInWords } from '@deskside/protocol'
import type { Interpreter } from '@deskside/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CannotDo } from './cannot-do.ts'
import { DeviceDesk } from './device-desk.ts'
import { runScript } from './script-run.ts'
import { openChannelPair } from './testing/channel-pair.ts'
import type { ChannelPair } from './testing/channel-pair.ts'
import { PageEnd, Person } from './testing/page-end.ts'

let pair: ChannelPair
let page: PageEnd
let carl: Person
let desk: DeviceDesk
let folder: string
const done: string[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-test-'))
  pair = await openChannelPair()
  page = new PageEnd(pair.page)
  carl = new Person()
  done.length = 0
  desk = new DeviceDesk({
    channel: pair.program,
    permits: carl,
    screens: () => Promise.resolve([{ name: 'Screen 1', width: 1280, height: 720 }]),
    restart: () => Promise.resolve({ until: done.push('restart') }),
    elevate: () => Promise.reject(new CannotDo('This computer has no way to ask for a password.')),
    failed: (error) => done.push(String(error)),
  })
})
afterEach(() => {
  desk.close()
  pair.close()
  rmSync(folder, { recursive: true, force: true })
})

const SIZE = { columns: 80, rows: 24 }
const allowScript = (text: string, interpreter: Interpreter = 'bash'): string =>
  carl.allows('device.script', { title: 'Test', text: scriptInWords({ interpreter, text }) })
const scriptFolders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('deskside-script-'))
const isRunning = (pid: string): boolean =>
  existsSync(`/proc/${pid}`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))

describe('what is allowed', () => {
  test('[device R1] C2: nothing is done without an approval of its own kind, whatever others there are', async () => {
    const capabilities = ['information', 'reboot', 'script', 'elevation', 'shell'] as const
    const asks = [
      { t: 'information' },
      { t: 'restart' },
      { t: 'script' },
      { t: 'elevate' },
      { t: 'shell', ...SIZE },
    ] as const
    for (const [own, ask] of asks.entries()) {
      for (const [other, name] of capabilities.entries()) {
        if (own !== other)
          carl.allows(`device.${name}`, { title: 'x', text: scriptInWords({ interpreter: 'sh', text: 'exit' }) })
      }
      carl.allows('desktop.control')
      carl.stops(`device.${capabilities[own] ?? 'shell'}`)
      const before = page.heard.length
      page.say(ask)
      expect((await page.hears('refused', before)).what).toBe(ask.t)
    }
    expect([carl.reports, done]).toEqual([[], []])
  })

  test('[device R1] what is no message is no message, and the next one is carried out', async () => {
    carl.allows('device.information')
    for (const nonsense of ['', '{', 'null', '[]', '{"t":"rm"}', '{"t":"information","more":1}', 'x'.repeat(65_537)])
      page.say(nonsense)
    page.say({ t: 'information' })
    await page.hears('information')
    expect(page.heard).toHaveLength(1)
  })

  test('[device R2, R3] each is done once and reported once, however often it is asked for', async () => {
    const grantId = carl.allows('device.information')
    for (let times = 0; times < 3; times += 1) page.say({ t: 'information' })
    await page.hears('information')
    await expect.poll(() => page.heard.map((n) => n.t).sort()).toEqual(['information', 'refused', 'refused'])
    await expect.poll(() => carl.reports).toEqual([{ grantId, outcome: 'done', exitCode: null }])
  })
})

test('[device R1] the page is told of each approval once, and of none that is not', async () => {
  const [first, second] = [carl.allows('device.information'), carl.allows('device.script')]
  carl.allows('desktop.control')
  page.say({ t: 'information' })
  await page.hears('information')
  expect(page.opened).toEqual([first, second])
})

test('[device R10] an approval is over when the page has the last word, when it is stopped, or after a while', async () => {
  page.confirms = false
  const first = carl.allows('device.information')
  page.say({ t: 'information' })
  await page.hears('information')
  expect(carl.reports).toEqual([])
  carl.stops('device.information')
  expect(carl.reports).toEqual([{ grantId: first, outcome: 'done', exitCode: null }])
  const second = carl.allows('device.information')
  page.say({ t: 'information' })
  await page.hears('information', 1)
  page.say({ t: 'got', what: 'script' })
  page.say({ t: 'got', what: 'information' })
  page.say({ t: 'got', what: 'information' })
  await expect.poll(() => carl.reports.map((r) => r.grantId)).toEqual([first, second])
  allowScript('exit 4')
  page.say({ t: 'script' })
  await page.hears('ended')
  desk.close()
  expect(carl.reports.map((r) => r.exitCode)).toEqual([null, null, 4])
})

test('[device R7] facts are the fixed list, of this computer, and no user’s name is in them', async () => {
  carl.allows('device.information')
  page.say({ t: 'information' })
  const { information } = await page.hears('information')
  expect(information).toMatchObject({ hostName: hostname(), architecture: process.arch })
  expect(information.memory.total).toBeGreaterThan(100_000_000)
  expect(information.disks.length).toBeGreaterThan(0)
  expect(information.screens).toEqual([{ name: 'Screen 1', width: 1280, height: 720 }])
  expect(information.programs[0]?.name).toBe('Support Manager')
  expect(JSON.stringify(information)).not.toMatch(/\/home\/|\/media\/|serial|uuid/i)
})

describe('a script', () => {
  test('[device R4] A10: is run as it was approved; what looks like commands elsewhere stays text', async () => {
    const grantId = allowScript(`printf '%s|' "$0" "$#"; echo 'it is $(id)'; echo oops >&2; exit 7`)
    page.say({ t: 'script' })
    expect(await page.hears('ended')).toEqual({ t: 'ended', what: 'script', outcome: 'done', exitCode: 7, cut: false })
    expect(page.output).toMatch(/script\.sh\|0\|it is \$\(id\)\n/)
    expect(page.heard.filter((n) => n.t === 'output' && n.error).map((n) => 'text' in n && n.text)).toEqual(['oops\n'])
    await expect.poll(() => carl.reports).toEqual([{ grantId, outcome: 'done', exitCode: 7 }])
  })

  test('[device R4] runs by the interpreter that its question named, and by no other', async () => {
    allowScript('import sys; print("python", sys.version_info[0])', 'python3')
    page.say({ t: 'script' })
    await page.reads(/python 3/)
    await page.hears('ended')
    const refused = async (text: string): Promise<string> => {
      carl.allows('device.script', { title: 'x', text })
      const before = page.heard.length
      page.say({ t: 'script' })
      return (await page.hears('refused', before)).sentence
    }
    expect(await refused('#! perl\nprint 1')).toBe('This question held no script.')
    expect(await refused('echo no first line')).toBe('This question held no script.')
    expect(await refused('#! powershell\nGet-Date')).toMatch(/do not run on this computer/)
    await expect.poll(() => carl.reports.map((r) => r.outcome)).toEqual(['done', 'failed', 'failed', 'failed'])
  })

  test('[device R5] is stopped with all that it started, by the representative', async () => {
    allowScript(`set -m; sleep 1000 & echo child $!; trap '' TERM HUP; sleep 1001`)
    page.say({ t: 'script' })
    const pid = /child (\d+)/.exec(await page.reads(/child \d+\n/))?.[1] ?? ''
    expect(isRunning(pid)).toBe(true)
    page.say({ t: 'script-cancel' })
    expect(await page.hears('ended')).toMatchObject({ outcome: 'stopped', exitCode: null })
    expect(isRunning(pid)).toBe(false)
  })

  test('[device R1] C10: ends with its approval, at once and with all that it started', async () => {
    const grantId = allowScript(`set -m; sleep 1000 & echo child $!; wait`)
    page.say({ t: 'script' })
    const pid = /child (\d+)/.exec(await page.reads(/child \d+\n/))?.[1] ?? ''
    carl.stops('device.script')
    await page.hears('ended')
    expect(isRunning(pid)).toBe(false)
    await expect.poll(() => carl.reports).toEqual([{ grantId, outcome: 'stopped', exitCode: null }])
  })

  test('[device R5] takes what it left running along when it is over', async () => {
    allowScript(`set -m; sleep 1000 & echo child $!`)
    page.say({ t: 'script' })
    expect(await page.hears('ended')).toMatchObject({ outcome: 'done', exitCode: 0 })
    expect(isRunning(/child (\d+)/.exec(page.output)?.[1] ?? '')).toBe(false)
  })

  test('[device R5] ends after its time', async () => {
    const { ended } = runScript({ interpreter: 'sh', text: 'sleep 1000', channel: pair.program, life: 100 })
    expect(await ended).toEqual({ outcome: 'timed-out', exitCode: null, cut: false })
  })

  test('[device R5] sends a mebibyte of output and no more, whole characters and all of it in order', async () => {
    allowScript(`for i in {1..200000}; do echo "€ $i"; done; echo the end`)
    page.say({ t: 'script' })
    expect(await page.hears('ended')).toMatchObject({ outcome: 'done', exitCode: 0, cut: true })
    const { output } = page
    expect(Buffer.byteLength(output)).toBeGreaterThan(SCRIPT_OUTPUT_BYTES - 4)
    expect(Buffer.byteLength(output)).toBeLessThanOrEqual(SCRIPT_OUTPUT_BYTES)
    const lines = output.split('\n').slice(0, -1)
    expect(lines.every((line, n) => line === `€ ${n + 1}`)).toBe(true)
  })

  test('C13: leaves no file behind, and while it runs nobody else can read it', async () => {
    const before = scriptFolders()
    allowScript('echo at $0; read -r never < <(sleep 1000)')
    page.say({ t: 'script' })
    const path = /at (\S+)/.exec(await page.reads(/at \S+\n/))?.[1] ?? ''
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700)
    desk.close()
    await expect.poll(() => carl.reports.length).toBe(1)
    expect(scriptFolders()).toEqual(before)
  })
})

describe('a command line', () => {
  const open = async (): Promise<string> => {
    const grantId = carl.allows('device.shell')
    page.say({ t: 'shell', ...SIZE })
    await page.hears('begun')
    return grantId
  }
  const type = (text: string): void => page.say({ t: 'shell-input', text })

  test('[device R2] is a real terminal, knows its size, and lasts until it is left', async () => {
    const grantId = await open()
    type(`test -t 0 && echo "a-"terminal of $(stty size)\n`)
    await page.reads(/a-terminal of 24 80/)
    page.say({ t: 'shell-size', columns: 132, rows: 50 })
    type('echo "now-"of $(stty size)\n')
    await page.reads(/now-of 50 132/)
    type('exit 5\n')
    expect(await page.hears('ended')).toMatchObject({ what: 'shell', outcome: 'done', exitCode: 5 })
    await expect.poll(() => carl.reports).toEqual([{ grantId, outcome: 'done', exitCode: 5 }])
  })

  test('[device R1] C10: ends with its approval, with all that runs in it, and takes no more', async () => {
    await open()
    type(`set -m; nohup sleep 1000 >/dev/null 2>&1 & echo "child" $!\n`)
    const pid = /child (\d+)/.exec(await page.reads(/child \d+/))?.[1] ?? ''
    carl.stops('device.shell')
    await page.hears('ended')
    expect(isRunning(pid)).toBe(false)
    type(`touch ${folder}/typed\n`)
    await page.hears('refused')
    expect(existsSync(join(folder, 'typed'))).toBe(false)
  })

  test('[device R5] B7: a size for a terminal that its program has let go of harms nobody, and Stop still ends that program', async () => {
    await open()
    type(`trap '' HUP; echo "number" $$; exec sleep 1000 <&- >&- 2>&-\n`)
    const pid = /number (\d+)/.exec(await page.reads(/number \d+/))?.[1] ?? ''
    await expect.poll(() => readFileSync(`/proc/${pid}/comm`, 'utf8')).toBe('sleep\n')
    for (let turn = 0; turn < 50; turn += 1) {
      page.say({ t: 'shell-size', columns: 80 + turn, rows: 24 })
      await new Promise((resolve) => setImmediate(resolve))
    }
    page.say({ t: 'shell-close' })
    expect(await page.hears('ended')).toMatchObject({ outcome: 'stopped' })
    expect(isRunning(pid)).toBe(false)
  })

  test('[device R5] a flood of output is held back while the page does not take it, and can be stopped', async () => {
    await open()
    type('yes 0123456789012345678901234567890123456789\n')
    await page.reads(/(0123456789\s*){1000}/)
    expect(pair.program.bufferedAmount).toBeLessThan(2_000_000)
    type('\u0003')
    type('echo "still-"here\n')
    await page.reads(/still-here/)
    page.say({ t: 'shell-close' })
    expect(await page.hears('ended')).toMatchObject({ outcome: 'stopped' })
  })
})

test('[device R9] what the computer cannot do is refused with its sentence, and told of as failed', async () => {
  carl.allows('device.elevation')
  page.say({ t: 'elevate' })
  expect((await page.hears('refused')).sentence).toBe('This computer has no way to ask for a password.')
  carl.allows('device.reboot')
  page.say({ t: 'restart' })
  expect((await page.hears('restarting')).until).toBe(1)
  await expect.poll(() => carl.reports.map((r) => r.outcome).sort()).toEqual(['failed', 'restarting'])
})
