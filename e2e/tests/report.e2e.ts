import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { connectDatabase } from '../../apps/server/src/platform/database.ts'
import { findEmbeddedPostgres } from '../../apps/server/src/platform/embedded-postgres.ts'
import { createLog } from '../../apps/server/src/platform/log.ts'
import { axe } from '../axe.ts'
import type { House } from '../house.ts'
import { recordPast } from '../report-past.ts'
import { expect, signIn, testInOwnHouse as test } from '../world.ts'

const WINDOW = { viewport: { width: 1280, height: 800 } }

/** Four weeks of five queues, recorded behind the server's back. */
async function withPast(house: House): Promise<void> {
  const postgres = await findEmbeddedPostgres(join(house.folder, 'data'))
  if (!postgres) throw new Error('the house has a database')
  const connected = connectDatabase(
    { host: postgres.socketFolder, user: postgres.user, name: 'postgres' },
    createLog('silent'),
    'e2e',
  )
  await recordPast(connected.pool, { visitors: 4_000, days: 28, queues: 5, agents: 12, until: Date.now() })
  await connected.close()
}

let past: Promise<void> | undefined
test.beforeEach(({ house }) => (past ??= withPast(house)))

const cell = (page: Page, table: string, row: RegExp, column: number) =>
  page.getByRole('region', { name: table }).getByRole('row', { name: row }).getByRole('cell').nth(column)

test('[report R3, R9] a manager reads the queues, sorts them, takes them along as CSV, and finds them again by the address', async ({
  house,
  browserHere,
}) => {
  const page = await (await browserHere.newContext({ ...WINDOW, timezoneId: 'Europe/Berlin' })).newPage()
  await signIn(page, house, 'administrator')
  await page.getByRole('link', { name: 'Reports' }).click()
  await expect(page.getByRole('heading', { name: 'Reports', level: 1 })).toBeVisible()
  await page.getByLabel('From', { exact: true }).fill('2020-01-01')
  await page.getByLabel('To', { exact: true }).fill('2020-01-31')
  await expect(page.getByText('Nothing in these days')).toBeVisible()
  expect(await axe(page)).toEqual([])

  await page.getByLabel('Period').selectOption('Last 30 days')
  await expect(page.getByRole('region', { name: 'Figures by time' })).toBeVisible()
  await expect(page.locator('figure svg').first()).toBeAttached()
  expect(await axe(page)).toEqual([])

  await page.getByRole('button', { name: 'By queue' }).click()
  const queues = page.getByRole('region', { name: 'Figures by queue' })
  await expect(queues.getByRole('row')).toHaveCount(7)
  const offered = queues.getByRole('button', { name: 'Offered' })
  await offered.click()
  await expect(queues.getByRole('columnheader', { name: 'Offered' })).toHaveAttribute('aria-sort', 'descending')
  await expect(queues.getByRole('rowheader').first()).toHaveText('Billing')
  await page.keyboard.press('Enter')
  await expect(queues.getByRole('columnheader', { name: 'Offered' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(queues.getByRole('rowheader').first()).toHaveText('Accounts')
  const total = await cell(page, 'Figures by queue', /^Total/, 0).textContent()

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download CSV' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('deskside-queues.csv')
  const stream = await file.createReadStream()
  const lines = Buffer.concat(await stream.toArray())
    .toString('utf8')
    .trim()
    .split('\r\n')
  expect(lines).toHaveLength(7)
  expect(lines.at(-1)).toMatch(new RegExp(`^Total,${total?.replace(/\D/g, '') ?? ''},`))

  await page.getByRole('button', { name: /^Queues:/ }).click()
  await page.getByRole('checkbox', { name: 'Billing' }).check()
  await page.keyboard.press('Escape')
  await expect(queues.getByRole('row')).toHaveCount(3)
  await page.getByLabel('Interval').selectOption('Week')
  await page.getByRole('button', { name: 'By time' }).click()
  await page.reload()
  await expect(page.getByLabel('Period')).toHaveValue('last-30-days')
  await expect(page.getByLabel('Interval')).toHaveValue('week')
  await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Berlin')
  await expect(page.getByRole('button', { name: 'Queues: Billing' })).toBeVisible()
  await page.getByText('How is this counted?').click()
  await expect(page.getByText('The mean wait of those who were answered.')).toBeVisible()
  expect(await axe(page)).toEqual([])
})

test('[report R7, R8] agents and staffing are reports of managers; a representative has their own figures', async ({
  house,
  browserHere,
}) => {
  const context = await browserHere.newContext({ ...WINDOW, colorScheme: 'dark', timezoneId: 'Europe/Berlin' })
  const page = await context.newPage()
  await signIn(page, house, 'administrator')
  await page.goto(`${house.url}/reports/agents?period=last-30-days&zone=Europe/Berlin`)
  const agents = page.getByRole('region', { name: 'Figures by agent' })
  await expect(agents.getByRole('row')).toHaveCount(14)
  await agents.getByRole('button', { name: 'Sessions' }).click()
  expect(await axe(page)).toEqual([])

  await page.getByRole('link', { name: 'Staffing' }).click()
  await expect(page).toHaveURL(/\/reports\/staffing\?.*period=last-30-days/)
  const slots = page.getByRole('region', { name: 'Figures by time of the week' })
  await expect(slots.getByRole('rowheader', { name: 'Mon 12:00' })).toBeAttached()
  const needed = cell(page, 'Figures by time of the week', /^Mon 12:00/, 3)
  const before = Number(await needed.textContent())
  expect(before).toBeGreaterThan(0)
  await page.getByLabel('Percent answered').fill('99')
  await expect(page).toHaveURL(/percent=99/)
  await expect.poll(async () => Number(await needed.textContent())).toBeGreaterThan(before)
  await page.getByLabel('Percent answered').fill('100')
  await expect(page.getByText('From 1 to 99.')).toBeVisible()
  expect(await axe(page)).toEqual([])

  const rita = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(rita, house, 'rita')
  await rita.getByRole('link', { name: 'My figures' }).click()
  await expect(rita.getByRole('heading', { name: 'My figures', level: 1 })).toBeVisible()
  await expect(rita.getByRole('navigation', { name: 'Reports' })).toHaveCount(0)
  await expect(rita.getByText('Nothing in these days')).toBeVisible()
  expect(await axe(rita)).toEqual([])
  await rita.goto(`${house.url}/reports/staffing`)
  await expect(rita.getByRole('heading', { name: 'Nothing here' })).toBeVisible()
})
