import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { platformSchema } from '@deskside/protocol'
import type { Platform, SlotPlace } from '@deskside/protocol'
import { ROOT } from '../run.ts'
import { buildExecutable } from './executable.ts'
import { packLinux } from './linux.ts'
import { packMac } from './macos.ts'
import type { Packed, Packing } from './packing.ts'
import { ownPlatform, SYSTEMS } from './platforms.ts'
import { packWindows } from './windows.ts'

const DIST = join(ROOT, 'apps/support-manager/dist')

export interface BuildOptions {
  /** This machine's own when none is named. */
  readonly platforms?: readonly Platform[] | undefined
  /** The server's origin. Without it the program's place for an address stays empty, to be filled by the server. */
  readonly origin?: string | undefined
  /** Elsewhere than where the server looks. */
  readonly folder?: string | undefined
  /** Also when the sources are those of the last build. */
  readonly anew?: boolean
}

/** A line of `files.json`, from which the server learns what there is to download. */
interface BuiltFile {
  readonly platform: Platform
  /** Name in the folder of `files.json`. */
  readonly file: string
  readonly version: string
  readonly size: number
  readonly sha256: string
  /** 16 hexadecimal digits of the sources' hash. */
  readonly builtFrom: string
  readonly signed: boolean
  /** The one server it serves; null where `slot` says where the address goes. */
  readonly origin: string | null
  readonly slot: SlotPlace | null
}

const PACKERS: Readonly<Record<Platform, (program: Buffer, packing: Packing) => Promise<Packed>>> = {
  'linux-x64': packLinux,
  'win-x64': packWindows,
  'darwin-arm64': packMac,
  'darwin-x64': packMac,
}

/**
 * Builds the Support Manager's files, where their sources changed since the last time, and `files.json` beside them.
 * Files of other systems stay in the list while they are of the same sources. @throws a sentence when one cannot be built.
 */
export async function buildSupportManager(options: BuildOptions = {}): Promise<void> {
  const own = ownPlatform()
  const platforms = options.platforms ?? (own ? [own] : [])
  const { origin, folder = DIST } = options
  const builtFrom = await sourcesHash()
  const { version } = JSON.parse(await readFile(join(ROOT, 'apps/support-manager/package.json'), 'utf8')) as {
    version: string
  }
  const known = (await readList(folder)).filter(
    (file) => file.builtFrom === builtFrom && existsSync(join(folder, file.file)),
  )
  const isDone = (platform: Platform): boolean =>
    options.anew !== true && known.some((file) => file.platform === platform && file.origin === (origin ?? null))
  const missing = platforms.filter((platform) => !isDone(platform))
  if (missing.length === 0) return
  await mkdir(folder, { recursive: true })
  let files = known
  for (const platform of missing) {
    process.stderr.write(`Building the Support Manager for ${platform} …\n`)
    const program = await buildExecutable(SYSTEMS[platform], { version, builtFrom, origin })
    const packed = await PACKERS[platform](program, { version, origin, platform })
    await writeWhole(join(folder, packed.file), packed.bytes)
    files = [
      ...files.filter((file) => file.platform !== platform),
      describe(packed, { platform, version, builtFrom, origin }),
    ]
    await writeWhole(join(folder, 'files.json'), `${JSON.stringify(files, null, 2)}\n`)
  }
  await forgetOthers(folder, files)
}

function describe(
  { file, bytes, slot }: Packed,
  made: { platform: Platform; version: string; builtFrom: string; origin: string | undefined },
): BuiltFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { platform, version, builtFrom, origin = null } = made
  return { platform, file, version, size: bytes.length, sha256, builtFrom, signed: false, origin, slot: slot ?? null }
}

async function readList(folder: string): Promise<BuiltFile[]> {
  const file = join(folder, 'files.json')
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as BuiltFile[]) : []
}

/** Files of earlier sources, which nobody is offered any more. */
async function forgetOthers(folder: string, files: readonly BuiltFile[]): Promise<void> {
  for await (const file of glob('Support-Manager-*', { cwd: folder }))
    if (!files.some((is) => is.file === file)) await rm(join(folder, file))
}

async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  const half = `${path}.${process.pid}`
  await writeFile(half, content)
  await rename(half, path)
}

/** Of all that goes into the program; the lock file stands for the packages. */
async function sourcesHash(): Promise<string> {
  const patterns = [
    'apps/support-manager/src/**/*.{ts,tsx,css}',
    'apps/support-manager/package.json',
    'packages/{protocol,realtime}/src/**/*.ts',
    'scripts/support-manager/*',
    'package-lock.json',
  ]
  const files: string[] = []
  for await (const file of glob(patterns, { cwd: ROOT })) if (!/\.test\.tsx?$|\/testing\//.test(file)) files.push(file)
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(file).update(await readFile(join(ROOT, file)))
  return hash.digest('hex').slice(0, 16)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      platform: { type: 'string' },
      all: { type: 'boolean', default: false },
      url: { type: 'string' },
      folder: { type: 'string' },
      anew: { type: 'boolean', default: false },
    },
  })
  const named = values.all ? platformSchema.options : values.platform?.split(',')
  const platforms = named?.map((name) => {
    const platform = platformSchema.safeParse(name)
    if (!platform.success) throw new Error(`--platform is one or more of ${platformSchema.options.join(',')}.`)
    return platform.data
  })
  const origin = values.url === undefined ? undefined : URL.parse(values.url)?.origin
  if (values.url !== undefined && !origin?.startsWith('http')) throw new Error('--url is the address of a server.')
  if (origin === undefined && platforms?.some((platform) => platform.startsWith('darwin')))
    throw new Error('The program for macOS is signed with its address inside: name the server by --url.')
  await buildSupportManager({ platforms, origin, folder: values.folder, anew: values.anew })
}

if (import.meta.main)
  await main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
