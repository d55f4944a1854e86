import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openX11, type X11 } from '../platform/x11.ts'
import { openTestDisplay, type TestDisplay, until } from '../testing/x-display.ts'
import type { ClipboardContent, ClipboardPort } from './clipboard-port.ts'
import { openMarkedOwner } from './testing/marked-owner.ts'
import { openX11Clipboard } from './x11-clipboard.ts'

let display: TestDisplay
let x: X11
let clipboard: ClipboardPort
let told: ClipboardContent[]

beforeEach(async () => {
  display = await openTestDisplay('640x480')
  x = await openX11(display.name)
  clipboard = await openX11Clipboard(x)
  told = []
})

afterEach(async () => {
  clipboard.close()
  x.close()
  await display.close()
})

/** Copies with another program, which owns the clipboard from then on. */
const copy = async (content: string | Uint8Array, target = 'UTF8_STRING'): Promise<void> => {
  const program = spawn('/usr/bin/xclip', ['-selection', 'clipboard', '-t', target, '-i', '-quiet'], {
    env: { ...process.env, DISPLAY: display.name },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  programs.push(program)
  program.stdin.end(content)
  await once(program.stderr, 'data')
}
const programs: ReturnType<typeof spawn>[] = []
afterEach(() => {
  for (const program of programs.splice(0)) program.kill()
})

/** Pastes with another program. */
const paste = async (target = 'UTF8_STRING'): Promise<Buffer> => {
  const program = spawn('/usr/bin/xclip', ['-selection', 'clipboard', '-t', target, '-o'], {
    env: { ...process.env, DISPLAY: display.name },
  })
  const parts: Buffer[] = []
  program.stdout.on('data', (part: Buffer) => parts.push(part))
  await once(program, 'close')
  return Buffer.concat(parts)
}

const watch = (): (() => void) => clipboard.watch((content) => told.push(content))
const text = (content: string): ClipboardContent => ({ kind: 'text', text: content })
const heard = (count: number): Promise<boolean> =>
  until(`${count} contents are told`, () => told.length >= count || undefined)

/** A PNG's beginning with bytes that do not repeat behind it. */
function picture(bytes: number): Uint8Array {
  const head = Buffer.alloc(33)
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]).copy(head)
  head.writeUInt32BE(64, 16)
  head.writeUInt32BE(64, 20)
  const noise = Buffer.from(Array.from({ length: bytes }, (_, index) => (index * 7919 + (index >> 8)) & 0xff))
  return new Uint8Array(Buffer.concat([head, deflateSync(noise, { level: 0 })]))
}
const long = (size: number): string =>
  Array.from({ length: size / 8 }, (_, line) => `${line}`.padStart(7, 'ü')).join('\n')

test('[control R9] what another program copies is told: text, a million characters of it, and a picture', async () => {
  watch()
  await copy('Grüße, 日本 😀')
  await heard(1)
  await copy(long(1_000_000))
  await heard(2)
  await copy(picture(700_000), 'image/png')
  await heard(3)
  expect(told).toEqual([text('Grüße, 日本 😀'), text(long(1_000_000)), { kind: 'image', png: picture(700_000) }])
})

test('[control R9] another program pastes what is written here: text, a million characters of it, and a picture', async () => {
  await clipboard.write(text('Grüße, 日本 😀'))
  expect((await paste()).toString()).toBe('Grüße, 日本 😀')
  await clipboard.write(text(long(1_000_000)))
  expect((await paste()).toString() === long(1_000_000)).toBe(true)
  await clipboard.write({ kind: 'image', png: picture(700_000) })
  expect(new Uint8Array(await paste('image/png'))).toEqual(picture(700_000))
  expect((await paste('TARGETS')).toString()).not.toContain('UTF8_STRING')
})

test('[control R9] C8: what was copied before is not told, and after the end of watching nothing is', async () => {
  await copy('before')
  const end = watch()
  await copy('after')
  await heard(1)
  end()
  await copy('later')
  await x.sync()
  watch()
  await copy('again')
  await heard(2)
  expect(told).toEqual([text('after'), text('again')])
})

test('[control R9] C8: what a password manager marks is not told', async () => {
  watch()
  await copy('secret', 'x-kde-passwordManagerHint')
  await copy('public')
  await heard(1)
  expect(told).toEqual([text('public')])
})

test('[control R9] C8: a password that is text and marked is not told either', async () => {
  watch()
  const owner = await openX11(display.name)
  const marked = await openMarkedOwner(owner)
  await until('the marked content was looked at', () => marked.asked.includes('TARGETS') || undefined)
  await copy('public')
  await heard(1)
  expect(told).toEqual([text('public')])
  expect(marked.asked).toEqual(['TARGETS'])
  owner.close()
})

test('[control R9] what is written here is not told, nor what is too large', async () => {
  watch()
  await clipboard.write(text('mine'))
  await copy(Buffer.alloc(17 * 1024 * 1024, 'x'))
  await copy('theirs')
  await heard(1)
  expect(told).toEqual([text('theirs')])
})
