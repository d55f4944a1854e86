import type { CustomerStanding, EnterQueue, Entrance, ErrorBody, ErrorCode, Place } from '@deskside/protocol'
import { ApiError } from '../signal/api-error.ts'
import { readEvents } from './event-reader.ts'
import { PlaceClient } from './place-client.ts'
import type { PlaceServer } from './place-server.ts'

/** Where another site's page keeps the token of its place: the only way back to it, and later into the session. */
export interface TokenKeeper {
  read(): string | null
  write(token: string): void
  clear(): void
}

interface ForeignPlaceOptions {
  readonly slug: string
  /** Of the server: "https://support.example.com". */
  readonly baseUrl: string
  readonly keeper: TokenKeeper
}

const PLACE = '/api/v1/queue-entry'
const NOWHERE: Place = { is: 'nowhere' }
const NOBODY: CustomerStanding = { is: 'nobody' }

/**
 * For the page of another site. Small, since it comes with every page of that site: answers are believed to be what the
 * server of one's own choice says, and only looked at for being of a known kind.
 */
export function createForeignPlaceClient({ slug, ...options }: ForeignPlaceOptions): PlaceClient {
  return new PlaceClient(slug.trim().toLowerCase() || undefined, foreignPlace(options))
}

function foreignPlace({ baseUrl, keeper }: Omit<ForeignPlaceOptions, 'slug'>): PlaceServer {
  const request = (method: string, path: string, { body, signal }: Sent = {}): Promise<Response> => {
    const token = keeper.read()
    return fetch(new URL(path, baseUrl), {
      method,
      // The cookies there are those of its own pages.
      credentials: 'omit',
      cache: 'no-store',
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  }
  const ask = async <T>(method: string, path: string, { body, withinMs }: Asking = {}): Promise<T> => {
    const timeout = withinMs === undefined ? {} : { signal: AbortSignal.timeout(withinMs) }
    const response = await request(method, path, { body, ...timeout }).catch((cause: unknown) => {
      throw Object.assign(failed('server.unavailable', true), { cause })
    })
    const value: unknown = await response.json().catch(() => undefined)
    if (response.ok && typeof value === 'object' && value !== null) return value as T
    throw isErrorBody(value) ? new ApiError(value) : failed('server.unavailable', true)
  }
  /** Keeps the token that comes with a place, and forgets the one of a place that is over. */
  const keep = (place: Place): Place => {
    if (!KINDS.has(place.is)) throw failed('request.version', false)
    if (place.is === 'waiting' && place.token !== undefined) keeper.write(place.token)
    if (place.is === 'nowhere' || place.is === 'gone') keeper.clear()
    return place
  }
  const entrances = `/api/v1/queue-entrances/`
  return {
    entrance: (slug) => ask<Entrance>('GET', entrances + encodeURIComponent(slug)),
    enter: async (slug, body: EnterQueue) =>
      keep(await ask<Place>('POST', `${entrances}${encodeURIComponent(slug)}/entries`, { body })),
    place: async (withinMs) =>
      keeper.read() === null ? NOWHERE : keep(await ask<Place>('GET', PLACE, withinMs ? { withinMs } : {})),
    leave: async (withinMs) => keep(await ask<Place>('DELETE', PLACE, { withinMs })),
    async goIn(withinMs) {
      const standing = await ask<CustomerStanding>('POST', `${PLACE}/enter`, { withinMs })
      if (standing.is === 'over' || standing.is === 'turned-away') keeper.clear()
      return standing
    },
    // Only a place leads into a session here.
    standing: () => Promise.resolve(NOBODY),
    follow({ opened, heard, broke }) {
      const line = new AbortController()
      const listen = async (): Promise<void> => {
        const response = await request('GET', `${PLACE}/events`, { signal: line.signal })
        if (!response.ok || !response.body) return
        opened()
        await readEvents(response.body, (value) => {
          const place = value as Place
          if (!line.signal.aborted && KINDS.has(place?.is)) heard(keep(place))
        })
      }
      void listen()
        // However it ended, it is tried again.
        .catch(() => undefined)
        .then(() => line.signal.aborted || broke())
      return () => line.abort()
    },
  }
}

interface Sent {
  readonly body?: unknown
  readonly signal?: AbortSignal
}
interface Asking {
  readonly body?: unknown
  readonly withinMs?: number
}

const KINDS: ReadonlySet<string> = new Set<Place['is']>(['nowhere', 'waiting', 'accepted', 'gone'])

/** Without a sentence: the page has its own words for what is no answer of the server. */
const failed = (code: ErrorCode, retry: boolean): ApiError => new ApiError({ code, message: '', retry })

function isErrorBody(value: unknown): value is ErrorBody {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value
}
