import { formatSessionNumber } from '@deskside/protocol'
import { chromium, expect, test as base } from '@playwright/test'
import type { Browser, BrowserContext, Locator, Page } from '@playwright/test'
import { Desktop } from './desktop.ts'
import { House, PASSWORD, PEOPLE } from './house.ts'

export const CHROMIUM = '/usr/bin/chromium'
/** What keeps a browser to what it is told. */
export const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
/** Two browsers on one machine find each other by plain addresses; names by multicast need a network around. */
const LOCAL = ['--disable-features=WebRtcHideLocalIpsWithMdns']

/** What the browser's own picker is told to choose: a whole screen, or the window with this title. */
export type Choice = 'Entire screen' | (string & {})

/** A browser of its own: on a desktop, where what it captures is really there, or without one. */
export function launch(
  options: { desktop?: Pick<Desktop, 'display'>; choose?: Choice; args?: readonly string[]; executable?: string } = {},
): Promise<Browser> {
  const { desktop, choose, args = [], executable = CHROMIUM } = options
  const picker = choose ? [`--auto-select-desktop-capture-source=${choose}`] : []
  const window = desktop ? ['--window-position=0,0', '--window-size=640,600'] : []
  return chromium.launch({
    executablePath: executable,
    headless: desktop === undefined,
    args: [...QUIET, ...LOCAL, ...picker, ...window, ...args],
    ...(desktop ? { env: { ...process.env, DISPLAY: desktop.display } as Record<string, string> } : {}),
  })
}

interface Fixtures {
  readonly house: House
  readonly desktop: Desktop
  /** A browser without a desktop: for those who only look. */
  readonly browserHere: Browser
  /** Closes what a test opened when the test is over, however it ends; the last first. */
  readonly keep: <T extends { close(): unknown }>(thing: T | Promise<T>) => Promise<T>
}

/** What every test may have beside a house. */
const inNoHouse = base.extend<Omit<Fixtures, 'house'>>({
  desktop: async ({}, use) => {
    const desktop = await Desktop.open()
    await use(desktop)
    await desktop.close()
  },
  keep: async ({}, use) => {
    const kept: { close(): unknown }[] = []
    await use(async (thing) => {
      const opened = await thing
      kept.push(opened)
      return opened
    })
    const troubles: unknown[] = []
    for (const thing of kept.reverse())
      await (async () => thing.close())().catch((error: unknown) => void troubles.push(error))
    if (troubles.length > 0) throw troubles[0]
  },
  browserHere: async ({}, use) => {
    const browser = await launch()
    await use(browser)
    await browser.close()
  },
})

