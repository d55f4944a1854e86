import type { Inbox, Place, GivenQueueSettings } from '@deskside/protocol'
import type { Browser, Page } from '@playwright/test'
import { axe } from '../axe.ts'
import { House, PEOPLE } from '../house.ts'
import { expect, signIn, test } from '../world.ts'

const MAIL = '0199ab10-0000-7000-8000-00000000000a'
const TOPIC = '0199ab10-0000-7000-8000-00000000000b'
const STORY = '0199ab10-0000-7000-8000-00000000000c'
const ALWAYS = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }])

/** Calls the server as whoever is signed in at a page. */
async function call<T>(
  page: Page,
  { method, path, body }: { method: string; path: string; body?: unknown },
): Promise<T> {
  const { origin } = new URL(page.url())
  const answer = await page.request.fetch(`${origin}/api/v1/${path}`, {
    method,
    headers: { origin },
    ...(body === undefined ? {} : { data: body }),
  })
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** A queue that Rita serves. */
async function makeQueue(
  house: House,
  browser: Browser,
  settings: Pick<GivenQueueSettings, 'slug' | 'name'> & Partial<GivenQueueSettings>,
): Promise<void> {
  const context = await browser.newContext()
  const admin = await context.newPage()
  await signIn(admin, house, 'administrator')
  const { users } = await call<{ users: { id: string; email: string }[] }>(admin, { method: 'GET', path: 'users' })
  const body: GivenQueueSettings = {
    description: 'Questions about bills and payments.',
    hours: { timeZone: 'UTC', week: ALWAYS, holidays: [] },
    form: [
      { id: MAIL, label: 'E-mail', kind: 'email', required: true, options: [] },
      { id: TOPIC, label: 'Topic', kind: 'choice', required: false, options: ['A bill', 'A refund'] },
      { id: STORY, label: 'What happened?', kind: 'long-text', required: false, options: [] },
    ],
    distribution: 'most-idle',
    priority: 5,
    acceptSeconds: 60,
    agentIds: users.filter(({ email }) => email === PEOPLE.rita.email).map(({ id }) => id),
    ...settings,
  }
  await call(admin, { method: 'POST', path: 'queues', body })
  await context.close()
}

/** By keyboard alone, from a page that has just come. */
async function getInLine(page: Page, { url, name }: { url: string; name: string }): Promise<void> {
  await page.goto(url)
  await page.getByRole('textbox', { name: 'Your name' }).focus()
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.type('visitor@example.com')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/You are number \d+ in line/).first()).toBeVisible()
}

/** Every heading that a page shows from now on, in order. */
async function watchHeadings(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = []
    const look = (): void => {
      const heading = document.querySelector('h1')?.textContent
      if (heading && heading !== seen.at(-1)) seen.push(heading)
    }
    look()
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
    Object.assign(window, { headingsSeen: seen })
  })
  return () => page.evaluate(() => (window as unknown as { headingsSeen: string[] }).headingsSeen)
}

