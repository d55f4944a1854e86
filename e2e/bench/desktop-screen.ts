import type { Browser } from '@playwright/test'
import { openX11 } from '../../apps/support-manager/src/platform/x11.ts'
import type { X11 } from '../../apps/support-manager/src/platform/x11.ts'
import { launch } from '../world.ts'
import { BenchDisplay } from './desktop-display.ts'
import type { Place } from './desktop-page.ts'

export const VIEWPORT = { width: 1920, height: 1080 } as const

/** With `--on-screen` the viewer's browser stands on an X display of its own, where what is really shown can be seen. */
const ON_SCREEN = process.argv.includes('--on-screen')
const PATIENCE_MS = 5_000
const KEY_A = 38
const [KEY_PRESS, BUTTON_PRESS] = [2, 4]
const Z_PIXMAP = 2

/** Where somebody views from; as it is, on this machine and by loopback. */
export interface Viewpoint {
  /** What starts the browser there. */
  readonly executable?: string
  /** The address by which this machine is reached from there. */
  readonly host?: string
}

/** A page that is not on this machine's own name gets what only secure pages get. */
export const trusting = (url: string): readonly string[] => [`--unsafely-treat-insecure-origin-as-secure=${url}`]

/** The browser of somebody who views a desktop, on a screen of its own where that is measured. */
export class ViewerBrowser {
  readonly browser: Browser
  readonly screen: ViewerScreen | undefined
  readonly #display: BenchDisplay | undefined

  private constructor(browser: Browser, on?: { display: BenchDisplay; screen: ViewerScreen }) {
    this.browser = browser
    this.#display = on?.display
    this.screen = on?.screen
  }

  /** @param url what is to be seen, which counts as secure also where it is not on this machine's own name. */
  static async open({ executable }: Viewpoint = {}, url?: string): Promise<ViewerBrowser> {
    const from = executable === undefined ? {} : { executable }
    const more = executable === undefined || url === undefined ? [] : trusting(url)
    if (!ON_SCREEN) return new ViewerBrowser(await launch({ ...from, args: more }))
    const display = await BenchDisplay.open(VIEWPORT)
    const { width, height } = VIEWPORT
    const args = [...more, '--kiosk', `--window-size=${width},${height}`, '--window-position=0,0']
    const browser = await launch({ ...from, desktop: { display: display.name }, args })
    return new ViewerBrowser(browser, { display, screen: await ViewerScreen.open(display.name) })
  }

  async close(): Promise<void> {
    await this.browser.close()
    this.screen?.close()
    await this.#display?.close()
  }
}

/** The screen that a viewer looks at, and the mouse and keyboard before it. */
export class ViewerScreen {
  readonly #x: X11

  private constructor(x: X11) {
    this.#x = x
  }

  static async open(display: string): Promise<ViewerScreen> {
    return new ViewerScreen(await openX11(display))
  }

  close(): void {
    this.#x.close()
  }

  async pointAt({ x, y }: Place): Promise<void> {
    const test = await this.#x.extension('xtest')
    test.FakeInput(6, 0, 0, this.#x.root, Math.round(x), Math.round(y))
    await this.#x.sync()
  }

  /** Milliseconds from a key or button going down until the light at a place of the screen is on its other side. */
  async flip(place: Place, what: 'key' | 'button'): Promise<number> {
    const test = await this.#x.extension('xtest')
    const [press, detail] = what === 'key' ? [KEY_PRESS, KEY_A] : [BUTTON_PRESS, 1]
    const was = await this.#isWhite(place)
    const from = performance.now()
    test.FakeInput(press, detail, 0, 0, 0, 0)
    test.FakeInput(press + 1, detail, 0, 0, 0, 0)
    this.#x.client.flush()
    while ((await this.#isWhite(place)) === was) {
      if (performance.now() - from > PATIENCE_MS) throw new Error(`The flip did not come within ${PATIENCE_MS} ms.`)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    return performance.now() - from
  }

  async #isWhite({ x, y }: Place): Promise<boolean> {
    const { data } = await this.#x.ask<{ data: Buffer }>((reply) =>
      this.#x.client.GetImage(Z_PIXMAP, this.#x.root, Math.round(x), Math.round(y), 1, 1, 0xffff_ffff, reply),
    )
    return (data[0] ?? 0) > 128
  }
}
