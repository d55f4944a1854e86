import fastifyCookie from '@fastify/cookie'
import fastifyHelmet from '@fastify/helmet'
import fastifySwagger from '@fastify/swagger'
import fastify from 'fastify'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify'
import { ERRORS, errorBody } from '@deskside/protocol'
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { everyone } from './caller.ts'
import type { Caller, Policy } from './caller.ts'
import { AppError, errorCodeOf, toErrorBody } from './errors.ts'
import { admitForeign, foreignOriginOf } from './foreign-page.ts'
import { parseStrictJson } from './strict-json.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use this route. A route without one cannot be registered. */
    policy?: Policy
    /** A plain form of any page may be sent to it. It does nothing to whom a cookie of ours names. */
    fromAnyPage?: true
  }
  interface FastifyRequest {
    caller: Caller
  }
}

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** Bytes of a request's body at most. */
const BODY_BYTES = 65_536
/** How long a request may take to arrive, in milliseconds. */
const REQUEST_WITHIN_MS = 60_000
/** How long a browser need not ask again, in seconds; more than two hours Chromium does not believe. */
const PREFLIGHT_SECONDS = 7_200

export interface HttpOptions {
  readonly log: Logger
  readonly trustedProxies: readonly string[]
  /** The site's own address; known for sure once the server listens. */
  readonly publicUrl: () => string
  readonly resolveCaller: (request: FastifyRequest) => Promise<Caller>
  /** A refusal by policy, for the audit log. */
  readonly denied: (caller: Caller, route: string) => void
}

export async function createHttp(options: HttpOptions): Promise<App> {
  const { log, trustedProxies } = options
  const app = fastify({
    bodyLimit: BODY_BYTES,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    logger: false,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    // Without it a body that never comes would hold its connection forever.
    requestTimeout: REQUEST_WITHIN_MS,
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: false,
  })
  await app.register(fastifyCookie)
  await app.register(fastifySwagger, {
    openapi: { info: { title: 'Deskside', version: '1' } },
    transform: jsonSchemaTransform,
  })
  readJsonStrictly(app)
  guardRoutes(app, options)
  answerPreflights(app)
  mapErrors(app, log)
  app.get('/api/openapi.json', { config: { policy: () => undefined }, schema: { hide: true } }, () => app.swagger())
  return app
}

/** Scripts, styles and connections of our own origin only; nobody frames our pages. */
const CONTENT_SECURITY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  // Components place menus and tooltips by style attributes.
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:', 'mediastream:'],
  connectSrc: ["'self'"],
  fontSrc: ["'self'"],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
}

function readJsonStrictly(app: App): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : parseStrictJson(body.toString()))
    } catch (error) {
      done(error instanceof AppError ? error : new AppError('request.invalid', { cause: error }))
    }
  })
}

function guardRoutes(app: App, { resolveCaller, denied, publicUrl }: HttpOptions): void {
  const judge = async (request: FastifyRequest): Promise<void> => {
    request.caller = await resolveCaller(request)
    const refusal = request.routeOptions.config.policy?.(request.caller)
    if (refusal === undefined) return
    denied(request.caller, `${request.method} ${request.routeOptions.url ?? ''}`)
    throw new AppError(refusal)
  }
  const admit = async (request: FastifyRequest, reply: FastifyReply, origin: string): Promise<void> => {
    try {
      await admitForeign(request, reply, origin)
    } catch (error) {
      if (error instanceof AppError) denied(request.caller, `${request.method} ${request.routeOptions.url ?? ''}`)
      throw error
    }
  }
  app.addHook('onRoute', (route) => {
    if (!route.config?.policy)
      throw new Error(`${String(route.method)} ${route.url} says nowhere who may use it: give it a policy`)
  })
  app.decorateRequest('caller')
  app.decorateRequest('foreignOrigin')
  app.addHook('onRequest', async (request, reply) => {
    void reply.header(
      'permissions-policy',
      'display-capture=(self), camera=(self), microphone=(self), geolocation=(), usb=(), payment=()',
    )
    request.caller = { kind: 'anonymous' }
    const own = new URL(publicUrl()).origin
    request.foreignOrigin = foreignOriginOf(request, own)
    const { foreign, fromAnyPage } = request.routeOptions.config
    // An answer that depends on who asks is kept by no cache for somebody else.
    if (foreign) void reply.header('vary', 'Origin')
    if (foreign && request.foreignOrigin !== undefined) await admit(request, reply, request.foreignOrigin)
    // What changes something comes from our own pages, whatever cookies the browser adds (CSRF).
    else if (!isSafe(request.method) && !fromAnyPage && !isOwnPage(request, own)) throw new AppError('request.origin')
    await judge(request)
  })
  // A body may be kept back until its sender was signed out or lost their role: they are judged again once it is there.
  app.addHook('preHandler', async (request) => {
    if (!isSafe(request.method) && request.caller.kind === 'user') await judge(request)
  })
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store')
  })
}

