import { parseArgs } from 'node:util'
import { WrongUsage } from './failure.ts'

/** How a command is written: options that must all be given, and operands. */
export interface Form {
  /** The words of the command, such as `user create`. */
  readonly words: string
  /** Names of options, each with what its value is called on the usage page. */
  readonly options: Readonly<Record<string, string>>
  readonly operands: readonly string[]
}

export interface Given {
  readonly options: Readonly<Record<string, string>>
  readonly operands: readonly string[]
}

export function usageOf({ words, options, operands }: Form): string {
  const named = Object.entries(options).map(([name, value]) => `--${name} ${value}`)
  return [words, ...named, ...operands].join(' ')
}

export function wantsHelp(args: readonly string[]): boolean {
  return args.length === 0 || args.some((arg) => arg === '--help' || arg === '-h') || args[0] === 'help'
}

/** Finds the form that these arguments are written in. @throws WrongUsage with one sentence that says what to write. */
export function readArguments<F extends Form>(forms: readonly F[], args: readonly string[]): { form: F; given: Given } {
  const names = [...new Set(forms.flatMap(({ options }) => Object.keys(options)))]
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  const form = forms.find((one) => one.words.split(' ').every((word, index) => words[index] === word))
  if (!form) {
    const [first, second] = words
    const near = forms.filter((one) => one.words.split(' ')[0] === first).map(usageOf)
    if (near.length > 0) throw new WrongUsage(`Write one of: ${near.join('; ')}.`)
    const unknown =
      first === undefined ? 'Name a command first' : `There is no command "${[first, second].join(' ').trim()}"`
    throw new WrongUsage(`${unknown}. See them all with: npm run admin -- --help`)
  }
  const wrong = (what: string): WrongUsage => new WrongUsage(`${what}. Write: npm run admin -- ${usageOf(form)}`)
  const operands = words.slice(form.words.split(' ').length)
  const options: Record<string, string> = {}
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    if (!Object.hasOwn(form.options, token.name)) throw wrong(`${token.rawName} is not an option of "${form.words}"`)
    if (Object.hasOwn(options, token.name)) throw wrong(`--${token.name} is given twice`)
    // "--email --name N" forgot the address; a value that does begin with a dash is written --name=-N.
    const forgotten = token.inlineValue === false && token.value?.startsWith('-')
    if (!token.value || forgotten) throw wrong(`--${token.name} needs a value`)
    options[token.name] = token.value
  }
  const missing = Object.keys(form.options).find((name) => !Object.hasOwn(options, name))
  if (missing !== undefined) throw wrong(`--${missing} is missing`)
  if (operands.length < form.operands.length) throw wrong(`${form.operands[operands.length]} is missing`)
  if (operands.length > form.operands.length) throw wrong(`"${operands[form.operands.length]}" is too much`)
  return { form, given: { options, operands } }
}
