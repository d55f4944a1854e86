import { createServer, connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { BenchDisplay } from './desktop-display.ts'
import type { Size } from './desktop-display.ts'
import { NoVnc } from './desktop-novnc.ts'
import { ViewerBrowser } from './desktop-screen.ts'
import type { Viewpoint } from './desktop-screen.ts'
import { newContext } from './desktop-viewer.ts'
import type { DesktopViewer } from './desktop-viewer.ts'

const CANVAS = '#screen canvas'

interface Joining extends Window {
  join?: () => void
  joined?: boolean
}

/** The settings with which x11vnc answers fastest: no pauses between looks, none before sending, no guesses about windows. */
const FASTEST = '-wait 1 -defer 0 -setdefer -1 -nonap -nowait_bog -sb 0 -nowireframe -noscrollcopyrect'.split(' ')

/** TigerVNC is the X server itself, seen by noVNC. */
export async function openTigerVnc(size: Size, from: Viewpoint = {}): Promise<DesktopViewer> {
  const port = await freePort()
  const display = await BenchDisplay.open(size, [
    'Xtigervnc',
    ...['-displayfd', '3', '-geometry', `${size.width}x${size.height}`, '-depth', '24'],
    ...['-rfbport', String(port), '-localhost', '-SecurityTypes', 'None', '-AlwaysShared', '-nolisten', 'tcp'],
  ])
  return openNoVnc({ name: 'TigerVNC', display, port, capturing: [display.pid], from })
}

/** x11vnc reads an X display that is there, as the Support Manager does. */
export async function openX11vnc(size: Size, from: Viewpoint = {}): Promise<DesktopViewer> {
  const port = await freePort()
  const display = await BenchDisplay.open(size)
  const program = display.start('x11vnc', [
    ...['-rfbport', String(port), '-localhost', '-no6', '-nopw', '-forever', '-shared', '-quiet', '-noipv6'],
    ...FASTEST,
  ])
  return openNoVnc({ name: 'x11vnc', display, port, capturing: [program.pid ?? 0], from })
}

interface Served {
  readonly name: string
  readonly display: BenchDisplay
  readonly port: number
  readonly capturing: readonly number[]
  readonly from: Viewpoint
}

async function openNoVnc({ name, display, port, capturing, from }: Served): Promise<DesktopViewer> {
  await listens(port)
  const line = await NoVnc.open(port, from.host)
  const viewer = await ViewerBrowser.open(from, line.url)
  const { browser, screen } = viewer
  const page = await (await newContext(browser)).newPage()
  await page.goto(line.url)
  await page.waitForFunction(() => (window as Joining).join !== undefined)
  await page.evaluate(() => (window as Joining).join?.())
  await page.waitForFunction(() => (window as Joining).joined)
  return {
    name,
    display,
    browser,
    screen,
    page,
    selector: CANVAS,
    capturing,
    bytes: () => Promise.resolve(line.bytes),
    async close() {
      await viewer.close()
      await line.close()
      await display.close()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function listens(port: number): Promise<void> {
  for (const until = Date.now() + 15_000; Date.now() < until;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Nothing listens on port ${port}.`)
}
