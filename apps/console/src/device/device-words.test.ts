import { interpreterSchema, scriptPlatformSchema } from '@deskside/protocol'
import { expect, it } from 'vitest'
import { INTERPRETER_WORDS, PLATFORM_WORDS, endWords } from './device-words.ts'

it('[device R5] says how a script came out, and that its output was cut', () => {
  expect(endWords({ outcome: 'done', exitCode: 0, cut: false })).toBe('Done: exit code 0.')
  expect(endWords({ outcome: 'done', exitCode: 3, cut: true })).toBe(
    'Done, and it says that something went wrong: exit code 3. There was more output than is shown: it was cut.',
  )
  expect(endWords({ outcome: 'timed-out', exitCode: null, cut: false })).toMatch(/longer than ten minutes/)
  expect(endWords({ outcome: 'stopped', exitCode: null, cut: false })).toBe('Stopped.')
})

it('has a word for every system and interpreter, and no two are the same', () => {
  for (const [words, options] of [
    [INTERPRETER_WORDS, interpreterSchema.options],
    [PLATFORM_WORDS, scriptPlatformSchema.options],
  ] as const)
    expect(new Set(Object.values(words)).size).toBe(options.length)
})
