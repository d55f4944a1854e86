import type { X11Client } from 'x11'
import { openX11 } from '../../apps/support-manager/src/platform/x11.ts'

// A program on the measured display: `node desktop-program.ts flip|drag|video|photo`. What it shows is the same in every run.

/** Requests of the core protocol that the package has and the product does not use. */
interface Drawing extends X11Client {
  PutImage(
    ...args: [
      format: number,
      drawable: number,
      gc: number,
      width: number,
      height: number,
      x: number,
      y: number,
      leftPad: number,
      depth: number,
      data: Buffer,
    ]
  ): void
  CopyArea(
    ...args: [
      from: number,
      to: number,
      gc: number,
      fromX: number,
      fromY: number,
      x: number,
      y: number,
      width: number,
      height: number,
    ]
  ): void
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const [what = '', place = '0,0,640,360'] = process.argv.slice(2)
const [left = 0, top = 0, width = 640, height = 360] = place.split(',').map(Number)
const box: Box = { x: left, y: top, width, height }
const x = await openX11()
const client = x.client as Drawing
const EVENTS = { keyPress: 1, buttonPress: 4, exposure: 0x8000 } as const
const STRING = 31
const ATOM_WM_NAME = 39

const kinds: Record<string, () => void> = { flip, drag, video, photo }
const start = kinds[what]
if (!start) throw new Error(`There is no workload ${what}.`)
start()
await x.sync()
process.on('disconnect', () => process.exit(0))
process.send?.('ready')

/** A window at a place; no window manager has a say in it. */
function open(area: Box): { window: number; gc: number } {
  const [window, gc] = [client.AllocID(), client.AllocID()]
  client.CreateWindow(window, x.root, area.x, area.y, area.width, area.height, 0, 0, 1, 0, {
    overrideRedirect: 1,
    eventMask: EVENTS.keyPress | EVENTS.buttonPress | EVENTS.exposure,
  })
  client.ChangeProperty(0, window, ATOM_WM_NAME, STRING, 8, Buffer.from(`Bench ${what}`))
  client.CreateGC(gc, window, { foreground: 0xff_ffff })
  client.MapWindow(window)
  return { window, gc }
}

/** A large area that changes between white and black on each key or button. */
function flip(): void {
  const { window, gc } = open(box)
  let white = true
  const paint = (): void => {
    client.ChangeGC(gc, { foreground: white ? 0xff_ffff : 0x00_0000 })
    client.PolyFillRectangle(window, gc, [0, 0, box.width, box.height])
    client.flush()
  }
  x.onEvent((event) => {
    if (event.name === 'KeyPress' || event.name === 'ButtonPress') {
      white = !white
      paint()
    } else if (event.name === 'Expose') {
      // Only a window that can be seen may have the focus.
      client.SetInputFocus(window, 1)
      paint()
    }
  })
}

/** A window full of detail that is moved in a circle, sixty steps a second, a turn in two seconds. */
function drag(): void {
  const { window, gc } = open(box)
  const pixmap = client.AllocID()
  client.CreatePixmap(pixmap, window, 24, box.width, box.height)
  put(pixmap, gc, { ...box, picture: (column, row) => detail(column, row) })
  client.ChangeWindowAttributes(window, { backgroundPixmap: pixmap })
  client.ClearArea(window, 0, 0, 0, 0, 0)
  const radius = 120
  let step = 0
  setInterval(() => {
    step += 1
    const turn = (step / 120) * 2 * Math.PI
    client.ConfigureWindow(window, {
      x: Math.round(box.x + radius * Math.cos(turn)),
      y: Math.round(box.y + radius * Math.sin(turn)),
    })
    client.flush()
  }, 1000 / 60)
}

/** Fifty frames of a moving scene with grain, drawn before, shown at twenty-five a second. */
function video(): void {
  const { window, gc } = open(box)
  const frames = Array.from({ length: 50 }, (_, frame) => {
    const pixmap = client.AllocID()
    client.CreatePixmap(pixmap, window, 24, box.width, box.height)
    put(pixmap, gc, { ...box, picture: (column, row) => scene(column, row, frame) })
    return pixmap
  })
  let shown = 0
  setInterval(() => {
    shown += 1
    client.CopyArea(frames[shown % frames.length] ?? 0, window, gc, 0, 0, 0, 0, box.width, box.height)
    client.flush()
  }, 1000 / 25)
}

/** A still photograph. */
function photo(): void {
  const { window, gc } = open(box)
  const paint = (): void => put(window, gc, { ...box, picture: (column, row) => scene(column, row, 7) })
  x.onEvent((event) => {
    if (event.name === 'Expose') paint()
  })
}

function put(
  drawable: number,
  gc: number,
  { width, height, picture }: Box & { picture: (column: number, row: number) => number },
): void {
  // The core protocol's longest request is 256 kB.
  const most = Math.floor(200_000 / (width * 4))
  for (let from = 0; from < height; from += most) {
    const rows = Math.min(most, height - from)
    const data = Buffer.alloc(width * rows * 4)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < width; column++)
        data.writeUInt32LE(picture(column, from + row), (row * width + column) * 4)
    client.PutImage(2, drawable, gc, width, rows, 0, from, 0, 24, data)
  }
}

/** Shapes, ruled lines and shades: no two places of it look alike. */
function detail(column: number, row: number): number {
  const ruled = row % 16 === 0 || column % 24 === 0
  const block = (Math.floor(column / 24) * 7 + Math.floor(row / 16) * 13) % 31
  return ruled ? 0x20_2020 + column : ((block * 8) << 16) | ((255 - block * 5) << 8) | ((block * block) % 255)
}

/** A bright disc that goes round over moving waves, with the grain of a camera. */
function scene(column: number, row: number, frame: number): number {
  const turn = (frame / 50) * 2 * Math.PI
  const far = Math.hypot(column - 320 - 200 * Math.cos(turn), row - 180 - 90 * Math.sin(turn))
  const wave = 90 + 60 * Math.sin(column / 40 + turn) + 50 * Math.cos(row / 30 - 2 * turn)
  const light = far < 70 ? 230 - far : wave
  const grain =
    ((Math.imul(column + 1, 73_856_093) ^ Math.imul(row + 1, 19_349_663) ^ Math.imul(frame + 1, 83_492_791)) >>> 8) % 13
  const shade = (share: number): number => Math.max(0, Math.min(255, Math.round(light * share + grain)))
  return (shade(1) << 16) | (shade(0.8) << 8) | shade(0.6)
}
