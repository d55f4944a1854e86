import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Locator, Page } from '@playwright/test'
import type { PanelMessage, PanelState } from '../../apps/support-manager/src/panel/panel-state.ts'
import {
  clipboardQuestion,
  control,
  controlQuestion,
  joined,
  view,
} from '../../apps/support-manager/src/panel/testing/fed-state.ts'
import { axe } from '../axe.ts'
import { PanelStage } from '../panel-stage.ts'
import { expect, test } from '../world.ts'

/** A little more than a question needs before it counts. */
const ARMED = 1_700

const message = (id: string, text: string, mine = false): PanelMessage => ({
  id,
  from: mine ? 'Carla Ortiz' : 'Rita Rau',
  text,
  at: Date.UTC(2026, 10, 24, 10, Number(id)),
  mine,
})

async function window380(
  browser: Browser,
  { width = 380, height = 560, dark = false }: { width?: number; height?: number; dark?: boolean } = {},
): Promise<Page> {
  const colorScheme = dark ? 'dark' : 'light'
  const context = await browser.newContext({ viewport: { width, height }, colorScheme })
  return context.newPage()
}
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

test('C5: a question opens with Decline under the focus, and neither key nor click counts before there was time to read', async ({
  browserHere,
  keep,
}) => {
  const stage = await keep(PanelStage.open())
  const page = await window380(browserHere)
  await stage.show(page)
  await expect(page).toHaveTitle('Acme Support – Support Manager')
  stage.state.patch({ questions: [clipboardQuestion] })
  const dialog = page.getByRole('alertdialog', { name: /^Rita Rau asks to put text on your clipboard/ })
  await expect(dialog).toBeVisible()
  await stage.pass(page, 200)
  await expect(page).toHaveTitle(/^Please answer/)
  await expect(button(page, 'Decline')).toBeFocused()
  for (const key of ['Enter', ' ']) await page.keyboard.press(key)
  await button(page, 'Allow').click({ force: true })
  await stage.pass(page, 1_200)
  await button(page, 'Allow').click({ force: true })
  await expect(button(page, 'Allow')).toHaveAttribute('aria-disabled', 'true')
  expect(stage.done).toEqual([])
  await stage.pass(page, 300)
  await expect(button(page, 'Allow')).toHaveAttribute('aria-disabled', 'false')
  await button(page, 'Allow').click()
  await expect.poll(() => stage.done).toEqual([{ do: 'allow', questionId: clipboardQuestion.id, everything: false }])
})

test('C5: the next question begins anew, and so does one that the window hid for a while', async ({
  browserHere,
  keep,
}) => {
  const stage = await keep(PanelStage.open({ questions: [clipboardQuestion, { ...clipboardQuestion, id: 'q-2' }] }))
  const page = await window380(browserHere)
  await stage.show(page)
  await stage.pass(page, ARMED)
  await expect(button(page, 'Allow')).toHaveAttribute('aria-disabled', 'false')
  stage.state.patch({ questions: [{ ...clipboardQuestion, id: 'q-2' }] })
  await expect(button(page, 'Allow')).toHaveAttribute('aria-disabled', 'true')
  await stage.pass(page, ARMED)
  await expect(button(page, 'Allow')).toHaveAttribute('aria-disabled', 'false')
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect(button(page, 'Allow')).toHaveAttribute('aria-disabled', 'true')
  expect(stage.done).toEqual([])
})

test('everything is answered by keys alone: which screen, everything, Allow; a question that is answered goes', async ({
  browserHere,
  keep,
}) => {
  const stage = await keep(PanelStage.open({ questions: [controlQuestion] }))
  const page = await window380(browserHere)
  await stage.show(page)
  await expect(page.getByText('We never call you first')).toBeInViewport()
  await stage.pass(page, ARMED)
  await expect(button(page, 'Decline')).toBeFocused()
  // Allowed without a choice, it says what is missing and leads there.
  await page.keyboard.press('Tab')
  await expect(button(page, 'Allow')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Which screen may they see?')
  await expect(page.getByRole('radio', { name: 'Screen 1, the main one' })).toBeFocused()
  expect(stage.done).toEqual([])
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'Screen 2' })).toBeChecked()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect(
    page.getByRole('checkbox', { name: 'Allow everything this representative asks for in this session' }),
  ).toBeChecked()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => stage.done)
    .toEqual([{ do: 'allow', questionId: controlQuestion.id, everything: true, choice: 'DP-2' }])
  stage.state.patch({ questions: [], running: [control] })
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
})

