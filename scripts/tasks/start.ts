import { join } from 'node:path'
import { buildPages } from '../build-pages.ts'
import { ROOT, become } from '../run.ts'

await buildPages()
become([process.execPath, join(ROOT, 'apps/server/src/main.ts')])
