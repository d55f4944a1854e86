import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('shop/', import.meta.url))
const PAGES: Readonly<Record<string, string>> = {
  '/': 'index.html',
  '/product': 'product.html',
  '/cart': 'cart.html',
  '/no-script': 'no-script.html',
}

export interface ShopOptions {
  /** Where the desk is, whose button the pages carry. */
  readonly desk: string
  readonly queue: string
  /** More attributes of the script. */
  readonly attributes?: string
  /** A policy of the shop's own. */
  readonly contentSecurityPolicy?: string
  /** The form of the page without a script. */
  readonly form?: string
  readonly port?: number
}

/** Somebody else's site, of a few pages, at an origin of its own. */
export class Shop {
  readonly url: string
  readonly #server: Server
  /** What the next page is made with; tests change it. */
  options: ShopOptions

  private constructor(server: Server, options: ShopOptions) {
    this.#server = server
    this.options = options
    // Another site than the desk's, for cookies too: those do not look at the port.
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`
  }

  static async open(options: ShopOptions): Promise<Shop> {
    let shop: Shop | undefined
    const server = createServer((request, answer) => {
      const { pathname } = new URL(request.url ?? '/', 'http://shop')
      const sent = shop?.read(pathname)
      if (!sent) return void answer.writeHead(404).end()
      const policy = shop?.options.contentSecurityPolicy
      if (policy) answer.setHeader('content-security-policy', policy)
      answer.setHeader('content-type', sent.type).setHeader('cache-control', 'no-store').end(sent.text)
    })
    await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
    shop = new Shop(server, options)
    return shop
  }

  read(pathname: string): { readonly type: string; readonly text: string } | undefined {
    if (pathname === '/shop.css') return { type: 'text/css', text: readFileSync(`${FOLDER}shop.css`, 'utf8') }
    const page = PAGES[pathname]
    if (page === undefined) return undefined
    const { desk, queue, attributes = '', form = '' } = this.options
    const text = readFileSync(FOLDER + page, 'utf8')
      .replaceAll('{{DESK}}', desk)
      .replaceAll('{{QUEUE}}', queue)
      .replaceAll('{{MORE}}', attributes)
      .replaceAll('{{FORM}}', form)
    return { type: 'text/html; charset=utf-8', text }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
