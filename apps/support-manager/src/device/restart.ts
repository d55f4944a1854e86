import { spawn } from 'node:child_process'
import { RESTART_LIFE_MS } from '@deskside/protocol'
import { autostartFor, putAutostart, removeAutostart, stateFolder } from './autostart.ts'
import type { Home } from './autostart.ts'
import { CannotDo } from './cannot-do.ts'
import { dropTicket, keepTicket, takeTicket } from './return-ticket.ts'
import type { ReturnTicket } from './return-ticket.ts'

/** What says at the program's start that it comes back: `--return=FOLDER`, where the ticket is. */
export const RETURN_ARGUMENT = '--return'

/** Ways to restart, in the order in which they are tried: the first that the system has. */
const COMMANDS: Readonly<Partial<Record<NodeJS.Platform, readonly (readonly string[])[]>>> = {
  linux: [
    ['systemctl', '--no-ask-password', 'reboot'],
    ['shutdown', '-r', 'now'],
  ],
  win32: [['shutdown.exe', '/r', '/t', '5']],
  darwin: [['osascript', '-e', 'tell application "System Events" to restart']],
}

export interface ReturnParts {
  readonly home: Home
  /** How this program is started: itself, and its arguments. */
  readonly program: readonly string[]
  readonly now: () => number
  /** Where the ticket is, for a start with more rights: that of the user who gave them. */
  readonly folder?: string | undefined
  /** In the place of the system's own way to restart; for those who try this out. */
  readonly restartCommand?: readonly string[] | undefined
}

/** Restarts the computer, and brings the program back into its session after it. */
export class Return {
  readonly #parts: ReturnParts
  readonly #folder: string

  constructor(parts: ReturnParts) {
    this.#parts = parts
    this.#folder = parts.folder ?? stateFolder(parts.home)
  }

  /** @returns until when the program comes back by itself. @throws CannotDo; then nothing is left behind. */
  async restart(ticket: Omit<ReturnTicket, 'machine' | 'until'>): Promise<{ readonly until: number }> {
    const { home, program, now, restartCommand } = this.#parts
    const commands = restartCommand ? [restartCommand] : (COMMANDS[home.platform] ?? [])
    const until = now() + RESTART_LIFE_MS
    try {
      keepTicket(this.#folder, { ...ticket, until })
      await putAutostart(autostartFor(home, [...program, `${RETURN_ARGUMENT}=${this.#folder}`]))
      await runFirst(commands)
    } catch (error) {
      await this.clear()
      throw error
    }
    return { until }
  }

  /**
   * At a start: takes the ticket and everything that led to this start away (THREATS C13). @returns the ticket where the
   * program really comes back.
   */
  async take(origin: string, owner?: number | undefined): Promise<ReturnTicket | undefined> {
    const ticket = takeTicket(this.#folder, { origin, now: this.#parts.now(), owner })
    await this.clear()
    return ticket
  }

  /** Nothing comes back any more: the session is over, or the restart was not to be. */
  async clear(): Promise<void> {
    const { home, program } = this.#parts
    dropTicket(this.#folder)
    await removeAutostart(autostartFor(home, program))
  }
}

async function runFirst(commands: readonly (readonly string[])[]): Promise<void> {
  for (const [program = '', ...args] of commands) {
    const code = await new Promise<number | 'missing'>((resolve) => {
      const child = spawn(program, args, { stdio: 'ignore', windowsHide: true })
      child.on('error', () => resolve('missing'))
      child.on('exit', (exit) => resolve(exit ?? 1))
    })
    if (code === 0) return
    if (code !== 'missing')
      throw new CannotDo('This computer refused to restart. Somebody else may be signed in, or it needs more rights.')
  }
  throw new CannotDo('This computer has no way to be restarted by a program.')
}
