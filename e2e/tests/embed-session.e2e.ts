import type { Browser, BrowserContext, Locator, Page } from '@playwright/test'
import { axe } from '../axe.ts'
import { House, SITE_NAME } from '../house.ts'
import { makeQueue } from '../make-queue.ts'
import { Shop } from '../shop.ts'
import { OPEN_DESK, askToSee, expect, expectColour, hex, launch, say, signIn, test } from '../world.ts'

const BACK_WITHIN = { timeout: 10_000 }
const NOTHING_SHOWN = 'Nobody sees or touches anything on your computer.'

const embed = (page: Page): Locator => page.locator('deskside-embed')
const panel = (page: Page): Locator => embed(page).getByRole('dialog')
const helps = (page: Page): Locator => panel(page).getByRole('heading', { name: 'Rita Rep helps you' })
const log = (page: Page): Locator => page.getByRole('log')
const inLog = (page: Page, text: string): Locator => log(page).getByText(text, { exact: true })

type Keep = <T extends { close(): unknown }>(thing: T | Promise<T>) => Promise<T>
interface Help {
  readonly house: House
  readonly shop: Shop
  readonly rep: Page
  readonly vera: Page
  readonly context: BrowserContext
}

/** Vera is helped by Rita on a page of the shop, which is at another origin than the desk. */
async function helpOnPage(
  keep: Keep,
  { rep: repBrowser, cust }: { readonly rep: Browser; readonly cust: Browser },
  page: Parameters<Browser['newContext']>[0] & { readonly attributes?: string; readonly policy?: boolean } = {},
): Promise<Help> {
  const { attributes = '', policy = false, ...options } = page
  const house = await keep(House.open())
  await makeQueue(house, { slug: 'candles', name: 'Candle help' })
  const shop = await keep(Shop.open({ desk: house.url, queue: 'candles', attributes }))
  if (policy) shop.options = { ...shop.options, contentSecurityPolicy: strictFor(house) }
  const rep = await (await repBrowser.newContext({ viewport: { width: 1280, height: 760 } })).newPage()
  await signIn(rep, house, 'rita')
  await rep.getByRole('combobox', { name: 'My state' }).selectOption('Available')
  const context = await cust.newContext(options)
  const vera = await context.newPage()
  await vera.goto(shop.url)
  await embed(vera).getByRole('button').first().click()
  await panel(vera).getByRole('textbox').first().fill('Vera Visitor')
  await vera.keyboard.press('Enter')
  const offer = rep.getByRole('alertdialog', { name: 'Incoming request from Vera Visitor' })
  const accept = offer.getByRole('button', { name: 'Accept' })
  await expect(accept).not.toHaveAttribute('aria-disabled', 'true')
  await accept.click()
  await expect(panel(vera).getByRole('log')).toBeVisible(BACK_WITHIN)
  return { house, shop, rep, vera, context }
}

/** What a strict page must let through: the desk, also over its socket. */
function strictFor({ url }: House): string {
  const { origin } = new URL(url)
  return [
    "default-src 'none'",
    "style-src 'self'",
    `script-src ${origin}`,
    `connect-src ${origin} ${origin.replace('http', 'ws')}`,
    "require-trusted-types-for 'script'",
  ].join('; ')
}

const write = async (page: Page, text: string): Promise<void> => {
  await panel(page).getByRole('textbox', { name: 'Message' }).fill(text)
  await panel(page).getByRole('button', { name: 'Send' }).click()
}
const endSession = async (rep: Page): Promise<void> => {
  await rep.getByRole('tab', { name: 'Session', exact: true }).click()
  await rep.getByRole('button', { name: 'End Session' }).first().click()
  await rep.getByRole('alertdialog').getByRole('button', { name: 'End Session' }).click()
}
const allow = async (ask: Locator): Promise<void> => {
  const button = ask.getByRole('button', { name: 'Allow' })
  await expect(button).not.toHaveAttribute('aria-disabled', 'true')
  await button.click()
}

