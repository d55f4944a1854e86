import type { Page } from '@playwright/test'
import { axe } from '../axe.ts'
import { House } from '../house.ts'
import { expect, invite, join, meet, say, signIn, startSession, test } from '../world.ts'

const log = (page: Page) => page.getByRole('log')
test('from the first run to a session: set-up, number, knock, chat, notes, end, and the page afterwards', async ({
  browserHere,
  keep,
}) => {
  const house = await keep(House.open({ seeded: false }))
  const rep = await (await browserHere.newContext()).newPage()
  await rep.goto(house.firstRun?.replace(/^http:\/\/[^/]+/, house.url) ?? '')
  await rep.getByLabel('Your name').fill('Ada Admin')
  await rep.getByLabel('E-mail').fill('ada@example.com')
  await rep.getByLabel('Password', { exact: true }).fill('a pass phrase for tests')
  await rep.getByLabel('Site name').fill('Acme Support')
  expect(await axe(rep)).toEqual([])
  await rep.getByRole('button', { name: 'Create site' }).click()
  const number = await startSession(rep)
  expect(await axe(rep)).toEqual([])

  const cust = await (await browserHere.newContext({ viewport: { width: 320, height: 640 } })).newPage()
  await cust.goto(house.url)
  await expect(cust.getByText('Acme Support')).toBeVisible()
  expect(await axe(cust)).toEqual([])
  await join(cust, house, { number, name: 'Carla Customer' })
  await expect(cust.getByRole('heading', { name: /Waiting for Ada Admin/ })).toBeVisible()
  expect(await axe(cust)).toEqual([])
  await rep.getByRole('button', { name: 'Admit Carla Customer' }).click()
  await expect(cust.getByRole('heading', { name: /Ada Admin helps you/ })).toBeVisible()
  expect(await cust.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  expect(await axe(cust)).toEqual([])

  await say(cust, 'My printer is on fire')
  await expect(log(rep).filter({ hasText: 'My printer is on fire' })).toBeVisible()
  await say(rep, 'I am looking at https://example.com/help')
  const link = log(cust).getByRole('link', { name: 'https://example.com/help' })
  await expect(link).toHaveAttribute('rel', /noreferrer/)
  await rep
    .getByRole('tab', { name: 'Notes', exact: true })
    .or(rep.getByRole('button', { name: 'Notes', exact: true }))
    .first()
    .click()
  await rep.getByRole('textbox', { name: /notes/i }).fill('Printer, fire')
  await expect(rep.getByText(/^Saved/)).toBeVisible()
  expect(await axe(rep)).toEqual([])

  await rep.getByRole('tab', { name: 'Session', exact: true }).click()
  await rep.getByRole('button', { name: 'End Session' }).first().click()
  await rep.getByRole('alertdialog').or(rep.getByRole('dialog')).getByRole('button', { name: 'End Session' }).click()
  await expect(cust.getByRole('heading', { name: 'The session has ended' })).toBeVisible()
  await rep.goto(`${house.url}/console/sessions`)
  await rep
    .getByRole('link', { name: /Carla Customer/ })
    .first()
    .click()
  await expect(rep.getByText('My printer is on fire')).toBeVisible()
  await expect(rep.getByRole('textbox', { name: /notes/i })).toHaveValue('Printer, fire')
  expect(await axe(rep)).toEqual([])
})

test('wrong numbers get a sentence beside the field, and what was typed stays', async ({ house, browserHere }) => {
  const page = await (await browserHere.newContext()).newPage()
  await page.goto(house.url)
  const number = page.getByLabel('Support session number')
  await page.getByLabel('Your name').fill('Carl')
  for (const [typed, words] of [
    ['12345', /has 9 digits; you typed 5/],
    ['abc', /digits only/],
    ['', /Enter the number/],
    ['999 999 998', /does not work/],
  ] as const) {
    await number.fill(typed)
    await page.getByRole('button', { name: 'Join' }).click()
    await expect(number).toHaveAccessibleDescription(words)
    await expect(number).toBeFocused()
    await expect(page.getByLabel('Your name')).toHaveValue('Carl')
  }
})

test('[invite R4] a customer comes by a link, whose token does not stay in the address', async ({
  house,
  browserHere,
}) => {
  const context = await browserHere.newContext()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: house.url })
  const rep = await context.newPage()
  await signIn(rep, house)
  await startSession(rep)
  await rep.getByRole('button', { name: 'Copy link' }).first().click()
  await expect.poll(() => rep.evaluate(() => navigator.clipboard.readText())).toMatch(/\/j\/[\w-]{22}$/)
  const link = await rep.evaluate(() => navigator.clipboard.readText())
  const cust = await (await browserHere.newContext()).newPage()
  await cust.goto(link)
  await expect(cust).toHaveURL(`${house.url}/`)
  await cust.getByLabel('Your name').fill('Linda Link')
  await cust.getByRole('button', { name: 'Join' }).click()
  await expect(rep.getByRole('button', { name: 'Admit Linda Link' })).toBeVisible()
})