test('a single screen is chosen already, and what is behind a question cannot be reached', async ({
  browserHere,
  keep,
}) => {
  const [first] = controlQuestion.choices?.options ?? []
  if (!first) throw new Error('The question has nothing to choose.')
  const question = { ...controlQuestion, choices: { kind: 'monitor', options: [first] } } as const
  const stage = await keep(PanelStage.open({ questions: [question] }))
  const page = await window380(browserHere)
  await stage.show(page)
  await stage.pass(page, ARMED)
  await expect(page.getByRole('radio')).toBeChecked()
  await page.getByRole('textbox', { name: 'Message' }).evaluate((box) => box.focus())
  await expect(button(page, 'Decline')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(() => stage.done).toEqual([{ do: 'decline', questionId: question.id }])
})

test('C10: Stop stands at the same place whenever something runs, also beside a question, and ends everything by click or keys', async ({
  browserHere,
  keep,
}) => {
  const stage = await keep(PanelStage.open())
  const page = await window380(browserHere)
  await stage.show(page)
  await expect(page.getByText('Nobody sees or touches anything on your computer.')).toBeVisible()
  await expect(button(page, 'Stop')).toHaveCount(0)
  stage.state.patch({ running: [view] })
  await expect(button(page, 'Stop')).toBeInViewport({ ratio: 1 })
  await expect(page.locator('.panel.view')).toBeVisible()
  const place = await button(page, 'Stop').boundingBox()
  expect(place?.y).toBeGreaterThan(470)
  const many = Array.from({ length: 8 }, (_, i) => ({ ...control, grantId: `g${i}`, what: `thing ${i}` }))
  stage.state.patch({ running: [view, ...many], questions: [controlQuestion] })
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await expect(page.locator('.panel.control')).toBeVisible()
  expect(await button(page, 'Stop').boundingBox()).toEqual(place)
  await button(page, 'Stop').click()
  await page.keyboard.press('Control+Alt+End')
  await expect.poll(() => stage.done).toEqual([{ do: 'stop-all' }, { do: 'stop-all' }])
})

test('each permission says who may do what, and ends by its own Stop; "everything" can be taken back', async ({
  browserHere,
  keep,
}) => {
  const stage = await keep(
    PanelStage.open({
      running: [control, view],
      everything: [{ representativeId: 'p-rita', name: 'Rita Rau' }],
    }),
  )
  const page = await window380(browserHere)
  await stage.show(page)
  const allowed = page.getByRole('region', { name: 'What is allowed now' })
  await expect(allowed).toContainText('Rita Rau controls your computer.')
  await button(page, 'Stop desktop control').click()
  await button(page, 'Stop desktop view').click()
  await button(page, 'Ask me again each time').click()
  await button(page, 'Leave session').click()
  await expect
    .poll(() => stage.done)
    .toEqual([
      { do: 'stop', grantId: control.grantId },
      { do: 'stop', grantId: view.grantId },
      { do: 'ask-again', representativeId: 'p-rita' },
      { do: 'leave' },
    ])
})

test('[control R4] C11: who controls is seen to wait at once and heard to only when it lasts; no Stop moves by it', async ({
  browserHere,
  keep,
}) => {
  const driven = (waits: boolean): PanelState['running'] => [{ ...control, waits }, view]
  const stage = await keep(PanelStage.open({ running: driven(false) }))
  const page = await window380(browserHere, { width: 320 })
  await stage.show(page)
  const waits = page.getByText('You are using the mouse or keyboard: Rita Rau waits.').first()
  const said = page.getByRole('status')
  const places = () =>
    Promise.all(['desktop control', 'desktop view'].map((what) => button(page, `Stop ${what}`).boundingBox()))
  const before = await places()
  // A nudge of the mouse: seen, not said.
  stage.state.patch({ running: driven(true) })
  await expect(waits).toHaveCSS('opacity', '1')
  await stage.pass(page, 1_500)
  stage.state.patch({ running: driven(false) })
  await expect(waits).toHaveCSS('opacity', '0')
  await stage.pass(page, 5_000)
  await expect(said).toBeEmpty()
  // It lasts: said once, and its end once, when that lasts, too.
  stage.state.patch({ running: driven(true) })
  await expect(waits).toHaveCSS('opacity', '1')
  expect(await places()).toEqual(before)
  await stage.pass(page, 2_100)
  await expect(said).toHaveText('You are using the mouse or keyboard: Rita Rau waits.')
  stage.state.patch({ running: driven(false) })
  await expect(waits).toHaveCSS('opacity', '0')
  await stage.pass(page, 1_500)
  stage.state.patch({ running: driven(true) })
  await expect(waits).toHaveCSS('opacity', '1')
  await stage.pass(page, 5_000)
  await expect(said).toHaveText('You are using the mouse or keyboard: Rita Rau waits.')
  stage.state.patch({ running: driven(false) })
  await expect(waits).toHaveCSS('opacity', '0')
  await stage.pass(page, 2_100)
  await expect(said).toHaveText('Rita Rau can use the mouse and keyboard again.')
  // What is read out at once is what is allowed, and that has not changed.
  const allowed = page.getByRole('region', { name: 'What is allowed now' })
  await expect(allowed).toMatchAriaSnapshot(`
    - region "What is allowed now":
      - paragraph: Rita Rau controls your computer.
      - button "Stop desktop control"
      - paragraph: Rita Rau sees your screen.
      - button "Stop desktop view"
  `)
  stage.state.patch({ running: [view] })
  await expect(allowed).not.toContainText('controls')
  await stage.pass(page, 100)
  await expect(said).toBeEmpty()
})

test('the chat says with whom, keeps what was not sent, and is read only where somebody looks at it', async ({
  browserHere,
  keep,
}) => {
  const stage = await keep(PanelStage.open({ chat: [message('1', 'Hello Carla!')], unread: 1 }))
  const page = await window380(browserHere)
  await stage.show(page)
  const log = page.getByRole('log', { name: 'Chat with Rita Rau' })
  await expect(log).toContainText('Hello Carla!')
  await expect(page).toHaveTitle(/^\(1\)/)
  await stage.pass(page, 200)
  await expect.poll(() => stage.done).toEqual([{ do: 'read' }])
  const box = page.getByRole('textbox', { name: 'Message' })
  await box.fill('My printer')
  // A question comes in between: what was typed is still there after it.
  stage.state.patch({ questions: [clipboardQuestion], unread: 2 })
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await stage.pass(page, 200)
  expect(stage.done).toEqual([{ do: 'read' }])
  stage.state.patch({ questions: [] })
  await expect(box).toHaveValue('My printer')
  await box.press('End')
  await box.pressSequentially(' is broken')
  await box.press('Enter')
  await stage.pass(page, 200)
  await expect(box).toHaveValue('')
  expect(stage.done).toContainEqual({ do: 'say', text: 'My printer is broken' })
  await button(page, 'Send').click()
  expect(stage.done.filter((action) => action.do === 'say')).toHaveLength(1)
})

test('from the code to the end: each phase says what happens and what to do', async ({ browserHere, keep }) => {
  const stage = await keep(PanelStage.open({ phase: 'need-code', people: [], me: '' }))
  const page = await window380(browserHere)
  await stage.show(page)
  // F1: whom the program talks to stands above everything.
  await expect(page.getByRole('banner')).toHaveText('Acme Supporthelp.acme.example')
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('Type the code that the support page shows.')
  await page.keyboard.type('7kq2 m4tp 9xze')
  await page.keyboard.press('Enter')
  await expect.poll(() => stage.done).toEqual([{ do: 'join', code: '7kq2 m4tp 9xze' }])
  stage.state.patch({ phase: 'joining', sentence: 'Connecting to help.acme.example …' })
  await expect(page.getByRole('status')).toHaveText('Connecting to help.acme.example …')
  stage.state.patch({ ...joined, phase: 'joined', sentence: undefined })
  await expect(page.getByRole('list', { name: 'Who is connected' })).toContainText('Carla Ortiz (you)')
  stage.state.patch({ phase: 'reconnecting', running: [control] })
  await expect(page.getByRole('alert')).toContainText('Stop works.')
  await expect(button(page, 'Stop')).toBeVisible()
  stage.state.patch({ phase: 'ended', running: [] })
  await expect(page.getByRole('status')).toContainText('This program removes itself.')
  await button(page, 'Close').click()
  await expect.poll(() => stage.done.at(-1)).toEqual({ do: 'quit' })
  await stage.close()
  await expect(page.getByRole('heading', { name: 'The Support Manager is closed' })).toBeVisible()
})

test('F1: F2: before anything can be allowed the window names the site, its address and who asks, and warns plainly', async ({
  browserHere,
  keep,
}) => {
  const stage = await keep(PanelStage.open({ questions: [controlQuestion] }))
  const page = await window380(browserHere)
  await stage.show(page)
  await expect(page.getByRole('banner')).toContainText('Acme Support')
  await expect(page.getByRole('banner')).toContainText('help.acme.example')
  const question = page.getByRole('alertdialog', { name: 'Rita Rau asks to control your computer' })
  await expect(question).toContainText('We never call you first, and we never ask you to open your bank.')
  // All of that is in sight, not only in the page.
  await expect(page.getByText('help.acme.example')).toBeInViewport()
  await expect(question.getByText(/^We never call you first/)).toBeInViewport()
  await expect(question.getByRole('heading')).toBeInViewport()
  expect(stage.done).toEqual([])
})

test('one window has the say: it keeps it when loaded again, loses it to a newer one, and the address shows no key', async ({
  browserHere,
  keep,
}) => {
  const stage = await keep(PanelStage.open({ running: [control] }))
  const first = await window380(browserHere)
  const address = stage.server.newAddress()
  await first.goto(address)
  await expect(button(first, 'Stop')).toBeVisible()
  expect(first.url()).not.toContain('#')
  await first.reload()
  await expect(button(first, 'Stop')).toBeVisible()
  const second = await window380(browserHere)
  await second.goto(address)
  await expect(second.getByRole('heading', { name: 'This window cannot be used' })).toBeVisible()
  await expect(button(first, 'Stop')).toBeVisible()
  await second.goto('about:blank')
  await second.goto(stage.server.newAddress())
  await expect(button(second, 'Stop')).toBeVisible()
  await expect(first.getByRole('heading', { name: 'Another window is open' })).toBeVisible()
  await first.reload()
  await expect(first.getByRole('heading', { name: 'This window cannot be used' })).toBeVisible()
  await button(second, 'Stop').click()
  await expect.poll(() => stage.done).toEqual([{ do: 'stop-all' }])
})

test('C5: a page of another origin in the same browser can neither frame the panel nor speak to it', async ({
  browserHere,
  keep,
}) => {
  const stage = await keep(PanelStage.open({ questions: [clipboardQuestion] }))
  const page = await window380(browserHere)
  await stage.show(page)
  await stage.pass(page, ARMED)
  const panel = new URL(page.url()).origin
  const evil = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<iframe src="${panel}/" name="panel"></iframe>`),
  )
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve))
  await keep({ close: () => evil.close() })
  // In the panel's own context: cookies and storage, if there were any, would be the same.
  const other = await page.context().newPage()
  await other.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}/`)
  const refused = await other.evaluate(async (target) => {
    const body = JSON.stringify({ do: 'allow', questionId: 'q-clipboard', everything: true })
    const headers = { 'content-type': 'application/json', 'x-deskside-panel': '1' }
    const asCors = await fetch(`${target}/act`, { method: 'POST', body, headers }).catch(() => 'refused')
    await fetch(`${target}/act`, { method: 'POST', body, mode: 'no-cors' }).catch(() => 'refused')
    const read = await fetch(`${target}/`).catch(() => 'refused')
    return [asCors, read]
  }, panel)
  expect(refused).toEqual(['refused', 'refused'])
  await expect(other.frameLocator('[name=panel]').locator('#panel')).toHaveCount(0)
  expect(stage.done).toEqual([])
})

