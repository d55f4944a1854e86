import { expect, test } from 'vitest'
import { readArguments, wantsHelp } from './arguments.ts'
import { WrongUsage } from './failure.ts'

const FORMS = [
  { words: 'user create', options: { email: 'E', name: 'N' }, operands: [] },
  { words: 'user list', options: {}, operands: [] },
  { words: 'backup', options: {}, operands: ['DIR'] },
]
const read = (line: string) => readArguments(FORMS, line === '' ? [] : line.split(' '))
const refusal = (line: string): string => {
  try {
    read(line)
  } catch (error) {
    if (error instanceof WrongUsage) return error.message
    throw error
  }
  return 'not refused'
}

test('a command is found by its words, wherever its options stand', () => {
  expect(read('user create --email e --name n').given.options).toEqual({ email: 'e', name: 'n' })
  expect(read('--email=e user --name=-n create').given.options).toEqual({ email: 'e', name: '-n' })
  expect(read('backup here').given.operands).toEqual(['here'])
  expect(read('user list').form.words).toBe('user list')
})

test('help is shown when it is asked for, and when nothing is', () => {
  for (const line of ['', 'help', '--help', '-h', 'user create --help'])
    expect([line, wantsHelp(line === '' ? [] : line.split(' '))]).toEqual([line, true])
  expect(wantsHelp(['user', 'list'])).toBe(false)
})

test('what is written wrongly is refused with what to write instead', () => {
  for (const [line, said] of [
    ['frob', 'There is no command "frob"'],
    ['--email e', 'Name a command first'],
    ['user', 'Write one of: user create --email E --name N; user list.'],
    ['user frob', 'Write one of: user create'],
    ['user create --email e', '--name is missing. Write: npm run admin -- user create --email E --name N'],
    ['user create --email e --name', '--name needs a value'],
    ['user create --email --name n', '--email needs a value'],
    ['user create --email= --name n', '--email needs a value'],
    ['user create --email e --email f --name n', '--email is given twice'],
    ['user list --email e', '--email is not an option of "user list"'],
    ['user list --__proto__ e', '--__proto__ is not an option'],
    ['user create --toString e --email e --name n', '--toString is not an option'],
    ['backup', 'DIR is missing'],
    ['backup here there', '"there" is too much'],
  ] as const)
    expect([line, refusal(line)]).toEqual([line, expect.stringContaining(said)])
})