test('[chat R6] G1, G2: hostile names and messages are shown as the text that they are, and run nothing', async ({
  house,
  browserHere,
}) => {
  const payload = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
  const { rep, cust } = await meet(house, { rep: browserHere, cust: browserHere }, '<b onclick=alert(1)>Bob</b>')
  const errors: string[] = []
  rep.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  for (const text of [payload, 'javascript:alert(1)', '{{constructor.constructor("alert(1)")()}}']) {
    await say(cust, text)
    await expect(log(rep).getByText(text)).toBeVisible()
  }
  await expect(log(rep).getByRole('link')).toHaveCount(0)
  await expect(rep.getByRole('listitem').filter({ hasText: '<b onclick=alert(1)>Bob</b>' }).first()).toBeVisible()
  expect(await rep.evaluate(() => 'hit' in window)).toBe(false)
  expect(errors.filter((text) => /Content Security Policy/i.test(text))).toEqual([])
})

test('[chat R6] G11: showing a message fetches nothing from the address in it', async ({ house, browserHere }) => {
  const { rep, cust } = await meet(house, { rep: browserHere, cust: browserHere })
  const asked: string[] = []
  rep.on('request', (request) => asked.push(request.url()))
  await say(cust, `look https://tracker.example/pixel.png and ${house.url}/tracked.png`)
  await expect(log(rep).getByRole('link')).toHaveCount(2)
  await say(cust, 'and on')
  await expect(log(rep).getByText('and on')).toBeVisible()
  expect(asked.filter((url) => /tracker|tracked/.test(url))).toEqual([])
})

test('[chat R2] an empty message is not sent and a far too long one stays in the box with a sentence', async ({
  house,
  browserHere,
}) => {
  const { rep, cust } = await meet(house, { rep: browserHere, cust: browserHere })
  const box = cust.getByRole('textbox', { name: 'Message' })
  await box.fill('x'.repeat(10_000))
  await cust.getByRole('button', { name: 'Send' }).click()
  await expect(cust.getByText(/at most 4,000 characters/)).toBeVisible()
  await expect(box).toHaveValue('x'.repeat(10_000))
  await box.fill('   ')
  await cust.getByRole('button', { name: 'Send' }).click()
  await expect(cust.getByText('Write something first.')).toBeVisible()
  await expect(log(rep).first()).not.toContainText('xxxx')
})

test('[session R5] a colleague comes by link, without control, and may talk privately; the customer sees none of it', async ({
  house,
  browserHere,
}) => {
  const { rep, cust } = await meet(house, { rep: browserHere, cust: browserHere })
  const rob = await invite(rep, browserHere, house)
  await expect(cust.getByText('Rob Rep is here')).toBeVisible()
  await rob.getByRole('tab', { name: /Rita Rep/ }).click()
  await say(rob, 'between us')
  await expect(rep.getByRole('tab', { name: /Rob Rep/ })).toBeVisible()
  await rep.getByRole('tab', { name: /Rob Rep/ }).click()
  await expect(rep.getByRole('log', { name: 'Chat with Rob Rep' }).getByText('between us')).toBeVisible()
  await expect(cust.getByText('between us')).toHaveCount(0)
  await rob.getByRole('tab', { name: 'Session', exact: true }).click()
  await expect(rob.getByRole('button', { name: 'Leave Session' })).toBeVisible()
  await expect(rob.getByRole('button', { name: 'End Session' })).toHaveCount(0)
})

test('a phone is told at once what it can and cannot do', async ({ house, browserHere }) => {
  const phone = await browserHere.newContext({
    viewport: { width: 390, height: 780 },
    isMobile: true,
    hasTouch: true,
    userAgent:
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36',
  })
  const page = await phone.newPage()
  await page.goto(house.url)
  await expect(page.getByText(/On a phone or tablet you can chat/)).toBeVisible()
  const rep = await (await browserHere.newContext()).newPage()
  await signIn(rep, house)
  const number = await startSession(rep)
  await join(page, house, { number, name: 'Pia Phone' })
  await rep.getByRole('button', { name: 'Admit Pia Phone' }).click()
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request View' }).click()
  const ask = page.getByRole('alertdialog', { name: /^Rita Rep/ })
  await expect(ask.getByText(/cannot show its screen/)).toBeVisible()
  await expect(ask.getByRole('button', { name: 'Allow' })).toHaveCount(0)
  await ask.getByRole('button', { name: 'Decline' }).click()
})

test('an address that leads nowhere is a page that says so, with ways to go on', async ({ house, browserHere }) => {
  const page = await (await browserHere.newContext()).newPage()
  const answer = await page.goto(`${house.url}/nowhere/at/all`)
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('link', { name: 'I want help' }).click()
  await expect(page.getByLabel('Support session number')).toBeVisible()
})
