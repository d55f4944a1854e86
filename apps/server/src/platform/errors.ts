import { errorBody } from '@deskside/protocol'
import type { ErrorBody, ErrorCode } from '@deskside/protocol'

/** Everything that is refused or fails on purpose: a code of the catalogue, why (for the log) and what a client may know. */
export class AppError extends Error {
  readonly code: ErrorCode
  /** Sent to the client with the error: never anything secret. */
  readonly details: unknown
  readonly fields: ErrorBody['fields']

  constructor(code: ErrorCode, more: { cause?: unknown; details?: unknown; fields?: ErrorBody['fields'] } = {}) {
    super(code, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.details = more.details
    this.fields = more.fields
  }
}

/** PostgreSQL's code for text that no column can hold: U+0000. */
const UNSTORABLE = '22021'
/** PostgreSQL's codes for "no room" (53100 disk full) and the file system's. */
const FULL = new Set(['53100', 'ENOSPC', 'EDQUOT'])
/** Codes with which a database that is away or going away answers (class 08, 57P0x) and the socket's own. */
const AWAY = /^(08|57P0)|^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/

/** The catalogue's code for any error; what is unknown is blanked. */
export function errorCodeOf(error: unknown): ErrorCode {
  if (error instanceof AppError) return error.code
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (code === UNSTORABLE) return 'request.invalid'
  if (FULL.has(code)) return 'server.full'
  if (AWAY.test(code)) return 'server.unavailable'
  const message = error instanceof Error ? error.message : ''
  return /Connection terminated|timeout exceeded when trying to connect/.test(message)
    ? 'server.unavailable'
    : 'server.failed'
}

/** What a client is told of any error. */
export function toErrorBody(error: unknown): ErrorBody & { details?: unknown } {
  if (!(error instanceof AppError)) return errorBody(errorCodeOf(error))
  const body = errorBody(error.code, error.fields)
  return error.details === undefined ? body : { ...body, details: error.details }
}
