import { join } from 'node:path'
import { buildPages } from '../build-pages.ts'
import { ROOT, become } from '../run.ts'
import { buildSupportManager } from '../support-manager/build.ts'

await buildPages()
// A site without the program to download is better than no site.
await buildSupportManager().catch((error: unknown) =>
  process.stderr.write(
    `The Support Manager could not be built: ${error instanceof Error ? error.message : String(error)}\n`,
  ),
)
become([process.execPath, join(ROOT, 'apps/server/src/main.ts')])
