import type { Page } from '@playwright/test'
import { Closing } from './closing.ts'
import { openField, sizes, trials } from './desktop-field.ts'
import { openFloor } from './desktop-floor.ts'
import { armFlip, lightAt, readFlip } from './desktop-page.ts'
import type { FlipViewer } from './desktop-viewer.ts'
import { pagePlace } from './desktop-viewer.ts'
import { FLIP, startFlip, stopWorkload } from './desktop-workloads.ts'
import { Report, percentile } from './report.ts'

const TRIALS = 60
/** The viewers take turns: the machine's load changes for all of them. */
const BLOCKS = 6
const PLACE = { x: FLIP.x + 300, y: FLIP.y + 200 }

/** One press through the browser's input, every other one a key. */
async function trial(viewer: FlipViewer, turn: number): Promise<number> {
  const { page, screen } = viewer
  const key = turn % 2 === 0
  if (screen) {
    const seen = await screen.flip(await pagePlace(viewer, PLACE), key ? 'key' : 'button')
    await pause(page)
    return seen
  }
  await armFlip(viewer, { place: PLACE, event: key ? 'keydown' : 'pointerdown' })
  if (key) await page.keyboard.press('a')
  else {
    await page.mouse.down()
    await page.mouse.up()
  }
  const took = await readFlip(page)
  await pause(page)
  return took
}

/** Not in step with anything: a frame, a poll, a timer. */
const pause = (page: Page): Promise<void> => page.waitForTimeout(60 + Math.random() * 80)

async function demandFlips(viewer: FlipViewer): Promise<void> {
  const until = Date.now() + 10_000
  while ((await lightAt(viewer, PLACE)) !== 255)
    if (Date.now() > until) throw new Error(`${viewer.name} never showed the window that flips.`)
}

const report = new Report(
  'click-to-photon',
  'a key or click in the viewer to the pixels that it changed, in its picture',
)
for (const size of sizes()) {
  const closing = new Closing()
  try {
    const field = await openField(size, closing)
    const floors = [closing.add(await openFloor(size, 'alone')), closing.add(await openFloor(size, 'echo'))]
    const all: readonly FlipViewer[] = [...floors, ...field]
    for (const viewer of field) {
      const flip = await startFlip(viewer.display)
      closing.add({ close: () => stopWorkload(flip) })
    }
    for (const viewer of all) {
      await demandFlips(viewer)
      const { x, y } = await pagePlace(viewer, PLACE)
      await (viewer.screen ? viewer.screen.pointAt({ x, y }) : viewer.page.mouse.move(x, y))
      // The first presses pay for what loads once, and give the picture the keys.
      for (let turn = 1; turn < 5; turn++) await trial(viewer, turn)
    }
    const took = new Map(all.map((viewer) => [viewer, [] as number[]]))
    const each = Math.max(1, Math.ceil(trials(TRIALS) / BLOCKS))
    for (let block = 0; block < BLOCKS; block++)
      for (const viewer of all)
        for (let turn = 0; turn < each; turn++) took.get(viewer)?.push(await trial(viewer, turn))
    const label = `${size.width}x${size.height}`
    for (const [{ name }, times] of took)
      report.add(
        { metric: `${label}, ${name}, median`, value: percentile(times, 0.5), unit: 'ms' },
        { metric: `${label}, ${name}, p95`, value: percentile(times, 0.95), unit: 'ms' },
      )
    const median = (name: string): number =>
      percentile([...took].find(([viewer]) => viewer.name === name)?.[1] ?? [], 0.5)
    for (const [{ name }, times] of took) {
      if (!name.startsWith('Deskside')) continue
      const own = percentile(times, 0.5)
      report.add(
        {
          metric: `${label}, ${name}`,
          value: own / median('x11vnc'),
          unit: '',
          against: 'x11vnc',
          target: { atMost: 0.75 },
        },
        { metric: `${label}, ${name}`, value: own / median('TigerVNC'), unit: '', against: 'TigerVNC' },
        {
          metric: `${label}, ${name}`,
          value: own / median('an echo'),
          unit: '',
          against: 'an echo in the browser',
          target: { atMost: 1.3 },
        },
        {
          metric: `${label}, ${name}, p95`,
          value: percentile(times, 0.95) / own,
          unit: '',
          against: 'its median',
          target: { atMost: 2 },
        },
      )
    }
  } finally {
    await closing.all()
  }
}
report.print()
