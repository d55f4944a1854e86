import { join } from 'node:path'
import { ROOT, become } from '../run.ts'

become([process.execPath, join(ROOT, 'apps/server/src/admin.ts'), ...process.argv.slice(2)])
