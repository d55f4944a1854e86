import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { dirname, extname, join, normalize } from 'node:path'
import { WebSocketServer } from 'ws'

/** noVNC's folder; its package's door is core/rfb.js. */
const NOVNC = dirname(dirname(createRequire(import.meta.url).resolve('@novnc/novnc')))
const PAGE = `<!doctype html><title>noVNC</title><body style="margin:0"><div id="screen" style="width:100vw;height:100vh"></div>
<script type="module">
import RFB from './novnc/core/rfb.js'
window.join = () => {
  const rfb = new RFB(document.getElementById('screen'), 'ws://' + location.host + '/', { shared: true })
  rfb.scaleViewport = true
  rfb.addEventListener('connect', () => { rfb.focus(); window.joined = true })
  rfb.addEventListener('disconnect', () => { window.joined = false })
}
</script>`

/** noVNC's page, and between it and a VNC server a line that counts. */
export class NoVnc {
  readonly url: string
  /** To the viewer, WebSocket headers not counted. */
  bytes = 0
  readonly #close: () => Promise<void>

  private constructor({ address, port }: AddressInfo, close: () => Promise<void>) {
    this.url = `http://${address}:${port}/`
    this.#close = close
  }

  static async open(vncPort: number, host = '127.0.0.1'): Promise<NoVnc> {
    const server = createServer((request, response) => {
      const path = normalize(decodeURIComponent(request.url ?? '/'))
      if (path === '/') return void response.setHeader('content-type', 'text/html').end(PAGE)
      readFile(join(NOVNC, path.replace(/^\/novnc/, ''))).then(
        (file) => {
          response.setHeader('content-type', extname(path) === '.js' ? 'text/javascript' : 'application/octet-stream')
          response.end(file)
        },
        () => response.writeHead(404).end(),
      )
    })
    const sockets = new WebSocketServer({ server, perMessageDeflate: false })
    await new Promise<void>((resolve) => server.listen(0, host, resolve))
    const line = new NoVnc(server.address() as AddressInfo, async () => {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    })
    sockets.on('connection', (socket) => {
      const vnc = connect({ host: '127.0.0.1', port: vncPort, noDelay: true })
      vnc.on('data', (data: Buffer) => {
        line.bytes += data.length
        socket.send(data)
        // What the viewer has not taken yet stays with the VNC server, which then merges its pictures.
        if (socket.bufferedAmount > 65_536) {
          vnc.pause()
          const again = setInterval(() => {
            if (socket.bufferedAmount > 65_536 && socket.readyState === socket.OPEN) return
            clearInterval(again)
            vnc.resume()
          }, 1)
        }
      })
      vnc.on('error', () => socket.close())
      vnc.on('close', () => socket.close())
      socket.on('message', (data: Buffer) => vnc.write(data))
      socket.on('close', () => vnc.destroy())
    })
    return line
  }

  close(): Promise<void> {
    return this.#close()
  }
}
