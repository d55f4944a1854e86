import type { GivenQueueSettings, MailList, Place } from '@deskside/protocol'
import type { Browser, Page } from '@playwright/test'
import { axe } from '../axe.ts'
import type { House } from '../house.ts'
import { PEOPLE } from '../house.ts'
import { expect, signIn, testInOwnHouse as test } from '../world.ts'

const TOPIC = '0199ab10-0000-7000-8000-00000000000b'
const ALWAYS = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }])
const VISITING = { leaveMessage: true, callBack: true }

/** Calls the server as whoever is signed in at a page. */
async function call<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const { origin } = new URL(page.url())
  const data = body === undefined ? {} : { data: body }
  const answer = await page.request.fetch(`${origin}/api/v1/${path}`, { method, headers: { origin }, ...data })
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** Opening hours of every day that are not now: two hours from now on, or where that is tomorrow, soon after midnight. */
function openLater(): { from: number; to: number }[][] {
  const minute = new Date().getUTCHours() * 60
  const from = minute + 120 <= 1320 ? minute + 120 : 30
  return Array.from({ length: 7 }, () => [{ from, to: from + 60 }])
}

/** A queue that Rita serves. */
async function makeQueue(admin: Page, settings: Partial<GivenQueueSettings> & { slug: string }): Promise<void> {
  const { users } = await call<{ users: { id: string; email: string }[] }>(admin, 'GET', 'users')
  const body: GivenQueueSettings = {
    name: `The queue ${settings.slug}`,
    description: 'Questions about bills and payments.',
    hours: { timeZone: 'UTC', week: ALWAYS, holidays: [] },
    form: [{ id: TOPIC, label: 'Topic', kind: 'text', required: true, options: [] }],
    distribution: 'most-idle',
    priority: 5,
    acceptSeconds: 60,
    agentIds: users.filter(({ email }) => email === PEOPLE.rita.email).map(({ id }) => id),
    visiting: VISITING,
    ...settings,
  }
  await call(admin, 'POST', 'queues', body)
}

async function open(house: House, browser: Browser): Promise<{ admin: Page; rita: Page }> {
  const admin = await (await browser.newContext()).newPage()
  await signIn(admin, house, 'administrator')
  const rita = await (await browser.newContext()).newPage()
  await signIn(rita, house, 'rita')
  return { admin, rita }
}
const closedHours = (): GivenQueueSettings['hours'] => ({ timeZone: 'UTC', week: openLater(), holidays: [] })

