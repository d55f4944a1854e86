import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { Size } from './desktop-display.ts'
import { ViewerBrowser } from './desktop-screen.ts'
import { newContext } from './desktop-viewer.ts'
import type { FlipViewer } from './desktop-viewer.ts'
import { FLIP } from './desktop-workloads.ts'

/**
 * The same flip with no desktop behind it. Alone, the page does it as soon as it has the key or click, which no viewer can;
 * by echo, when a socket on this machine has sent one byte there and back, which is the least that a page with a socket takes.
 */
export async function openFloor(size: Size, by: 'alone' | 'echo'): Promise<FlipViewer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server.on('connection', (socket) => socket.on('message', (data: Buffer) => socket.send(data)))
  const viewer = await ViewerBrowser.open()
  const page = await (await newContext(viewer.browser)).newPage()
  await page.setContent(`<body style="margin:0"><canvas width="${size.width}" height="${size.height}"></canvas>`)
  const port = by === 'echo' ? (server.address() as AddressInfo).port : 0
  await page.evaluate(
    async ({ port, area: { x, y, width, height } }) => {
      const context = document.querySelector('canvas')?.getContext('2d', { alpha: false })
      let white = false
      const flip = (): void => {
        white = !white
        if (!context) return
        context.fillStyle = white ? '#fff' : '#000'
        context.fillRect(x, y, width, height)
      }
      flip()
      let pressed = flip
      if (port > 0) {
        const socket = new WebSocket(`ws://127.0.0.1:${port}`)
        await new Promise((resolve) => socket.addEventListener('open', resolve))
        socket.addEventListener('message', flip)
        pressed = () => socket.send('.')
      }
      addEventListener('keydown', () => pressed())
      addEventListener('pointerdown', () => pressed())
    },
    { port, area: FLIP },
  )
  return {
    name: by === 'alone' ? 'the page alone' : 'an echo',
    page,
    selector: 'canvas',
    screen: viewer.screen,
    async close() {
      await viewer.close()
      for (const socket of server.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
