import type { Browser, Locator, Page } from '@playwright/test'
import { axe } from '../axe.ts'
import type { House } from '../house.ts'
import { expect, say, signIn, testInOwnHouse as test } from '../world.ts'

const WINDOW = { viewport: { width: 1280, height: 800 } }
const PHONE = { viewport: { width: 320, height: 640 } }
const DARK = { ...WINDOW, colorScheme: 'dark' } as const
const ALWAYS = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }])

const state = (page: Page): Locator => page.getByRole('combobox', { name: 'My state' })
const offer = (page: Page, name: string): Locator =>
  page.getByRole('alertdialog', { name: `Incoming request from ${name}` })
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Transfer Session' })
const standing = (page: Page): Locator => page.getByRole('status', { name: 'Transfer' })

interface Desk {
  readonly rita: Page
  readonly rob: Page
  readonly customer: Page
}

/** Two agents, their queues, and a customer who came to Rita by one of them. */
async function helped(
  house: House,
  browser: Browser,
  slug: string,
  also: { readonly queue?: string } = {},
): Promise<Desk> {
  const admin = await (await browser.newContext(WINDOW)).newPage()
  await signIn(admin, house, 'administrator')
  const { users } = (await (await admin.request.get(`${house.url}/api/v1/users`)).json()) as {
    users: { id: string; name: string }[]
  }
  const idOf = (name: string): string => users.find((user) => user.name === name)?.id ?? ''
  const makeQueue = async (of: { slug: string; name: string; agentIds: string[] }): Promise<void> => {
    const label = { id: crypto.randomUUID(), label: 'What is it about?', kind: 'text', required: false, options: [] }
    const hours = { timeZone: 'UTC', week: ALWAYS, holidays: [] }
    const rules = { distribution: 'most-idle', priority: 5, acceptSeconds: 60 }
    const data = { ...of, ...rules, description: '', hours, form: [label] }
    const made = await admin.request.post(`${house.url}/api/v1/queues`, { data, headers: { origin: house.url } })
    expect(made.status()).toBe(201)
  }
  const both = [idOf('Rita Rep'), idOf('Rob Rep')]
  await makeQueue({ slug, name: `Help with ${slug}`, agentIds: both })
  if (also.queue) await makeQueue({ slug: also.queue, name: `Queue ${also.queue}`, agentIds: both })
  await admin.close()

  const rita = await (await browser.newContext(WINDOW)).newPage()
  await signIn(rita, house, 'rita')
  const rob = await (await browser.newContext(DARK)).newPage()
  await signIn(rob, house, 'rob')
  await state(rob).selectOption('Away: lunch')
  await state(rita).selectOption('Available')
  const customer = await (await browser.newContext(PHONE)).newPage()
  await customer.goto(`${house.url}/q/${slug}`)
  await customer.getByLabel('Your name').fill('Vera Visitor')
  await customer.getByLabel('What is it about?').fill('My bill')
  await customer.getByRole('button', { name: 'Get help' }).click()
  const accept = offer(rita, 'Vera Visitor').getByRole('button', { name: 'Accept' })
  await expect(accept).not.toHaveAttribute('aria-disabled', 'true')
  await accept.click()
  await expect(customer.getByRole('heading', { name: 'Rita Rep helps you' })).toBeVisible()
  return { rita, rob, customer }
}

async function openDialog(page: Page): Promise<Locator> {
  await page.getByRole('tab', { name: 'Session', exact: true }).click()
  await page.getByRole('button', { name: 'Transfer Session' }).click()
  const opened = dialog(page)
  await expect(opened.getByRole('searchbox', { name: 'Find an agent or a queue' })).toBeFocused()
  return opened
}

async function answer(page: Page, name: string, what: 'Accept' | 'Decline'): Promise<void> {
  const button = offer(page, name).getByRole('button', { name: what })
  await expect(button).not.toHaveAttribute('aria-disabled', 'true')
  await button.click()
}

