import type { Browser, Locator, Page } from '@playwright/test'
import { axe } from '../axe.ts'
import type { House } from '../house.ts'
import { expect, signIn, testInOwnHouse as test } from '../world.ts'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const WINDOW = { viewport: { width: 1280, height: 760 } }

const state = (page: Page): Locator => page.getByRole('combobox', { name: 'My state' })
const offer = (page: Page, name: string): Locator =>
  page.getByRole('alertdialog', { name: `Incoming request from ${name}` })

/** A new queue that is always open, with one question; the rest is filled in by who wants it. */
async function addQueue(admin: Page, name: string, fill: (dialog: Locator) => Promise<void>): Promise<void> {
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
  await dialog.getByLabel('Question', { exact: true }).fill('What is it about?')
  await dialog.getByRole('radio', { name: 'Most idle' }).check()
  await dialog.getByLabel('Seconds to answer').fill('60')
  await fill(dialog)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
}

async function administration(house: House, browser: Browser): Promise<Page> {
  const admin = await (await browser.newContext(WINDOW)).newPage()
  await signIn(admin, house, 'administrator')
  await admin.goto(`${house.url}/admin`)
  return admin
}

async function agent(house: House, browser: Browser, who: 'rita' | 'rob', colorScheme?: 'dark'): Promise<Page> {
  const page = await (await browser.newContext({ ...WINDOW, ...(colorScheme ? { colorScheme } : {}) })).newPage()
  await signIn(page, house, who)
  return page
}

async function getHelp(house: House, browser: Browser, { slug, name }: { slug: string; name: string }): Promise<Page> {
  const visitor = await (await browser.newContext()).newPage()
  await visitor.goto(`${house.url}/q/${slug}`)
  await visitor.getByLabel('Your name').fill(name)
  await visitor.getByLabel('What is it about?').fill(`The <b>printer</b> of ${name}`)
  await visitor.getByRole('button', { name: 'Get help' }).click()
  return visitor
}

async function accept(page: Page, name: string): Promise<void> {
  const button = offer(page, name).getByRole('button', { name: 'Accept' })
  await expect(button).not.toHaveAttribute('aria-disabled', 'true')
  await button.click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
}

test('[queue R30] [session R21] [session R22] an administrator sets what a queue needs and asks for; its agent is offered, asks by itself, sees the answers, and finishes the wrap-up', async ({
  house,
  browserHere,
}) => {
  const admin = await administration(house, browserHere)
  await addQueue(admin, 'Night', (dialog) => dialog.getByRole('checkbox', { name: /Rob Rep/ }).check())
  await addQueue(admin, 'Printers', async (dialog) => {
    await dialog.getByRole('checkbox', { name: /Rita Rep/ }).check()
    await dialog.getByRole('checkbox', { name: /Rob Rep/ }).check()
    await dialog.getByRole('button', { name: 'Add a skill' }).click()
    await expect(dialog.getByLabel('Skill', { exact: true })).toBeFocused()
    await admin.keyboard.type('Printers')
    await dialog.getByLabel('At least').selectOption('3, knows it well')
    await dialog.getByLabel('Ask for when the session begins').selectOption('To see the customer’s desktop')
    await dialog.getByLabel('Wrap-up (seconds)').fill('9000')
    await dialog.getByLabel('Also ask another queue’s agents').check()
    await dialog.getByLabel('Queue', { exact: true }).selectOption('Night')
    await dialog.getByLabel('They wait longer than (seconds)').fill('600')
    // What is wrong leads to its field, and the list of parts says where.
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByLabel('Wrap-up (seconds)')).toBeFocused()
    await expect(dialog.getByRole('button', { name: 'Sessions 1 to mend' })).toBeVisible()
    expect(await axe(admin)).toEqual([])
    await dialog.getByLabel('Wrap-up (seconds)').fill('300')
    await dialog.getByRole('button', { name: 'Skills', exact: true }).press('Enter')
    await expect(dialog.getByText('Skills', { exact: true }).last()).toBeFocused()
  })
  const row = admin.getByRole('listitem').filter({ has: admin.getByRole('heading', { name: 'Printers' }) })
  await expect(row).toContainText(/Needs Printers 3 · Overflows to Night/)

  await admin.getByRole('button', { name: 'Change the agent Rob Rep' }).click()
  const dialog = admin.getByRole('dialog', { name: 'Change the agent Rob Rep' })
  await dialog.getByLabel('Capacity').fill('2')
  await dialog.getByRole('button', { name: 'Add a skill' }).click()
  await admin.keyboard.type('printers')
  await dialog.getByLabel('Level of skill 1').selectOption('5, an expert')
  expect(await axe(admin)).toEqual([])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(admin.getByRole('list', { name: 'Skills of Rob Rep' })).toContainText('printers 5')
  expect(await axe(admin)).toEqual([])

  const [rita, rob] = [await agent(house, browserHere, 'rita'), await agent(house, browserHere, 'rob', 'dark')]
  await state(rita).selectOption('Available')
  const visitor = await getHelp(house, browserHere, { slug: 'printers', name: 'Vera Visitor' })
  await expect(rita.getByRole('list', { name: 'Waiting' })).toContainText('1 waiting')
  await state(rob).selectOption('Available')
  await expect(offer(rob, 'Vera Visitor')).toContainText('The <b>printer</b> of Vera Visitor')
  await expect(offer(rob, 'Vera Visitor')).toContainText('Needs Printers 3')
  await expect(offer(rita, 'Vera Visitor')).toHaveCount(0)
  await expect(rob.getByText('0 of 2 in use')).toBeVisible()
  await accept(rob, 'Vera Visitor')
  await expect(rob.getByText('1 of 2 in use')).toBeVisible()

  // The customer is asked at once, as for anything else.
  const ask = visitor.getByRole('alertdialog', { name: /^Rob Rep/ })
  await expect(ask).toBeVisible()
  expect(await axe(visitor)).toEqual([])
  await ask.getByRole('button', { name: 'Decline' }).click()
  await expect(ask).toHaveCount(0)

  const facts = rob.getByRole('complementary', { name: 'Customer, chat and notes' })
  await expect(facts.getByRole('region', { name: 'Answers of the entry form' })).toContainText(
    'The <b>printer</b> of Vera Visitor',
  )
  await expect(facts.getByText('Printers', { exact: true })).toBeVisible()
  expect(await axe(rob)).toEqual([])

  const address = rob.url()
  await rob.getByRole('tab', { name: 'Session', exact: true }).click()
  await rob.getByRole('button', { name: 'End Session' }).click()
  await rob.getByRole('alertdialog').getByRole('button', { name: /End/ }).click()
  const wrapUp = rob.getByRole('group', { name: 'Wrap-up' })
  await expect(wrapUp).toContainText(/[45]:\d\d left/)
  expect(await axe(rob)).toEqual([])
  await wrapUp.getByRole('button', { name: 'Finish now' }).click()
  await expect(state(rob)).toHaveValue('available')
  await expect(wrapUp).toHaveCount(0)

  // Later: for who took part and who may read it, and for nobody else.
  await rob.goto(address)
  await expect(rob.getByRole('region', { name: 'From a queue' })).toContainText('The <b>printer</b> of Vera Visitor')
  expect(await axe(rob)).toEqual([])
  await rita.goto(address)
  await expect(rita.getByText('This session does not exist, or you are not in it.')).toBeVisible()
  await expect(rita.getByText('The <b>printer</b>')).toHaveCount(0)
})

