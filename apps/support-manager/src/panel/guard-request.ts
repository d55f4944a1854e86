import type { IncomingHttpHeaders } from 'node:http'
import { PANEL_HEADER } from './panel-header.ts'

export interface Refusal {
  readonly status: number
  readonly sentence: string
}

/**
 * Whether a request may come from the panel's own page at all, before anybody looks at its key.
 * @param host what the program listens on, for instance `127.0.0.1:40123`.
 */
export function guardRequest(
  { method, headers }: { readonly method?: string | undefined; readonly headers: IncomingHttpHeaders },
  { host, call }: { readonly host: string; readonly call: boolean },
): Refusal | undefined {
  // A name that an attacker's DNS turns to this computer is not this address.
  if (headers.host !== host) return { status: 421, sentence: 'This address does not lead here.' }
  if (!call) return undefined
  const foreign: Refusal = { status: 403, sentence: 'Only the Support Manager’s own page may do this.' }
  const { origin } = headers
  // Browsers send an origin with every POST; where a GET has one, it must be right, too.
  if (method === 'POST' ? origin !== `http://${host}` : origin !== undefined && origin !== `http://${host}`)
    return foreign
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return foreign
  if (headers[PANEL_HEADER] !== '1') return foreign
  if (method === 'POST' && !/^application\/json(;|$)/.test(headers['content-type'] ?? ''))
    return { status: 415, sentence: 'Only JSON is understood here.' }
  return undefined
}
