import { errorBody, errorBodySchema } from '@deskside/protocol'
import { ApiError } from './api-error.ts'

/** What a schema of the protocol can do, without naming the library. */
export interface Answer<T> {
  parse(value: unknown): T
}

/** Where a server is, and how who has no cookies there says who they are: a program, or the page of another site. */
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
  /** For programs and other sites' pages; our own page calls the server that it came from. */
  readonly server?: ApiServer | undefined
}

/**
 * Calls the server of this page.
 * @throws ApiError; with code `server.unavailable` when the server cannot be reached.
 */
export async function callApi<T>({ method, path, body, answer, withinMs, server }: ApiCall<T>): Promise<T> {
  const headers: Record<string, string> = server?.token ? { authorization: `Bearer ${server.token}` } : {}
  const init: RequestInit = { method, credentials: 'same-origin', headers }
  if (withinMs !== undefined) init.signal = AbortSignal.timeout(withinMs)
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    headers['content-type'] = 'application/json'
  }
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
