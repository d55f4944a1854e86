import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer as createVite } from 'vite'
import type { ViteDevServer } from 'vite'
import { EMBED_BASE, loaderFor } from '../apps/embed/loader.ts'
import { House, PASSWORD, PEOPLE } from './house.ts'
import { makeQueue } from './make-queue.ts'
import { Shop } from './shop.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PORT = 8080
const URL_HERE = `http://127.0.0.1:${PORT}`
/** Somebody else's site, whose pages carry the button of the queue. */
const SHOP_PORT = 8081
const QUEUE = { slug: 'help', name: 'Help' } as const
/** Also brings what loads the shop's page anew when a file of the embed changes. */
const LOADER = `${loaderFor(`${EMBED_BASE}src/main.ts`)}import('${URL_HERE}${EMBED_BASE}@vite/client')`
/** Addresses of pages, as the server has them; everything else that is not a page's own file is the server's. */
const PAGES = [
  { page: 'console', addresses: /^\/(console|setup|admin|reports|monitor|downloads)(\/|\?|$)/ },
  { page: 'customer', addresses: /^\/(\?|$|j\/|q\/)/ },
] as const

/** The world of the tests, to work in: pages change as their files do, the server starts anew when its own change. */
async function main(): Promise<void> {
  const front = createServer((incoming, answer) => void serve(incoming, answer))
  const pages = await Promise.all(
    PAGES.map(async ({ page, addresses }) => ({ addresses, page, vite: await openVite(page) })),
  )
  const embed = await openVite('embed')
  const house = await House.open({ settings: { PUBLIC_URL: URL_HERE } })
  await makeQueue(house, QUEUE)
  const shop = await Shop.open({ desk: URL_HERE, queue: QUEUE.slug, port: SHOP_PORT })

  async function serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/'
    const own = pages.find(({ page }) => path.startsWith(`/assets/${page}/`))
    if (own) return void own.vite.middlewares(incoming, answer)
    if (path.startsWith(EMBED_BASE)) return void embed.middlewares(incoming, answer)
    if (path === '/embed.js') return void answer.setHeader('content-type', 'text/javascript').end(LOADER)
    const shown = pages.find(({ addresses }) => incoming.method === 'GET' && addresses.test(path))
    if (!shown) return pass(incoming, answer, house.line.url)
    const html = await readFile(join(ROOT, 'apps', shown.page, 'index.html'), 'utf8')
    answer.setHeader('content-type', 'text/html').end(await shown.vite.transformIndexHtml(path, html))
  }
  async function openVite(page: string): Promise<ViteDevServer> {
    const root = join(ROOT, 'apps', page)
    const server = { middlewareMode: true, ws: { server: front, clientPort: PORT } } as const
    return createVite({ root, configFile: join(root, 'vite.config.ts'), appType: 'custom', server })
  }

  front.on('upgrade', (incoming, socket, head) => {
    if (!incoming.url?.startsWith('/ws')) return
    const far = connect(Number(new URL(house.line.url).port), '127.0.0.1', () => {
      const headers = incoming.rawHeaders.flatMap((name, at, all) => (at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : []))
      far.write(`GET ${incoming.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
      far.write(head)
      far.pipe(socket).pipe(far)
    })
    far.on('error', () => socket.destroy())
    socket.on('error', () => far.destroy())
  })
  await new Promise<void>((resolve) => front.listen(PORT, '127.0.0.1', resolve))
  restartOnChange(house)
  watch(join(ROOT, 'e2e/shop'), () => embed.ws.send({ type: 'full-reload' }))
  process.once('SIGINT', () => void close())
  process.once('SIGTERM', () => void close())
  async function close(): Promise<void> {
    front.close()
    front.closeAllConnections()
    await Promise.all([shop.close(), embed.close(), ...pages.map(({ vite }) => vite.close())])
    await house.close()
    process.exit(0)
  }
  const people = Object.values(PEOPLE).map(({ name, email }) => `  ${email}  (${name})`)
  process.stdout.write(
    `Deskside is ready: ${URL_HERE}\nSign in at ${URL_HERE}/console as one of\n${people.join('\n')}\nwith the password: ${PASSWORD}\nA shop whose pages carry the button of the queue "${QUEUE.name}": ${shop.url}\n`,
  )
}

/** Hands a request on to the server as it is; its cookies, its origin and its answer pass untouched. */
function pass(incoming: IncomingMessage, answer: ServerResponse, target: string): void {
  const options = { method: incoming.method, headers: incoming.headers }
  const onward = request(new URL(incoming.url ?? '/', target), options, (far) => {
    answer.writeHead(far.statusCode ?? 502, far.headers)
    far.pipe(answer)
  })
  onward.on('error', () => answer.writeHead(503).end())
  incoming.pipe(onward)
}

function restartOnChange(house: House): void {
  let waiting: NodeJS.Timeout | undefined
  let restarting = Promise.resolve()
  const restart = async (): Promise<void> => {
    await house.stopServer()
    await house.startServer()
    process.stdout.write('The server started anew.\n')
  }
  for (const folder of ['apps/server/src', 'packages/protocol/src'])
    watch(join(ROOT, folder), { recursive: true }, (_event, file) => {
      if (!file?.endsWith('.ts') || file.endsWith('.test.ts')) return
      clearTimeout(waiting)
      // An editor writes a file in several steps.
      waiting = setTimeout(() => {
        restarting = restarting.then(restart).catch((error: unknown) => console.error(String(error)))
      }, 200)
    })
}

await main()
