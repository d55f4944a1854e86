import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { RESTART_LIFE_MS } from '@deskside/protocol'
import { stateFolder } from './autostart.ts'
import type { Home } from './autostart.ts'
import { CannotDo } from './cannot-do.ts'
import { RETURN_ARGUMENT } from './restart.ts'
import { dropTicket, keepTicket } from './return-ticket.ts'
import type { ReturnTicket } from './return-ticket.ts'

/** How long somebody has to type a password, in milliseconds. */
const PASSWORD_MS = 120_000

export interface ElevationParts {
  readonly home: Home
  readonly program: readonly string[]
  readonly now: () => number
  /** Whether it runs as the administrator already. */
  readonly elevated: boolean
  /** In the place of the system's own question; for those who try this out. */
  readonly askCommand?: readonly string[] | undefined
}

/**
 * Starts this program anew with an administrator's rights. The system asks for the password, in a window of its own. @returns
 * once the new one has taken over this one's seat: then this one goes. @throws CannotDo; then this one goes on.
 */
export async function elevate(
  { home, program, now, elevated, askCommand }: ElevationParts,
  ticket: Omit<ReturnTicket, 'machine' | 'until'>,
): Promise<void> {
  if (elevated) throw new CannotDo('This program works with administrator rights already.')
  const folder = stateFolder(home)
  const command = [...(askCommand ?? asking(home)), ...program, `${RETURN_ARGUMENT}=${folder}`]
  keepTicket(folder, { ...ticket, until: now() + RESTART_LIFE_MS })
  try {
    await taken(folder, command)
  } finally {
    dropTicket(folder)
  }
}

/** The system's own way to ask; what is to be run comes after it. */
function asking({ platform, env }: Home): string[] {
  if (platform === 'linux') {
    // pkexec(1) takes the whole environment away; without these two nothing can be shown.
    const shown = ['DISPLAY', 'XAUTHORITY'].flatMap((name) => (env[name] ? [`${name}=${env[name]}`] : []))
    return ['pkexec', '--disable-internal-agent', 'env', ...shown]
  }
  if (platform === 'darwin') {
    const lines = [
      'on run argv',
      'set line to ""',
      'repeat with part in argv',
      'set line to line & quoted form of part & " "',
      'end repeat',
      'do shell script line & "> /dev/null 2>&1 &" with administrator privileges',
      'end run',
    ]
    return ['osascript', ...lines.flatMap((line) => ['-e', line]), '--']
  }
  throw new CannotDo('On this computer’s system more rights cannot be asked for yet.')
}

/** Waits until the new program has taken the ticket, or whoever asked for the password is gone without that. */
function taken(folder: string, [program = '', ...args]: readonly string[]): Promise<void> {
  const path = join(folder, 'return.json')
  return new Promise((resolve, reject) => {
    let child: ChildProcess | undefined
    const settle = (problem?: string): void => {
      clearTimeout(late)
      seen.close()
      if (problem === undefined) resolve()
      else reject(new CannotDo(problem))
    }
    const look = (): void => {
      if (!existsSync(path)) settle()
    }
    const seen = watch(folder, look)
    const late = setTimeout(() => {
      child?.kill()
      settle('Nobody typed the password in time.')
    }, PASSWORD_MS)
    // In a session of its own: it outlives this program.
    child = spawn(program, args, { stdio: 'ignore', detached: true, windowsHide: true })
    child.unref()
    child.on('error', () => settle('This computer has no way to ask for an administrator’s password.'))
    child.on('exit', (code) => {
      if (!existsSync(path)) settle()
      else if (code === 126) settle('The password was not given.')
      else if (code !== 0) settle('This computer did not give more rights.')
    })
  })
}