test('[queue R20] on another site’s page the session is there: chat, a question declined and allowed, a real picture, Stop, and leaving', async ({
  desktop,
  browserHere,
  keep,
}, info) => {
  await desktop.paint(hex('red'))
  const customers = await keep(launch({ desktop, choose: 'Entire screen' }))
  const { shop, rep, vera, context } = await helpOnPage(keep, { rep: browserHere, cust: customers }, { viewport: null })
  const problems: string[] = []
  vera.on('pageerror', (error) => problems.push(error.message))
  await expect(helps(vera)).toBeVisible()
  await expect(panel(vera).getByRole('list', { name: 'People who help you' })).toContainText('Rita Rep is here')
  await expect(panel(vera).getByRole('log', { name: 'Chat with Rita Rep' })).toBeVisible()

  await rep.getByRole('textbox', { name: 'Message' }).pressSequentially('Hello')
  await expect(panel(vera).getByText('Rita Rep is typing…')).toBeVisible()
  await say(rep, 'Hello Vera, see https://shop.example/help.')
  const link = panel(vera).getByRole('link', { name: 'https://shop.example/help' })
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer')
  await panel(vera).getByRole('textbox', { name: 'Message' }).fill('The candle is out')
  await vera.keyboard.press('Enter')
  await expect(inLog(rep, 'The candle is out')).toBeVisible()

  const first = await askToSee(rep, vera, 'desktop')
  await expect(first).toHaveAccessibleName('Rita Rep asks to see your screen')
  await expect(first.getByRole('button', { name: 'Decline' })).toBeFocused()
  await vera.screenshot({ path: info.outputPath('question.png') })
  await expect(first.getByRole('button', { name: 'Decline' })).not.toHaveAttribute('aria-disabled', 'true')
  await vera.keyboard.press('Enter')
  await expect(first).toHaveCount(0)
  await expect(rep.getByText(/declined/i).first()).toBeVisible()
  await expect(panel(vera).getByText(NOTHING_SHOWN)).toBeVisible()

  const second = await askToSee(rep, vera, 'desktop')
  await expect(
    second.getByRole('checkbox', { name: 'Allow everything this representative asks for in this session' }),
  ).not.toBeChecked()
  await allow(second)
  await expectColour(rep, OPEN_DESK, 'red')
  await expect(panel(vera).getByText('Rita Rep sees your screen now.')).toBeVisible()
  await vera.screenshot({ path: info.outputPath('shown.png') })
  await panel(vera).getByRole('button', { name: 'Stop desktop view' }).click()
  await expect(rep.getByRole('img', { name: "Customer's desktop" })).toHaveCount(0)
  await expect(panel(vera).getByText(NOTHING_SHOWN)).toBeVisible()

  await panel(vera).getByRole('button', { name: 'Leave session' }).click()
  await expect(panel(vera).getByRole('heading', { name: 'You left the session' })).toBeVisible()
  const survey = panel(vera).getByRole('radiogroup', { name: 'How did we do?' })
  await survey.getByRole('radio', { name: 'Very good' }).check()
  await vera.screenshot({ path: info.outputPath('left.png') })
  await panel(vera).getByRole('button', { name: 'Send answer' }).click()
  await expect(panel(vera).getByText('Thank you. Your answer helps us to do better.')).toBeFocused()
  await panel(vera).getByRole('button', { name: 'Get help again' }).click()
  await expect(panel(vera).getByRole('textbox', { name: 'Your name' })).toBeVisible()
  await vera.reload()
  await expect(panel(vera).getByRole('textbox', { name: 'Your name' })).toBeVisible()
  // The desk kept nothing in this browser, and the shop only what the embed has there.
  expect((await context.cookies()).map(({ name }) => name)).toEqual([])
  expect(await vera.evaluate(() => Object.keys(localStorage))).toEqual([])
  expect(problems).toEqual([])
  expect(new URL(vera.url()).origin).toBe(shop.url)
})

