import { homedir } from 'node:os'
import { isSea } from 'node:sea'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Home } from './device/autostart.ts'

/** How the panel is shown: the system's own web view, a browser, or not at all (its address is printed). */
const windowSchema = z.enum(['auto', 'webview', 'browser', 'none'])

/** The X11 display that this program was started on, for instance ":0". */
export const displayName = (): string | undefined => process.env['DISPLAY']

export interface Config {
  /** More windows for the deny list, by a part of their class or title. */
  readonly denied: readonly string[]
  /** Only when run from source: which server. A built program has its server's address inside, and no other. */
  readonly server: string | undefined
  readonly window: z.infer<typeof windowSchema>
  /** Where the ticket is with which this start comes back into a session; undefined for any other start. */
  readonly returnFolder: string | undefined
  /** Whose ticket it must be, where the system started this program with more rights: the user who gave them. */
  readonly returnOwner: number | undefined
  /** What starts this program again, without what was for this start alone. */
  readonly program: readonly string[]
  readonly home: Home
  /** Only when run from source: what is run in the place of the system's own way to restart (`DESKSIDE_REBOOT`). */
  readonly restartCommand: readonly string[] | undefined
}

export type ConfigReading =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problem: string }

/** Reads the command line. What the system itself adds (a link that was opened) is left to `joinCodeFrom`. */
export function readConfig(args: readonly string[]): ConfigReading {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        server: { type: 'string' },
        // Read by `joinCodeFrom`, which knows all the ways in which a code comes.
        join: { type: 'string' },
        return: { type: 'string' },
        window: { type: 'string', default: 'auto' },
        deny: { type: 'string', multiple: true, default: [] },
      },
      allowPositionals: true,
      strict: true,
    })
    const window = windowSchema.safeParse(values.window)
    if (!window.success) return { ok: false, problem: '--window is one of auto, webview, browser and none.' }
    const { server, deny } = values
    const { env, platform } = process
    return {
      ok: true,
      config: {
        server,
        window: window.data,
        denied: deny,
        returnFolder: values.return,
        returnOwner: env['PKEXEC_UID'] === undefined ? undefined : Number(env['PKEXEC_UID']),
        program: [
          ...ownProgram(),
          ...(server === undefined ? [] : ['--server', server]),
          '--window',
          window.data,
          ...deny.flatMap((part) => ['--deny', part]),
        ],
        home: { platform, home: homedir(), env },
        restartCommand: isSea() ? undefined : env['DESKSIDE_REBOOT']?.split(' '),
      },
    }
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'The command line could not be read.' }
  }
}

function ownProgram(): readonly string[] {
  const { argv, execArgv, execPath } = process
  return isSea() ? [execPath] : [execPath, ...execArgv, argv[1] ?? '']
}
