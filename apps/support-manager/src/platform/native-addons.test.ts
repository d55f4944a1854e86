import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { placeAddon } from './native-addons.ts'

const RIGHT = Buffer.from('what the build put in')
const addon = { name: 'part', sha256: createHash('sha256').update(RIGHT).digest('hex'), bytes: () => RIGHT }

let home: string
let cache: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'deskside-addons-'))
  cache = join(home, '.cache', 'deskside', 'native')
})
afterEach(() => rmSync(home, { recursive: true }))

test('F3: a native part is kept where its user alone can write, and the next start finds it there', () => {
  const { path } = placeAddon(addon, cache)
  expect(readFileSync(path)).toEqual(RIGHT)
  expect(statSync(path).mode & 0o777).toBe(0o700)
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
  const before = statSync(path).ino
  expect(placeAddon(addon, cache).path).toBe(path)
  expect(statSync(path).ino).toBe(before)
  expect(readdirSync(cache)).toHaveLength(1)
})

test('F3: a part that was swapped for another is never handed out, nor is a link to one', () => {
  const { path } = placeAddon(addon, cache)
  writeFileSync(path, 'what somebody else put in')
  expect(readFileSync(placeAddon(addon, cache).path)).toEqual(RIGHT)
  const outside = join(home, 'outside.node')
  writeFileSync(outside, RIGHT)
  rmSync(path)
  symlinkSync(outside, path)
  const again = placeAddon(addon, cache)
  expect(statSync(again.path).ino).not.toBe(statSync(outside).ino)
  expect(readFileSync(again.path)).toEqual(RIGHT)
})

test.each(['written to by others', 'a link', 'a file'])(
  'F3: a folder that is %s is not used, but a new one for this start',
  (what) => {
    mkdirSync(dirname(cache), { recursive: true })
    const other = join(home, 'other')
    mkdirSync(other)
    if (what === 'a link') symlinkSync(other, cache)
    else if (what === 'a file') writeFileSync(cache, '')
    else {
      mkdirSync(cache)
      chmodSync(cache, 0o777)
    }
    const { path, remove } = placeAddon(addon, cache)
    expect(path.startsWith(home)).toBe(false)
    expect(readFileSync(path)).toEqual(RIGHT)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
    expect(readdirSync(other)).toEqual([])
    remove()
    expect(existsSync(dirname(path))).toBe(false)
  },
)

test('F3: a program whose own part was changed refuses, and leaves nothing behind', () => {
  const changed = { ...addon, bytes: () => Buffer.from('changed in the program itself') }
  expect(() => placeAddon(changed, cache)).toThrow('tampered')
  expect(readdirSync(cache)).toEqual([])
})

test('C13: at its end a start takes away what it unpacked, and leaves what another start still needs', () => {
  const other = { ...addon, name: 'other' }
  const first = placeAddon(addon, cache)
  const second = placeAddon(other, cache)
  first.remove()
  first.remove()
  expect(readdirSync(cache)).toHaveLength(1)
  second.remove()
  expect(existsSync(join(home, '.cache', 'deskside'))).toBe(false)
  expect(existsSync(join(home, '.cache'))).toBe(true)
})
