import type { Interpreter } from '@deskside/protocol'

interface Way {
  readonly command: string
  /** Before the script's file. */
  readonly args: readonly string[]
  /** How its files end; some interpreters insist. */
  readonly suffix: string
  /** Which systems have it. */
  readonly systems: readonly NodeJS.Platform[]
  /** What the interpreter's own rules for files need. */
  readonly encode?: (text: string) => string
}

const POSIX = ['linux', 'darwin'] as const

/** How each interpreter is started: a fixed command with fixed arguments and the script's file, never a line for a shell (A10). */
export const INTERPRETERS: Readonly<Record<Interpreter, Way>> = {
  bash: { command: 'bash', args: ['--noprofile', '--norc'], suffix: '.sh', systems: POSIX },
  sh: { command: 'sh', args: [], suffix: '.sh', systems: POSIX },
  zsh: { command: 'zsh', args: ['--no-rcs'], suffix: '.zsh', systems: POSIX },
  python3: { command: 'python3', args: [], suffix: '.py', systems: POSIX },
  osascript: { command: 'osascript', args: [], suffix: '.applescript', systems: ['darwin'] },
  powershell: {
    command: 'powershell.exe',
    args: ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'],
    suffix: '.ps1',
    systems: ['win32'],
    // Windows PowerShell takes a file without a byte order mark for one in the system's old code page.
    encode: (text) => `\ufeff${text}`,
  },
  cmd: {
    command: 'cmd.exe',
    args: ['/d', '/q', '/c'],
    suffix: '.cmd',
    systems: ['win32'],
    // Labels are not found in files with bare line feeds.
    encode: (text) => text.replaceAll(/\r?\n/g, '\r\n'),
  },
}
