import type { Browser, Locator, Page } from '@playwright/test'
import { axe } from '../axe.ts'
import { House } from '../house.ts'
import { Shop } from '../shop.ts'
import { expect, say, signIn, startSession, testInOwnHouse as test } from '../world.ts'

const WINDOW = { viewport: { width: 1280, height: 800 } }
const DARK = { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' } as const
const PHONE = { viewport: { width: 320, height: 640 } }
const ALWAYS = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }])

const state = (page: Page): Locator => page.getByRole('combobox', { name: 'My state' })
const offer = (page: Page, name: string): Locator =>
  page.getByRole('alertdialog', { name: `Incoming request from ${name}` })
const part = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const row = (page: Page, table: string, name: string): Locator =>
  page.getByRole('region', { name: table, exact: true }).last().getByRole('row').filter({ hasText: name })

async function makeQueues(admin: Page, house: House, slugs: readonly string[]): Promise<void> {
  const { users } = (await (await admin.request.get(`${house.url}/api/v1/users`)).json()) as {
    users: { id: string; name: string }[]
  }
  const agentIds = users.filter(({ name }) => name.startsWith('R')).map(({ id }) => id)
  for (const slug of slugs) {
    const hours = { timeZone: 'UTC', week: ALWAYS, holidays: [] }
    const rules = { distribution: 'most-idle', priority: 5, acceptSeconds: 120 }
    const data = { slug, name: `Help with ${slug}`, agentIds, ...rules, description: '', hours, form: [] }
    const made = await admin.request.post(`${house.url}/api/v1/queues`, { data, headers: { origin: house.url } })
    expect(made.status()).toBe(201)
  }
}

async function setMonitoring(admin: Page, house: House, policy: string): Promise<void> {
  const data = { monitoring: { policy, disclosure: 'Sessions may be monitored for quality.' } }
  const changed = await admin.request.patch(`${house.url}/api/v1/site`, { data, headers: { origin: house.url } })
  expect(changed.status()).toBe(200)
}

async function getHelp(browser: Browser, house: House, who: { slug: string; name: string }): Promise<Page> {
  const visitor = await (await browser.newContext(PHONE)).newPage()
  await visitor.goto(`${house.url}/q/${who.slug}`)
  await visitor.getByLabel('Your name').fill(who.name)
  await visitor.getByRole('button', { name: 'Get help' }).click()
  await expect(visitor.getByText(/You are number/).first()).toBeVisible()
  return visitor
}

/** All that a page receives over its sockets and event streams, as text. */
function listenIn(page: Page): string[] {
  const heard: string[] = []
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => void heard.push(String(payload))))
  return heard
}

const comeIn = async (page: Page, what: 'Barge in' | 'Take over'): Promise<void> => {
  await page.getByRole('region', { name: 'Watching', exact: true }).getByRole('button', { name: what }).click()
  const ask = page.getByRole('alertdialog', { name: `${what}?` })
  await expect(ask).toContainText('Wanda Watched')
  await ask.getByRole('button', { name: what }).click()
  await expect(ask).toHaveCount(0)
}

