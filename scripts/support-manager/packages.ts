import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT, run } from '../run.ts'

const KEPT = join(ROOT, 'node_modules/.cache/deskside/packages')

interface Locked {
  readonly version: string
  readonly integrity?: string
}

/**
 * The folder of a package that package-lock.json names. One for another system is not installed here: it is fetched by npm
 * once, and kept only when its bytes have the hash that the lock file says. @throws a sentence when it cannot be had.
 */
export async function packageFolder(name: string): Promise<string> {
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>
  }
  const locked = lock.packages[`node_modules/${name}`]
  if (!locked?.integrity) throw new Error(`package-lock.json names no ${name} with a hash.`)
  const installed = join(ROOT, 'node_modules', name)
  if (existsSync(join(installed, 'package.json'))) return installed
  const kept = join(KEPT, `${name.replace('/', '+')}@${locked.version}`)
  if (existsSync(kept)) return join(kept, 'package')
  await fetchPackage(`${name}@${locked.version}`, { kept, integrity: locked.integrity })
  return join(kept, 'package')
}

async function fetchPackage(spec: string, { kept, integrity }: { kept: string; integrity: string }): Promise<void> {
  process.stderr.write(`Fetching ${spec} …\n`)
  const half = `${kept}.${process.pid}`
  await mkdir(half, { recursive: true })
  try {
    const npm = process.env['npm_execpath'] ? [process.execPath, process.env['npm_execpath']] : ['npm']
    const { code, output } = await run([...npm, 'pack', spec, '--pack-destination', half, '--json'], { quiet: true })
    if (code !== 0) throw new Error(`npm could not fetch ${spec}.\n${output}`)
    const file = join(half, /"filename":\s*"([\w.@+-]+\.tgz)"/.exec(output)?.[1] ?? '')
    const bytes = await readFile(file)
    if (`sha512-${createHash('sha512').update(bytes).digest('base64')}` !== integrity)
      throw new Error(`${spec} is not what package-lock.json says: it is not used.`)
    const unpacked = await run(['tar', '-xzf', file, '-C', half], { quiet: true })
    if (unpacked.code !== 0) throw new Error(`${spec} could not be unpacked.\n${unpacked.output}`)
    await rm(file)
    await rename(half, kept)
  } finally {
    await rm(half, { recursive: true, force: true })
  }
}
