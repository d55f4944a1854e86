import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { CannotDo, WrongUsage } from './failure.ts'

/** More than any password holds: what is longer is not one. */
const PASSWORD_BYTES = 4_096

/** Prints a line. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** A new password: one line from standard input, or typed twice, unseen, when that is a terminal. */
export function readPassword(): Promise<string> {
  return process.stdin.isTTY ? typePassword() : pipedPassword()
}

async function pipedPassword(): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > PASSWORD_BYTES) throw new CannotDo('Give one line on standard input: the password, and nothing else.')
  }
  const password = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
  if (password === '') throw new WrongUsage('Give the password as one line on standard input.')
  if (/[\r\n]/.test(password)) throw new CannotDo('Give one line on standard input: the password, and nothing else.')
  return password
}

async function typePassword(): Promise<string> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true })
  const stopped = new AbortController()
  lines.on('SIGINT', () => stopped.abort())
  const ask = async (question: string): Promise<string> => {
    process.stderr.write(question)
    try {
      return await lines.question('', { signal: stopped.signal })
    } catch (error) {
      throw new CannotDo('Nothing was changed.', { cause: error })
    } finally {
      process.stderr.write('\n')
    }
  }
  try {
    const password = await ask('New password (it is not shown): ')
    if ((await ask('The same once more: ')) === password) return password
  } finally {
    lines.close()
  }
  throw new CannotDo('The two passwords are not the same. Nothing was changed; try again.')
}