test('[monitor R8] [monitor R12] a manager sees a visitor come, wait, be offered and be taken, changes a state and reassigns', async ({
  house,
  browserHere,
}) => {
  const manager = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(manager, house, 'administrator')
  await manager.getByRole('link', { name: 'Monitor' }).click()
  await expect(manager.getByText('There are no queues yet')).toBeVisible()
  expect(await axe(manager)).toEqual([])
  await makeQueues(manager, house, ['bills', 'parcels'])
  await expect(row(manager, 'Queues', 'Help with bills')).toContainText('Nobody waits')

  const rita = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(rita, house, 'rita')
  await rita.goto(`${house.url}/monitor`)
  await expect(rita.getByText('Nothing here')).toBeVisible()
  await rita.goto(`${house.url}/console`)

  const visitor = await getHelp(browserHere, house, { slug: 'bills', name: 'Vera Visitor' })
  await expect(row(manager, 'Queues', 'Help with bills')).toContainText('Vera Visitor')
  await expect(row(manager, 'Waiting visitors', 'Vera Visitor')).toContainText('Nobody yet')
  await expect(manager.getByRole('status', { name: 'Summary' })).toContainText('1 visitor waits')

  // Moved to another queue, from which an agent is asked whom the manager makes available.
  await manager.getByRole('button', { name: 'Reassign Vera Visitor' }).click()
  const move = manager.getByRole('dialog', { name: 'Reassign Vera Visitor' })
  await move.getByRole('button', { name: 'Reassign' }).click()
  await expect(move.getByLabel('To whom')).toHaveAccessibleDescription(/Choose an agent or a queue/)
  await move.getByLabel('To whom').selectOption({ label: 'Help with parcels (0 waiting)' })
  expect(await axe(manager)).toEqual([])
  await move.getByRole('button', { name: 'Reassign' }).click()
  await expect(move).toHaveCount(0)
  await expect(row(manager, 'Waiting visitors', 'Vera Visitor')).toContainText('Help with parcels')
  await expect(visitor.getByText(/Help with parcels/).first()).toBeVisible()

  await manager.getByRole('button', { name: 'Change state of Rita Rep' }).click()
  const change = manager.getByRole('dialog', { name: 'Change state of Rita Rep' })
  await change.getByLabel('New state').selectOption('Available')
  await change.getByRole('button', { name: 'Change state' }).click()
  await expect(rita.getByText('Ada Admin changed your state').first()).toBeVisible()
  await expect(state(rita)).toHaveValue('available')
  await expect(rita.getByText('set by Ada Admin')).toBeVisible()
  await expect(row(manager, 'Waiting visitors', 'Vera Visitor')).toContainText('Rita Rep')
  await expect(row(manager, 'Agents', 'Rita Rep')).toContainText('Vera Visitor')
  expect(await axe(manager)).toEqual([])

  await offer(rita, 'Vera Visitor').getByRole('button', { name: 'Accept' }).click()
  await expect(row(manager, 'Live sessions', 'Vera Visitor')).toContainText('Rita Rep')
  await expect(part(manager, 'Waiting')).toContainText('Nobody waits at the moment.')
  await expect(row(manager, 'Queues', 'Help with parcels')).toContainText('1 answered')
  await expect(row(manager, 'Agents', 'Rita Rep')).toContainText('Vera Visitor, Help with parcels')

  // By keyboard, in a dark and narrower window: sorted by a heading, found by a name, filtered by queue.
  const night = await (await browserHere.newContext(DARK)).newPage()
  await signIn(night, house, 'administrator')
  await night.goto(`${house.url}/monitor`)
  await expect(row(night, 'Live sessions', 'Vera Visitor')).toBeVisible()
  const head = night.getByRole('columnheader', { name: 'Queue', exact: true }).first()
  await head.getByRole('button').focus()
  await night.keyboard.press('Enter')
  await expect(head).toHaveAttribute('aria-sort', 'descending')
  await night.getByLabel('Find a person').fill('nobody of that name')
  await expect(part(night, 'Sessions')).toContainText('Nothing here fits what you look for.')
  await night.getByLabel('Find a person').fill('')
  await night.getByLabel('Queue', { exact: true }).selectOption('Sessions without a queue')
  await expect(part(night, 'Sessions')).toContainText('Nothing here fits what you look for.')
  await night.getByLabel('Queue', { exact: true }).selectOption('All')
  expect(await axe(night)).toEqual([])

  // A live session is handed to another agent in the place of who holds it.
  const rob = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(rob, house, 'rob')
  await state(rob).selectOption('Available')
  await expect(row(manager, 'Agents', 'Rob Rep')).toContainText('Available')
  await manager.getByRole('button', { name: 'More for the session with Vera Visitor' }).click()
  await manager.getByRole('menuitem', { name: 'Reassign…' }).click()
  const hand = manager.getByRole('dialog', { name: 'Reassign the session with Vera Visitor' })
  await hand.getByLabel('To whom').selectOption('Rob Rep')
  await hand.getByLabel('Message to the agent').fill('Rita is needed elsewhere.')
  await hand.getByRole('button', { name: 'Reassign' }).click()
  await expect(hand).toHaveCount(0)
  await expect(offer(rob, 'Vera Visitor')).toContainText('Rita is needed elsewhere.')
  await offer(rob, 'Vera Visitor').getByRole('button', { name: 'Accept' }).click()
  await expect(row(manager, 'Live sessions', 'Vera Visitor')).toContainText('Rob Rep')
  await expect(row(manager, 'Live sessions', 'Vera Visitor')).not.toContainText('Rita Rep')
})

