import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { ROOT, run } from './run.ts'

const PAGES = ['console', 'customer', 'embed'] as const

/** Builds the pages whose sources changed since they were built last. @throws when a build fails. */
export async function buildPages(): Promise<void> {
  for (const page of PAGES) {
    const stamp = join(ROOT, 'apps', page, 'dist', '.built-from')
    const hash = await sourceHash(page)
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) continue
    process.stderr.write(`Building the ${page} page …\n`)
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
    const { code, output } = await run([process.execPath, vite, 'build', join('apps', page), '--logLevel', 'warn'], {
      quiet: true,
    })
    if (code !== 0) throw new Error(`The ${page} page could not be built.\n${output}`)
    await compress(join(ROOT, 'apps', page, 'dist'))
    writeFileSync(stamp, hash)
  }
}

/** Puts every file beside itself in the forms that browsers take, pressed as small as they go: once here, not at each request. */
async function compress(folder: string): Promise<void> {
  for await (const file of glob('**/*.{js,css,svg}', { cwd: folder })) {
    const path = join(folder, file)
    const plain = readFileSync(path)
    writeFileSync(`${path}.br`, brotliCompressSync(plain))
    writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }))
  }
}

async function sourceHash(page: string): Promise<string> {
  const hash = createHash('sha256')
  const patterns = [
    `apps/${page}/{src,public}/**/*`,
    `apps/${page}/*.{ts,html,json}`,
    'packages/*/src/**/*',
    'packages/*/package.json',
    'package-lock.json',
    'tsconfig.base.json',
  ]
  const files: string[] = []
  for await (const file of glob(patterns, { cwd: ROOT }))
    if (/\.\w+$/.test(file) && !/\.test\.tsx?$/.test(file)) files.push(file)
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(ROOT, file)))
  return hash.digest('hex')
}
