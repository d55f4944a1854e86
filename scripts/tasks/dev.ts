import { join } from 'node:path'
import { buildPages } from '../build-pages.ts'
import { ROOT, become } from '../run.ts'
import { buildSupportManager } from '../support-manager/build.ts'

// The server hands out built pages; the ones that change as one types come from e2e/dev.ts.
await buildPages()
await buildSupportManager()
become([process.execPath, join(ROOT, 'e2e/dev.ts'), ...process.argv.slice(2)])
