import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { addressMarker, writeAddressSlot } from '@deskside/protocol'
import type { About } from '../../apps/support-manager/src/platform/about.ts'
import { ABOUT_ASSET, ADDRESS_ASSET } from '../../apps/support-manager/src/platform/about.ts'
import { addonAsset } from '../../apps/support-manager/src/platform/native-addons.ts'
import { PANEL_ASSET } from '../../apps/support-manager/src/panel/page-source.ts'
import { bundleProgram } from './bundle.ts'
import { buildPanelPage } from './panel-page.ts'
import type { System } from './platforms.ts'
import { SYSTEMS } from './platforms.ts'

interface Made {
  readonly version: string
  readonly builtFrom: string
  /** The server's origin; without one the program's slot stays empty. */
  readonly origin: string | undefined
}

/**
 * The program for one system as a single executable: Node, the bundle and all that it needs (Node's documentation, "Single
 * executable applications"). No code cache and no snapshot, which are of one system and one build.
 */
export async function buildExecutable(system: System, made: Made): Promise<Buffer> {
  const work = await mkdtemp(join(tmpdir(), 'deskside-build-'))
  try {
    const [program, page] = await Promise.all([bundleProgram(system), buildPanelPage()])
    const addons: Record<string, string> = {}
    for (const name of program.addons) addons[name] = await system.addon(name)
    const texts = {
      [ABOUT_ASSET]: JSON.stringify(await aboutOf(made, addons)),
      [ADDRESS_ASSET]: writeAddressSlot(made.origin),
      [PANEL_ASSET]: page,
    }
    const assets: Record<string, string> = {}
    for (const [name, content] of Object.entries(texts)) {
      assets[name] = join(work, name)
      await writeFile(join(work, name), content)
    }
    for (const [name, file] of Object.entries(addons)) assets[addonAsset(name)] = file
    await writeFile(join(work, 'program.mjs'), program.text)
    // Names without a folder: they are kept in the program, and the same sources shall give the same bytes.
    const settings = {
      main: 'program.mjs',
      mainFormat: 'module',
      executable: await system.node(),
      output: 'program',
      assets,
      disableExperimentalSEAWarning: true,
      useCodeCache: false,
      useSnapshot: false,
      // Otherwise NODE_OPTIONS would run anybody's code inside the program.
      execArgvExtension: 'none',
    }
    await writeFile(join(work, 'sea.json'), JSON.stringify(settings))
    // Always the same Node makes it: the one that the lock file pins for this machine.
    const maker = process.platform === 'linux' ? await SYSTEMS['linux-x64'].node() : process.execPath
    await promisify(execFile)(maker, ['--build-sea', 'sea.json'], { cwd: work })
    return await readFile(join(work, 'program'))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Where the address stands in a program. @throws when it stands there twice, or never. */
export function slotOffset(program: Buffer): number {
  const marker = addressMarker()
  const at = program.indexOf(marker)
  if (at < 0 || program.indexOf(marker, at + 1) >= 0)
    throw new Error('The place for the address is not found exactly once in the program.')
  return at
}

async function aboutOf({ version, builtFrom }: Made, addons: Readonly<Record<string, string>>): Promise<About> {
  const hashes: Record<string, string> = {}
  for (const [name, file] of Object.entries(addons))
    hashes[name] = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
  return { version, builtFrom, addons: hashes }
}
