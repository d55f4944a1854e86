import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { posix, win32 } from 'node:path'
import { CannotDo } from './cannot-do.ts'

/** Where a system keeps what is of a user's programs. */
export interface Home {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What starts the program once at the next sign-in: a file, or commands that put it in and take it out. */
export type Autostart =
  | { readonly is: 'file'; readonly path: string; readonly text: string }
  | { readonly is: 'commands'; readonly put: readonly string[]; readonly remove: readonly string[] }

const NAME = 'deskside-support-manager-return'
const RUN_ONCE = String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\RunOnce`

/** Where the ticket is kept meanwhile. */
export function stateFolder({ platform, home, env }: Home): string {
  if (platform === 'win32')
    return win32.join(env['LOCALAPPDATA'] ?? win32.join(home, 'AppData', 'Local'), 'Deskside', 'state')
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Deskside')
  return posix.join(absolute(env['XDG_STATE_HOME']) ?? posix.join(home, '.local', 'state'), 'deskside')
}

/**
 * The entry for a command, given as the program and its arguments. It is the user's own, and needs no more rights.
 * @throws CannotDo where the command cannot be written down.
 */
export function autostartFor({ platform, home, env }: Home, command: readonly string[]): Autostart {
  if (command.some((part) => /[\0\r\n]/.test(part)))
    throw new CannotDo('The folder that this program is in has a name with which it cannot be started again.')
  if (platform === 'win32') {
    const line = command.map(windowsArgument).join(' ')
    return {
      is: 'commands',
      // Windows itself removes what is in RunOnce before it starts it.
      put: ['reg.exe', 'add', RUN_ONCE, '/v', NAME, '/t', 'REG_SZ', '/d', line, '/f'],
      remove: ['reg.exe', 'delete', RUN_ONCE, '/v', NAME, '/f'],
    }
  }
  if (platform === 'darwin')
    return {
      is: 'file',
      path: posix.join(home, 'Library', 'LaunchAgents', `${NAME}.plist`),
      text: launchAgent(command),
    }
  const config = absolute(env['XDG_CONFIG_HOME']) ?? posix.join(home, '.config')
  return { is: 'file', path: posix.join(config, 'autostart', `${NAME}.desktop`), text: desktopEntry(command) }
}

export async function putAutostart(entry: Autostart): Promise<void> {
  if (entry.is === 'commands') {
    if (!(await succeeds(entry.put)))
      throw new CannotDo('This computer does not let programs start again by themselves.')
    return
  }
  mkdirSync(posix.dirname(entry.path), { recursive: true })
  rmSync(entry.path, { force: true })
  writeFileSync(entry.path, entry.text, { mode: 0o600, flag: 'wx' })
}

/** One that is not there is no error: on Windows the system takes it out itself. */
export async function removeAutostart(entry: Autostart): Promise<void> {
  if (entry.is === 'commands') await succeeds(entry.remove)
  else rmSync(entry.path, { force: true })
}

/** Runs a program with its arguments. @returns whether it is there and ended well. */
function succeeds([program = '', ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', windowsHide: true })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
}

/** XDG Base Directory: a path that is not absolute is to be ignored. */
function absolute(path: string | undefined): string | undefined {
  return path?.startsWith('/') ? path : undefined
}

/**
 * Desktop Entry Specification 1.5, "The Exec key": quoted, then escaped once more as every string value is. By way of env(1),
 * since GLib looks for the first word as it stands here, without taking "%%" for "%".
 */
function desktopEntry(command: readonly string[]): string {
  const quoted = ['env', ...command].map(
    (part) => `"${part.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%')}"`,
  )
  const exec = quoted.join(' ').replaceAll('\\', '\\\\')
  return `[Desktop Entry]\nType=Application\nName=Deskside Support Manager\nExec=${exec}\nTerminal=false\n`
}

/** launchd.plist(5). */
function launchAgent(command: readonly string[]): string {
  const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const args = command.map((part) => `<string>${xml(part)}</string>`).join('')
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>Label</key><string>${NAME}</string><key>ProgramArguments</key><array>${args}</array><key>RunAtLoad</key><true/></dict></plist>
`
}

/** One argument as CommandLineToArgvW takes it apart again. */
function windowsArgument(part: string): string {
  return `"${part.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\+)$/, '$1$1')}"`
}
