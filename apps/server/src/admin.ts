import { runAdmin } from './admin/index.ts'

process.exitCode = await runAdmin(process.argv.slice(2))