/** Answers what browsers ask before they send a token, for every route that is for other sites, too. */
function answerPreflights(app: App): void {
  const methods = new Map<string, string[]>()
  app.addHook('onRoute', ({ url, method, config }) => {
    if (!config?.foreign || method === 'OPTIONS') return
    const known = methods.get(url)
    const own = known ?? []
    own.push(...[method].flat())
    if (known) return
    methods.set(url, own)
    app.options(url, { config: { policy: everyone, foreign: config.foreign }, schema: { hide: true } }, (_, reply) =>
      reply
        .status(204)
        .header('access-control-allow-methods', own.join(', '))
        .header('access-control-allow-headers', 'authorization, content-type')
        .header('access-control-max-age', PREFLIGHT_SECONDS)
        .send(),
    )
  })
}

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** Programs send no Origin and no cookies of a browser; browsers always say where a changing request comes from. */
function isOwnPage(request: FastifyRequest, own: string): boolean {
  const { origin } = request.headers
  if (origin !== undefined) return origin === own
  const site = request.headers['sec-fetch-site']
  return site === undefined || site === 'same-origin'
}

function mapErrors(app: App, log: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const body = clientError(error)
    if (body) return reply.status(ERRORS[body.code].status).send(body)
    const code = errorCodeOf(error)
    // The route's pattern, never the address itself: addresses hold tokens.
    const where = { route: request.routeOptions.url, method: request.method }
    if (code === 'server.failed') log.error({ err: error, ...where }, 'a request failed')
    else if (ERRORS[code].status >= 500) log.warn({ err: error, ...where }, 'a request could not be served')
    return reply.status(ERRORS[code].status).send(toErrorBody(error))
  })
  app.setNotFoundHandler({}, (request, reply) => {
    void reply.status(404)
    const person = request.headers.accept?.includes('text/html') && !request.url.startsWith('/api/')
    return person ? reply.type('text/html').send(NOT_THERE) : reply.send(errorBody('request.not-found'))
  })
}

/** What a person sees who followed an address that leads nowhere. */
const NOT_THERE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <meta name="color-scheme" content="light dark" />
  <title>Nothing here</title>
  <body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1.5rem">
    <h1 style="font-size: 1.5rem">There is nothing here</h1>
    <p>${ERRORS['request.not-found'].sentence.replace('There is nothing here. ', '')} Check the address, or begin anew:</p>
    <p><a href="/">I want help</a> · <a href="/console">I help others</a></p>
  </body>
</html>
`

/** Errors that the framework itself finds in what a client sent. */
function clientError(error: unknown): ReturnType<typeof errorBody> | undefined {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) => ({
      path: issue.instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message: issue.message ?? '',
    }))
    return errorBody('request.invalid', fields)
  }
  if (error instanceof AppError || typeof error !== 'object' || error === null || !('statusCode' in error))
    return undefined
  if (error.statusCode === 413) return errorBody('request.too-large')
  return typeof error.statusCode === 'number' && error.statusCode < 500 ? errorBody('request.invalid') : undefined
}
