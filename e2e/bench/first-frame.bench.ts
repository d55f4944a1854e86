import type { Page } from '@playwright/test'
import { Desktop } from '../desktop.ts'
import { House } from '../house.ts'
import { launch, meet } from '../world.ts'
import { Closing } from './closing.ts'
import { PATIENCE_MS } from './page-stopwatch.ts'
import { Report, count, percentile } from './report.ts'

const TRIALS = 30
/** Milliseconds that two clocks may be apart before a time taken between them says nothing. */
const CLOCKS_APART_MS = 5

interface Armed extends Window {
  moment?: Promise<number>
}

/** Notes when the pointer goes down on a button of this name, in milliseconds since 1970. */
const armPress = (page: Page, name: string): Promise<void> =>
  page.evaluate((name) => {
    ;(window as Armed).moment = new Promise((resolve) => {
      document.addEventListener(
        'pointerdown',
        function note(press) {
          const button = press.target instanceof Element ? press.target.closest('button') : null
          if (button?.textContent.trim() !== name) return
          document.removeEventListener('pointerdown', note, { capture: true })
          resolve(performance.timeOrigin + press.timeStamp)
        },
        { capture: true },
      )
    })
  }, name)

/** Notes when the first frame of a new picture is handed to the screen, in milliseconds since 1970. */
const armFrame = (page: Page): Promise<void> =>
  page.evaluate(() => {
    ;(window as Armed).moment = new Promise((resolve) => {
      const watcher = new MutationObserver(look)
      function look(): void {
        const video = document.querySelector('video')
        if (!video) return
        watcher.disconnect()
        video.requestVideoFrameCallback(() => resolve(performance.timeOrigin + performance.now()))
      }
      watcher.observe(document.body, { childList: true, subtree: true })
    })
  })

const readMoment = (page: Page): Promise<number> =>
  page.evaluate(
    (patience) =>
      Promise.race([
        (window as Armed).moment ?? Promise.reject(new Error('Not armed.')),
        new Promise<never>((_resolve, reject) => {
          setTimeout(() => reject(new Error(`Nothing came within ${patience} ms.`)), patience)
        }),
      ]),
    PATIENCE_MS,
  )

/** Both pages run on this machine, but each counts from its own start: how far their ideas of now are apart. */
async function demandOneClock(pages: readonly Page[]): Promise<void> {
  for (const page of pages) {
    const apart = await page.evaluate(() => performance.timeOrigin + performance.now() - Date.now())
    if (Math.abs(apart) > CLOCKS_APART_MS) throw new Error(`A page's clock is ${apart} ms off.`)
  }
}

async function trial({ rep, cust }: { readonly rep: Page; readonly cust: Page }): Promise<number> {
  await rep.getByRole('button', { name: 'Request View' }).click()
  const allow = cust.getByRole('alertdialog').getByRole('button', { name: 'Allow', exact: true })
  await allow.waitFor()
  await armPress(cust, 'Allow')
  await armFrame(rep)
  await allow.click()
  const took = (await readMoment(rep)) - (await readMoment(cust))
  await cust.getByRole('button', { name: 'Stop desktop view' }).click()
  await rep.locator('video').waitFor({ state: 'detached' })
  return took
}

const report = new Report('first-frame', 'Allow pressed at the customer to the first frame drawn at the representative')
const closing = new Closing()
try {
  const house = closing.add(await House.open())
  const desktop = closing.add(await Desktop.open())
  const customers = closing.add(await launch({ desktop, choose: 'Entire screen' }))
  const representatives = closing.add(await launch())
  const { rep, cust } = await meet(house, { rep: representatives, cust: customers })
  await demandOneClock([rep, cust])
  await rep.getByRole('tab', { name: 'Desktop' }).click()
  // The first picture of all pays for what the browsers load once; it is said, but is not one of the trials.
  const first = await trial({ rep, cust })
  const times: number[] = []
  while (times.length < count(TRIALS)) times.push(await trial({ rep, cust }))
  await demandOneClock([rep, cust])
  report.note(`${times.length} trials`)
  report.add(
    { metric: 'the very first picture', value: first, unit: 'ms' },
    { metric: 'first frame, p50', value: percentile(times, 0.5), unit: 'ms' },
    { metric: 'first frame, p95', value: percentile(times, 0.95), unit: 'ms', target: { atMost: 1_000 } },
  )
} finally {
  await closing.all()
}
report.print()
