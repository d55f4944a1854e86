import { Closing } from './closing.ts'
import type { Size } from './desktop-display.ts'
import { trials } from './desktop-field.ts'
import { armFlip, lightAt, readFlip, readPixels } from './desktop-page.ts'
import { compare } from './desktop-sharpness.ts'
import { pagePlace } from './desktop-viewer.ts'
import { FLIP_BESIDE, WORKLOADS, startFlipBeside, stopWorkload, terminal } from './desktop-workloads.ts'
import { openFarField } from './network-field.ts'
import type { FarViewer } from './network-field.ts'
import { gapsSeen, watchChanges } from './network-freeze.ts'
import { BadLine } from './network-line.ts'
import { prove } from './network-proof.ts'
import { Report, percentile } from './report.ts'
import type { Figure } from './report.ts'

const SIZE: Size = { width: 1280, height: 720 }
const TRIALS = 60
/** The viewers take turns: the machine's load changes for all of them. */
const BLOCKS = 4
const WATCH_MS = 6_000
const SETTLED_MS = 3_000
const PATIENCE_MS = 30_000
const PLACE = { x: FLIP_BESIDE.x + 200, y: FLIP_BESIDE.y + 200 }

/** What was found of one viewer. */
interface Found {
  readonly rest: number[]
  readonly scrolling: number[]
  readonly gaps: number[]
  /** Pixels off, of a hundred, each time that it had come to rest. */
  readonly off: number[]
  watchedMs: number
  bytes: number
}

/** One press of the button through the browser's input; keys would go to the window that scrolls. */
async function trial(viewer: FarViewer): Promise<number> {
  const { page, screen, name } = viewer
  const flip = screen ? pagePlace(viewer, PLACE).then((place) => screen.flip(place, 'button')) : inPage(viewer)
  const took = await flip.catch((cause: unknown) => Promise.reject(new Error(`${name} did not flip.`, { cause })))
  // Not in step with anything, and the line is quiet again.
  await page.waitForTimeout(150 + Math.random() * 150)
  return took
}

async function inPage({ page, selector }: FarViewer): Promise<number> {
  await armFlip({ page, selector }, { place: PLACE, event: 'pointerdown' })
  await page.mouse.down()
  await page.mouse.up()
  return readFlip(page)
}

/** The pointer on what flips; the first press pays for what loads once. */
async function pointAtFlip(viewer: FarViewer): Promise<void> {
  const { x, y } = await pagePlace(viewer, PLACE)
  // From elsewhere: it was parked behind the viewer's back, who would have no move to tell.
  for (const at of [x - 40, x]) {
    await (viewer.screen ? viewer.screen.pointAt({ x: at, y }) : viewer.page.mouse.move(at, y))
    await viewer.page.waitForTimeout(100)
  }
  await trial(viewer)
}

async function demandFlips(viewer: FarViewer): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  while ((await lightAt(viewer, PLACE)) !== 255)
    if (Date.now() > until) throw new Error(`${viewer.name} never showed the window that flips.`)
}

async function atRest(viewer: FarViewer, found: Found, each: number): Promise<void> {
  await pointAtFlip(viewer)
  for (let turn = 0; turn < each; turn++) found.rest.push(await trial(viewer))
}

async function scrolling(viewer: FarViewer, found: Found, each: number): Promise<void> {
  const { page, display } = viewer
  const scroll = await WORKLOADS.scroll.start(display)
  await page.waitForTimeout(1_000)
  const before = await viewer.bytes()
  await watchChanges(viewer, WORKLOADS.scroll.region)
  await page.waitForTimeout(WATCH_MS)
  const gaps = await gapsSeen(page)
  found.gaps.push(...gaps)
  found.watchedMs += gaps.reduce((sum, gap) => sum + gap, 0)
  found.bytes += (await viewer.bytes()) - before
  await pointAtFlip(viewer)
  for (let turn = 0; turn < each; turn++) found.scrolling.push(await trial(viewer))
  // Over the one that scrolls, so that there is something to compare.
  const text = await terminal('text')(display)
  await stopWorkload(scroll)
  await display.parkPointer()
  await page.waitForTimeout(SETTLED_MS)
  const { off, psnr } = compare(await readPixels(viewer), await display.pixels(), await display.marks())
  await stopWorkload(text)
  if (psnr < 15) throw new Error(`${viewer.name} shows another picture than the display's: ${psnr.toFixed(1)} dB.`)
  found.off.push(off)
}

function figuresOf({ name }: FarViewer, { rest, scrolling: scrolled, gaps, off, watchedMs, bytes }: Found): Figure[] {
  const own = name.startsWith('Deskside')
  const at = (metric: string, value: number, atMost?: number): Figure => ({
    metric: `${name}, ${metric}`,
    value,
    unit: 'ms',
    ...(own && atMost !== undefined ? { target: { atMost } } : {}),
  })
  return [
    at('at rest, median', percentile(rest, 0.5), 70),
    at('at rest, p95', percentile(rest, 0.95)),
    at('while scrolling, median', percentile(scrolled, 0.5)),
    at('while scrolling, p95', percentile(scrolled, 0.95), 250),
    at('longest without another picture', Math.max(...gaps)),
    at('without another picture, p99', percentile(gaps, 0.99)),
    { metric: `${name}, scrolling`, value: ((gaps.length - 1) / watchedMs) * 1_000, unit: 'frames/s' },
    { metric: `${name}, scrolling`, value: (bytes * 8) / watchedMs, unit: 'kbit/s' },
    {
      metric: `${name}, pixels off ${SETTLED_MS / 1_000} s after it came to rest`,
      value: Math.max(...off),
      unit: '%',
      ...(name === 'Deskside Standard' ? { target: { atMost: 0 } } : {}),
    },
  ]
}

const report = new Report(
  'bad-network',
  'a click to the pixels that it changed: 50 ms there and back, 1 % lost each way, 5 Mbit/s',
)
const closing = new Closing()
try {
  const bare = closing.add(await BadLine.open(1))
  const { trips, lost, bitsPerSecond } = await prove(bare)
  report.add(
    { metric: 'the line itself, there and back, median', value: percentile(trips, 0.5), unit: 'ms' },
    { metric: 'the line itself, there and back, p95', value: percentile(trips, 0.95), unit: 'ms' },
    { metric: 'the line itself, lost there and back', value: lost * 100, unit: '%' },
    { metric: 'the line itself, one way', value: bitsPerSecond / 1_000_000, unit: 'Mbit/s' },
  )
  const field = await openFarField(SIZE, closing)
  const all = field.map((viewer) => {
    const found: Found = { rest: [], scrolling: [], gaps: [], off: [], watchedMs: 0, bytes: 0 }
    return { viewer, found }
  })
  for (const viewer of field) {
    const flip = await startFlipBeside(viewer.display)
    closing.add({ close: () => stopWorkload(flip) })
    await demandFlips(viewer)
  }
  const each = Math.max(1, Math.ceil(trials(TRIALS) / BLOCKS))
  for (let block = 0; block < BLOCKS; block++) {
    for (const { viewer, found } of all) await atRest(viewer, found, each)
    for (const { viewer, found } of all) await scrolling(viewer, found, each)
  }
  for (const { viewer, found } of all) report.add(...figuresOf(viewer, found))
} finally {
  await closing.all()
}
report.print()
