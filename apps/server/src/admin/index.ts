export { runAdmin } from './commands.ts'
