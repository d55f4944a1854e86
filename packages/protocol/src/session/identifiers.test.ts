import { expect, test } from 'vitest'
import { personNameSchema } from './identifiers.ts'

test('G1: a name holds no line ends, control or direction characters, and 80 characters at most', () => {
  for (const name of ['a\u202Eb', 'a\nb', 'a\u0000b', 'a\u2066b', '\u200Fa', '   ', 'x'.repeat(81)])
    expect(personNameSchema.safeParse(name).success).toBe(false)
  for (const name of ['Ånna Müller-Łoś', '王小明', 'محمد', '<b>Bob</b>', ' Zoë ', "O'Neil 👩‍💻"])
    expect(personNameSchema.parse(name)).toBe(name.trim())
})
