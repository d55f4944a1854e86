import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext } from '@playwright/test'
import type { BenchDisplay } from './desktop-display.ts'
import type { Picture, Place } from './desktop-page.ts'
import { VIEWPORT } from './desktop-screen.ts'
import type { ViewerScreen } from './desktop-screen.ts'

/** Somebody who sees a picture that flips when they press. */
export interface FlipViewer extends Picture {
  /** As it stands in the figures. */
  readonly name: string
  /** Where it is seen, with `--on-screen`. */
  readonly screen: ViewerScreen | undefined
  close(): Promise<void>
}

/** Somebody who sees and controls a real display from a browser, however the two are joined. */
export interface DesktopViewer extends FlipViewer {
  readonly display: BenchDisplay
  readonly browser: Browser
  /** Process ids of what captures the display. */
  readonly capturing: readonly number[]
  /** Bytes that came to the viewer so far, by the line that carries them. */
  bytes(): Promise<number>
}

/** A page of a size that shows the largest desktop measured. */
export const newContext = (browser: Browser): Promise<BrowserContext> => browser.newContext({ viewport: VIEWPORT })

/** Where in the page a place of the desktop is. */
export async function pagePlace({ page, selector }: Picture, { x, y }: Place): Promise<Place> {
  const canvas = page.locator(selector)
  const box = await canvas.boundingBox()
  if (!box) throw new Error('The picture has no place.')
  const { width, height } = await canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement
    return { width, height }
  })
  // The picture keeps its shape, in the middle of its place.
  const scale = Math.min(box.width / width, box.height / height)
  return {
    x: box.x + (box.width - width * scale) / 2 + x * scale,
    y: box.y + (box.height - height * scale) / 2 + y * scale,
  }
}

const TICKS_A_SECOND = 100

/** Seconds of a core that processes have used so far (proc(5): utime and stime). */
export function cpuSeconds(pids: readonly number[]): number {
  let ticks = 0
  for (const pid of pids) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    ticks += Number(fields[11]) + Number(fields[12])
  }
  return ticks / TICKS_A_SECOND
}

/** Seconds of a core that a browser's processes of some kinds have used so far; all its kinds without any named. */
export async function browserSeconds(browser: Browser, ...kinds: readonly string[]): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo
    .filter(({ type }) => kinds.length === 0 || kinds.includes(type))
    .reduce((sum, { cpuTime }) => sum + cpuTime, 0)
}
