import { ERRORS } from '@deskside/protocol'
import { AppError, errorCodeOf } from '../platform/errors.ts'

/** The command line itself is not right: exit code 2. The message says what to write. */
export class WrongUsage extends Error {}

/** What was asked for cannot be done as things are: exit code 1. The message says what to do. */
export class CannotDo extends Error {}

/** Any error as a sentence for the person at the terminal; never a stack trace. */
export function sentenceOf(error: unknown): string {
  if (error instanceof AppError) return ERRORS[error.code].sentence
  if (error instanceof WrongUsage || error instanceof CannotDo) return error.message
  const system: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error))
  const where = system.path === undefined ? '' : ` ${system.path}`
  if (system.code === 'EACCES' || system.code === 'EPERM')
    return `This user may not use${where || ' a file that is needed'}. Run the command as the user that runs the server.`
  const isFile = system.path !== undefined && system.syscall !== 'connect'
  const code = errorCodeOf(error)
  if (code === 'server.full') return `There is no space left for${where || ' the database'}. Make room and try again.`
  if (code === 'server.unavailable' && !isFile) {
    return 'The database cannot be reached, or was stopped meanwhile. If it is an outside one, check DATABASE_URL and that it runs; then try again.'
  }
  return `This did not work: ${system.message || system.name}`
}
