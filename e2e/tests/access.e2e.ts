import type { Locator, Page } from '@playwright/test'
import { axe } from '../axe.ts'
import { House } from '../house.ts'
import {
  OPEN_DESK,
  askToSee,
  expect,
  expectColour,
  hex,
  join,
  launch,
  meet,
  say,
  signIn,
  startSession,
  test,
} from '../world.ts'

/** Goes to an element by the Tab key alone. */
async function tabTo(page: Page, role: 'button' | 'textbox', name: RegExp): Promise<void> {
  await tabToTarget(page, page.getByRole(role, { name }).first())
}
async function tabToTarget(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let i = 0; i < 60 && !(await target.evaluate((e) => e === document.activeElement)); i += 1)
    await page.keyboard.press('Tab')
  await expect(target).toBeFocused()
}
async function press(page: Page, role: 'button', name: RegExp): Promise<void> {
  await tabTo(page, role, name)
  await expect(page.getByRole(role, { name }).first()).not.toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Enter')
}
/** The tabs are one stop; arrows go from one to the next. */
async function chooseTab(page: Page, name: string): Promise<void> {
  await tabToTarget(page, page.getByRole('tab', { name: /^(Tools|Desktop|Application|Session)$/, selected: true }))
  for (let i = 0; i < 4; i += 1) {
    if ((await page.evaluate(() => document.activeElement?.textContent)) === name) break
    await page.keyboard.press('ArrowRight')
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name, exact: true })).toHaveAttribute('aria-selected', 'true')
}

test('every step passes by keyboard alone: from signing in and the number to seeing, stopping, notes and the end', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('red'))
  const customers = await keep(launch({ desktop, choose: 'Entire screen' }))
  const rep = await (await browserHere.newContext({ viewport: { width: 1280, height: 760 } })).newPage()
  const cust = await (await customers.newContext({ viewport: null })).newPage()
  await rep.goto(`${house.url}/console`)
  await tabTo(rep, 'textbox', /E-mail/)
  await rep.keyboard.type('rita@example.com')
  await rep.keyboard.press('Tab')
  await rep.keyboard.type('a pass phrase for tests')
  await rep.keyboard.press('Enter')
  const started = rep.waitForResponse((r) => r.url().endsWith('/api/v1/sessions') && r.request().method() === 'POST')
  await press(rep, 'button', /Start session/)
  const { number } = (await (await started).json()) as { number: string }
  await cust.goto(house.url)
  await tabTo(cust, 'textbox', /Support session number/)
  await cust.keyboard.type(number)
  await cust.keyboard.press('Tab')
  await cust.keyboard.type('Kay Keyboard')
  await cust.keyboard.press('Enter')
  await press(rep, 'button', /Admit Kay Keyboard/)
  await tabTo(cust, 'textbox', /Message/)
  await cust.keyboard.type('typed only')
  await cust.keyboard.press('Enter')
  await expect(rep.getByRole('log').getByText('typed only')).toBeVisible()

  // Asked, declined; asked again, allowed, seen, stopped.
  await chooseTab(rep, 'Desktop')
  await press(rep, 'button', /Request View/)
  await expect(cust.getByRole('alertdialog', { name: /^Rita Rep/ })).toBeVisible()
  await press(cust, 'button', /Decline/)
  await expect(cust.getByRole('alertdialog')).toHaveCount(0)
  await expect(rep.getByText(/declined/i).first()).toBeVisible()
  await press(rep, 'button', /Request View/)
  await expect(cust.getByRole('alertdialog', { name: /^Rita Rep/ })).toBeVisible()
  await press(cust, 'button', /^Allow$/)
  await expectColour(rep, OPEN_DESK, 'red')
  await press(cust, 'button', /Stop desktop view/)
  await expect(rep.getByRole('img', { name: "Customer's desktop" })).toHaveCount(0)

  await chooseTab(rep, 'Tools')
  await press(rep, 'button', /^Notes$/)
  await expect(rep.getByRole('textbox', { name: /notes/i })).toBeFocused()
  await rep.keyboard.type('by keys')
  await expect(rep.getByText(/^Saved/)).toBeVisible()
  await chooseTab(rep, 'Session')
  await press(rep, 'button', /End Session/)
  await expect(rep.getByRole('alertdialog')).toBeVisible()
  await press(rep, 'button', /End Session/)
  await expect(cust.getByRole('heading', { name: 'The session has ended' })).toBeVisible()
  await press(cust, 'button', /Enter another number/)
  await expect(cust.getByLabel('Support session number')).toBeFocused()
})

