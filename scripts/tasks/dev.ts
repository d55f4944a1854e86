import { join } from 'node:path'
import { ROOT, become } from '../run.ts'

become([process.execPath, join(ROOT, 'e2e/dev.ts'), ...process.argv.slice(2)])