test('[monitor R4] [monitor R3] a manager watches with notice, whispers what the customer never gets, barges in and takes over', async ({
  house,
  browserHere,
}) => {
  const manager = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(manager, house, 'administrator')
  await setMonitoring(manager, house, 'with-notice')
  await makeQueues(manager, house, ['watched'])
  const rita = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(rita, house, 'rita')
  await state(rita).selectOption('Available')
  const visitor = await (await browserHere.newContext(PHONE)).newPage()
  const heard = listenIn(visitor)
  await visitor.goto(`${house.url}/q/watched`)
  await visitor.getByLabel('Your name').fill('Wanda Watched')
  await visitor.getByRole('button', { name: 'Get help' }).click()
  await offer(rita, 'Wanda Watched').getByRole('button', { name: 'Accept' }).click()
  await expect(visitor.getByRole('heading', { name: /Rita Rep helps you/ })).toBeVisible()

  await manager.goto(`${house.url}/monitor`)
  await manager.getByRole('button', { name: 'Watch the session with Wanda Watched' }).click()
  await expect(manager.getByText('You watch this session.')).toBeVisible()
  await expect(visitor.getByText(/Ada Admin from Acme Support looks on/)).toBeVisible()
  await expect(rita.getByText('watched by Ada Admin')).toBeVisible()
  expect(await axe(manager)).toEqual([])
  expect(await axe(visitor)).toEqual([])

  await say(visitor, 'The bill is wrong')
  await expect(manager.getByRole('log', { name: 'Chat with everyone' })).toContainText('The bill is wrong')
  await manager.getByRole('region', { name: 'Watching', exact: true }).getByRole('button', { name: 'Whisper' }).click()
  await manager.getByRole('tab', { name: 'Rita Rep' }).click()
  await say(manager, 'Ask for the number of the bill')
  await rita.getByRole('tab', { name: /Ada Admin/ }).click()
  await expect(rita.getByRole('log', { name: 'Chat with Ada Admin' })).toContainText('Ask for the number of the bill')
  await rita.getByRole('tab', { name: 'Everyone' }).click()
  await say(rita, 'Which number is on it?')
  await expect(visitor.getByRole('log')).toContainText('Which number is on it?')
  expect(heard.join('\n')).toContain('Which number is on it?')
  expect(heard.join('\n')).not.toContain('Ask for the number of the bill')

  await comeIn(manager, 'Barge in')
  await expect(visitor.getByRole('heading', { name: 'Rita Rep and Ada Admin help you' })).toBeVisible()
  await expect(visitor.getByText(/looks on/)).toHaveCount(0)
  await expect(manager.getByRole('tab', { name: 'Tools', exact: true })).toBeVisible()
  await manager.getByRole('tab', { name: 'Session', exact: true }).click()
  await expect(manager.getByRole('button', { name: 'Leave Session' })).toBeVisible()
  await expect(manager.getByRole('button', { name: 'End Session' })).toHaveCount(0)

  await manager.goto(`${house.url}/monitor`)
  await manager.getByRole('button', { name: 'More for the session with Wanda Watched' }).click()
  await manager.getByRole('menuitem', { name: 'Take over' }).click()
  const ask = manager.getByRole('alertdialog', { name: 'Take over?' })
  expect(await axe(manager)).toEqual([])
  await ask.getByRole('button', { name: 'Take over' }).click()
  await manager.getByRole('tab', { name: 'Session', exact: true }).click()
  await expect(manager.getByRole('button', { name: 'End Session' })).toBeVisible()
  await expect(rita.getByText(/Ada Admin holds the session/)).toBeVisible()
  await expect(visitor.getByRole('heading', { name: 'Rita Rep and Ada Admin help you' })).toBeVisible()
})

