import { expect, test } from 'vitest'
import { personNameSchema } from './identifiers.ts'

test('G1: a name holds no line ends, control or direction characters, and 80 characters at most', () => {
  for (const name of [
    'a\u202Eb',
    'a\nb',
    'a\u0000b',
    'a\u2066b',
    '\u200Fa',
    'a\u2028b',
    'a\u2029b',
    'a\u061Cb',
    '   ',
    'x'.repeat(81),
  ])
    expect(personNameSchema.safeParse(name).success).toBe(false)
  for (const name of ['Ånna Müller-Łoś', '王小明', 'محمد', '<b>Bob</b>', ' Zoë ', "O'Neil 👩‍💻"])
    expect(personNameSchema.parse(name)).toBe(name.trim())
})

test('G1: a name has something to be seen', () => {
  for (const name of ['\u200B', '\u200D\u2060', '\uFEFF', '\u00AD\u200C', '\u3000 \u00A0'])
    expect(personNameSchema.safeParse(name).success).toBe(false)
  // Joiners belong into Persian and into families of emoji.
  for (const name of ['می\u200cخواهم', '👨‍👩‍👧', '…', '7']) expect(personNameSchema.parse(name)).toBe(name)
})
