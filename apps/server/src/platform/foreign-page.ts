import type { ErrorCode } from '@deskside/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from './errors.ts'

/** Whether the page of another site, by its origin, may use a route: undefined lets it, a code refuses. */
export type ForeignPolicy = (request: FastifyRequest, origin: string) => Promise<ErrorCode | undefined>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** For pages of other sites too, by a token in the Authorization header and never by a cookie. Without it: our own pages only. */
    foreign?: ForeignPolicy
  }
  interface FastifyRequest {
    /** The origin of another site's page that makes this request; undefined for our own pages and for programs. */
    foreignOrigin: string | undefined
  }
}

/** For routes at which only the token counts. */
export const anySite: ForeignPolicy = () => Promise.resolve(undefined)

/** What stands for all that is no site: sandboxed frames, files, browsers that do not say. They share it, so nothing is given to it. */
export const NO_SITE = 'null'
const ORIGIN_LENGTH = 255

/** From which other site a request comes. */
export function foreignOriginOf(request: FastifyRequest, ownOrigin: string): string | undefined {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin === ownOrigin) return undefined
  if (origin === undefined) return site === 'cross-site' || site === 'same-site' ? NO_SITE : undefined
  const url = origin.length <= ORIGIN_LENGTH ? URL.parse(origin) : null
  if (url?.origin !== origin || !/^https?:$/.test(url.protocol)) return NO_SITE
  // Our own page, opened at an address that is not the site's: it has cookies, and is told where to go.
  return url.host === request.host ? NO_SITE : origin
}

/**
 * Lets a page of another site use a route that is meant for it. Whatever cookies came along are forgotten before anybody
 * reads them: they belong to our own pages (THREATS G10).
 * @throws AppError
 */
export async function admitForeign(request: FastifyRequest, reply: FastifyReply, origin: string): Promise<void> {
  request.cookies = {}
  delete request.headers.cookie
  const refusal = origin === NO_SITE ? 'request.origin' : await request.routeOptions.config.foreign?.(request, origin)
  if (refusal !== undefined) throw new AppError(refusal)
  void reply.header('access-control-allow-origin', origin)
}

/** The token that a page of another site shows, so that it is worth nothing from any other site. */
export function boundToken(token: string, origin: string | undefined): string {
  return origin === undefined ? token : `${origin} ${token}`
}

/** The token of a request from another site's page. */
export function foreignToken({ headers, foreignOrigin }: FastifyRequest): string | undefined {
  const token = /^Bearer ([\w-]{1,64})$/.exec(headers.authorization ?? '')?.[1]
  return token === undefined || foreignOrigin === undefined ? undefined : boundToken(token, foreignOrigin)
}
