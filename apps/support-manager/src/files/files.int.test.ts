import { execFileSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ReceivedFile } from './received-file.ts'
import type { Taken } from './received-file.ts'
import { NotShared, openShared } from './shared-file.ts'

let outside: string
let folder: string
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'deskside-test-'))
  folder = join(outside, 'chosen')
  mkdirSync(folder)
  writeFileSync(join(outside, 'secret'), 'secret')
})
afterEach(() => rmSync(outside, { recursive: true, force: true }))

const ORIGIN = 'https://help.example'
async function receive(offeredName: string, text: string, wish: Taken | 'nobody asked' = 'nobody asked') {
  const asked: string[] = []
  const file = await ReceivedFile.begin({
    folder,
    offeredName,
    origin: ORIGIN,
    size: 1_000,
    whenTaken(name) {
      asked.push(name)
      return Promise.resolve(wish === 'nobody asked' ? 'refuse' : wish)
    },
  })
  await file.write(Buffer.from(text))
  return { name: await file.finish(), asked }
}
const chosen = (): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))

describe('a received file', () => {
  test('G5: lands in the chosen folder under a harmless name, marked as foreign, and nowhere else', async () => {
    const { name } = await receive(String.raw`..\..\Startup\x.lnk`, 'hello')
    expect([name, chosen()]).toEqual(['x.lnk', { 'x.lnk': 'hello' }])
    expect(readdirSync(outside).sort()).toEqual(['chosen', 'secret'])
    expect(statSync(join(folder, 'x.lnk')).mode & 0o777).toBe(0o600)
    const read = `import os, sys; print(os.getxattr(sys.argv[1], "user.xdg.origin.url").decode())`
    expect(execFileSync('python3', ['-c', read, join(folder, 'x.lnk')], { encoding: 'utf8' }).trim()).toBe(ORIGIN)
  })

  test('G5: over a file of the same name nothing is written unless the person says so', async () => {
    writeFileSync(join(folder, 'a.txt'), 'mine')
    expect(await receive('x/a.txt', 'theirs', 'refuse')).toEqual({ name: undefined, asked: ['a.txt'] })
    expect(chosen()).toEqual({ 'a.txt': 'mine' })
    expect((await receive('a.txt', 'second', 'keep-both')).name).toBe('a (2).txt')
    expect((await receive('a.txt', 'third', 'keep-both')).name).toBe('a (3).txt')
    expect((await receive('a.txt', 'fourth', 'replace')).name).toBe('a.txt')
    expect(chosen()).toEqual({ 'a.txt': 'fourth', 'a (2).txt': 'second', 'a (3).txt': 'third' })
  })

  test('G5: a link that lies in wait under its name leads nowhere', async () => {
    symlinkSync(join(outside, 'secret'), join(folder, 'a.txt'))
    symlinkSync(join(outside, 'new'), join(folder, 'b.txt'))
    await receive('a.txt', 'x', 'replace')
    expect((await receive('b.txt', 'x', 'keep-both')).name).toBe('b (2).txt')
    expect(lstatSync(join(folder, 'a.txt')).isFile()).toBe(true)
    expect([readFileSync(join(outside, 'secret'), 'utf8'), existsSync(join(outside, 'new'))]).toEqual(['secret', false])
  })

  test('G5: a folder of that name stays a folder', async () => {
    mkdirSync(join(folder, 'a.txt'))
    expect((await receive('a.txt', 'x', 'replace')).name).toBe('a (2).txt')
  })

  test('C13: what does not come whole, or is more than was said, leaves nothing', async () => {
    const begin = () =>
      ReceivedFile.begin({
        folder,
        offeredName: 'a',
        origin: ORIGIN,
        size: 10,
        whenTaken: () => Promise.resolve('refuse'),
      })
    const stopped = await begin()
    await stopped.write(Buffer.from('12345'))
    await stopped.cancel()
    const tooMuch = await begin()
    await tooMuch.write(Buffer.from('1234567890'))
    await expect(tooMuch.write(Buffer.from('1'))).rejects.toThrow('More came than was said.')
    expect(chosen()).toEqual({})
  })
})

describe('a shared folder', () => {
  const read = async (path: string): Promise<string> => {
    const file = await openShared(folder, path)
    try {
      return await file.readFile('utf8')
    } finally {
      await file.close()
    }
  }
  beforeEach(() => {
    mkdirSync(join(folder, 'sub'))
    writeFileSync(join(folder, 'sub', 'a.txt'), 'shared')
  })

  test('G6: what is in it is read, by its path', async () => {
    expect(await read('sub/a.txt')).toBe('shared')
    symlinkSync(folder, join(outside, 'way'))
    const file = await openShared(join(outside, 'way'), 'sub/a.txt')
    expect(await file.readFile('utf8')).toBe('shared')
    await file.close()
  })

  test.each([
    '../secret',
    'sub/../../secret',
    '/etc/passwd',
    String.raw`..\secret`,
    String.raw`\\server\share\x`,
    '//server/share/x',
    'C:/secret',
    'sub/a.txt:stream',
    'sub/a.txt::$DATA',
    'sub/a.txt\u0000.png',
    'sub//a.txt',
    './sub/a.txt',
    'sub/a.txt.',
    'sub/a.txt ',
    'sub',
    'missing',
    '',
    '.',
    'x'.repeat(5_000),
  ])('G6: %j is denied', async (path) => {
    await expect(read(path)).rejects.toThrow(NotShared)
  })

  test('G6: links out of it are denied: of a file, of a folder, and of one inside, too', async () => {
    symlinkSync(join(outside, 'secret'), join(folder, 'link'))
    symlinkSync(outside, join(folder, 'way'))
    symlinkSync(join(folder, 'sub'), join(folder, 'inside'))
    for (const path of ['link', 'way/secret', 'inside/a.txt']) await expect(read(path)).rejects.toThrow(NotShared)
  })

  test('G6: what is no file is not opened, and nobody waits for it', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    for (const path of ['pipe', 'sub']) await expect(read(path)).rejects.toThrow(NotShared)
  })

  test('G6: names that are swapped while it is looked at never lead out', async () => {
    const away = join(outside, 'away')
    mkdirSync(away)
    writeFileSync(join(away, 'a.txt'), 'secret')
    linkSync(join(outside, 'secret'), join(outside, 'second'))
    const swap = `
      const { renameSync, symlinkSync, rmSync } = require('node:fs')
      const [folder, away] = process.argv.slice(1)
      process.stdout.write('ready')
      for (;;) {
        renameSync(folder + '/sub', folder + '/kept'); symlinkSync(away, folder + '/sub')
        rmSync(folder + '/sub'); renameSync(folder + '/kept', folder + '/sub')
      }`
    const { spawn } = await import('node:child_process')
    const { once } = await import('node:events')
    const swapping = spawn(process.execPath, ['-e', swap, folder, away], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(swapping.stdout, 'data')
    const got = new Set<string>()
    // As often as it takes to meet it in both states; never in a third.
    for (let times = 0; times < 2_000 || got.size < 2; times += 1)
      got.add(
        await read('sub/a.txt').catch((error: unknown) => (error instanceof NotShared ? 'denied' : String(error))),
      )
    swapping.kill('SIGKILL')
    await once(swapping, 'exit')
    expect([...got].sort()).toEqual(['denied', 'shared'])
  })
})