test('[queue R20] reload, another page, a second tab and a cut of the network bring the same session back, also while it is put away', async ({
  browserHere,
  keep,
}, info) => {
  const { house, shop, rep, vera, context } = await helpOnPage(keep, { rep: browserHere, cust: browserHere })
  await write(vera, 'one')
  await expect(inLog(rep, 'one')).toBeVisible()
  await vera.reload()
  await expect(inLog(vera, 'one')).toHaveCount(1, BACK_WITHIN)
  const siteName = panel(vera).getByRole('heading', { level: 2 })
  await expect(siteName).toHaveText(SITE_NAME)
  await vera.getByRole('link', { name: 'Cart' }).click()
  await expect(vera.getByRole('heading', { name: 'Your cart' })).toBeVisible()
  await expect(inLog(vera, 'one')).toHaveCount(1, BACK_WITHIN)

  // Put away, it goes on: on the next page, too, where messages are told and a question comes to the front.
  await panel(vera).getByRole('button', { name: 'Put away' }).click()
  await vera.goto(`${shop.url}/product`)
  await expect(panel(vera)).toBeHidden()
  await say(rep, 'two')
  await expect(embed(vera).getByRole('button', { name: '1 new message' })).toBeVisible(BACK_WITHIN)
  await vera.screenshot({ path: info.outputPath('put-away.png') })
  const ask = await askToSee(rep, vera, 'application')
  await ask.getByRole('button', { name: 'Decline' }).click()
  await expect(ask).toHaveCount(0)
  await expect(inLog(vera, 'two')).toHaveCount(1)

  house.line.cut()
  await expect(panel(vera).getByText('Your connection was interrupted.')).toBeVisible(BACK_WITHIN)
  await write(vera, 'into the cut')
  await expect(panel(vera).getByText('Sending…')).toBeVisible()
  await vera.screenshot({ path: info.outputPath('cut.png') })
  house.line.mend()
  await expect(panel(vera).getByText('Your connection was interrupted.')).toBeHidden(BACK_WITHIN)
  await expect(inLog(rep, 'into the cut')).toHaveCount(1, BACK_WITHIN)
  await expect(inLog(vera, 'into the cut')).toHaveCount(1)
  await expect(panel(vera).getByText('Sending…')).toHaveCount(0)

  const other = await context.newPage()
  await other.goto(shop.url)
  await embed(other).getByRole('button').first().click()
  await expect(inLog(other, 'one')).toHaveCount(1, BACK_WITHIN)
  await expect(panel(other).getByRole('heading', { level: 2 })).toHaveText(SITE_NAME)
  await say(rep, 'three')
  for (const page of [vera, other]) await expect(inLog(page, 'three')).toHaveCount(1)
  await endSession(rep)
  for (const page of [vera, other])
    await expect(panel(page).getByRole('heading', { name: 'The session has ended' })).toBeVisible()
})

