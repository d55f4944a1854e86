import type { Browser, Page } from '@playwright/test'
import { House, PEOPLE } from '../house.ts'
import { launch } from '../world.ts'
import { Closing } from './closing.ts'
import { knockIn } from './crowd.ts'
import { armStopwatch } from './page-stopwatch.ts'
import { Report, count, percentile } from './report.ts'
import { Visitor } from './visitor.ts'
import type { Line } from './visitor.ts'

const TRIALS = 40
const NAME = 'Carla Customer'

interface Stage {
  readonly house: House
  readonly browser: Browser
  readonly visitor: Visitor
  readonly line: Line
}

/** A page with number and name filled in, in a browser profile of its own: one press away from joining. */
async function standAtTheDoor({ house, browser, visitor }: Stage): Promise<{ page: Page; sessionId: string }> {
  const { sessionId, number } = await visitor.call<{ sessionId: string; number: string }>('POST', '/api/v1/sessions')
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(house.url)
  await page.getByLabel('Support session number').fill(number)
  await page.getByLabel('Your name').fill(NAME)
  return { page, sessionId }
}

/** Milliseconds from the press of Join until a heading is on the page. `admits`: the representative lets in at once. */
async function trial(stage: Stage, { heading, admits }: { heading: string; admits: boolean }): Promise<number> {
  const { page, sessionId } = await standAtTheDoor(stage)
  const knocked = stage.line.event(sessionId, 'session.knocked').then((frame) => {
    if (admits) stage.line.request('session.admit', { sessionId, knockId: knockIn(frame) })
  })
  const stopwatch = await armStopwatch(page, { pressed: 'Join', selector: 'h1', text: heading })
  await page.getByRole('button', { name: 'Join' }).click()
  const took = await stopwatch.read()
  await knocked
  const ended = stage.line.event(sessionId, 'session.ended')
  stage.line.request('session.end', { sessionId })
  await ended
  await page.context().close()
  return took
}

const report = new Report('join', 'Join pressed on the customer’s page (headless Chromium) to what it leads to')
const closing = new Closing()
try {
  const house = closing.add(await House.open())
  const browser = closing.add(await launch())
  const visitor = await Visitor.signedIn(house, PEOPLE.rita.email)
  const stage = { house, browser, visitor, line: await visitor.connect('representative') }
  const waiting = { heading: `Waiting for ${PEOPLE.rita.name}`, admits: false }
  const inSession = { heading: `${PEOPLE.rita.name} helps you`, admits: true }
  // The first joins pay for what is loaded once: the browser's code cache, the server's first calls.
  for (const what of [waiting, inSession, inSession]) await trial(stage, what)
  const [toWaiting, toSession]: [number[], number[]] = [[], []]
  for (let done = 0; done < count(TRIALS); done += 1) {
    toWaiting.push(await trial(stage, waiting))
    toSession.push(await trial(stage, inSession))
  }
  report.note(`${toSession.length} trials of each`)
  report.add(
    { metric: 'waiting view shown, p50', value: percentile(toWaiting, 0.5), unit: 'ms' },
    { metric: 'waiting view shown, p95', value: percentile(toWaiting, 0.95), unit: 'ms' },
    { metric: 'in session, p50', value: percentile(toSession, 0.5), unit: 'ms' },
    { metric: 'in session, p95', value: percentile(toSession, 0.95), unit: 'ms', target: { atMost: 300 } },
  )
  await stage.line.close()
} finally {
  await closing.all()
}
report.print()
