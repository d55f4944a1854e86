import { ApiError } from '@deskside/realtime'
import type { Words } from '../words/words.ts'

/** What went wrong, in the reader's language: the desk's own sentences are in one only. */
export function problemWords({ problems }: Words, error: unknown): string {
  if (!(error instanceof ApiError)) return problems.other
  if (error.code === 'request.too-many') return problems.tooMany
  if (error.code === 'request.origin' || error.code === 'queue.foreign-page') return problems.notHere
  return error.code.startsWith('server.') ? problems.unreachable : problems.other
}
