import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isSea } from 'node:sea'
import { passCodeSchema } from '@deskside/protocol'

/** Where a pass's code may have come in. */
export interface Arrival {
  /** The program's own path. */
  readonly program: string
  /** The command line without the program. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** Names of files in the program's folder, the newest first. */
  readonly beside: readonly string[]
}

/** Set by the Windows wrapper to its own path: it was downloaded with the code, and starts the program from elsewhere. */
const LAUNCHER = 'DESKSIDE_LAUNCHER'

/**
 * The code of the pass that this download was made for: what was said on the command line, else a link that the system
 * opened (`deskside://join/CODE`), else the name of the file, of the folder or app that it is in, or of the archive that it came
 * out of. @returns undefined when there is none: then the panel asks. No server is ever named this way (THREATS F3).
 */
export function joinCodeFrom({ program, args, env, beside }: Arrival): string | undefined {
  const said = args.flatMap((arg, index) => {
    if (arg === '--join') return [args[index + 1] ?? '']
    return arg.startsWith('--join=') ? [arg.slice('--join='.length)] : []
  })[0]
  if (said !== undefined) return codeOf(said.replaceAll(/[\s-]/g, ''))
  const link = args.map(linkCode).find((code) => code !== undefined)
  if (link !== undefined) return link
  // Windows' and POSIX' ways to write a path, whichever this runs on.
  const parts = [env[LAUNCHER] ?? '', program].flatMap((path) => path.split(/[\\/]/).filter(Boolean).toReversed())
  return [...parts, ...beside].map(nameCode).find((code) => code !== undefined)
}

/** Looks where this start came from. */
export function joinCodeOfThisStart(args: readonly string[]): string | undefined {
  const { env, execPath } = process
  // Run from its sources, the program is Node, and what lies beside Node means nothing.
  if (!isSea()) return joinCodeFrom({ program: '', args, env, beside: [] })
  return joinCodeFrom({ program: execPath, args, env, beside: namesBeside(execPath) })
}

function linkCode(arg: string): string | undefined {
  // Browsers may add a slash to an address that they hand on.
  const code = /^deskside:(?:\/\/)?join\/([^/?#]+)\/?$/i.exec(arg)?.[1]
  return code === undefined ? undefined : codeOf(code)
}

/**
 * The code in a name such as "Support-Manager-7kq2m4tp9xze (1).exe". What systems add to a name that is taken ("(1)", "- Copy",
 * in every language, a second ".exe") comes after it, so all after it is passed over.
 */
function nameCode(name: string): string | undefined {
  const code = /^support[-_ ]manager[-_ ]+([0-9a-z]{12})(?![0-9a-z])/i.exec(name)?.[1]
  // The place for a code in the name of the app on macOS, where none was put in.
  return code === undefined || /^0+$/.test(code) ? undefined : codeOf(code)
}

function codeOf(text: string): string | undefined {
  const parsed = passCodeSchema.safeParse(text.toLowerCase())
  return parsed.success ? parsed.data : undefined
}

/** The archives in the program's folder: on Linux the program comes out of one, whose name has the code. */
function namesBeside(program: string): string[] {
  const folder = dirname(program)
  try {
    const archives = readdirSync(folder).filter((name) => /\.(tar\.[gx]z|tgz|zip)$/i.test(basename(name)))
    const dated = archives.map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
    return dated.sort((one, other) => other.at - one.at).map(({ name }) => name)
  } catch (error) {
    // A folder that cannot be read has nothing to say.
    if (error instanceof Error && 'code' in error) return []
    throw error
  }
}