test('a customer leaves by keyboard, at once', async ({ house, browserHere }) => {
  const { rep, cust } = await meet(house, { rep: browserHere, cust: browserHere })
  await press(cust, 'button', /Leave session/)
  await expect(cust.getByRole('heading', { name: 'You left the session' })).toBeVisible()
  await expect(rep.getByText(/left/i).first()).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on any screen, ${colorScheme}`, async ({ desktop, browserHere, keep }) => {
    test.setTimeout(180_000)
    const house = await keep(House.open())
    await desktop.paint(hex('red'))
    const customers = await keep(launch({ desktop, choose: 'Entire screen' }))
    const rep = await (await browserHere.newContext({ colorScheme, viewport: { width: 1280, height: 760 } })).newPage()
    const cust = await (await customers.newContext({ colorScheme, viewport: null })).newPage()
    const phone = await (
      await browserHere.newContext({
        colorScheme,
        viewport: { width: 320, height: 640 },
        isMobile: true,
        hasTouch: true,
      })
    ).newPage()
    const looksWell = async (page: Page, screen: string) => expect([screen, await axe(page)]).toEqual([screen, []])

    await rep.goto(`${house.url}/console`)
    await expect(rep.getByRole('button', { name: 'Sign in' })).toBeVisible()
    await looksWell(rep, 'sign-in')
    await signIn(rep, house, 'administrator')
    await looksWell(rep, 'no session')
    await rep.getByRole('button', { name: 'Keyboard shortcuts' }).click()
    await looksWell(rep, 'shortcuts')
    await rep.keyboard.press('Escape')
    for (const [path, heading] of [
      ['/admin', /People|Administration/],
      ['/console/account', /account/i],
      ['/console/sessions', /sessions/i],
      ['/console/nothing-here', /./],
    ] as const) {
      await rep.goto(house.url + path)
      await expect(rep.getByRole('heading', { name: heading }).first()).toBeVisible()
      await looksWell(rep, path)
    }
    await rep.goto(`${house.url}/console`)
    const number = await startSession(rep)
    await looksWell(rep, 'number')
    await rep.getByRole('button', { name: 'Invite', exact: true }).click()
    await expect(rep.getByRole('dialog')).toBeVisible()
    await looksWell(rep, 'invite')
    await rep.keyboard.press('Escape')

    await phone.goto(house.url)
    await phone.getByRole('button', { name: 'Join' }).click()
    await expect(phone.getByText(/Enter the number/)).toBeVisible()
    await looksWell(phone, 'join with mistakes')
    await join(phone, house, { number, name: 'Pia Phone' })
    await expect(phone.getByRole('heading', { name: /Waiting for Ada Admin/ })).toBeVisible()
    await looksWell(phone, 'waiting')
    await join(cust, house, { number, name: 'Carla Customer' })
    await expect(rep.getByRole('button', { name: 'Admit Carla Customer' })).toBeVisible()
    await looksWell(rep, 'two who knock')
    await rep.getByRole('button', { name: 'Admit Carla Customer' }).click()
    await expect(phone.getByRole('heading', { name: 'Somebody else was first' })).toBeVisible()
    await looksWell(phone, 'turned away')
    await say(cust, 'hello, look at https://example.com')
    await looksWell(cust, 'in the session')

    const ask = await askToSee(rep, cust, 'desktop', 'Ada Admin')
    await expect(ask.getByRole('button', { name: 'Allow' })).not.toHaveAttribute('aria-disabled', 'true')
    await looksWell(cust, 'the question')
    await looksWell(rep, 'asked')
    await ask.getByRole('button', { name: 'Allow' }).click()
    await expectColour(rep, OPEN_DESK, 'red')
    await looksWell(cust, 'shown')
    await looksWell(rep, 'seen')
    await rep.getByRole('tab', { name: 'Session', exact: true }).click()
    await rep.getByRole('button', { name: 'End Session' }).click()
    await expect(rep.getByRole('alertdialog')).toBeVisible()
    await looksWell(rep, 'really end?')
    await rep.keyboard.press('Escape')

    house.line.cut()
    await expect(cust.getByText(/Your connection was interrupted/)).toBeVisible()
    await looksWell(cust, 'connection lost')
    await looksWell(rep, 'connection lost, console')
    house.line.mend()
    await expect(cust.getByText(/Your connection was interrupted/)).toHaveCount(0)
    await rep.getByRole('button', { name: 'End Session' }).click()
    await rep.getByRole('alertdialog').getByRole('button', { name: 'End Session' }).click()
    await expect(cust.getByRole('heading', { name: 'The session has ended' })).toBeVisible()
    await looksWell(cust, 'ended')
    await expect(rep.getByRole('heading', { name: /Transcript|Chat/ }).first()).toBeVisible()
    await looksWell(rep, 'the page of the session')
  })
}
