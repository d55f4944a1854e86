import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import type { Browser, BrowserContext } from '@playwright/test'
import type { Desktop } from './desktop.ts'
import { CHROMIUM, QUIET } from './world.ts'

/**
 * A browser as a person has it before them: over a whole desktop, and nothing of it emulated. A page in a launched one is
 * told that it always has the focus, for which Chromium counts it as watched, and its full screen fills the tab only.
 */
export class HandBrowser {
  readonly context: BrowserContext
  readonly #browser: Browser
  readonly #process: ChildProcess
  readonly #home: string

  private constructor(browser: Browser, process: ChildProcess, home: string) {
    const [context] = browser.contexts()
    if (!context) throw new Error('The browser has no window.')
    this.context = context
    this.#browser = browser
    this.#process = process
    this.#home = home
  }

  static async open(desktop: Pick<Desktop, 'display'>): Promise<HandBrowser> {
    const home = mkdtempSync(join(tmpdir(), 'deskside-browser-'))
    const own = [`--user-data-dir=${home}`, '--remote-debugging-port=0', '--password-store=basic']
    const process = spawn(CHROMIUM, [...QUIET, ...own, '--start-maximized', 'about:blank'], {
      env: { ...globalThis.process.env, DISPLAY: desktop.display },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const browser = await chromium.connectOverCDP(await addressOf(process), { noDefaults: true })
    return new HandBrowser(browser, process, home)
  }

  async close(): Promise<void> {
    const gone = once(this.#process, 'exit')
    await (await this.#browser.newBrowserCDPSession()).send('Browser.close')
    await gone
    rmSync(this.#home, { recursive: true, force: true })
  }
}

async function addressOf(process: ChildProcess): Promise<string> {
  if (!process.stderr) throw new Error('The browser has nowhere to speak.')
  for await (const line of createInterface(process.stderr)) {
    const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (address === undefined) continue
    process.stderr.resume()
    return address
  }
  throw new Error('The browser ended before it could be spoken to.')
}