test('G2: what others are called and write stays text', async ({ browserHere, keep }) => {
  const nasty = '<img src=x onerror="document.title=1"><b>Rita</b>\u202e'
  const question = {
    ...controlQuestion,
    name: nasty,
    asks: nasty,
    means: [nasty],
    warn: nasty,
    detail: nasty,
    choices: { kind: 'application', options: [{ id: 'a', label: nasty, thumbnail: 'https://evil.example/x.png' }] },
  } as const
  const stage = await keep(
    PanelStage.open({
      siteName: nasty,
      siteAddress: nasty,
      people: [{ id: 'x', name: nasty, role: 'representative', here: true }],
      questions: [question],
      running: [{ ...control, name: nasty, may: nasty, what: nasty }],
      chat: [{ ...message('1', nasty), from: nasty }],
    }),
  )
  const page = await window380(browserHere)
  const outside: (string | undefined)[] = []
  page.on('requestfailed', (request) => void outside.push(request.failure()?.errorText))
  await stage.show(page)
  await expect(page.getByRole('alertdialog')).toContainText(nasty)
  await expect(page.locator('b, img:not(.choice img)')).toHaveCount(0)
  // A picture from elsewhere would tell who looks: the page's own policy stops it before it is asked for.
  await expect.poll(() => outside).toEqual(['csp'])
})

