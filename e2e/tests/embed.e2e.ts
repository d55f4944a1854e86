import type { GivenQueueSettings } from '@deskside/protocol'
import type { Browser, BrowserContext, Locator, Page } from '@playwright/test'
import { axe } from '../axe.ts'
import { House } from '../house.ts'
import { makeQueue, openLater } from '../make-queue.ts'
import { Shop } from '../shop.ts'
import { expect, signIn, test } from '../world.ts'

const MAIL = '0199ab10-0000-7000-8000-00000000000a'
const TOPIC = '0199ab10-0000-7000-8000-00000000000b'
const STORY = '0199ab10-0000-7000-8000-00000000000c'
const FORM: GivenQueueSettings['form'] = [
  { id: MAIL, label: 'E-mail', kind: 'email', required: true, options: [] },
  { id: TOPIC, label: 'Topic', kind: 'choice', required: false, options: ['A candle', 'An order'] },
  { id: STORY, label: 'What happened?', kind: 'long-text', required: false, options: [] },
]

const helpButton = (page: Page, name: string | RegExp = 'Get help'): Locator =>
  page.locator('deskside-embed').getByRole('button', { name, exact: true })
const panel = (page: Page): Locator => page.locator('deskside-embed').getByRole('dialog')

/** A house with a queue, and a shop at another site that carries its button. */
async function openShop(
  keep: <T extends { close(): unknown }>(thing: T | Promise<T>) => Promise<T>,
  settings: Partial<GivenQueueSettings> = {},
): Promise<{ readonly house: House; readonly shop: Shop }> {
  const house = await keep(House.open())
  await makeQueue(house, { slug: 'candles', name: 'Candle help', form: FORM, ...settings })
  const shop = await keep(Shop.open({ desk: house.url, queue: 'candles' }))
  return { house, shop }
}

const newPage = async (browser: Browser | BrowserContext, options = {}): Promise<Page> =>
  'newContext' in browser ? (await browser.newContext(options)).newPage() : browser.newPage()

/** By keyboard alone: the button, the form, and in line. */
async function getInLine(page: Page, name: string): Promise<void> {
  await helpButton(page).focus()
  await page.keyboard.press('Enter')
  await expect(panel(page).getByRole('textbox', { name: 'Your name' })).toBeFocused()
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.type('visitor@example.com')
  await page.keyboard.press('Enter')
  await expect(panel(page).getByText(/You are number \d+ in line/)).toBeVisible()
}

/** An agent who is available. */
async function agent(browser: Browser, house: House): Promise<Page> {
  const page = await newPage(browser, { viewport: { width: 1280, height: 760 } })
  await signIn(page, house, 'rita')
  await page.getByRole('combobox', { name: 'My state' }).selectOption('Available')
  return page
}

test('[queue R20] from the button on a page of another site a visitor gets in line by keyboard, keeps the place over reload, other pages and tabs, and has the agent who accepts', async ({
  browserHere,
  keep,
}, info) => {
  const { house, shop } = await openShop(keep)
  const context = await browserHere.newContext()
  const vera = await context.newPage()
  const problems: string[] = []
  vera.on('pageerror', (error) => problems.push(error.message))
  await vera.goto(shop.url)
  await getInLine(vera, 'Vera Visitor')
  await expect(panel(vera).getByRole('heading', { name: 'Waiting for help: Candle help' })).toBeFocused()
  await vera.screenshot({ path: info.outputPath('waiting.png') })
  // The desk's own cookies are not in it: the place is the shop's tab's.
  expect((await context.cookies()).map(({ name }) => name)).toEqual([])

  await vera.reload()
  await expect(panel(vera).getByText('You are number 1 in line: you are next.')).toBeVisible()
  await vera.keyboard.press('Tab')
  await vera.getByRole('link', { name: 'Cart' }).click()
  await expect(vera.getByRole('heading', { name: 'Your cart' })).toBeVisible()
  await expect(panel(vera).getByText('You are number 1 in line: you are next.')).toBeVisible()
  // Put away, it is a button that says the place, and that too goes along.
  await panel(vera).getByRole('button', { name: 'Put away' }).click()
  await expect(helpButton(vera, 'Number 1 in line')).toBeFocused()
  await vera.goto(`${shop.url}/product`)
  await expect(helpButton(vera, 'Number 1 in line')).toBeVisible()
  await expect(panel(vera)).toBeHidden()

  // A later tab has the same place, and only one waits.
  const other = await context.newPage()
  await other.goto(shop.url)
  await expect(helpButton(other, 'Number 1 in line')).toBeVisible()
  const walt = await newPage(browserHere)
  await walt.goto(shop.url)
  await getInLine(walt, 'Walt Visitor')
  await expect(panel(walt).getByText('You are number 2 in line.')).toBeVisible()

  const rita = await agent(browserHere, house)
  const offer = rita.getByRole('alertdialog', { name: 'Incoming request from Vera Visitor' })
  await expect(offer).toContainText('visitor@example.com')
  await expect(offer.getByRole('button', { name: 'Accept' })).not.toHaveAttribute('aria-disabled', 'true')
  await offer.getByRole('button', { name: 'Accept' }).click()
  await expect(panel(vera)).toContainText('Rita Rep')
  await vera.screenshot({ path: info.outputPath('accepted.png') })
  await expect(panel(walt).getByText('You are number 1 in line: you are next.')).toBeVisible()
  expect(problems).toEqual([])
})

