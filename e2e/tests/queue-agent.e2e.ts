import { chromium } from '@playwright/test'
import type { BrowserContext, Locator, Page } from '@playwright/test'
import { axe } from '../axe.ts'
import type { House } from '../house.ts'
import { CHROMIUM, QUIET, expect, signIn, testInOwnHouse as test } from '../world.ts'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const WINDOW = { viewport: { width: 1280, height: 760 } }
const NARROW = { viewport: { width: 400, height: 700 } }

const state = (page: Page): Locator => page.getByRole('combobox', { name: 'My state' })
const offer = (page: Page, name: string): Locator =>
  page.getByRole('alertdialog', { name: `Incoming request from ${name}` })

interface QueuePlan {
  readonly name: string
  readonly agents: readonly RegExp[]
  readonly seconds: number
}

/** An administrator makes a queue that is always open, with one question. */
async function makeQueue(admin: Page, house: House, { name, agents, seconds }: QueuePlan): Promise<string> {
  await admin.goto(`${house.url}/admin`)
  await admin.getByRole('button', { name: 'Add a queue' }).click()
  const dialog = admin.getByRole('dialog', { name: 'Add a queue' })
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  for (const day of DAYS) {
    const opens = dialog.getByLabel(`${day}, opens`)
    if ((await opens.count()) === 0) await dialog.getByRole('button', { name: `Add hours on ${day}` }).click()
    await opens.fill('00:00')
    await dialog.getByLabel(`${day}, closes`).fill('00:00')
  }
  await dialog.getByRole('button', { name: 'Add a question' }).click()
  await expect(dialog.getByLabel('Question', { exact: true })).toBeFocused()
  await admin.keyboard.type('What is it about?')
  await dialog.getByRole('radio', { name: 'Most idle' }).check()
  await dialog.getByLabel('Seconds to answer').fill(String(seconds))
  for (const agent of agents) await dialog.getByRole('checkbox', { name: agent }).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  const row = admin.getByRole('listitem').filter({ has: admin.getByRole('heading', { name }) })
  await expect(row).toContainText('Open now')
  return (await row.getByRole('link').getAttribute('href')) ?? ''
}

async function getHelp(visitor: Page, address: string, name: string): Promise<void> {
  await visitor.goto(address)
  await visitor.getByLabel('Your name').fill(name)
  await visitor.getByLabel('What is it about?').fill('My <b>printer</b>')
  await visitor.getByRole('button', { name: 'Get help' }).click()
}

async function agent(context: BrowserContext, house: House, who: 'rita' | 'rob'): Promise<Page> {
  const page = await context.newPage()
  await signIn(page, house, who)
  return page
}

test('[queue R12] a visitor of a queue is offered to its agent, who accepts and is in a session with them', async ({
  house,
  browserHere,
}) => {
  const admin = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(admin, house, 'administrator')
  await expect(state(admin)).toHaveCount(0)
  await admin.goto(`${house.url}/admin`)
  await expect(admin.getByText('There are no queues yet')).toBeVisible()
  await admin.getByRole('button', { name: 'Add a queue' }).click()
  await admin.getByRole('button', { name: 'Add a question' }).click()
  await admin.getByRole('button', { name: 'Add a holiday' }).click()
  expect(await axe(admin)).toEqual([])
  await admin.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(admin.getByRole('dialog').getByLabel('Name', { exact: true }).first()).toHaveAccessibleDescription(
    /Write a name/,
  )
  expect(await axe(admin)).toEqual([])

  const address = await makeQueue(admin, house, { name: 'Billing', agents: [/Rita Rep/], seconds: 60 })
  expect(address).toBe(`${house.url}/q/billing`)
  expect(await axe(admin)).toEqual([])

  const rita = await agent(await browserHere.newContext(WINDOW), house, 'rita')
  await expect(state(rita)).toHaveValue('offline')
  const visitor = await (await browserHere.newContext()).newPage()
  await getHelp(visitor, address, 'Vera Visitor')
  await expect(visitor.getByText(/You are number 1 in line/).first()).toBeVisible()
  await expect(rita.getByRole('list', { name: 'Waiting' })).toContainText('1 waiting')
  await state(rita).selectOption('Available')
  const asks = offer(rita, 'Vera Visitor')
  await expect(asks).toContainText('Billing')
  await expect(asks).toContainText('My <b>printer</b>')
  await expect(asks).toContainText(/Answer within 0:\d\d/)
  await expect(rita).toHaveTitle(/^\(1\) /)
  await expect(asks.getByRole('button', { name: 'Accept' })).not.toHaveAttribute('aria-disabled', 'true')
  expect(await axe(rita)).toEqual([])

  await rita.keyboard.press('Alt+a')
  await expect(rita).toHaveURL(/\/console\/sessions\/[\w-]{36}$/)
  await expect(rita.getByRole('heading', { name: 'Vera Visitor' })).toBeVisible()
  await expect(rita).not.toHaveTitle(/^\(1\) /)
  await expect(visitor.getByRole('heading', { name: /Rita Rep helps you/ })).toBeVisible()
  await expect(rita.getByRole('list', { name: 'Waiting' })).toContainText('0 waiting')
})

