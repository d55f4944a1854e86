import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { everyone } from './caller.ts'
import type { App } from './http.ts'

const appsFolder = fileURLToPath(new URL('../../../', import.meta.url))

/** The pages and the addresses that they answer at. Everything below is the page's own business. */
const PAGES = {
  customer: ['/', '/j/:token', '/q/:queue'],
  console: ['/console', '/console/*', '/admin', '/admin/*', '/reports', '/reports/*', '/monitor', '/downloads'],
} as const
type PageName = keyof typeof PAGES

export interface Pages {
  /** Which build the pages are of: another one means that an open page is old. */
  readonly build: string
}

/** How long a browser may go on with the `/embed.js` that it has; a page then still works with the old one for a day. */
const EMBED_CACHE = 'public, max-age=300, stale-while-revalidate=86400'

/**
 * What other people's pages carry: `/embed.js` and the modules that it brings. It is nobody's data, so every page may have it
 * (a module from elsewhere needs leave by CORS, and a page of its own isolation needs the resource policy).
 * @returns the loader, which names the rest by hashes.
 */
function serveEmbed(app: App, folder: string): string {
  const dist = join(folder, 'embed', 'dist')
  const loader = join(dist, 'embed.js')
  if (!existsSync(loader)) throw new Error('The embed is not built. Run: npm start')
  const options = { config: { policy: everyone }, schema: { hide: true } }
  const forEveryPage = (reply: FastifyReply): FastifyReply =>
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
  app.get('/embed.js', options, (_request, reply) =>
    forEveryPage(reply).header('cache-control', EMBED_CACHE).sendFile('embed.js', dist, { cacheControl: false }),
  )
  app.get<{ Params: { file: string } }>('/assets/embed/assets/:file', options, (request, reply) =>
    forEveryPage(reply).sendFile(request.params.file, join(dist, 'assets'), { immutable: true, maxAge: '365d' }),
  )
  return readFileSync(loader, 'utf8')
}

/** Serves the built pages. `setUp` says whether the site stands: `/setup` is there only until it does (THREATS A1). */
export async function servePages(
  app: App,
  { isSetUp, folder = appsFolder }: { isSetUp: () => boolean; folder?: string },
): Promise<Pages> {
  const hash = createHash('sha256')
  await app.register(fastifyStatic, { root: folder, serve: false, preCompressed: true })
  for (const [name, addresses] of Object.entries(PAGES) as [PageName, readonly string[]][]) {
    const dist = join(folder, name, 'dist')
    const index = join(dist, 'index.html')
    if (!existsSync(index)) throw new Error(`The ${name} page is not built. Run: npm start`)
    const html = readFileSync(index, 'utf8')
    hash.update(html)
    const assets = join(dist, 'assets')
    app.get<{ Params: { file: string } }>(
      `/assets/${name}/assets/:file`,
      { config: { policy: everyone }, schema: { hide: true } },
      (request, reply) =>
        // Names hold a hash of the content, so a file under its name never changes.
        reply.sendFile(request.params.file, assets, { immutable: true, maxAge: '365d' }),
    )
    const page = { config: { policy: everyone }, schema: { hide: true } }
    for (const address of addresses)
      app.get(address, page, (_request, reply) =>
        reply.type('text/html').header('cache-control', 'no-store').send(html),
      )
    if (name === 'console') {
      app.get('/setup', page, (_request, reply) =>
        isSetUp() ? reply.callNotFound() : reply.type('text/html').header('cache-control', 'no-store').send(html),
      )
    }
  }
  hash.update(serveEmbed(app, folder))
  return { build: hash.digest('base64url').slice(0, 16) }
}
