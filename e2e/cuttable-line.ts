import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

/** `breaks`: what runs is torn, nothing new gets through. `falls silent`: nothing is torn, nothing arrives, as when a cable is pulled. */
export type Cut = 'breaks' | 'falls silent'

/** A plain TCP line between browsers and server that a test can cut, as a network does. */
export class CuttableLine {
  readonly #server: Server
  readonly #open = new Set<Socket>()
  #cut: Cut | undefined
  target = 0

  private constructor(server: Server) {
    this.#server = server
  }

  /** @param host the address of this machine that it listens on. */
  static async open(host = '127.0.0.1'): Promise<CuttableLine> {
    const server = createServer({ pauseOnConnect: true })
    const line = new CuttableLine(server)
    server.on('connection', (socket) => line.#pass(socket))
    await new Promise<void>((resolve) => server.listen(0, host, resolve))
    return line
  }

  get url(): string {
    const { address, port } = this.#server.address() as AddressInfo
    return `http://${address}:${port}`
  }

  cut(how: Cut = 'breaks'): void {
    this.#cut = how
    for (const socket of this.#open)
      if (how === 'breaks') socket.destroy()
      else socket.pause()
  }

  /** The line carries again; what was said into a silent one arrives late, as TCP sends it again. */
  mend(): void {
    this.#cut = undefined
    for (const socket of this.#open) socket.resume()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #pass(near: Socket): void {
    if (this.#cut === 'breaks') return void near.destroy()
    const far = connect({ port: this.target, host: '127.0.0.1' })
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#open.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        this.#open.delete(socket)
        other.destroy()
      })
      // Not pipe(): it would resume by itself what a cut holds.
      socket.on('data', (data) => {
        if (!other.write(data)) {
          socket.pause()
          other.once('drain', () => this.#cut ?? socket.resume())
        }
      })
      socket.on('end', () => other.end())
      if (this.#cut) socket.pause()
      else socket.resume()
    }
  }
}
