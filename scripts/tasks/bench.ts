import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildPages } from '../build-pages.ts'
import { ROOT, run } from '../run.ts'
import { installSystemPackages } from '../system-packages.ts'

const folder = join(ROOT, 'e2e/bench')
const args = process.argv.slice(2)
const flags = args.filter((arg) => arg.startsWith('--'))
const all = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith('.bench.ts'))
      .map((file) => file.replace('.bench.ts', ''))
  : []
const named = args.filter((arg) => !arg.startsWith('--'))
const unknown = named.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}. There are: ${all.join(', ')}\n`)
  process.exit(1)
}
await installSystemPackages()
await buildPages()
let failed = 0
for (const name of named.length > 0 ? named : all) {
  const { code } = await run([process.execPath, join(folder, `${name}.bench.ts`), ...flags])
  if (code !== 0) failed += 1
}
process.exit(failed > 0 ? 1 : 0)