test('[invite R10] what needs more than the page opens the desk’s own in a new tab, as the same person, by a link that works once', async ({
  browserHere,
  keep,
}, info) => {
  const { house, rep, vera, context } = await helpOnPage(keep, { rep: browserHere, cust: browserHere })
  await write(vera, 'from the shop')
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request Control' }).click()
  const ask = panel(vera).getByRole('alertdialog', { name: 'Rita Rep asks to control your computer' })
  await expect(ask).toContainText('We never call you first')
  await expect(ask.getByRole('button', { name: 'Allow' })).toHaveCount(0)
  await vera.screenshot({ path: info.outputPath('needs-more.png') })
  const links: string[] = []
  context.on('request', (request) => request.isNavigationRequest() && links.push(request.url()))
  const opened = context.waitForEvent('page')
  await ask.getByRole('button', { name: 'Open the support page' }).click()
  const desk = await opened
  await expect(desk.getByRole('alertdialog', { name: 'Rita Rep asks to control your computer' })).toBeVisible(
    BACK_WITHIN,
  )
  expect(desk.url()).toBe(`${house.url}/`)
  expect(await desk.evaluate(() => window.opener === null)).toBe(true)
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Decline' }).click()
  await expect(ask).toHaveCount(0)
  await say(desk, 'from the desk')
  for (const page of [rep, vera, desk]) {
    await expect(inLog(page, 'from the shop')).toHaveCount(1)
    await expect(inLog(page, 'from the desk')).toHaveCount(1)
  }
  // Also after a reload nobody asks them for a number, which they never had.
  await desk.reload()
  await expect(inLog(desk, 'from the desk')).toHaveCount(1, BACK_WITHIN)
  await endSession(rep)
  await expect(desk.getByRole('heading', { name: 'The session has ended' })).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Enter another number' })).toHaveCount(0)
  // Whoever finds the link later, finds nothing.
  const other = await (await browserHere.newContext()).newPage()
  await other.goto(`${house.url}/#in=AAAAAAAAAAAAAAAAAAAAAA`)
  await expect(other.getByRole('alert')).toContainText('This link was used already or is too old.')
  expect(other.url()).toBe(`${house.url}/`)
})

test('C1: a question that comes while somebody writes in the page is told and waits: no key meant for the page answers it', async ({
  browserHere,
  keep,
}, info) => {
  const { shop, rep, vera } = await helpOnPage(keep, { rep: browserHere, cust: browserHere })
  await vera.goto(`${shop.url}/cart`)
  await expect(helps(vera)).toBeVisible(BACK_WITHIN)
  await panel(vera).getByRole('button', { name: 'Put away' }).click()
  const voucher = vera.getByRole('textbox', { name: 'Voucher' })
  await voucher.focus()
  const ask = await askToSee(rep, vera, 'desktop')
  const told = embed(vera).getByRole('alert').filter({ hasText: 'Rita Rep asks to see your screen.' })
  await expect(told).toHaveText(
    'Rita Rep asks to see your screen. The Tab key leads to the question, in the help window.',
  )
  await expect(voucher).toBeFocused()
  const decline = ask.getByRole('button', { name: 'Decline' })
  await expect(decline).not.toHaveAttribute('aria-disabled', 'true')
  await vera.keyboard.type('WAX 10')
  await vera.keyboard.press('Enter')
  await expect(voucher).toHaveValue('WAX 10')
  await vera.screenshot({ path: info.outputPath('asked-while-writing.png') })

  // Tab leads there, where no key answers yet; the next one to what is safe, and then back to what they wrote.
  await vera.keyboard.press('Tab')
  await expect(ask.getByRole('heading')).toBeFocused()
  await expect(decline).not.toHaveAttribute('aria-disabled', 'true')
  await vera.keyboard.press('Enter')
  await vera.keyboard.press('Space')
  await expect(ask).toBeVisible()
  await vera.keyboard.press('Tab')
  await expect(ask.getByRole('checkbox')).toBeFocused()
  await vera.keyboard.press('Tab')
  await expect(decline).toBeFocused()
  await vera.keyboard.press('Enter')
  await expect(ask).toHaveCount(0)
  await expect(voucher).toBeFocused()

  // Somebody who writes to the representative goes on with that, too.
  const box = panel(vera).getByRole('textbox', { name: 'Message' })
  await box.fill('The candle')
  const again = await askToSee(rep, vera, 'desktop')
  await expect(again.getByRole('heading')).toBeFocused()
  await again.getByRole('button', { name: 'Decline' }).click()
  await expect(again).toHaveCount(0)
  await expect(box).toBeFocused()
  await expect(box).toHaveValue('The candle')
})

