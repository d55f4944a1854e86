import type { Page } from '@playwright/test'
import { House } from '../house.ts'
import { OPEN_DESK, askToSee, expect, expectColour, hex, launch, meet, say, test } from '../world.ts'
import type { Meeting } from '../world.ts'

/** Within this long of the line's or the server's return everybody is back, in milliseconds. */
const BACK_WITHIN = { timeout: 5_000 }
const CUT_MS = 20_000

const log = (page: Page) => page.getByRole('log')
const inLog = (page: Page, text: string) => log(page).getByText(text, { exact: true })

/** Each of these was said once, and stands there once, in this order. */
async function expectSaid(page: Page, texts: readonly string[]): Promise<void> {
  for (const text of texts) await expect(inLog(page, text)).toHaveCount(1)
  const whole = await log(page).innerText()
  const places = texts.map((text) => whole.indexOf(text))
  expect(places).toEqual([...places].sort((a, b) => a - b))
}

/** A meeting in which the customer's desktop is seen already. */
async function seen({ rep, cust }: Pick<Meeting, 'rep' | 'cust'>): Promise<void> {
  const ask = await askToSee(rep, cust, 'desktop')
  await ask.getByRole('button', { name: 'Allow' }).click()
  await expectColour(rep, OPEN_DESK, 'red')
}

const grantStands = async (cust: Page): Promise<void> => {
  await expect(cust.getByRole('button', { name: 'Stop desktop view' })).toBeVisible()
  await expect(cust.getByText('Rita Rep sees your screen now.')).toBeVisible()
}

test('[consent R14] [screen R5] a reload of either page loses no message and no grant; the picture comes back', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('red'))
  const customers = await keep(launch({ desktop, choose: 'Entire screen' }))
  const { rep, cust } = await meet(house, { rep: browserHere, cust: customers })
  await seen({ rep, cust })
  await say(cust, 'before all that')
  await expect(inLog(rep, 'before all that')).toBeVisible()

  await rep.reload()
  await expect(rep.getByRole('button', { name: 'Stop desktop view' }).first()).toBeVisible(BACK_WITHIN)
  await expectSaid(rep, ['before all that'])
  await expectColour(rep, OPEN_DESK, 'red')
  await desktop.paint(hex('green'))
  await expectColour(rep, OPEN_DESK, 'green')

  await cust.reload()
  await expect(cust.getByRole('heading', { name: /Rita Rep helps you/ })).toBeVisible(BACK_WITHIN)
  await expectSaid(cust, ['before all that'])
  await expect(cust.getByRole('button', { name: 'Stop desktop view' })).toBeVisible()
  // A browser never shows a screen without a click; nobody is asked for leave a second time.
  await expect(cust.getByRole('alertdialog')).toHaveCount(0)
  await cust.getByRole('button', { name: 'Choose what to show' }).click()
  await expectColour(rep, OPEN_DESK, 'green')
})

for (const how of ['breaks', 'falls silent'] as const) {
  test(`[screen R6] [chat R8] a network that ${how} for twenty seconds loses no message, no grant and no picture`, async ({
    desktop,
    browserHere,
    keep,
  }) => {
    const house = await keep(House.open())
    await desktop.paint(hex('red'))
    const customers = await keep(launch({ desktop, choose: 'Entire screen' }))
    const { rep, cust } = await meet(house, { rep: browserHere, cust: customers })
    await seen({ rep, cust })
    await say(rep, 'one')
    await expect(inLog(cust, 'one')).toBeVisible()

    const cutAt = Date.now()
    house.line.cut(how)
    await say(cust, 'two, in the cut')
    await say(rep, 'three, in the cut')
    await desktop.paint(hex('green'))
    // The picture goes from page to page, and does not need the server.
    await expectColour(rep, OPEN_DESK, 'green')
    await expect(cust.getByText(/Your connection was interrupted/)).toBeVisible({ timeout: 18_000 })
    await expect.poll(() => Date.now() - cutAt, { timeout: CUT_MS + 5_000 }).toBeGreaterThan(CUT_MS)
    house.line.mend()
    await expect(inLog(rep, 'two, in the cut')).toBeVisible(BACK_WITHIN)
    await expect(inLog(cust, 'three, in the cut')).toBeVisible(BACK_WITHIN)
    await expect(cust.getByText(/Your connection was interrupted/)).toHaveCount(0)
    for (const page of [rep, cust]) {
      await expectSaid(page, ['one', 'two, in the cut'])
      await expectSaid(page, ['one', 'three, in the cut'])
    }
    await grantStands(cust)
    await desktop.paint(hex('blue'))
    await expectColour(rep, OPEN_DESK, 'blue')
  })
}

test('[consent R14] kill -9 of the server in mid-session loses no message and no grant, and the picture goes on', async ({
  desktop,
  browserHere,
  keep,
}) => {
  const house = await keep(House.open())
  await desktop.paint(hex('red'))
  const customers = await keep(launch({ desktop, choose: 'Entire screen' }))
  const { rep, cust } = await meet(house, { rep: browserHere, cust: customers })
  await seen({ rep, cust })
  await say(cust, 'one')
  await expect(inLog(rep, 'one')).toBeVisible()

  await house.killServer()
  await say(cust, 'two, to nobody')
  await say(rep, 'three, to nobody')
  await desktop.paint(hex('green'))
  await expectColour(rep, OPEN_DESK, 'green')
  await house.startServer()
  await expect(inLog(rep, 'two, to nobody')).toBeVisible(BACK_WITHIN)
  await expect(inLog(cust, 'three, to nobody')).toBeVisible(BACK_WITHIN)
  for (const page of [rep, cust]) await expectSaid(page, ['one', 'two, to nobody'])
  await grantStands(cust)
  await desktop.paint(hex('blue'))
  await expectColour(rep, OPEN_DESK, 'blue')

  // Stop works while the server is dead, and still holds when it is back.
  await house.killServer()
  await cust.getByRole('button', { name: 'Stop desktop view' }).click()
  await expect(cust.getByText('Rita Rep sees your screen now.')).toHaveCount(0)
  await house.startServer()
  await expect(cust.getByText('Nobody sees or touches anything on your computer.')).toBeVisible(BACK_WITHIN)
  await expect(rep.getByRole('img', { name: "Customer's desktop" })).toHaveCount(0)
})

test('[session R7, R8] a customer who closes the page is waited for, and is back with the same browser', async ({
  house,
  browserHere,
}) => {
  const { rep, cust, custContext } = await meet(house, { rep: browserHere, cust: browserHere })
  await say(rep, 'wait for me')
  await expect(inLog(cust, 'wait for me')).toBeVisible()
  await cust.close()
  await expect(rep.getByText(/lost the connection|Connection lost/i).first()).toBeVisible()
  const again = await custContext.newPage()
  await again.goto(house.url)
  await expect(again.getByRole('heading', { name: /Rita Rep helps you/ })).toBeVisible(BACK_WITHIN)
  await expectSaid(again, ['wait for me'])
  await expect(rep.getByText('Connected', { exact: true }).first()).toBeVisible()
})