test('[queue R18] where the queue lets them, an agent chooses whom they take, whoever’s turn it is', async ({
  house,
  browserHere,
}) => {
  const admin = await administration(house, browserHere)
  await addQueue(admin, 'Choice', async (dialog) => {
    await dialog.getByRole('checkbox', { name: /Rita Rep/ }).check()
    await dialog.getByLabel(/^Agents may choose/).check()
  })
  const rita = await agent(house, browserHere, 'rita')
  await state(rita).selectOption('Busy')
  const first = await getHelp(house, browserHere, { slug: 'choice', name: 'First Visitor' })
  const second = await getHelp(house, browserHere, { slug: 'choice', name: 'Second Visitor' })
  await rita.getByRole('button', { name: 'Choose from Choice' }).click()
  const dialog = rita.getByRole('dialog', { name: 'Waiting in Choice' })
  await expect(dialog.getByRole('listitem')).toHaveCount(2)
  expect(await axe(rita)).toEqual([])
  await dialog.getByRole('button', { name: 'Take Second Visitor' }).click()
  const question = rita.getByRole('alertdialog', { name: 'Take Second Visitor?' })
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
  expect(await axe(rita)).toEqual([])
  await question.getByRole('button', { name: 'Take' }).click()
  await expect(rita.getByRole('heading', { name: 'Second Visitor' })).toBeVisible()
  await expect(second.getByRole('heading', { name: /Rita Rep helps you/ })).toBeVisible()
  await expect(first.getByText(/You are number 1 in line/).first()).toBeVisible()
})

test('[queue R15] whom nobody of their own queue can take is offered to another queue’s agent, in their own queue’s name', async ({
  house,
  browserHere,
}) => {
  const admin = await administration(house, browserHere)
  await addQueue(admin, 'Reserve', (dialog) => dialog.getByRole('checkbox', { name: /Rob Rep/ }).check())
  await addQueue(admin, 'Front', async (dialog) => {
    await dialog.getByRole('checkbox', { name: /Rita Rep/ }).check()
    await dialog.getByLabel('Also ask another queue’s agents').check()
    await dialog.getByLabel('Queue', { exact: true }).selectOption('Reserve')
    await dialog.getByLabel('None of this queue’s own agents is available').check()
  })
  const [rita, rob] = [await agent(house, browserHere, 'rita'), await agent(house, browserHere, 'rob')]
  await state(rita).selectOption('Available')
  await state(rob).selectOption('Available')
  const visitor = await getHelp(house, browserHere, { slug: 'front', name: 'Vera Visitor' })
  await expect(offer(rita, 'Vera Visitor')).toBeVisible()
  await expect(offer(rob, 'Vera Visitor')).toHaveCount(0)

  // Her own queue has nobody any more.
  await state(rita).selectOption('Offline')
  await expect(offer(rita, 'Vera Visitor')).toHaveCount(0)
  await expect(offer(rob, 'Vera Visitor')).toContainText('Front')
  await expect(visitor.getByText(/You are number 1 in line/).first()).toBeVisible()
  await accept(rob, 'Vera Visitor')
  await expect(visitor.getByRole('heading', { name: /Rob Rep helps you/ })).toBeVisible()
})