test('[queue R2] mistakes get a sentence at their field, in German for whom that is, and what was typed outlasts the page', async ({
  browserHere,
  keep,
}, info) => {
  const { shop } = await openShop(keep, { description: 'Fragen zu Kerzen' })
  const page = await newPage(browserHere, { locale: 'de-DE' })
  await page.goto(shop.url)
  await helpButton(page, 'Hilfe holen').click()
  await expect(panel(page).getByRole('textbox', { name: 'Ihr Name' })).toBeFocused()
  await page.keyboard.type('Vera Besucherin')
  await panel(page).getByRole('textbox', { name: 'E-mail' }).fill('vera at home')
  await panel(page).getByRole('combobox', { name: 'Topic' }).selectOption('An order')
  await panel(page).getByRole('button', { name: 'Hilfe holen' }).click()
  const mail = panel(page).getByRole('textbox', { name: 'E-mail' })
  await expect(mail).toBeFocused()
  await expect(mail).toHaveAttribute('aria-invalid', 'true')
  await expect(mail).toHaveAccessibleDescription(/Schreiben Sie eine E-Mail-Adresse/)
  await page.screenshot({ path: info.outputPath('german-mistake.png') })
  await page.goto(`${shop.url}/product`)
  await expect(panel(page).getByRole('textbox', { name: 'Ihr Name' })).toHaveValue('Vera Besucherin')
  await expect(panel(page).getByRole('combobox', { name: 'Topic' })).toHaveValue('An order')
  await mail.fill('vera@example.com')
  await mail.press('Enter')
  await expect(panel(page).getByText('Sie sind Nummer 1 in der Reihe: Sie sind als Nächstes dran.')).toBeVisible()
  await page.screenshot({ path: info.outputPath('german-waiting.png') })
  // Escape puts it away, the page's own link brings it back and has the focus afterwards.
  await page.goto(shop.url)
  const link = page.getByRole('link', { name: 'Ask one of us' })
  await expect(panel(page)).toBeVisible()
  await panel(page).getByRole('button', { name: 'Weglegen' }).click()
  await link.click()
  await expect(panel(page).getByRole('heading', { level: 3 })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(panel(page)).toBeHidden()
  await expect(link).toBeFocused()
  expect(new URL(page.url()).host).toBe(new URL(shop.url).host)
})

test('[queue R4] who leaves is asked first, and lets the others move up', async ({ browserHere, keep }) => {
  const { shop } = await openShop(keep)
  const [vera, walt] = [await newPage(browserHere), await newPage(browserHere)]
  for (const [page, name] of [
    [vera, 'Vera Visitor'],
    [walt, 'Walt Visitor'],
  ] as const) {
    await page.goto(shop.url)
    await getInLine(page, name)
  }
  await panel(vera).getByRole('button', { name: 'Leave' }).focus()
  await vera.keyboard.press('Enter')
  const question = vera.getByRole('alertdialog', { name: 'Leave the line?' })
  await expect(question.getByRole('button', { name: 'Stay' })).toBeFocused()
  await vera.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(panel(vera).getByRole('button', { name: 'Leave' })).toBeFocused()
  await vera.keyboard.press('Enter')
  await question.getByRole('button', { name: 'Leave' }).click()
  await expect(panel(vera).getByText(/You left the line/)).toBeVisible()
  await expect(panel(walt).getByText('You are number 1 in line: you are next.')).toBeVisible()
  await vera.reload()
  await expect(panel(vera).getByRole('textbox', { name: 'Your name' })).toBeVisible()
})

test('[queue R1] out of hours the button says so, and the panel when the queue opens', async ({
  browserHere,
  keep,
}, info) => {
  const { house, shop } = await openShop(keep, { hours: { timeZone: 'UTC', week: openLater(), holidays: [] } })
  const page = await newPage(browserHere)
  await page.goto(shop.url)
  await helpButton(page, 'Leave a message').click()
  await expect(panel(page).getByText(/We open again .+ at .+, in your time/)).toBeVisible()
  await expect(panel(page).getByRole('textbox')).toHaveCount(0)
  const link = panel(page).getByRole('link', { name: /^Leave a message/ })
  await expect(link).toHaveAttribute('href', `${house.url}/q/candles`)
  expect(await axe(page)).toEqual([])
  await page.screenshot({ path: info.outputPath('closed.png') })
})

test('[queue R22] the plain form, as the administration has it to copy, puts a visitor without scripts in line, and a mistake loses nothing', async ({
  browserHere,
  keep,
}, info) => {
  const { house, shop } = await openShop(keep)
  const admin = await newPage(browserHere, { viewport: { width: 1280, height: 900 } })
  await signIn(admin, house, 'administrator')
  await admin.goto(`${house.url}/admin`)
  await admin.getByRole('button', { name: 'Web page code of Candle help' }).click()
  const dialog = admin.getByRole('dialog', { name: 'Candle help on a web page' })
  await expect(dialog.getByRole('region', { name: 'Code of the button' })).toHaveText(
    `<script src="${house.url}/embed.js" data-queue="candles" async></script>`,
  )
  expect(await axe(admin)).toEqual([])
  await admin.screenshot({ path: info.outputPath('web-page-code.png') })
  const form = await dialog.getByRole('region', { name: 'Code of the plain form' }).innerText()
  shop.options = { ...shop.options, form }

  const context = await browserHere.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } })
  const page = await context.newPage()
  await page.goto(`${shop.url}/no-script`)
  // What the browser lets pass, and the queue does not.
  await page.getByRole('textbox', { name: 'Your name' }).fill('   ')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('nora@example.com')
  await page.getByRole('textbox', { name: 'What happened?' }).fill('It <b>dripped</b>.')
  await page.getByRole('button', { name: 'Get help' }).click()
  await expect(page).toHaveURL(`${house.url}/q/candles/enter`)
  const name = page.getByRole('textbox', { name: 'Your name' })
  await expect(name).toHaveAccessibleDescription(/\w/)
  await expect(page.getByRole('textbox', { name: 'What happened?' })).toHaveValue('It <b>dripped</b>.')
  await page.screenshot({ path: info.outputPath('plain-mistake.png'), fullPage: true })
  await name.fill('Nora Noscript')
  await page.getByRole('button', { name: 'Get help' }).click()
  await expect(page).toHaveURL(`${house.url}/q/candles`)

  const walt = await newPage(browserHere)
  await walt.goto(`${shop.url}/no-script`)
  await walt.getByRole('textbox', { name: 'Your name' }).fill('Walt Visitor')
  await walt.getByRole('textbox', { name: 'E-mail' }).fill('walt@example.com')
  await walt.getByRole('button', { name: 'Get help' }).click()
  await expect(walt).toHaveURL(`${house.url}/q/candles`)
  await expect(walt.getByText('You are number 2 in line.').first()).toBeVisible()
  expect(await axe(walt)).toEqual([])
})