test('[queue R8] declined goes to another agent; unanswered does, too, and who did not answer is away', async ({
  house,
  browserHere,
}) => {
  const admin = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(admin, house, 'administrator')
  const plan = { name: 'Repairs', agents: [/Rita Rep/, /Rob Rep/], seconds: 8 }
  const address = await makeQueue(admin, house, plan)
  const rita = await agent(await browserHere.newContext(WINDOW), house, 'rita')
  const rob = await agent(await browserHere.newContext({ ...NARROW, colorScheme: 'dark' }), house, 'rob')
  await state(rita).selectOption('Away: lunch')
  await state(rob).selectOption('Available')
  const visitor = await (await browserHere.newContext()).newPage()
  await getHelp(visitor, address, 'Wim Waiter')
  const decline = offer(rob, 'Wim Waiter').getByRole('button', { name: 'Decline' })
  await expect(decline).not.toHaveAttribute('aria-disabled', 'true')
  await state(rita).selectOption('Available')
  await decline.click()

  await expect(offer(rita, 'Wim Waiter')).toBeVisible()
  await expect(offer(rob, 'Wim Waiter')).toHaveCount(0)
  await expect(rita.getByText('You are away now', { exact: true }).first()).toBeVisible({ timeout: 15_000 })
  await expect(offer(rita, 'Wim Waiter')).toHaveCount(0)
  await expect(state(rita)).toHaveValue('away:missed')

  // There is no other any more: Rob is asked again.
  await expect(decline).not.toHaveAttribute('aria-disabled', 'true')
  expect(await axe(rob)).toEqual([])
  await state(rob).selectOption('Offline')
  await expect(offer(rob, 'Wim Waiter')).toHaveCount(0)
  await expect(visitor.getByText(/You are number 1 in line/).first()).toBeVisible()

  await admin.goto(`${house.url}/admin`)
  await admin.getByRole('button', { name: 'Delete Repairs' }).click()
  const question = admin.getByRole('alertdialog', { name: 'Delete Repairs?' })
  await expect(question).toContainText('1 person waits in it now')
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(question).toHaveCount(0)
  await expect(admin.getByRole('button', { name: 'Delete Repairs' })).toHaveCount(0)
})

test('[queue R5] an agent’s browser that is killed while it rings loses nobody: another agent is offered them, with their place kept', async ({
  house,
  browserHere,
  keep,
}) => {
  const admin = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(admin, house, 'administrator')
  const plan = { name: 'Rescue', agents: [/Rita Rep/, /Rob Rep/], seconds: 300 }
  const address = await makeQueue(admin, house, plan)
  const ritas = await keep(chromium.launchServer({ executablePath: CHROMIUM, args: [...QUIET] }))
  const rita = await agent(await (await chromium.connect(ritas.wsEndpoint())).newContext(WINDOW), house, 'rita')
  const rob = await agent(await browserHere.newContext(WINDOW), house, 'rob')
  await state(rita).selectOption('Available')
  const visitor = await (await browserHere.newContext()).newPage()
  await getHelp(visitor, address, 'Vera Visitor')
  await expect(offer(rita, 'Vera Visitor')).toBeVisible()
  await state(rob).selectOption('Available')

  await ritas.kill()
  // Half a minute without a page, long before the five that the offer would wait.
  await expect(offer(rob, 'Vera Visitor')).toBeVisible({ timeout: 50_000 })
  await expect(visitor.getByText(/You are number 1 in line/).first()).toBeVisible()
  const accept = offer(rob, 'Vera Visitor').getByRole('button', { name: 'Accept' })
  await expect(accept).not.toHaveAttribute('aria-disabled', 'true')
  await accept.click()
  await expect(visitor.getByRole('heading', { name: /Rob Rep helps you/ })).toBeVisible()
})
