import { errorBody, errorBodySchema } from '@deskside/protocol'
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

/** What a schema of the protocol can do, without naming the library. */
export interface Answer<T> {
  parse(value: unknown): T
}

/** Where a server is and how a program without cookies says who it is. */
export interface ApiServer {
  /** For instance "https://support.example.com". */
  readonly origin: string
  readonly token?: string
}

export interface ApiCall<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly answer: Answer<T>
  /** Given up after this many milliseconds, as if the server could not be reached. */
  readonly withinMs?: number
  /** For programs; a page calls the server that it came from. */
  readonly server?: ApiServer | undefined
}

/**
 * Calls the server of this page.
 * @throws ApiError; with code `server.unavailable` when the server cannot be reached.
 */
export async function callApi<T>({ method, path, body, answer, withinMs, server }: ApiCall<T>): Promise<T> {
  const init: RequestInit = { method, credentials: 'same-origin' }
  if (withinMs !== undefined) init.signal = AbortSignal.timeout(withinMs)
  const headers: Record<string, string> = server?.token ? { authorization: `Bearer ${server.token}` } : {}
  if (body !== undefined)
    Object.assign(init, { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } })
  let response: Response
  try {
    response = await fetch(server ? new URL(path, server.origin) : path, init)
  } catch (cause) {
    throw Object.assign(new ApiError(errorBody('server.unavailable')), { cause })
  }
  const value: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer.parse(value)
  const error = errorBodySchema.safeParse(value)
  // A proxy's own error page is no answer of ours: what it says is not for people.
  throw new ApiError(
    error.success ? error.data : errorBody(response.status >= 500 ? 'server.unavailable' : 'request.invalid'),
  )
}
