import { parseArgs } from 'node:util'
import { z } from 'zod'

/** How the panel is shown: the system's own web view, a browser, or not at all (its address is printed). */
const windowSchema = z.enum(['auto', 'webview', 'browser', 'none'])

export interface Config {
  /** More windows for the deny list, by a part of their class or title. */
  readonly denied: readonly string[]
  /** Only when run from source: which server. A built program has its server's address inside, and no other. */
  readonly server: string | undefined
  readonly window: z.infer<typeof windowSchema>
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
        window: { type: 'string', default: 'auto' },
        deny: { type: 'string', multiple: true, default: [] },
      },
      allowPositionals: true,
      strict: true,
    })
    const window = windowSchema.safeParse(values.window)
    if (!window.success) return { ok: false, problem: '--window is one of auto, webview, browser and none.' }
    const { server, deny } = values
    return { ok: true, config: { server, window: window.data, denied: deny } }
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'The command line could not be read.' }
  }
}
