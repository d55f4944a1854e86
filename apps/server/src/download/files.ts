import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { addressPatches, platformSchema } from '@deskside/protocol'
import type { Platform, ProgramFile } from '@deskside/protocol'
import type { Logger } from 'pino'
import { z } from 'zod'
import { readPatched } from './patched-file.ts'
import type { Patch } from './patched-file.ts'

/** Where the build of the Support Manager leaves its files and the list of them. */
const BUILT = fileURLToPath(new URL('../../../support-manager/dist', import.meta.url))

const offset = z.int().nonnegative()
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
    /** The one server that it serves; null where that server's address is put in on the way, at `slot`. */
    origin: z.string().nullable().default(null),
    slot: z.object({ offset, crc32At: offset.optional() }).nullable().default(null),
  }),
)
type Written = z.infer<typeof listSchema>[number]

export interface StoredProgram {
  readonly about: ProgramFile
  readonly path: string
  /** What of its bytes is this server's own. */
  readonly patches: readonly Patch[]
  /** How its kind of file ends, for instance ".exe". */
  readonly ending: string
}

export interface ProgramFiles {
  /** Every system's file that is whole and serves this server (download R6). */
  all(): Promise<StoredProgram[]>
  find(platform: Platform): Promise<StoredProgram | undefined>
}

interface Parts {
  readonly log: Logger
  readonly folder?: string | undefined
  /** This site's own, for instance "https://support.example.com". */
  readonly origin: () => string
}

export function createProgramFiles({ log, folder = BUILT, origin }: Parts): ProgramFiles {
  const hashes = createHashes()

  const written = async (): Promise<Written[]> => {
    const text = await readFile(join(folder, 'files.json'), 'utf8').catch(whenMissing)
    if (text === undefined) return []
    const parsed = listSchema.safeParse(parseJson(text))
    if (parsed.success) return parsed.data
    log.error({ err: parsed.error }, 'the list of Support Manager files cannot be read')
    return []
  }
  const load = async (entry: Written): Promise<StoredProgram[]> => {
    const { platform, file, version, size, signed, slot } = entry
    if (entry.origin !== null && entry.origin !== origin()) {
      log.warn({ platform }, 'a Support Manager file was built for another address: it is not offered')
      return []
    }
    const path = join(folder, file)
    const found = await stat(path).catch(whenMissing)
    const as = (patches: readonly Patch[]) => hashes(path, { changed: found?.mtimeMs ?? 0, patches })
    if (found?.size !== size || (await as([])) !== entry.sha256) {
      log.error({ platform }, 'a Support Manager file is not what its list says: it is not offered')
      return []
    }
    const patches = slot ? addressPatches(slot, origin()) : []
    const about = {
      platform,
      version,
      size,
      sha256: await as(patches),
      builtAt: Math.round(found.mtimeMs),
      signed,
    }
    return [{ about, path, patches, ending: /\.(exe|zip|tar\.[gx]z|tgz)$/.exec(file)?.[0] ?? '' }]
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

/** SHA-256 of files as they are and as they are sent; read anew only when they change. */
function createHashes(): (path: string, of: { changed: number; patches: readonly Patch[] }) => Promise<string> {
  const known = new Map<string, { readonly changed: number; readonly sha256: Promise<string> }>()
  return (path, { changed, patches }) => {
    const key = `${path} ${patches.map(({ at, bytes }) => `${at}:${Buffer.from(bytes).toString('base64')}`).join(' ')}`
    const seen = known.get(key)
    if (seen?.changed === changed) return seen.sha256
    const sha256 = hashFile(path, patches)
    known.set(key, { changed, sha256 })
    // What could not be read this time may be read the next.
    sha256.catch(() => known.delete(key))
    return sha256
  }
}

async function hashFile(path: string, patches: readonly Patch[]): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(readPatched(path, { patches }), hash)
  return hash.digest('hex')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function whenMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
