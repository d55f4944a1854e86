import type { Interpreter, ScriptPlatform } from '@deskside/protocol'
import type { Ended } from './device-desk.ts'

export const PLATFORM_WORDS: Readonly<Record<ScriptPlatform, string>> = {
  any: 'Any system',
  linux: 'Linux',
  win: 'Windows',
  darwin: 'macOS',
}

export const INTERPRETER_WORDS: Readonly<Record<Interpreter, string>> = {
  bash: 'Bash',
  sh: 'POSIX shell',
  zsh: 'Z shell',
  python3: 'Python 3',
  powershell: 'PowerShell',
  cmd: 'Windows command prompt',
  osascript: 'AppleScript',
}

/** How a script or a command line came out. */
export function endWords({ outcome, exitCode, cut }: Ended): string {
  const rest = cut ? ' There was more output than is shown: it was cut.' : ''
  if (outcome === 'timed-out') return `Ended, because it took longer than ten minutes.${rest}`
  if (outcome !== 'done') return `Stopped.${rest}`
  return `${exitCode === 0 ? 'Done' : 'Done, and it says that something went wrong'}: exit code ${exitCode ?? 'unknown'}.${rest}`
}
