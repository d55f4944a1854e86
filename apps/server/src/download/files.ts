import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { platformSchema } from '@deskside/protocol'
import type { Platform, ProgramFile } from '@deskside/protocol'
import type { Logger } from 'pino'
import { z } from 'zod'

/** Where the build of the Support Manager leaves its files and the list of them. */
const BUILT = fileURLToPath(new URL('../../../support-manager/dist', import.meta.url))

/** What the build writes down of each file, in `files.json`. */
const listSchema = z.array(
  z.object({
    platform: platformSchema,
    /** A name in the same folder, never a way to another one. */
    file: z.string().refine((name) => basename(name) === name && !name.startsWith('.')),
    version: z.string().max(40),
    size: z.int().positive(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    signed: z.boolean().default(false),
  }),
)
type Written = z.infer<typeof listSchema>[number]

export interface StoredProgram {
  readonly about: ProgramFile
  readonly path: string
  /** How its kind of file ends, for instance ".exe". */
  readonly ending: string
}

export interface ProgramFiles {
  /** Every system's file that is whole (download R6). */
  all(): Promise<StoredProgram[]>
  find(platform: Platform): Promise<StoredProgram | undefined>
}

export function createProgramFiles({
  log,
  folder = BUILT,
}: {
  log: Logger
  folder?: string | undefined
}): ProgramFiles {
  const whole = createWholeness()

  const written = async (): Promise<Written[]> => {
    const text = await readFile(join(folder, 'files.json'), 'utf8').catch(whenMissing)
    if (text === undefined) return []
    const parsed = listSchema.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    log.error({ err: parsed.error }, 'the list of Support Manager files cannot be read')
    return []
  }
  const load = async (entry: Written): Promise<StoredProgram[]> => {
    const { platform, file, version, size, sha256, signed } = entry
    const path = join(folder, file)
    const found = await stat(path).catch(whenMissing)
    const same = found?.size === size && (await whole(path, { ...entry, changed: found.mtimeMs }))
    if (!found || !same) {
      log.error({ platform }, 'a Support Manager file is not what its list says: it is not offered')
      return []
    }
    const about = { platform, version, size, sha256, builtAt: Math.round(found.mtimeMs), signed }
    return [{ about, path, ending: /\.(exe|zip|tar\.[gx]z|tgz)$/.exec(file)?.[0] ?? '' }]
  }
  return {
    all: async () => (await Promise.all((await written()).map(load))).flat(),
    async find(platform) {
      const entry = (await written()).find((e) => e.platform === platform)
      const [stored] = entry ? await load(entry) : []
      return stored
    },
  }
}

/** Whether a file's bytes are those that were written down; looked at once for every time that it changes. */
function createWholeness(): (path: string, is: { sha256: string; changed: number }) => Promise<boolean> {
  const known = new Map<string, { readonly changed: number; readonly sha256: Promise<string> }>()
  return async (path, { sha256, changed }) => {
    let seen = known.get(path)
    if (seen?.changed !== changed) {
      seen = { changed, sha256: hashFile(path) }
      known.set(path, seen)
    }
    return (await seen.sha256) === sha256
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

function whenMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