const SCREENS: Readonly<Record<string, Partial<PanelState>>> = {
  'need-code': { phase: 'need-code', people: [], sentence: 'This code is not valid any more. Ask for a new one.' },
  joining: { phase: 'joining', people: [] },
  joined: { chat: [message('1', 'Hello Carla!'), message('2', 'Hello', true)], unread: 1 },
  view: { running: [view] },
  control: {
    running: [control],
    everything: [{ representativeId: 'p-rita', name: 'Rita Rau' }],
    chat: [message('1', 'Hello Carla!')],
  },
  waiting: { running: [{ ...control, waits: true }, view], chat: [message('1', 'Hello Carla!')] },
  question: { questions: [{ ...controlQuestion, detail: 'echo hello\n'.repeat(40) }], running: [view] },
  reconnecting: { phase: 'reconnecting', running: [control] },
  ended: { phase: 'ended', people: [] },
  replaced: { phase: 'replaced', people: [] },
  failed: { phase: 'failed', sentence: 'This site has no such session.' },
  long: {
    siteName: 'Gesellschaft für wissenschaftliche Datenverarbeitung',
    siteAddress: 'fernwartung.rechenzentrum.donaudampfschifffahrtsgesellschaft.example',
    people: [{ id: 'x', name: 'Maximiliane-Alexandra-Wilhelmine', role: 'representative', here: false }],
    running: [{ ...control, name: 'Maximiliane-Alexandra-Wilhelmine', waits: true }],
  },
}
for (const dark of [false, true]) {
  test(`every screen passes axe and fits into 320 px, in ${dark ? 'dark' : 'light'} colours`, async ({
    browserHere,
    keep,
  }) => {
    const stage = await keep(PanelStage.open())
    const page = await window380(browserHere, { width: 320, height: 480, dark })
    await page.goto(stage.server.newAddress())
    for (const [name, part] of Object.entries(SCREENS)) {
      stage.state.patch({ ...joined, sentence: undefined, ...part, siteAddress: `${part.siteAddress ?? name}.example` })
      await expect(page.getByRole('banner')).toContainText(`${part.siteAddress ?? name}.example`)
      if (part.questions) await expect(button(page, 'Allow')).toHaveAttribute('aria-disabled', 'true')
      expect(await axe(page), name).toEqual([])
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('body *')]
          .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5 && !e.closest('svg, .sr-only'))
          .map((e) => e.outerHTML.slice(0, 80)),
      )
      expect(wide, name).toEqual([])
      if (part.running) await expect(button(page, 'Stop'), name).toBeInViewport({ ratio: 1 })
    }
  })
}
