import { homedir, userInfo } from 'node:os'
import { spawn } from '@lydell/node-pty'
import type { IPty } from '@lydell/node-pty'
import type { DeviceChannel } from './outlet.ts'
import { Outlet } from './outlet.ts'
import { endSession } from './process-session.ts'

export interface ShellSize {
  readonly columns: number
  readonly rows: number
}
export interface Shell {
  /** Settles once, with what the shell ended with; null where it was ended. */
  readonly ended: Promise<number | null>
  type(text: string): void
  resize(size: ShellSize): void
  /** Ends it here and now, with all that runs in it. */
  stop(): void
}

/** A command line in a terminal of its own, as the user whose program this is. @throws when the system gives no terminal. */
export function openShell({ columns, rows }: ShellSize, channel: DeviceChannel): Shell {
  const outlet = new Outlet({ channel, what: 'shell', limit: Infinity })
  const terminal: IPty = spawn(userInfo().shell ?? '/bin/sh', [], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: homedir(),
  })
  let stopped = false
  const data = terminal.onData((text) => outlet.text(text, 'out', terminal))
  const ended = new Promise<number | null>((resolve) => {
    terminal.onExit(({ exitCode }) => {
      // What was sent to the background goes with its terminal, also what does not care for a hang-up.
      endSession(terminal.pid)
      data.dispose()
      outlet.close()
      resolve(stopped ? null : exitCode)
    })
  })
  return {
    ended,
    type: (text) => terminal.write(text),
    resize(size) {
      try {
        terminal.resize(size.columns, size.rows)
      } catch (error) {
        // A program that let go of its terminal and runs on: there is nothing that has a size.
        if (!(error instanceof Error && error.message.includes('ioctl'))) throw error
      }
    },
    stop() {
      if (stopped) return
      stopped = true
      // A source that rests would not notice its end.
      outlet.close()
      endSession(terminal.pid)
    },
  }
}