test('[transfer R4] [transfer R5] [transfer R8] [transfer R12] C4, G2: to an agent: declined it comes back; accepted the giver is gone, and the customer goes on in the same session and is asked anew', async ({
  house,
  browserHere,
}) => {
  const { rita, rob, customer } = await helped(house, browserHere, 'billing')
  await say(customer, 'Page two is missing.')
  const address = rita.url()
  const opened = await openDialog(rita)
  // Who is not available is there, and cannot be chosen; a moment after they come they can.
  const toRob = opened.getByRole('radio', { name: 'Rob Rep' })
  await expect(toRob).toBeDisabled()
  await expect(toRob).toHaveAccessibleDescription(/Away 0 sessions Help with billing/)
  expect(await axe(rita)).toEqual([])
  await state(rob).selectOption('Available')
  await expect(toRob).toBeEnabled()
  await rita.keyboard.type('rob')
  await expect(opened.getByRole('radio')).toHaveCount(1)
  await toRob.check()
  const message = opened.getByRole('textbox', { name: 'Message' })
  await message.fill('x'.repeat(346))
  await expect(message).toHaveAccessibleDescription(/at most 345 characters/)
  await message.fill('Bill of <b>May</b>: "page two" & more')
  await expect(opened.getByText('308 left')).toBeVisible()
  await opened.getByRole('button', { name: 'Hand over' }).click()
  await expect(opened).toHaveCount(0)

  await expect(standing(rita)).toContainText('Waiting for Rob Rep to take this session over')
  await expect(rita.getByRole('button', { name: 'Transfer Session' })).toHaveCount(0)
  await expect(customer.getByText('Rita Rep hands you over to Rob Rep')).toBeVisible()
  await expect(offer(rob, 'Vera Visitor')).toContainText('Rita Rep hands this session over')
  await expect(offer(rob, 'Vera Visitor')).toContainText('Bill of <b>May</b>: "page two" & more')
  await expect(offer(rob, 'Vera Visitor')).toContainText('My bill')
  for (const page of [rita, rob, customer]) expect(await axe(page)).toEqual([])
  await answer(rob, 'Vera Visitor', 'Decline')
  await expect(standing(rita)).toContainText('This session stays with you: Rob Rep declined')
  await expect(customer.getByText('hands you over')).toHaveCount(0)
  await expect(customer.getByRole('heading', { name: 'Rita Rep helps you' })).toBeVisible()
  expect(await axe(rita)).toEqual([])

  // By the keyboard alone.
  const again = await openDialog(rita)
  await rita.keyboard.press('Tab')
  await rita.keyboard.press('Space')
  await expect(again.getByRole('radio', { name: 'Rob Rep' })).toBeChecked()
  await rita.keyboard.press('Tab')
  await rita.keyboard.type('Please.')
  await again.getByRole('button', { name: 'Hand over' }).press('Enter')
  await answer(rob, 'Vera Visitor', 'Accept')
  await expect(rob).toHaveURL(address)
  await expect(rob.getByRole('log')).toContainText('Page two is missing.')
  await expect(rob.getByRole('heading', { name: 'Vera Visitor', exact: true })).toBeVisible()
  await expect(rita.getByText('You handed this session over to Rob Rep')).toBeVisible()
  await expect(customer.getByRole('heading', { name: 'Rob Rep helps you' })).toBeVisible()
  await expect(customer.getByText(/Rita Rep handed you over to Rob Rep/)).toBeVisible()
  for (const page of [rita, customer]) expect(await axe(page)).toEqual([])
  await customer.getByRole('button', { name: 'All right' }).click()
  await expect(customer.getByText(/handed you over/)).toHaveCount(0)

  await rob.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rob.getByRole('button', { name: 'Request View' }).click()
  await expect(customer.getByRole('alertdialog', { name: /^Rob Rep/ })).toBeVisible()
})

test('[transfer R3] [transfer R9] to a queue: the giver takes it back; offered again, its agent gets it, not the giver', async ({
  house,
  browserHere,
}) => {
  const { rita, rob, customer } = await helped(house, browserHere, 'orders', { queue: 'second-line' })
  const opened = await openDialog(rita)
  const queue = opened.getByRole('radio', { name: 'Queue second-line' })
  await expect(queue).toHaveAccessibleDescription('Open nobody waits')
  await queue.check()
  await opened.getByRole('button', { name: 'Hand over' }).click()
  await expect(standing(rita)).toContainText('Waiting for somebody in the queue Queue second-line')
  await expect(rob.getByRole('list', { name: 'Waiting' })).toContainText('1 waiting')
  // Nobody is available: it waits, and the giver may change their mind.
  await rita.getByRole('button', { name: 'Take back' }).click()
  await expect(standing(rita)).toBeEmpty()
  await expect(customer.getByText('hands you over')).toHaveCount(0)

  const again = await openDialog(rita)
  await again.getByRole('radio', { name: 'Queue second-line' }).check()
  await again.getByRole('button', { name: 'Hand over' }).click()
  await expect(standing(rita)).toContainText('Waiting for somebody')
  await state(rob).selectOption('Available')
  await expect(offer(rob, 'Vera Visitor')).toContainText('Queue second-line')
  await expect(offer(rita, 'Vera Visitor')).toHaveCount(0)
  // The customer's page is loaded anew meanwhile, and all goes on.
  await customer.reload()
  await expect(customer.getByText(/hands you over to a colleague/)).toBeVisible()
  await rita.getByRole('link', { name: 'All sessions' }).click()
  await answer(rob, 'Vera Visitor', 'Accept')
  await expect(rob.getByRole('heading', { name: 'Vera Visitor', exact: true })).toBeVisible()
  await expect(customer.getByRole('heading', { name: 'Rob Rep helps you' })).toBeVisible()
  // Wherever the giver is by then, they hear of it.
  await expect(rita.getByText('Rob Rep took over the session with Vera Visitor', { exact: true }).first()).toBeVisible()
})
