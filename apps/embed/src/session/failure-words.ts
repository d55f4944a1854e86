import { ApiError } from '@deskside/realtime'
import type { SessionWords } from './words/session-words.ts'

/** What went wrong, in the reader's language: the desk's own sentences are in one only. */
export function failureWords({ failure }: SessionWords, error: unknown): string {
  return error instanceof ApiError && error.code.startsWith('server.') ? failure.unreachable : failure.other
}
