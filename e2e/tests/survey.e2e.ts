import type { GivenQueueSettings, Inbox } from '@deskside/protocol'
import type { Browser, Page } from '@playwright/test'
import { axe } from '../axe.ts'
import type { House } from '../house.ts'
import { PEOPLE } from '../house.ts'
import { expect, signIn, testInOwnHouse as test } from '../world.ts'

const ALWAYS = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }])
const QUESTION = 'Did Acme help you with your bill?'

/** Calls the server as whoever is signed in at a page. */
async function call<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const { origin } = new URL(page.url())
  const data = body === undefined ? {} : { data: body }
  const answer = await page.request.fetch(`${origin}/api/v1/${path}`, { method, headers: { origin }, ...data })
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** A queue that is always open, served by Rita. */
async function makeQueue(admin: Page, slug: string, survey: { question: string } | null): Promise<void> {
  const { users } = await call<{ users: { id: string; email: string }[] }>(admin, 'GET', 'users')
  const body: GivenQueueSettings = {
    slug,
    name: `The queue ${slug}`,
    description: '',
    hours: { timeZone: 'UTC', week: ALWAYS, holidays: [] },
    form: [],
    distribution: 'most-idle',
    priority: 5,
    acceptSeconds: 60,
    agentIds: users.filter(({ email }) => email === PEOPLE.rita.email).map(({ id }) => id),
    serving: {},
    visiting: { survey },
  }
  await call(admin, 'POST', 'queues', body)
}

interface Helped {
  readonly visitor: Page
  readonly sessionId: string
}
interface Way {
  readonly slug: string
  readonly name: string
  readonly options?: Parameters<Browser['newContext']>[0]
}

/** A visitor who is in a session with Rita. */
async function helped(house: House, { rita, browser }: { rita: Page; browser: Browser }, way: Way): Promise<Helped> {
  const visitor = await (await browser.newContext(way.options)).newPage()
  await visitor.goto(`${house.url}/q/${way.slug}`)
  await visitor.getByLabel('Your name').fill(way.name)
  await visitor.getByRole('button', { name: 'Get help' }).click()
  const offers = async () => (await call<Inbox>(rita, 'GET', 'agent')).offers
  await expect.poll(async () => (await offers()).map(({ name }) => name)).toEqual([way.name])
  const [offer] = await offers()
  const { sessionId } = await call<{ sessionId: string }>(rita, 'POST', `agent/offers/${offer?.id}/accept`)
  await expect(visitor.getByRole('button', { name: 'Leave session' })).toBeVisible()
  return { visitor, sessionId }
}

async function open(house: House, browser: Browser): Promise<{ admin: Page; rita: Page }> {
  const admin = await (await browser.newContext()).newPage()
  await signIn(admin, house, 'administrator')
  const rita = await (await browser.newContext()).newPage()
  await signIn(rita, house, 'rita')
  await call(rita, 'POST', 'agent/state', { state: 'available' })
  return { admin, rita }
}
async function end(rita: Page, house: House, sessionId: string): Promise<void> {
  await rita.goto(`${house.url}/console/sessions/${sessionId}`)
  await rita.getByRole('tab', { name: 'Session' }).click()
  await rita.getByRole('button', { name: 'End Session' }).click()
  await rita.getByRole('alertdialog').getByRole('button', { name: 'End Session' }).click()
}

test('[survey R1, R2, R5] by keyboard a customer answers the question after their session, also after a reload, once; it stands on the session’s page and in the report', async ({
  house,
  browserHere: browser,
}) => {
  const { admin, rita } = await open(house, browser)
  await makeQueue(admin, 'asking', { question: QUESTION })
  const { visitor, sessionId } = await helped(house, { rita, browser }, { slug: 'asking', name: 'Vera Visitor' })
  await end(rita, house, sessionId)
  await expect(visitor.getByRole('heading', { name: 'The session has ended' })).toBeFocused()
  const ratings = visitor.getByRole('radiogroup', { name: QUESTION })
  await expect(ratings).toBeVisible()
  await expect(visitor.getByText('Your session with Rita Rep.')).toBeVisible()
  await visitor.reload()
  await expect(ratings).toBeVisible()

  await visitor.getByRole('button', { name: 'Send answer' }).focus()
  await visitor.keyboard.press('Enter')
  await expect(visitor.getByText('Choose one of the answers, or skip the question.')).toBeVisible()
  await expect(visitor.getByRole('radio', { name: 'Very good' })).toBeFocused()
  await visitor.keyboard.press('ArrowDown')
  await expect(visitor.getByRole('radio', { name: 'Good', exact: true })).toBeChecked()
  await visitor.keyboard.press('Tab')
  await visitor.keyboard.type('She was <b>quick</b>')
  await visitor.keyboard.press('Tab')
  await visitor.keyboard.press('Enter')
  await expect(visitor.getByText('Thank you. Your answer helps us to do better.')).toBeFocused()
  await visitor.reload()
  await expect(visitor.getByRole('button', { name: 'Join' })).toBeVisible()
  await expect(ratings).toHaveCount(0)

  await rita.goto(`${house.url}/console/sessions/${sessionId}`)
  const card = rita.getByRole('region', { name: 'Survey' })
  await expect(card).toContainText('4 of 5')
  await expect(card).toContainText('She was <b>quick</b>')
  await admin.goto(`${house.url}/reports/surveys`)
  await expect(admin.getByText('Answered').locator('xpath=following-sibling::dd').first()).toHaveText('1 of 1')
  await expect(admin.getByRole('region', { name: 'Answers' })).toContainText('She was <b>quick</b>')
  const saved = admin.waitForEvent('download')
  await admin.getByRole('link', { name: 'Download CSV' }).click()
  expect((await saved).suggestedFilename()).toBe('surveys.csv')
  expect(await axe(admin)).toEqual([])
})

