import { openX11 } from '../platform/x11.ts'
import type { ProgramAnswer, ProgramOrder } from './x-program.ts'

// A program of its own for tests: opens windows of one colour as it is told, and paints them when it is asked to.
const x = await openX11()
const { client } = x
const painted = new Map<number, number>()
const gcs = new Map<number, number>()

x.onEvent((event) => {
  if (event.name === 'Expose') paint(event.wid)
})

process.on('message', (order: ProgramOrder) => void obey(order))
process.on('disconnect', () => process.exit(0))
send({ ready: true })

async function obey(order: ProgramOrder): Promise<void> {
  if (order.do === 'open') send({ window: await open(order) })
  else {
    painted.set(order.window, order.colour)
    paint(order.window)
    await x.sync()
    send({ window: order.window })
  }
}

async function open(order: ProgramOrder & { do: 'open' }): Promise<number> {
  const id = client.AllocID()
  const { x: left, y: top, width, height } = order.area
  client.CreateWindow(id, x.root, left, top, width, height, 0, 0, 1, 0, {
    // Without a background the server leaves there what was on the screen, as with most programs.
    ...(order.paints !== false ? {} : { backgroundPixel: order.colour }),
    overrideRedirect: order.menu ? 1 : 0,
    eventMask: 0x8000,
  })
  if (order.paints === true) painted.set(id, order.colour)
  const [pid, netName, utf8, hints] = await Promise.all(
    ['_NET_WM_PID', '_NET_WM_NAME', 'UTF8_STRING', 'WM_NORMAL_HINTS'].map((name) => x.atom(name)),
  )
  const [string, cardinal, wmClass, sizeHints] = [31, 6, 67, 41]
  if (!order.menu) {
    client.ChangeProperty(0, id, wmClass, string, 8, `${order.name.toLowerCase()}\0${order.name}\0`)
    client.ChangeProperty(0, id, netName ?? 0, utf8 ?? 0, 8, Buffer.from(order.title))
    client.ChangeProperty(0, id, pid ?? 0, cardinal, 32, [process.pid])
    // The person chose the place (USPosition), so that no window manager chooses another.
    client.ChangeProperty(0, id, hints ?? 0, sizeHints, 32, [1, ...Array<number>(17).fill(0)])
  }
  client.MapWindow(id)
  await x.sync()
  return id
}

function paint(window: number): void {
  const colour = painted.get(window)
  if (colour === undefined) return
  let gc = gcs.get(window)
  if (gc === undefined) {
    gc = client.AllocID()
    client.CreateGC(gc, window, { foreground: colour })
    gcs.set(window, gc)
  }
  client.ChangeGC(gc, { foreground: colour })
  client.PolyFillRectangle(window, gc, [0, 0, 4000, 4000])
}

function send(answer: ProgramAnswer): void {
  process.send?.(answer)
}
