import { expect, test } from 'vitest'
import { changedPages, signAdHoc } from './mach-o.ts'

/** The least that is a program: a header, __TEXT with a section that begins at 4,096, and __LINKEDIT with the rest. */
function smallProgram(): Buffer {
  const program = Buffer.alloc(20_005, 7)
  program.fill(0, 0, 4096)
  program.writeUInt32LE(0xfeed_facf, 0)
  program.writeUInt32LE(2, 16)
  program.writeUInt32LE(72 + 80 + 72, 20)
  const segment = (at: number, is: { name: string; from: number; bytes: number; sections: number }): void => {
    program.writeUInt32LE(0x19, at)
    program.writeUInt32LE(72 + is.sections * 80, at + 4)
    program.write(is.name, at + 8, 'latin1')
    program.writeBigUInt64LE(BigInt(is.from), at + 40)
    program.writeBigUInt64LE(BigInt(is.bytes), at + 48)
    program.writeUInt32LE(is.sections, at + 64)
  }
  segment(32, { name: '__TEXT', from: 0, bytes: 12_288, sections: 1 })
  program.writeUInt32LE(4096, 32 + 72 + 48)
  segment(32 + 152, { name: '__LINKEDIT', from: 12_288, bytes: 20_005 - 12_288, sections: 0 })
  return program
}

test('F3: a program that is signed ad hoc has all its pages in its signature, and a changed byte is found', () => {
  const signed = signAdHoc(smallProgram(), 'app.deskside.test')
  expect(changedPages(signed)).toBe(0)
  for (const at of [3000, 5000, 12_300, 20_000]) {
    const changed = Buffer.from(signed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(changedPages(changed)).toBe(1)
  }
})

test('a signature is put in the place of another, and a program without room for one is refused', () => {
  const signed = signAdHoc(smallProgram(), 'app.deskside.first')
  const again = signAdHoc(signed, 'app.deskside.second')
  expect(changedPages(again)).toBe(0)
  expect(again.includes('app.deskside.second')).toBe(true)
  expect(again.includes('app.deskside.first')).toBe(false)
  expect(changedPages(smallProgram())).toBeUndefined()
  const full = smallProgram()
  full.writeUInt32LE(260, 32 + 72 + 48)
  expect(() => signAdHoc(full, 'app.deskside.test')).toThrow('no room')
})
