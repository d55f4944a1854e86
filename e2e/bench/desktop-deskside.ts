import { expect } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { House } from '../house.ts'
import { SupportManager, allowInPanel, passOf } from '../support-manager.ts'
import { launch, meet } from '../world.ts'
import { BenchDisplay } from './desktop-display.ts'
import type { Size } from './desktop-display.ts'
import { VIEWPORT, ViewerBrowser, trusting } from './desktop-screen.ts'
import type { ViewerScreen, Viewpoint } from './desktop-screen.ts'
import type { DesktopViewer } from './desktop-viewer.ts'

const CANVAS = 'canvas[aria-label="Customer\'s desktop"]'
export const MODES = ['Standard', 'Screen Sampling'] as const
export type Mode = (typeof MODES)[number]

interface Connected extends Window {
  connections?: RTCPeerConnection[]
}

/** The real server, and a browser for the customers and their Support Managers' panels. */
export class DesksideSite {
  readonly house: House
  readonly customers: Browser

  private constructor(house: House, customers: Browser) {
    this.house = house
    this.customers = customers
  }

  /** @param host the address of this machine by which all of them reach the server. */
  static async open(host?: string): Promise<DesksideSite> {
    const house = await House.open(host === undefined ? {} : { host })
    return new DesksideSite(house, await launch({ args: host === undefined ? [] : trusting(house.url) }))
  }

  async close(): Promise<void> {
    await this.customers.close()
    await this.house.close()
  }
}

/** A session up to the moment in which the representative may ask to control. */
export interface Prepared {
  readonly rep: Page
  readonly panel: Page
  readonly browser: Browser
  readonly screen: ViewerScreen | undefined
  readonly display: BenchDisplay
  readonly program: SupportManager
  close(): Promise<void>
}

/** A representative in a browser of their own, a customer with the Support Manager on a real display. */
export async function prepare(
  { house, customers }: DesksideSite,
  { size, from = {} }: { size: Size; from?: Viewpoint },
): Promise<Prepared> {
  const display = await BenchDisplay.open(size)
  const viewer = await ViewerBrowser.open(from, house.url)
  const { browser, screen } = viewer
  const { rep, custContext } = await meet(house, { rep: browser, cust: customers })
  await rep.setViewportSize(VIEWPORT)
  const code = await passOf(custContext, house)
  const program = await SupportManager.start({
    house,
    desktop: { display: display.name },
    code,
    program: runner(house),
  })
  const panel = await program.panel(await customers.newContext({ viewport: { width: 380, height: 640 } }))
  await expect(panel.getByText('Rita Rep').first()).toBeVisible()
  return {
    rep,
    panel,
    browser,
    screen,
    display,
    program,
    async close() {
      await program.close()
      await viewer.close()
      await display.close()
    },
  }
}

/** Asks to control the desktop, and has it allowed. */
async function control({ rep, panel }: Pick<Prepared, 'rep' | 'panel'>): Promise<void> {
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request Control' }).click()
  await allowInPanel(panel)
  await expect(rep.locator(CANVAS)).toBeVisible()
}

/** Ends it from the representative's side; resolves when nothing is shown any more. */
export async function stopControl(rep: Page): Promise<void> {
  await rep.getByRole('button', { name: 'Stop desktop control' }).click()
  await rep.locator(CANVAS).waitFor({ state: 'detached' })
}

export async function openDeskside(
  site: DesksideSite,
  { size, mode, from = {} }: { size: Size; mode: Mode; from?: Viewpoint },
): Promise<DesktopViewer> {
  const prepared = await prepare(site, { size, from })
  const { rep, browser, screen, display, program } = prepared
  await watchConnections(rep)
  await choose(rep, mode)
  await control(prepared)
  return {
    name: `Deskside ${mode}`,
    display,
    browser,
    screen,
    page: rep,
    selector: CANVAS,
    capturing: [program.process.pid ?? 0],
    bytes: () => received(rep),
    close: prepared.close,
  }
}

export const DESKSIDE_CANVAS = CANVAS

async function choose(rep: Page, mode: Mode): Promise<void> {
  await rep.getByRole('tab', { name: 'Session', exact: true }).click()
  await rep.getByRole('button', { name: 'Session Options' }).click()
  await rep.getByRole('radio', { name: mode }).check()
  await rep.keyboard.press('Escape')
}

/** Keeps hold of the page's connections from now on: their statistics are what counts the bytes. */
async function watchConnections(page: Page): Promise<void> {
  await page.evaluate(() => {
    const kept: RTCPeerConnection[] = []
    ;(window as Connected).connections = kept
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(...args: ConstructorParameters<typeof RTCPeerConnection>) {
        super(...args)
        kept.push(this)
      }
    }
  })
}

/** Bytes that came over the page's peer connections, with DTLS and SCTP around them (W3C webrtc-stats, transport). */
const received = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let bytes = 0
    for (const connection of (window as Connected).connections ?? [])
      for (const [, report] of (await connection.getStats()) as unknown as Map<
        string,
        { type: string; bytesReceived?: number }
      >)
        if (report.type === 'transport') bytes += report.bytesReceived ?? 0
    return bytes
  })

/** With `--profile=FOLDER` the Support Manager leaves there where its time went. */
function runner(house: House): readonly string[] {
  const folder = process.argv.find((arg) => arg.startsWith('--profile='))?.slice('--profile='.length)
  const profile = folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`]
  return [process.execPath, ...profile, SupportManager.main, '--server', house.url]
}