/** A house of its own for each file would be slow and one for all would let tests see each other: one a worker, new sessions a test. */
export const test = inNoHouse.extend<object, { house: House }>({
  house: [
    async ({}, use) => {
      const house = await House.open()
      await use(house)
      await house.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

/** A house that is another for each file of tests, whichever a worker goes on to. */
class FileHouse {
  #of: { readonly file: string; readonly house: House } | undefined

  async lend(file: string): Promise<House> {
    if (this.#of?.file !== file) {
      await this.close()
      this.#of = { file, house: await House.open() }
    }
    return this.#of.house
  }

  async close(): Promise<void> {
    await this.#of?.house.close()
    this.#of = undefined
  }
}

/** For tests of which it matters what else goes on in the house: theirs is one in which no other file has been. */
export const testInOwnHouse = inNoHouse.extend<{ house: House }, { ofFile: FileHouse }>({
  ofFile: [
    async ({}, use) => {
      const houses = new FileHouse()
      await use(houses)
      await houses.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  house: [async ({ ofFile }, use, { file }) => use(await ofFile.lend(file)), { timeout: 60_000 }],
})
export { expect }

export async function signIn(page: Page, house: House, who: keyof typeof PEOPLE = 'rita'): Promise<void> {
  await page.goto(`${house.url}/console`)
  await page.getByLabel('E-mail').fill(PEOPLE[who].email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('button', { name: 'Start session' }).first()).toBeVisible()
}

/** Starts a session; the answer is its number as it stands on the screen, which an older session's may still be on. */
export async function startSession(page: Page): Promise<string> {
  const answer = page.waitForResponse((r) => r.url().endsWith('/api/v1/sessions') && r.request().method() === 'POST')
  await page.getByRole('button', { name: 'Start session' }).first().click()
  const { number } = (await (await answer).json()) as { number: string }
  const shown = formatSessionNumber(number)
  await expect(page.getByRole('status', { name: 'Support session number' })).toHaveText(shown)
  return shown
}

export async function join(page: Page, house: House, entry: { number: string; name: string }): Promise<void> {
  await page.goto(house.url)
  await page.getByLabel('Support session number').fill(entry.number)
  await page.getByLabel('Your name').fill(entry.name)
  await page.getByRole('button', { name: 'Join' }).click()
}

export interface Meeting {
  readonly rep: Page
  readonly cust: Page
  readonly repContext: BrowserContext
  readonly custContext: BrowserContext
}

export interface Browsers {
  /** A context is taken as it is, for instance a window of a `HandBrowser`. */
  readonly rep: Browser | BrowserContext
  readonly cust: Browser
}

/** A representative and a customer in one session. */
export async function meet(
  house: House,
  { rep: where, cust: on }: Browsers,
  name = 'Carla Customer',
): Promise<Meeting> {
  const repContext = 'newContext' in where ? await where.newContext({ viewport: { width: 1280, height: 760 } }) : where
  const custContext = await on.newContext({ viewport: null })
  const [rep, cust] = [await repContext.newPage(), await custContext.newPage()]
  await signIn(rep, house)
  const number = await startSession(rep)
  await join(cust, house, { number, name })
  await rep.getByRole('button', { name: `Admit ${name}` }).click()
  await expect(cust.getByRole('heading', { name: /Rita Rep helps you/ })).toBeVisible()
  return { rep, cust, repContext, custContext }
}

/** Where a customer's browser, as `launch` places it, does not cover the desktop. */
export const OPEN_DESK = { name: "Customer's desktop", x: 0.85, y: 0.2 }

const TITLE = { desktop: 'Desktop', application: 'Application' } as const

/** The representative asks to see the customer's desktop or one application; the answer is the customer's dialog. */
export async function askToSee(rep: Page, cust: Page, what: keyof typeof TITLE, who = 'Rita Rep'): Promise<Locator> {
  await rep.getByRole('tab', { name: TITLE[what], exact: true }).click()
  await rep.getByRole('button', { name: 'Request View' }).click()
  const ask = cust.getByRole('alertdialog', { name: new RegExp(`^${who}`) })
  await expect(ask).toBeVisible()
  return ask
}

/** A colleague joins by a link, as one would send it. */
export async function invite(rep: Page, browser: Browser, house: House): Promise<Page> {
  await rep.getByRole('tab', { name: 'Tools', exact: true }).click()
  await rep.getByRole('button', { name: 'Invite', exact: true }).click()
  await rep.getByRole('tab', { name: /colleague/i }).click()
  const made = rep.waitForResponse((r) => r.url().endsWith('/invitations'))
  await rep.getByRole('dialog').getByRole('button', { name: /link/i }).first().click()
  const { url } = (await (await made).json()) as { url: string }
  await rep.keyboard.press('Escape')
  const colleague = await (await browser.newContext({ viewport: { width: 1280, height: 760 } })).newPage()
  await signIn(colleague, house, 'rob')
  await colleague.goto(url)
  await expect(colleague.getByRole('tab', { name: 'Tools', exact: true })).toBeVisible()
  return colleague
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.getByRole('button', { name: 'Send' }).click()
}

/** The colour at a place of a picture (0 to 1 from its upper left corner), as it is drawn in the page. */
async function colourAt(
  page: Page,
  name: string,
  place: { x: number; y: number },
): Promise<[number, number, number] | undefined> {
  return page.getByRole('img', { name }).evaluate((element, { x, y }) => {
    // A browser's capture is a video, the Support Manager's picture a canvas.
    const picture = element as HTMLVideoElement | HTMLCanvasElement
    const [width, height] =
      'videoWidth' in picture ? [picture.videoWidth, picture.videoHeight] : [picture.width, picture.height]
    if (!width) return undefined
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const context = canvas.getContext('2d')
    if (!context) return undefined
    context.drawImage(picture, 0, 0)
    const [r = 0, g = 0, b = 0] = context.getImageData(Math.floor(width * x), Math.floor(height * y), 1, 1).data
    return [r, g, b] as [number, number, number]
  }, place)
}

const COLOURS = { red: [208, 32, 32], green: [32, 160, 64], blue: [32, 64, 208], yellow: [224, 208, 32] } as const
export type ColourName = keyof typeof COLOURS
export const hex = (name: ColourName): string =>
  `#${COLOURS[name].map((v) => v.toString(16).padStart(2, '0')).join('')}`

/** Waits until a picture shows a colour at a place; a video codec may be off by a little. */
export async function expectColour(
  page: Page,
  where: { name: string; x: number; y: number },
  colour: ColourName,
): Promise<void> {
  await expect
    .poll(
      async () => {
        const seen = await colourAt(page, where.name, where)
        return seen
          ? ((Object.keys(COLOURS) as ColourName[]).find((c) =>
              COLOURS[c].every((v, i) => Math.abs(v - (seen[i] ?? 0)) < 40),
            ) ?? seen.join(','))
          : 'no picture'
      },
      { timeout: 20_000, message: `${where.name} shows ${colour}` },
    )
    .toBe(colour)
}
