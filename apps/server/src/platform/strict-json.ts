import { AppError } from './errors.ts'

/** Names that change an object's own nature when they are copied. */
const POISON = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * `JSON.parse`, but an object with the same name twice, or with a name such as `__proto__`, is refused: two programs
 * that read it differently would see two different messages (ASVS 15.3.6).
 * @throws SyntaxError for what is no JSON, AppError request.invalid for such names.
 */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  if (text.includes('{')) checkNames(text)
  return value
}

/** Walks over valid JSON and looks at every object's names. */
function checkNames(text: string): void {
  const open: (Set<string> | undefined)[] = []
  let expectsName = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '"') {
      const end = stringEnd(text, at)
      if (expectsName) check(open.at(-1), JSON.parse(text.slice(at, end)) as string)
      expectsName = false
      at = end - 1
    } else if (character === '{') {
      open.push(new Set())
      expectsName = true
    } else if (character === '[') {
      open.push(undefined)
      expectsName = false
    } else if (character === '}' || character === ']') {
      open.pop()
      expectsName = false
    } else if (character === ',') {
      expectsName = open.at(-1) !== undefined
    }
  }
}

function check(names: Set<string> | undefined, name: string): void {
  if (POISON.has(name) || names?.has(name)) throw new AppError('request.invalid')
  names?.add(name)
}

/** The place just behind the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; ; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
  }
}