test('[mailbox R1, R2, R5, R7] out of hours a visitor leaves a message by keyboard; its agent sees the count at once, takes it, answers and is done', async ({
  house,
  browserHere: browser,
}) => {
  const { admin, rita } = await open(house, browser)
  await makeQueue(admin, { slug: 'shut', hours: closedHours() })
  const vera = await (await browser.newContext()).newPage()
  await vera.goto(`${house.url}/q/shut`)
  await expect(vera.getByText('We are closed right now.')).toBeVisible()
  await expect(vera.getByRole('radio', { name: 'Leave a message' })).toBeChecked()
  await vera.getByRole('button', { name: 'Send message' }).focus()
  await vera.keyboard.press('Enter')
  // What is wrong is said at each field, and the first has the focus.
  await expect(vera.getByRole('textbox', { name: 'Your name' })).toBeFocused()
  for (const sentence of [
    'Write your name.',
    'Please answer this.',
    'Write your message.',
    'Please write your e-mail address.',
  ])
    await expect(vera.getByText(sentence)).toBeVisible()
  await vera.keyboard.type('Vera Visitor')
  await vera.keyboard.press('Tab')
  await vera.keyboard.type('A bill')
  await vera.keyboard.press('Tab')
  await vera.keyboard.type('My <b>bill</b> is wrong')
  await vera.keyboard.press('Tab')
  await expect(vera.getByRole('radio', { name: 'E-mail' })).toBeFocused()
  await vera.keyboard.press('Tab')
  await vera.keyboard.type('vera@example.com')
  await vera.keyboard.press('Enter')
  await expect(vera.getByText('Thank you. We have your message and answer you at vera@example.com.')).toBeFocused()

  await rita.getByRole('link', { name: 'Messages, 1 unread' }).click()
  const card = rita.getByRole('article', { name: 'Vera Visitor' })
  await expect(card).toContainText('My <b>bill</b> is wrong')
  await expect(card).toContainText('A bill')
  await expect(card.getByRole('link', { name: 'Write to vera@example.com' })).toHaveAttribute(
    'href',
    'mailto:vera@example.com?subject=Your%20message%3A%20The%20queue%20shut',
  )
  await card.getByRole('button', { name: 'Take' }).click()
  await expect(card).toContainText('In hand: Rita Rep')
  await expect(rita.getByRole('link', { name: 'Messages', exact: true })).toBeVisible()
  await card.getByRole('button', { name: 'Mark done' }).click()
  const dialog = rita.getByRole('dialog', { name: 'Done with the message of Vera Visitor' })
  await dialog.getByLabel('What was done?').fill('Sent a new bill.')
  await dialog.getByRole('button', { name: 'Mark done' }).click()
  await expect(rita.getByText('Nothing to answer')).toBeVisible()
  await expect(rita.locator('#main')).toBeFocused()
  await rita.getByRole('button', { name: 'Done messages' }).click()
  await expect(card).toContainText('Sent a new bill.')
  await rita.getByLabel('Search').fill('no such words')
  await expect(rita.getByText('Nothing with these words')).toBeVisible()
  await rita.getByLabel('Search').fill('WRONG')
  await expect(card).toBeVisible()
  await expect(card.getByRole('button', { name: /Delete/ })).toHaveCount(0)

  // A representative who does not serve the queue has no mailbox at all.
  const rob = await (await browser.newContext()).newPage()
  await signIn(rob, house, 'rob')
  await expect(rob.getByRole('link', { name: 'All sessions' })).toBeVisible()
  await expect(rob.getByRole('link', { name: /Messages/ })).toHaveCount(0)

  await admin.goto(`${house.url}/console/messages`)
  await admin.getByRole('button', { name: 'Done messages' }).click()
  await admin.getByRole('button', { name: 'Delete the message of Vera Visitor' }).click()
  await expect(admin.getByRole('button', { name: 'Keep' })).toBeFocused()
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(admin.getByText('Nothing done yet')).toBeVisible()
  await expect(card).toHaveCount(0)
})