test('[survey R1, R2] who leaves may skip the question, and is not asked again; a session by number asks nothing', async ({
  house,
  browserHere: browser,
}) => {
  const { admin, rita } = await open(house, browser)
  await makeQueue(admin, 'skipping', { question: QUESTION })
  const { visitor } = await helped(house, { rita, browser }, { slug: 'skipping', name: 'Walt Visitor' })
  await visitor.getByRole('button', { name: 'Leave session' }).click()
  await expect(visitor.getByRole('heading', { name: 'You left the session' })).toBeFocused()
  await visitor.getByRole('button', { name: 'Skip' }).click()
  await expect(visitor.getByRole('radiogroup')).toHaveCount(0)
  await visitor.reload()
  await expect(visitor.getByRole('button', { name: 'Join' })).toBeVisible()

  const { sessionId, number } = await call<{ sessionId: string; number: string }>(rita, 'POST', 'sessions')
  const carl = await (await browser.newContext()).newPage()
  await carl.goto(house.url)
  await carl.getByLabel('Support session number').fill(number)
  await carl.getByLabel('Your name').fill('Carl Customer')
  await carl.getByRole('button', { name: 'Join' }).click()
  await rita.goto(`${house.url}/console/sessions/${sessionId}`)
  await rita.getByRole('button', { name: 'Admit' }).first().click()
  const asked = carl.waitForResponse((r) => r.url().endsWith('/api/v1/survey'))
  await carl.getByRole('button', { name: 'Leave session' }).click()
  await expect(carl.getByRole('heading', { name: 'You left the session' })).toBeFocused()
  expect(await (await asked).json()).toEqual({ is: 'nothing' })
  await expect(carl.getByRole('radiogroup')).toHaveCount(0)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the question after a session is whole at 320 px, and axe finds nothing serious on it, ${colorScheme}`, async ({
    house,
    browserHere: browser,
  }, info) => {
    const { admin, rita } = await open(house, browser)
    const slug = `looks-${colorScheme}`
    await makeQueue(admin, slug, {
      question: 'War Ihre Donaudampfschifffahrtsgesellschaftskapitänsmütze zu Ihrer Zufriedenheit?',
    })
    const options = { viewport: { width: 320, height: 700 }, colorScheme }
    const { visitor, sessionId } = await helped(house, { rita, browser }, { slug, name: 'Vera Visitor', options })
    await end(rita, house, sessionId)
    await visitor.getByRole('radio', { name: 'Good', exact: true }).check()
    expect(await visitor.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await axe(visitor)).toEqual([])
    await visitor.screenshot({ path: info.outputPath('survey.png'), fullPage: true })
    await visitor.getByRole('button', { name: 'Send answer' }).click()
    await expect(visitor.getByText('Thank you.')).toBeFocused()
    expect(await axe(visitor)).toEqual([])

    const wide = await (
      await browser.newContext({ colorScheme, storageState: await admin.context().storageState() })
    ).newPage()
    await wide.goto(`${house.url}/reports/surveys`)
    await expect(wide.getByRole('region', { name: 'Answers' })).toBeVisible()
    expect(await axe(wide)).toEqual([])
    await wide.screenshot({ path: info.outputPath('report.png'), fullPage: true })
    await wide.goto(`${house.url}/console/sessions/${sessionId}`)
    await expect(wide.getByRole('region', { name: 'Survey' })).toBeVisible()
    expect(await axe(wide)).toEqual([])
    await wide.screenshot({ path: info.outputPath('session.png'), fullPage: true })
  })
}
