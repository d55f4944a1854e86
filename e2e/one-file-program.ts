import { execFile } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { addressPatches } from '@deskside/protocol'
import type { SlotPlace } from '@deskside/protocol'
import { buildSupportManager } from '../scripts/support-manager/build.ts'
import type { Desktop } from './desktop.ts'

const run = promisify(execFile)
const DIST = join(dirname(fileURLToPath(import.meta.url)), '../apps/support-manager/dist')

interface Built {
  readonly platform: string
  readonly file: string
  readonly slot: SlotPlace | null
}

/** The Support Manager as it is downloaded for this machine, unpacked; with a server's address put in as the server does. */
export async function unpackProgram(folder: string, origin?: string): Promise<string> {
  await buildSupportManager({ platforms: ['linux-x64'] })
  const list = JSON.parse(readFileSync(join(DIST, 'files.json'), 'utf8')) as Built[]
  const built = list.find(({ platform }) => platform === 'linux-x64')
  if (!built?.slot) throw new Error('There is no Support Manager without an address.')
  const bytes = readFileSync(join(DIST, built.file))
  for (const { at, bytes: patch } of origin === undefined ? [] : addressPatches(built.slot, origin))
    bytes.set(patch, at)
  const archive = join(folder, built.file)
  writeFileSync(archive, bytes)
  await run('tar', ['-xzf', archive, '-C', folder])
  rmSync(archive)
  return join(folder, 'Support-Manager')
}

/**
 * A root folder with nothing of this machine but what a program asks the system's loader for: no Node, no shell, no packages,
 * no fonts, no /proc, no /etc.
 */
export class EmptyRoot {
  readonly folder = mkdtempSync(join(tmpdir(), 'deskside-root-'))

  /** @param libraries programs and libraries whose own libraries are wanted. */
  static async open(libraries: readonly string[]): Promise<EmptyRoot> {
    const root = new EmptyRoot()
    for (const name of ['tmp/.X11-unix', 'dev/shm', 'home']) mkdirSync(join(root.folder, name), { recursive: true })
    for (const name of ['tmp', 'dev/shm']) chmodSync(join(root.folder, name), 0o1777)
    const { stdout } = await run('ldd', [...libraries])
    for (const [, path = ''] of stdout.matchAll(/(?:=> |^\t)(\/\S+) \(0x/gm)) root.#copy(path)
    return root
  }

  /** Lets the desktop's socket in. */
  show(desktop: Desktop): void {
    const socket = `tmp/.X11-unix/X${desktop.display.slice(1)}`
    if (!existsSync(join(this.folder, socket))) linkSync(join('/', socket), join(this.folder, socket))
  }

  /** What starts a program of this root: as root, or as a user who plays root to themselves. */
  command(program: string): readonly string[] {
    return process.getuid?.() === 0
      ? ['chroot', this.folder, program]
      : ['unshare', '--user', '--map-root-user', 'chroot', this.folder, program]
  }

  close(): void {
    rmSync(this.folder, { recursive: true })
  }

  #copy(path: string): void {
    const to = join(this.folder, path)
    mkdirSync(dirname(to), { recursive: true })
    copyFileSync(path, to)
  }
}