test('[queue R3] a visitor keeps their place over a reload, a cut and a crash of the server, moves up, and comes into the session in the same tab', async ({
  browserHere,
  keep,
}) => {
  const house = await keep(House.open())
  await makeQueue(house, browserHere, { slug: 'billing', name: 'Billing' })
  const url = `${house.url}/q/billing`
  const vera = await (await browserHere.newContext()).newPage()
  const walt = await (await browserHere.newContext()).newPage()
  await getInLine(vera, { url, name: 'Vera Visitor' })
  await getInLine(walt, { url, name: 'Walt Visitor' })
  await expect(walt.getByText('You are number 2 in line.').first()).toBeVisible()
  await expect(walt).toHaveTitle('Number 2 in line – Acme Support')
  await walt.reload()
  await expect(walt.getByText('You are number 2 in line.').first()).toBeVisible()

  house.line.cut()
  await expect(walt.getByText(/Your connection was interrupted/)).toBeVisible()
  house.line.mend()
  await expect(walt.getByText(/Your connection was interrupted/)).toHaveCount(0)
  await house.killServer()
  await expect(walt.getByText(/Your connection was interrupted/)).toBeVisible()
  await house.startServer()
  await expect(walt.getByText(/Your connection was interrupted/)).toHaveCount(0)
  await expect(walt.getByText('You are number 2 in line.').first()).toBeVisible()

  await vera.getByRole('button', { name: 'Leave', exact: true }).focus()
  await vera.keyboard.press('Enter')
  await expect(vera.getByRole('button', { name: 'Stay' })).toBeFocused()
  await vera.keyboard.press('Tab')
  await vera.keyboard.press('Enter')
  await expect(vera.getByText(/You left the line/)).toBeVisible()
  await expect(walt.getByText('You are number 1 in line: you are next.').first()).toBeVisible()
  await expect(walt).toHaveTitle('Number 1 in line – Acme Support')

  const headings = await watchHeadings(walt)
  const rita = await (await browserHere.newContext()).newPage()
  await signIn(rita, house, 'rita')
  await call(rita, { method: 'POST', path: 'agent/state', body: { state: 'available' } })
  const offers = async () => (await call<Inbox>(rita, { method: 'GET', path: 'agent' })).offers
  await expect.poll(async () => (await offers()).map(({ name }) => name)).toEqual(['Walt Visitor'])
  const [offer] = await offers()
  expect(offer?.answers).toEqual([{ label: 'E-mail', answer: 'visitor@example.com' }])
  // They were just thinking of leaving.
  await walt.getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(walt.getByRole('alertdialog', { name: 'Leave the line?' })).toBeVisible()
  await call(rita, { method: 'POST', path: `agent/offers/${offer?.id}/accept` })
  await expect(walt.getByRole('heading', { name: 'Rita Rep helps you', exact: true })).toBeFocused()
  await expect(walt.getByRole('alertdialog')).toHaveCount(0)
  expect(await headings()).toEqual(['Waiting for help: Billing', 'Rita Rep helps you now', 'Rita Rep helps you'])
  expect(new URL(walt.url()).pathname).toBe('/')
  await walt.reload()
  await expect(walt.getByRole('heading', { name: 'Rita Rep helps you', exact: true })).toBeVisible()
  // The place is used up.
  expect(await call<Place>(walt, { method: 'GET', path: 'queue-entry' })).toEqual({ is: 'nowhere' })
  await walt.getByRole('button', { name: 'Leave session' }).click()
  await expect(walt.getByRole('heading', { name: 'You left the session' })).toBeVisible()
})