test('C1: on a phone a question does not cover who writes in the page; the button says it and leads there', async ({
  browserHere,
  keep,
}, info) => {
  const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }
  const { shop, rep, vera } = await helpOnPage(keep, { rep: browserHere, cust: browserHere }, phone)
  await panel(vera).getByRole('button', { name: 'Put away' }).click()
  await vera.goto(`${shop.url}/cart`)
  await expect(embed(vera).getByRole('button', { name: 'Get help' })).toBeVisible(BACK_WITHIN)
  await say(rep, 'Hello')
  await expect(embed(vera).getByRole('button', { name: '1 new message' })).toBeVisible(BACK_WITHIN)
  await vera.getByRole('textbox', { name: 'Voucher' }).focus()
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request Control' }).click()
  const button = embed(vera).getByRole('button', { name: 'Rita Rep asks to control your computer' })
  await expect(button).toBeVisible()
  await expect(panel(vera)).toBeHidden()
  await vera.keyboard.type('WAX')
  await vera.screenshot({ path: info.outputPath('phone-button.png') })
  await button.tap()
  const ask = panel(vera).getByRole('alertdialog')
  await expect(ask.getByRole('heading')).toBeFocused()
  await vera.screenshot({ path: info.outputPath('phone-question.png') })
  await ask.getByRole('button', { name: 'Decline' }).click()
  await expect(ask).toHaveCount(0)
  await expect(inLog(vera, 'Hello')).toBeVisible()
})

test('C1: a page that presses its buttons by script allows nothing, and a strict page’s policy needs the desk only', async ({
  browserHere,
  keep,
}) => {
  const { rep, vera } = await helpOnPage(keep, { rep: browserHere, cust: browserHere }, { policy: true })
  const refused: string[] = []
  vera.on('console', (message) => /Content Security|TrustedHTML/i.test(message.text()) && refused.push(message.text()))
  await vera.reload()
  await expect(helps(vera)).toBeVisible(BACK_WITHIN)
  const ask = await askToSee(rep, vera, 'desktop')
  const button = ask.getByRole('button', { name: 'Allow' })
  await expect(button).not.toHaveAttribute('aria-disabled', 'true')
  await vera.evaluate(() => {
    const root = document.querySelector('deskside-embed')?.shadowRoot
    for (const each of root?.querySelectorAll<HTMLButtonElement>('[role=alertdialog] button') ?? []) each.click()
  })
  await expect(ask).toBeVisible()
  await ask.getByRole('button', { name: 'Decline' }).click()
  await expect(ask).toHaveCount(0)
  expect(refused).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`the session is whole at 320 px, in the longest words, and axe finds nothing serious, ${colorScheme}`, async ({
    browserHere,
    keep,
  }, info) => {
    const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true, colorScheme }
    const attributes = colorScheme === 'dark' ? 'data-lang="de"' : 'data-lang="en-XA"'
    const { rep, vera } = await helpOnPage(keep, { rep: browserHere, cust: browserHere }, { ...phone, attributes })
    const looksWell = async (screen: string): Promise<void> => {
      expect([screen, await axe(vera)]).toEqual([screen, []])
      await vera.screenshot({ path: info.outputPath(`${screen}.png`) })
      const wide = await embed(vera).evaluate((host) => host.shadowRoot?.querySelector('.body')?.scrollWidth ?? 0)
      expect([screen, wide <= 320]).toEqual([screen, true])
    }
    await looksWell('session')
    await say(rep, `A long word ${'donaudampfschiff'.repeat(6)} and https://shop.example/${'x'.repeat(80)}`)
    await expect(log(vera).getByText(/A long word/)).toBeVisible()
    await looksWell('chat')
    await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
    await rep.getByRole('button', { name: 'Request Control' }).click()
    const ask = panel(vera).getByRole('alertdialog')
    await expect(ask).toBeVisible()
    await looksWell('needs more')
    // The first button is Decline, in every language.
    const decline = ask.locator('.answers button').first()
    await expect(decline).not.toHaveAttribute('aria-disabled', 'true')
    await decline.click()
    await expect(ask).toHaveCount(0)
    await endSession(rep)
    await expect(panel(vera).locator('.log')).toHaveCount(0)
    await looksWell('over')
  })