test('a strict page’s policy needs to name the desk only, and nothing of the embed breaks it', async ({
  browserHere,
  keep,
}) => {
  const { house, shop } = await openShop(keep)
  const { origin } = new URL(house.url)
  shop.options = {
    ...shop.options,
    contentSecurityPolicy: [
      "default-src 'none'",
      "style-src 'self'",
      `script-src ${origin}`,
      `connect-src ${origin}`,
      "require-trusted-types-for 'script'",
    ].join('; '),
  }
  const page = await newPage(browserHere)
  const refused: string[] = []
  page.on('console', (message) => /Content Security|TrustedHTML/i.test(message.text()) && refused.push(message.text()))
  await page.goto(shop.url)
  await getInLine(page, 'Vera Visitor')
  await page.getByRole('link', { name: 'Cart' }).click()
  await expect(panel(page).getByText('You are number 1 in line: you are next.')).toBeVisible()
  expect(refused).toEqual([])
})

test('the page’s styles and globals are as without it, and the page’s worst rules do not reach it', async ({
  browserHere,
  keep,
}, info) => {
  const { shop } = await openShop(keep)
  const page = await newPage(browserHere, { viewport: { width: 1100, height: 700 } })
  /** Every computed style of every element of the page itself, and the names that scripts have made. */
  const look = () =>
    page.evaluate(() => {
      const all = [...document.querySelectorAll('body, body *')].map((element) => {
        const style = getComputedStyle(element)
        return [element.tagName, [...style].map((name) => `${name}:${style.getPropertyValue(name)}`).join(';')]
      })
      return { all, names: Object.keys(window).sort(), scroll: [document.body.scrollHeight, document.body.scrollWidth] }
    })
  await page.route('**/embed.js', (route) => route.abort())
  await page.goto(`${shop.url}/cart`)
  const before = await look()
  await page.unroute('**/embed.js')
  await page.goto(`${shop.url}/cart`)
  await helpButton(page).click()
  await expect(panel(page).getByRole('textbox', { name: 'Your name' })).toBeFocused()
  expect(await look()).toEqual(before)

  // Above the banner that is above everything, in its own letters, and to be clicked.
  const button = panel(page).getByRole('button', { name: 'Get help' })
  await button.scrollIntoViewIfNeeded()
  await expect(button).toHaveCSS('text-transform', 'none')
  const { x, y, width, height } = (await panel(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  expect([width > 300, height > 300, x + width <= 1100, y + height <= 700]).toEqual([true, true, true, true])
  await button.click()
  await expect(panel(page).getByRole('textbox', { name: 'Your name' })).toHaveAttribute('aria-invalid', 'true')
  await page.screenshot({ path: info.outputPath('hostile-styles.png') })
  // A page that throws it out gets it back.
  await page.evaluate(() => document.querySelector('deskside-embed')?.remove())
  await expect(panel(page)).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the embed is whole at 320 px, keeps the focus there, and axe finds nothing serious, ${colorScheme}`, async ({
    browserHere,
    keep,
  }, info) => {
    const { house, shop } = await openShop(keep, { description: 'All about candles.\nWe answer in English.' })
    shop.options = { ...shop.options, attributes: 'data-lang="en-XA"' }
    const phone = await newPage(browserHere, {
      colorScheme,
      viewport: { width: 320, height: 640 },
      isMobile: true,
      hasTouch: true,
    })
    const looksWell = async (screen: string): Promise<void> => {
      expect([screen, await axe(phone)]).toEqual([screen, []])
      await phone.screenshot({ path: info.outputPath(`${screen}.png`) })
      const wide = await phone
        .locator('deskside-embed')
        .evaluate((host) => host.shadowRoot?.querySelector('.body')?.scrollWidth ?? 0)
      expect([screen, wide <= 320]).toEqual([screen, true])
    }
    await phone.goto(shop.url)
    await expect(helpButton(phone, /Gét hélp/)).toBeVisible()
    await looksWell('button')
    await helpButton(phone, /Gét hélp/).click()
    await expect(panel(phone)).toHaveAttribute('aria-modal', 'true')
    const send = panel(phone).getByRole('button', { name: /Gét hélp/ })
    await send.click()
    await looksWell('mistakes')
    // The panel is all of the window: the focus goes round in it.
    await send.focus()
    await phone.keyboard.press('Tab')
    await expect(panel(phone).getByRole('button').first()).toBeFocused()
    await phone.keyboard.press('Shift+Tab')
    await expect(send).toBeFocused()
    await panel(phone).getByRole('textbox').first().fill('Pia Phone')
    await panel(phone).getByRole('textbox', { name: 'E-mail' }).fill('pia@example.com')
    await send.click()
    await expect(panel(phone).locator('.position')).toBeVisible()
    await looksWell('waiting')
    house.line.cut()
    await expect(panel(phone).locator('.warn')).toBeVisible()
    await looksWell('lost')
    house.line.mend()
    await expect(panel(phone).locator('.warn')).toBeHidden()
    await panel(phone).getByRole('button', { name: /Léávé/ }).click()
    await looksWell('really leave')
  })
}

test('from the right to the left, in colours that the system chose, and in the queue’s own words and colour', async ({
  browserHere,
  keep,
}, info) => {
  const embed = { openLabel: 'Ask a chandler', color: '#ffd54f' }
  const { shop } = await openShop(keep, { visiting: { embed } })
  const page = await newPage(browserHere, { viewport: { width: 900, height: 600 } })
  await page.goto(shop.url)
  await expect(helpButton(page, 'Ask a chandler')).toHaveCSS('background-color', 'rgb(255, 213, 79)')
  await expect(helpButton(page, 'Ask a chandler')).toHaveCSS('color', 'rgb(0, 0, 0)')
  await page.screenshot({ path: info.outputPath('own-words.png') })
  shop.options = { ...shop.options, attributes: 'data-lang="ar-XB" data-label="Hello" data-color="#203040"' }
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await page.goto(shop.url)
  await helpButton(page, 'Hello').click()
  const box = await panel(page).boundingBox()
  expect(box?.x).toBeLessThan(100)
  expect(await axe(page)).toEqual([])
  await page.screenshot({ path: info.outputPath('rtl-forced.png') })
  // The page has a button of its own.
  shop.options = { ...shop.options, attributes: 'data-position="none"' }
  await page.goto(`${shop.url}`)
  await page.getByRole('link', { name: 'Ask one of us' }).click()
  await expect(panel(page)).toHaveCount(1)
})
