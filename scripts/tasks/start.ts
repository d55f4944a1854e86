import { join } from 'node:path'
import { buildPages } from '../build-pages.ts'
import { ROOT, become } from '../run.ts'
import { buildSupportManager } from '../support-manager/build.ts'

await buildPages()
await buildSupportManager()
become([process.execPath, join(ROOT, 'apps/server/src/main.ts')])
