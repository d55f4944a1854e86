import { isSea } from 'node:sea'
import { fileURLToPath } from 'node:url'

/** The command line that starts this same program once more, for a process that does one thing for it. */
export function ownCommand(...args: readonly string[]): readonly [string, ...string[]] {
  const program = isSea() ? [] : [fileURLToPath(new URL('../one-file.ts', import.meta.url))]
  return [process.execPath, ...program, ...args]
}