test('E6: a silent watch shows the customer nothing but what was disclosed before; a forbidden one is not there', async ({
  house,
  browserHere,
}) => {
  const manager = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(manager, house, 'administrator')
  await manager.goto(`${house.url}/admin`)
  const card = manager.getByRole('region', { name: 'Watching sessions' })
  await card.getByRole('radio', { name: /without being named/ }).check()
  await card.getByLabel('What customers read').fill('')
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(card.getByLabel('What customers read')).toHaveAccessibleDescription(/Write what customers are told/)
  expect(await axe(manager)).toEqual([])
  await card.getByLabel('What customers read').fill('Sessions may be monitored for quality.')
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(card.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible()
  await makeQueues(manager, house, ['quiet'])

  const rita = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(rita, house, 'rita')
  const number = await startSession(rita)
  const visitor = await (await browserHere.newContext({ ...PHONE, colorScheme: 'dark' })).newPage()
  await visitor.goto(`${house.url}/q/quiet`)
  await expect(visitor.getByText('Sessions may be monitored for quality.')).toBeVisible()
  const heard = listenIn(visitor)
  await visitor.goto(house.url)
  await expect(visitor.getByText('Sessions may be monitored for quality.')).toBeVisible()
  await visitor.getByLabel('Support session number').fill(number)
  await visitor.getByLabel('Your name').fill('Quinn Quiet')
  await visitor.getByRole('button', { name: 'Join' }).click()
  await rita.getByRole('button', { name: 'Admit Quinn Quiet' }).click()
  await expect(visitor.getByText('Sessions may be monitored for quality.')).toBeVisible()

  await manager.goto(`${house.url}/monitor`)
  await manager.getByLabel('Queue', { exact: true }).selectOption('Sessions without a queue')
  await manager.getByRole('button', { name: 'Watch the session with Quinn Quiet' }).click()
  await expect(manager.getByText('You watch this session.')).toBeVisible()
  await expect(rita.getByText('watched by Ada Admin')).toBeVisible()
  await say(visitor, 'Is anybody there?')
  await expect(manager.getByRole('log', { name: 'Chat with everyone' })).toContainText('Is anybody there?')
  await expect(visitor.getByText(/looks on/)).toHaveCount(0)
  expect(heard.join('\n')).not.toContain('Ada Admin')
  expect(await axe(visitor)).toEqual([])

  await setMonitoring(manager, house, 'forbidden')
  await expect(manager.getByText('You watch this session.')).toHaveCount(0)
  const sessionId = manager.url().split('/').at(-1) ?? ''
  await manager.goto(`${house.url}/monitor`)
  await expect(row(manager, 'Live sessions', 'Quinn Quiet')).toBeVisible()
  await expect(manager.getByText('This site does not allow watching.', { exact: false })).toBeVisible()
  await expect(manager.getByRole('button', { name: /^Watch the/ })).toHaveCount(0)
  const watch = await manager.request.post(`${house.url}/api/v1/monitor/sessions/${sessionId}/watch`, {
    headers: { origin: house.url },
  })
  expect(watch.status()).toBe(404)
})

test('[monitor R4] in another site’s page the form tells what is disclosed, and the session who watches', async ({
  browserHere,
  keep,
}, info) => {
  const house = await keep(House.open())
  const manager = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(manager, house, 'administrator')
  await makeQueues(manager, house, ['candles'])
  const shop = await keep(Shop.open({ desk: house.url, queue: 'candles', attributes: '' }))
  const rita = await (await browserHere.newContext(WINDOW)).newPage()
  await signIn(rita, house, 'rita')
  await state(rita).selectOption('Available')
  const panel = (page: Page): Locator => page.locator('deskside-embed').getByRole('dialog')
  const come = async (name: string): Promise<Page> => {
    const visitor = await (await browserHere.newContext()).newPage()
    await visitor.goto(shop.url)
    await visitor.locator('deskside-embed').getByRole('button').first().click()
    await panel(visitor).getByRole('textbox').first().fill(name)
    return visitor
  }
  const helped = async (visitor: Page, name: string): Promise<void> => {
    await visitor.keyboard.press('Enter')
    await offer(rita, name).getByRole('button', { name: 'Accept' }).click()
    await expect(panel(visitor).getByRole('log')).toBeVisible()
    await manager.goto(`${house.url}/monitor`)
    await manager.getByRole('button', { name: `Watch the session with ${name}` }).click()
    await expect(manager.getByText('You watch this session.')).toBeVisible()
  }
  const nora = await come('Nora Noticed')
  await helped(nora, 'Nora Noticed')
  await expect(
    panel(nora)
      .getByRole('status')
      .filter({ hasText: /Ada Admin from Acme Support looks on/ }),
  ).toBeVisible()
  expect(await axe(nora)).toEqual([])
  await nora.screenshot({ path: info.outputPath('noticed.png') })
  await manager.getByRole('button', { name: 'Stop watching' }).click()
  await expect(panel(nora).getByText(/looks on/)).toHaveCount(0)

  await setMonitoring(manager, house, 'without-notice')
  const sam = await come('Sam Silent')
  await expect(panel(sam).getByText('Sessions may be monitored for quality.')).toBeVisible()
  const heard = listenIn(sam)
  await helped(sam, 'Sam Silent')
  await expect(panel(sam).getByText('Sessions may be monitored for quality.')).toBeVisible()
  await say(rita, 'Hello Sam')
  await expect(panel(sam).getByText('Hello Sam')).toBeVisible()
  expect(heard.join('\n')).not.toContain('Ada Admin')
})
