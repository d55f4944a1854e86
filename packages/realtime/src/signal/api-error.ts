import type { ErrorBody, ErrorCode } from '@deskside/protocol'

/** Whatever the server refused or could not do, as a person should read it (`message`). */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly retry: boolean
  readonly fields: ErrorBody['fields']
  readonly details: unknown

  constructor(body: ErrorBody) {
    super(body.message)
    this.name = 'ApiError'
    this.code = body.code
    this.retry = body.retry
    this.fields = body.fields
    this.details = body.details
  }
}
