import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import type { BrowserContext, Locator, Page } from '@playwright/test'
import type { Desktop } from './desktop.ts'
import type { House } from './house.ts'

const MAIN = join(dirname(fileURLToPath(import.meta.url)), '../apps/support-manager/src/main.ts')

interface Start {
  readonly house: House
  readonly desktop: Pick<Desktop, 'display'>
  /** A pass's code; without one the panel asks for it. */
  readonly code?: string
  /** Another program to start than the sources: the one-file program. */
  readonly program?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Its own window on the desktop; without one the panel is opened by its address. */
  readonly window?: 'webview' | 'browser'
}

/** The real Support Manager on a real desktop, its panel to be opened in a browser of the test. */
export class SupportManager {
  /** Its sources' beginning. */
  static readonly main = MAIN
  readonly address: string
  readonly process: ChildProcess
  readonly exited: Promise<number | null>
  readonly #said: { text: string }

  private constructor(address: string, process: ChildProcess, said: { text: string }) {
    this.address = address
    this.process = process
    this.#said = said
    this.exited = new Promise((resolve) => process.once('exit', (code) => resolve(code)))
  }

  static async start({ house, desktop, code, program, args = [], env = {}, window }: Start): Promise<SupportManager> {
    const [command = process.execPath, ...before] = program ?? [process.execPath, MAIN, '--server', house.url]
    const join = code === undefined ? [] : ['--join', code]
    const child = spawn(command, [...before, '--window', window ?? 'none', ...join, ...args], {
      env: { ...process.env, DISPLAY: desktop.display, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = { text: '' }
    const address = await new Promise<string>((resolve, reject) => {
      const read = (data: Buffer): void => {
        said.text += data.toString()
        const found = /Open this address on this computer: (http:\S+)/.exec(said.text)?.[1]
        if (found) resolve(found)
      }
      // With a window of its own it tells nobody where the panel is.
      if (window) child.once('spawn', () => resolve(''))
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('exit', (status) => reject(new Error(`The Support Manager ended with ${status}.\n${said.text}`)))
    })
    return new SupportManager(address, child, said)
  }

  /** Everything that it printed. */
  get output(): string {
    return this.#said.text
  }

  /** Opens the panel, as the window on the desktop would. */
  async panel(context: BrowserContext): Promise<Page> {
    const page = await context.newPage()
    await page.goto(this.address)
    return page
  }

  async close(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return
    this.process.kill('SIGTERM')
    await this.exited
  }
}

/** A pass for the customer (or, with a session, for the representative) whose browser this is. */
export async function passOf(context: BrowserContext, house: House, sessionId?: string): Promise<string> {
  const answer = await context.request.post(`${house.url}/api/v1/support-manager/passes`, {
    data: sessionId === undefined ? {} : { sessionId },
    headers: { origin: house.url },
  })
  expect(answer.status()).toBe(201)
  const { code } = (await answer.json()) as { code: string }
  return code
}

/** The panel's question of somebody, answered with Allow once it is armed. */
export async function allowInPanel(panel: Page, who = 'Rita Rep', choice?: RegExp): Promise<void> {
  const question: Locator = panel.getByRole('alertdialog', { name: new RegExp(`^${who}`) })
  if (choice) await question.getByRole('radio', { name: choice }).check()
  await question.getByRole('button', { name: 'Allow', exact: true }).click()
  await expect(question).toBeHidden()
}
