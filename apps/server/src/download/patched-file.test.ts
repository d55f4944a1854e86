import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPatched } from './patched-file.ts'

/** Longer than one piece that is read from the disk, so that patches lie across the pieces' edges. */
const SIZE = 200_000
const EDGE = 65_536
let folder: string
let path: string
const plain = Buffer.from(Array.from({ length: SIZE }, (_, index) => index % 251))
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-patched-'))
  path = join(folder, 'file')
  writeFileSync(path, plain)
})
afterAll(() => rmSync(folder, { recursive: true }))

const patches = [
  { at: EDGE - 3, bytes: Buffer.from('across') },
  { at: SIZE - 3, bytes: Buffer.from('end') },
  { at: 0, bytes: Buffer.from('begin') },
]
function expected(): Buffer {
  const copy = Buffer.from(plain)
  for (const { at, bytes } of patches) copy.set(bytes, at)
  return copy
}

test('[download R6] what is sent has the patches in their places, and is otherwise the file', async () => {
  expect((await buffer(readPatched(path, { patches }))).equals(expected())).toBe(true)
  expect((await buffer(readPatched(path, { patches: [] }))).equals(plain)).toBe(true)
})

test.each([
  [EDGE - 1, EDGE + 1],
  [2, 9],
  [SIZE - 2, SIZE - 1],
  [EDGE, SIZE - 1],
  [10, 20],
])('[download R6] the piece from %i to %i is a piece of the same', async (start, end) => {
  const piece = await buffer(readPatched(path, { patches, start, end }))
  expect(piece.equals(expected().subarray(start, end + 1))).toBe(true)
})