test('[mailbox R1, R2] who waits may rather be called: the place goes once it is stored, and the agent starts a session from it', async ({
  house,
  browserHere: browser,
}) => {
  const { admin, rita } = await open(house, browser)
  await makeQueue(admin, { slug: 'line' })
  const walt = await (await browser.newContext({ timezoneId: 'Asia/Kathmandu' })).newPage()
  await walt.goto(`${house.url}/q/line`)
  await walt.getByLabel('Your name').fill('Walt Visitor')
  await walt.getByLabel('Topic').fill('A refund')
  await walt.getByRole('button', { name: 'Get help' }).click()
  await walt.getByRole('button', { name: 'Rather leave a message' }).click()
  await expect(walt.getByRole('heading', { name: 'Leave a message' })).toBeFocused()
  // What they told the queue is there already.
  await expect(walt.getByLabel('Your name')).toHaveValue('Walt Visitor')
  await expect(walt.getByLabel('Topic')).toHaveValue('A refund')
  await walt.getByRole('button', { name: 'Go on waiting' }).click()
  await expect(walt.getByText('You are number 1 in line: you are next.').first()).toBeVisible()

  await walt.getByRole('button', { name: 'Rather be called' }).click()
  await walt.getByRole('button', { name: 'Ask to be called' }).click()
  await expect(walt.getByLabel('Your telephone number')).toBeFocused()
  await walt.getByLabel('Your telephone number').fill('+44 20 7946 0000')
  await walt.getByLabel('When may we call you?').selectOption('Tomorrow')
  const time = walt.getByLabel('At what time?')
  const [first] = await time.locator('option').allTextContents()
  expect(first).toMatch(/^\d\d:[14]5/)
  house.line.cut()
  await walt.getByRole('button', { name: 'Ask to be called' }).click()
  await expect(walt.getByRole('alert').last()).toBeVisible()
  house.line.mend()
  await expect(walt.getByText('You are number 1 in line: you are next.').first()).toBeVisible()
  expect((await call<Place>(walt, 'GET', 'queue-entry')).is).toBe('waiting')
  await walt.getByRole('button', { name: 'Ask to be called' }).click()
  await expect(walt.getByText(/^Thank you\. We call you at \+44 20 7946 0000, tomorrow at/)).toBeFocused()
  expect((await call<Place>(walt, 'GET', 'queue-entry')).is).not.toBe('waiting')
  await expect(walt.getByText(/You left the line/)).toHaveCount(0)

  await rita.getByRole('link', { name: 'Messages, 1 unread' }).click()
  const card = rita.getByRole('article', { name: 'Call Walt Visitor' })
  await expect(card.getByRole('link', { name: 'Call +44 20 7946 0000' })).toHaveAttribute('href', 'tel:+442079460000')
  await expect(card).toContainText(/Asia\/Kath?mandu/)
  await card.getByRole('button', { name: 'Start session' }).click()
  await expect(rita.getByRole('status', { name: 'Support session number' })).toHaveText(/\d{3} \d{3} \d{3}/)
  const { messages } = await call<MailList>(rita, 'GET', 'mailbox/messages')
  expect(messages.map(({ name, state, holder }) => [name, state, holder?.name])).toEqual([
    ['Walt Visitor', 'in-hand', 'Rita Rep'],
  ])
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`leaving something is whole at 320 px, and axe finds nothing serious there and among the messages, ${colorScheme}`, async ({
    house,
    browserHere: browser,
  }, info) => {
    const { admin } = await open(house, browser)
    const slug = `looks-${colorScheme}`
    await makeQueue(admin, { slug, hours: closedHours(), name: 'Donaudampfschifffahrtsgesellschaft' })
    await makeQueue(admin, { slug: `${slug}-line`, agentIds: [] })
    const phone = await (await browser.newContext({ viewport: { width: 320, height: 700 }, colorScheme })).newPage()
    const look = async (page: Page, screen: string): Promise<void> => {
      expect(await axe(page)).toEqual([])
      await page.screenshot({ path: info.outputPath(`${screen}.png`), fullPage: true })
    }
    const whole = async (screen: string): Promise<void> => {
      expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
      await look(phone, screen)
    }
    await phone.goto(`${house.url}/q/${slug}`)
    await phone.getByRole('button', { name: 'Send message' }).click()
    await expect(phone.getByText('Write your message.')).toBeVisible()
    await whole('message')
    await phone.getByRole('radio', { name: 'Call me back' }).check()
    await phone.getByLabel('When may we call you?').selectOption({ index: 1 })
    await phone.getByLabel('Your name').fill('Vera Visitor')
    await phone.getByLabel('Your telephone number').fill('+44 20 7946 0000')
    await whole('call-back')
    await phone.getByRole('button', { name: 'Ask to be called' }).click()
    await expect(phone.getByText(/^Thank you/)).toBeFocused()
    await whole('thanks')
    await phone.goto(`${house.url}/q/${slug}-line`)
    await phone.getByLabel('Your name').fill('Walt Visitor')
    await phone.getByLabel('Topic').fill('A refund')
    await phone.getByRole('button', { name: 'Get help' }).click()
    await expect(phone.getByRole('button', { name: 'Rather be called' })).toBeVisible()
    await whole('waiting')
    await phone.getByRole('button', { name: 'Rather leave a message' }).click()
    await phone.getByLabel('Your message').fill('Please write to me instead. '.repeat(20))
    await phone.getByRole('radio', { name: 'Telephone' }).check()
    await phone.getByLabel('Your telephone number').fill('+44 20 7946 0000')
    await whole('waiting-message')
    await phone.getByRole('button', { name: 'Send message' }).click()
    await expect(phone.getByText(/^Thank you/)).toBeFocused()
    await whole('waiting-thanks')

    const storageState = await admin.context().storageState()
    for (const [screen, width] of [
      ['desk', 1280],
      ['desk-narrow', 400],
    ] as const) {
      const desk = await (
        await browser.newContext({ colorScheme, storageState, viewport: { width, height: 800 } })
      ).newPage()
      await desk.goto(`${house.url}/console/messages`)
      await expect(desk.getByRole('article', { name: 'Call Vera Visitor' }).first()).toBeVisible()
      await look(desk, screen)
    }
  })
}
