import { expect, test } from 'vitest'
import { CLIPBOARD_BYTES, CLIPBOARD_PIECE, clipboardPieces, ClipboardReader, isModestPng } from './clipboard.ts'

const png = (width: number, height: number): Uint8Array => {
  const bytes = new Uint8Array(40)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
  new DataView(bytes.buffer).setUint32(16, width)
  new DataView(bytes.buffer).setUint32(20, height)
  return bytes
}

test('[control R9] a content comes together again from its pieces', () => {
  const bytes = Uint8Array.from({ length: CLIPBOARD_PIECE * 2 + 5 }, (_, index) => index)
  const reader = new ClipboardReader()
  const answers = [...clipboardPieces({ kind: 'text', bytes })].map((piece) => reader.read(piece))
  expect(answers.slice(1, -1)).toEqual([undefined, undefined])
  expect(answers.at(-1)).toEqual({ t: 'complete', kind: 'text', bytes })
})

test('[control R9] another content takes the place of one that has not come whole', () => {
  const reader = new ClipboardReader()
  reader.read('{"t":"content","kind":"text","bytes":9}')
  reader.read(new Uint8Array(4))
  reader.read('{"t":"content","kind":"text","bytes":2}')
  expect(reader.read(new Uint8Array([104, 105]).buffer)).toMatchObject({ t: 'complete', kind: 'text' })
})

test('[control R9] what is too large, too much, unannounced or no message is bad', () => {
  const reader = new ClipboardReader()
  expect(reader.read(new Uint8Array(1))).toBe('bad')
  expect(reader.read(`{"t":"content","kind":"text","bytes":${CLIPBOARD_BYTES + 1}}`)).toBe('bad')
  expect(reader.read('{"t":"content","kind":"html","bytes":1}')).toBe('bad')
  expect(reader.read('{')).toBe('bad')
  expect(reader.read(7)).toBe('bad')
  reader.read('{"t":"content","kind":"text","bytes":2}')
  expect(reader.read(new Uint8Array(3))).toBe('bad')
  expect(reader.read(new Uint8Array(2))).toBe('bad')
  reader.read(`{"t":"content","kind":"text","bytes":${CLIPBOARD_BYTES}}`)
  expect(reader.read(new Uint8Array(CLIPBOARD_PIECE + 1))).toBe('bad')
})

test('[control R9] a picture is a PNG of a size that can be borne', () => {
  expect(isModestPng(png(1920, 1080))).toBe(true)
  expect(isModestPng(png(100_000, 100_000))).toBe(false)
  expect(isModestPng(png(0, 5))).toBe(false)
  const reader = new ClipboardReader()
  reader.read('{"t":"content","kind":"image","bytes":40}')
  expect(reader.read(png(5, 5).fill(0, 0, 1))).toBe('bad')
})
