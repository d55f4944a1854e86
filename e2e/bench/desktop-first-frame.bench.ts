import type { Page } from '@playwright/test'
import { installSystemPackages, NEEDED_BY_DESKTOP_BENCHMARKS } from '../../scripts/system-packages.ts'
import { allowInPanel } from '../support-manager.ts'
import { Closing } from './closing.ts'
import { DESKSIDE_CANVAS, DesksideSite, prepare, stopControl } from './desktop-deskside.ts'
import type { BenchDisplay, Size } from './desktop-display.ts'
import { sizes, trials } from './desktop-field.ts'
import type { Picture, Place } from './desktop-page.ts'
import { openTigerVnc, openX11vnc } from './desktop-rivals.ts'
import { startFlip, startPhoto, stopWorkload, terminal } from './desktop-workloads.ts'
import { Report, percentile } from './report.ts'

const TRIALS = 20
const PATIENCE_MS = 20_000

interface Timed extends Window {
  firstFrame?: Promise<number>
  pressedAt?: number
}

/** Places all over the desktop, and what is there once all of it is drawn. */
interface Whole {
  readonly places: readonly Place[]
  readonly colours: readonly string[]
}

async function furnish(display: BenchDisplay, closing: Closing): Promise<Whole> {
  for (const start of [startFlip, terminal('text'), startPhoto]) {
    const running = await start(display)
    closing.add({ close: () => stopWorkload(running) })
  }
  await display.parkPointer()
  const { width, height } = display.size
  // Inside the frame that the customer's desktop has while it is shared.
  const places = [0.02, 0.25, 0.5, 0.75, 0.98].flatMap((x) =>
    [0.03, 0.35, 0.65, 0.97].map((y) => ({ x: Math.round(width * x), y: Math.round(height * y) })),
  )
  const { data } = await display.pixels()
  const colours = places.map(({ x, y }) => {
    const at = (y * width + x) * 4
    return [data[at + 2], data[at + 1], data[at]].join(',')
  })
  return { places, colours }
}

/** Waits, frame by frame, until a canvas shows all of the desktop; the answer is the moment, in milliseconds since 1970. */
async function armWhole({ page, selector }: Picture, whole: Whole): Promise<void> {
  await page.evaluate(
    ({ selector, places, colours, patience }) => {
      const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
        willReadFrequently: true,
      })
      const isWhole = (): boolean => {
        const canvas = document.querySelector<HTMLCanvasElement>(selector)
        if (!canvas || !context || canvas.width === 0) return false
        return places.every(({ x, y }, index) => {
          context.clearRect(0, 0, 1, 1)
          context.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1)
          const wanted = colours[index]?.split(',').map(Number) ?? []
          const seen = context.getImageData(0, 0, 1, 1).data
          // A first picture may be a little off where it is a photograph.
          return wanted.every((value, channel) => Math.abs(value - (seen[channel] ?? 0)) <= 24)
        })
      }
      ;(window as Timed).firstFrame = new Promise((resolve, reject) => {
        const until = performance.now() + patience
        requestAnimationFrame(function look() {
          if (isWhole()) resolve(performance.timeOrigin + performance.now())
          else if (performance.now() > until) reject(new Error('The whole desktop was never shown.'))
          else requestAnimationFrame(look)
        })
      })
      ;(window as Timed).firstFrame?.catch(() => undefined)
    },
    { selector, ...whole, patience: PATIENCE_MS },
  )
}

const moment = (page: Page): Promise<number> =>
  page.evaluate(() => (window as Timed).firstFrame ?? Promise.reject(new Error('Not armed.')))

async function rival(open: typeof openTigerVnc, size: Size): Promise<{ name: string; times: number[] }> {
  const closing = new Closing()
  try {
    const viewer = closing.add(await open(size))
    const whole = await furnish(viewer.display, closing)
    const times: number[] = []
    for (let trial = 0; trial <= trials(TRIALS); trial++) {
      await viewer.page.reload()
      await viewer.page.waitForFunction(() => 'join' in window)
      await armWhole(viewer, whole)
      const from = await viewer.page.evaluate(() => {
        const now = performance.timeOrigin + performance.now()
        ;(window as Window & { join?: () => void }).join?.()
        return now
      })
      times.push((await moment(viewer.page)) - from)
    }
    return { name: `${viewer.name}, connecting to the whole picture`, times: times.slice(1) }
  } finally {
    await closing.all()
  }
}

async function deskside(size: Size): Promise<{ name: string; times: number[] }> {
  const closing = new Closing()
  try {
    const prepared = closing.add(await prepare(closing.add(await DesksideSite.open()), { size }))
    const { rep, panel, display } = prepared
    const whole = await furnish(display, closing)
    await panel.evaluate(() =>
      addEventListener(
        'pointerdown',
        () => {
          ;(window as Timed).pressedAt = performance.timeOrigin + performance.now()
        },
        { capture: true },
      ),
    )
    const times: number[] = []
    for (let trial = 0; trial <= trials(TRIALS); trial++) {
      await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
      await rep.getByRole('button', { name: 'Request Control' }).click()
      await armWhole({ page: rep, selector: DESKSIDE_CANVAS }, whole)
      await allowInPanel(panel)
      const pressed = await panel.evaluate(() => (window as Timed).pressedAt ?? Number.NaN)
      times.push((await moment(rep)) - pressed)
      await stopControl(rep)
    }
    // The first pays for what loads once.
    return { name: 'Deskside, Allow to the whole picture', times: times.slice(1) }
  } finally {
    await closing.all()
  }
}

const report = new Report('desktop-first-frame', 'until all of a desktop is seen for the first time')
await installSystemPackages(NEEDED_BY_DESKTOP_BENCHMARKS)
for (const size of sizes()) {
  const label = `${size.width}x${size.height}`
  const found = [await rival(openTigerVnc, size), await rival(openX11vnc, size), await deskside(size)]
  for (const { name, times } of found)
    report.add(
      { metric: `${label}, ${name}, p50`, value: percentile(times, 0.5), unit: 'ms' },
      {
        metric: `${label}, ${name}, p95`,
        value: percentile(times, 0.95),
        unit: 'ms',
        ...(name.startsWith('Deskside') ? { target: { atMost: 400 } } : {}),
      },
    )
}
report.print()
