import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's own folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

export interface Ran {
  readonly code: number
  readonly output: string
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs a program to its end; `quiet` keeps what it prints, to be shown only when it fails. */
export function run(
  command: readonly string[],
  options: { readonly quiet?: boolean; readonly env?: Record<string, string> } = {},
): Promise<Ran> {
  const [program = '', ...args] = command
  return new Promise((resolve, reject) => {
    const stdio = options.quiet ? (['ignore', 'pipe', 'pipe'] as const) : (['inherit', 'inherit', 'inherit'] as const)
    const child = spawn(program, args, { cwd: ROOT, stdio: [...stdio], env: { ...process.env, ...options.env } })
    let output = ''
    child.stdout?.on('data', (text: Buffer) => (output += text.toString()))
    child.stderr?.on('data', (text: Buffer) => (output += text.toString()))
    // Who ends the task ends what it started, too.
    const pass = (signal: NodeJS.Signals): void => {
      child.kill(signal)
      process.exit(1)
    }
    for (const signal of SIGNALS) process.once(signal, pass)
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      for (const name of SIGNALS) process.off(name, pass)
      resolve({ code: code ?? (signal ? 1 : 0), output })
    })
  })
}

/** Replaces this process by another as far as that goes: signals are passed on, the exit code is taken over. */
export function become(command: readonly string[], env: Record<string, string> = {}): void {
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  // The terminal's Ctrl+C reaches the child by itself; a signal sent to this process alone does not.
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}