test('[queue R5] kill -9 of the server with fifty pages waiting: each finds its own place again, and the first in line is offered', async ({
  browserHere,
  keep,
}) => {
  test.setTimeout(240_000)
  // Fifty visitors of one address would be refused.
  const house = await keep(House.open({ settings: { TRUSTED_PROXIES: '127.0.0.1' } }))
  await makeQueue(house, browserHere, { slug: 'billing', name: 'Billing', form: [] })
  const pages: Page[] = []
  for (let n = 1; n <= 50; n += 1) {
    const context = await browserHere.newContext({ extraHTTPHeaders: { 'x-forwarded-for': `10.8.0.${n}` } })
    const page = await context.newPage()
    const headers = { origin: house.url }
    const data = { name: `Visitor ${n}`, answers: {} }
    await page.request.post(`${house.url}/api/v1/queue-entrances/billing/entries`, { headers, data })
    await page.goto(`${house.url}/q/billing`)
    pages.push(page)
  }
  const place = (n: number) => (n === 1 ? 'You are number 1 in line: you are next.' : `You are number ${n} in line.`)
  const allInPlace = async (): Promise<void> => {
    for (const [at, page] of pages.entries()) await expect(page.getByText(place(at + 1)).first()).toBeVisible()
  }
  await allInPlace()

  await house.killServer()
  for (const page of pages) await expect(page.getByText(/Your connection was interrupted/)).toBeVisible()
  await house.startServer()
  for (const page of pages) await expect(page.getByText(/Your connection was interrupted/)).toHaveCount(0)
  await allInPlace()

  const rita = await (await browserHere.newContext()).newPage()
  await signIn(rita, house, 'rita')
  await call(rita, { method: 'POST', path: 'agent/state', body: { state: 'available' } })
  const first = rita.getByRole('alertdialog', { name: 'Incoming request from Visitor 1', exact: true })
  await expect(first.getByRole('button', { name: 'Accept' })).not.toHaveAttribute('aria-disabled', 'true')
  await first.getByRole('button', { name: 'Accept' }).click()
  await expect(pages[0]!.getByRole('heading', { name: 'Rita Rep helps you', exact: true })).toBeVisible()
  await expect(pages[1]!.getByText(place(1)).first()).toBeVisible()
  await expect(pages[49]!.getByText(place(49)).first()).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a queue's page is whole at 320 px, and axe finds nothing serious on it, ${colorScheme}`, async ({
    browserHere,
    keep,
  }, info) => {
    const house = await keep(House.open())
    await makeQueue(house, browserHere, { slug: 'billing', name: 'Billing' })
    await makeQueue(house, browserHere, {
      slug: 'night',
      name: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenfragen',
      hours: { timeZone: 'UTC', week: openLater(), holidays: [] },
    })
    const phone = await (
      await browserHere.newContext({
        colorScheme,
        viewport: { width: 320, height: 640 },
        isMobile: true,
        hasTouch: true,
      })
    ).newPage()
    const looksWell = async (screen: string): Promise<void> => {
      expect([screen, await axe(phone)]).toEqual([screen, []])
      await phone.screenshot({ path: info.outputPath(`${screen}.png`), fullPage: true })
      expect([screen, await phone.evaluate(() => document.documentElement.scrollWidth)]).toEqual([screen, 320])
    }
    await phone.goto(`${house.url}/q/nothing-here`)
    await expect(phone.getByRole('heading', { name: 'There is no line to wait in at this address' })).toBeVisible()
    await looksWell('unknown')
    await phone.goto(`${house.url}/q/night`)
    await expect(phone.getByText(/We open again .+ at .+, in your time/)).toBeVisible()
    await looksWell('closed')
    await phone.goto(`${house.url}/q/billing`)
    await phone.getByRole('button', { name: 'Get help' }).click()
    await expect(phone.getByRole('textbox', { name: 'Your name' })).toBeFocused()
    await expect(phone.getByRole('textbox', { name: 'E-mail' })).toHaveAttribute('aria-invalid', 'true')
    await looksWell('mistakes')
    await getInLine(phone, { url: `${house.url}/q/billing`, name: 'Pia Phone' })
    await looksWell('waiting')
    await phone.goto(`${house.url}/q/night`)
    await expect(phone.getByText(/You are waiting in Billing/)).toBeVisible()
    await looksWell('elsewhere')
    await phone.getByRole('link', { name: 'Back to that line' }).click()
    await expect(phone.getByRole('heading', { name: /Waiting for help/ })).toBeVisible()
    house.line.cut()
    await expect(phone.getByText(/Your connection was interrupted/)).toBeVisible()
    await looksWell('lost')
    house.line.mend()
    await expect(phone.getByText(/Your connection was interrupted/)).toHaveCount(0)
    await phone.getByRole('button', { name: 'Leave', exact: true }).click()
    const question = phone.getByRole('alertdialog', { name: 'Leave the line?' })
    await expect(question).toBeVisible()
    await looksWell('really leave')
    await question.getByRole('button', { name: 'Leave', exact: true }).click()
    await expect(phone.getByText(/You left the line/)).toBeVisible()
    await looksWell('left')
  })
}

/** Opening hours of the day after tomorrow only, so that it is closed now, whenever that is. */
function openLater(): GivenQueueSettings['hours']['week'] {
  const day = (new Date().getUTCDay() + 6 + 2) % 7
  return Array.from({ length: 7 }, (_, index) => (index === day ? [{ from: 540, to: 1020 }] : []))
}
