import { expect, test } from 'vitest'
import { unicodeInputs } from './libnut-text.ts'

/** What Windows reads of each INPUT structure: its type, key, character and flags. */
const read = (inputs: Buffer) =>
  Array.from({ length: inputs.length / 40 }, (_, index) => {
    const at = index * 40
    return [
      inputs.readUInt32LE(at),
      inputs.readUInt16LE(at + 8),
      inputs.readUInt16LE(at + 10),
      inputs.readUInt32LE(at + 12),
    ]
  })

test('[control R7] a character is pressed and let go of as itself, without a key of any layout', () => {
  expect(read(unicodeInputs('ä'))).toEqual([
    [1, 0, 0xe4, 0x4],
    [1, 0, 0xe4, 0x6],
  ])
})

test('[control R7] a character beyond the first plane goes as its two halves', () => {
  expect(read(unicodeInputs('😀')).map(([, , scan, flags]) => [scan, flags])).toEqual([
    [0xd83d, 0x4],
    [0xd83d, 0x6],
    [0xde00, 0x4],
    [0xde00, 0x6],
  ])
})
