import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Line } from '../../apps/server/src/testing/world.ts'
import { Program, Visitor } from '../../apps/server/src/testing/world.ts'
import { axe } from '../axe.ts'
import { PASSWORD, PEOPLE } from '../house.ts'
import type { House } from '../house.ts'
import { expect, join as enter, meet, signIn, startSession, test } from '../world.ts'

/** Rita's words to the server by a connection of her own: what is asked here needs no button of the console. */
async function ritaAsks(house: House, rep: Page) {
  const sessionId = new URL(rep.url()).pathname.split('/').at(-1) ?? ''
  const rita = new Visitor(house.url)
  await rita.call('POST', '/api/v1/account/sign-in', { email: PEOPLE.rita.email, password: PASSWORD })
  const line = await rita.connect('representative')
  await line.next('events', (f) => f.sessionId === sessionId)
  const ask = async (capability: 'desktop.control' | 'desktop.view' | 'clipboard.in'): Promise<void> => {
    expect((await line.command('consent.request', { sessionId, capability })).ok).toBe(true)
  }
  return { line, sessionId, ask }
}

/** A Support Manager as the server sees it, in with a code. */
async function programWith(house: House, code: string): Promise<Line> {
  const program = await Program.withCode(house.url, code)
  return program.connect()
}

const question = (page: Page) => page.getByRole('alertdialog', { name: /^Rita Rep/ })

test('[consent R16] M1: a customer who is asked for control is led to the Support Manager and answers there', async ({
  house,
  browserHere,
  keep,
}) => {
  const { rep, cust, repContext, custContext } = await meet(house, { rep: browserHere, cust: browserHere })
  await keep(repContext)
  await keep(custContext)
  const { line, sessionId, ask } = await ritaAsks(house, rep)
  await ask('desktop.control')
  const dialog = question(cust)
  await expect(dialog).toContainText('never ask you to open your bank')
  await expect(dialog.getByRole('button', { name: 'Decline' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Allow' }).click()
  expect((await line.event('consent.prepared')).requestId).toBeTruthy()
  const get = dialog.getByRole('button', { name: /^Download for Linux/ })
  await expect(get).toBeVisible()
  expect(await axe(cust)).toEqual([])
  await cust.reload()
  // Where the customer is on the way outlasts a reload.
  await expect(get).toBeVisible()
  const [download, pass] = await Promise.all([
    cust.waitForEvent('download'),
    cust.waitForResponse((r) => r.url().endsWith('/support-manager/passes')),
    get.click(),
  ])
  const { code } = (await pass.json()) as { code: string }
  expect(download.suggestedFilename()).toMatch(new RegExp(`^Support-Manager-${code}\\.tar\\.[gx]z$`))
  const { files } = (await (await fetch(`${house.url}/api/v1/support-manager/files`)).json()) as {
    files: { platform: string; sha256: string }[]
  }
  const bytes = await readFile(await download.path())
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(files.find((f) => f.platform === 'linux-x64')?.sha256).toBe(sha256)
  await expect(dialog).toContainText('Waiting for the program')
  await expect(dialog.getByRole('button', { name: 'Allow', exact: true })).toHaveCount(0)

  const program = await programWith(house, code)
  await expect(dialog).toContainText('Answer in the small Support Manager window')
  await expect(dialog.getByRole('button')).toHaveText(['Decline'])
  expect(await axe(cust)).toEqual([])
  const { requestId } = await program.event('consent.requested')
  await program.command('consent.allow', { sessionId, requestId, everything: false })
  const allowed = cust.getByRole('region', { name: 'What is allowed now' })
  await expect(allowed).toContainText('Rita Rep may control your computer')
  await expect(cust.getByText('The Support Manager is running on your computer')).toBeVisible()
  await allowed.getByRole('button', { name: 'Stop desktop control' }).click()
  expect((await line.event('consent.revoked')).reason).toBe('customer')
})

test('[consent R16] [screen R18] while the Support Manager runs the page answers nothing and opens no picker; declining works', async ({
  house,
  browserHere,
  keep,
}) => {
  const { rep, cust, repContext, custContext } = await meet(house, { rep: browserHere, cust: browserHere })
  await keep(repContext)
  await keep(custContext)
  const code = await cust.evaluate(async () => {
    const answer = await fetch('/api/v1/support-manager/passes', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    return ((await answer.json()) as { code: string }).code
  })
  const program = await programWith(house, code)
  await expect(cust.getByText('The Support Manager is running on your computer')).toBeVisible()
  const { line, ask } = await ritaAsks(house, rep)
  for (const capability of ['desktop.view', 'clipboard.in'] as const) {
    await ask(capability)
    await expect(question(cust)).toContainText('Answer in the small Support Manager window')
    await expect(question(cust).getByRole('button')).toHaveText(['Decline'])
    await expect(question(cust).getByRole('checkbox')).toHaveCount(0)
    await question(cust).getByRole('button', { name: 'Decline' }).click()
    await line.event('consent.declined')
    await expect(question(cust)).toHaveCount(0)
  }
  await program.close()
  await expect(cust.getByText('The Support Manager is running on your computer')).toHaveCount(0)
  // Without it, seeing the screen is a matter of the browser again.
  await ask('desktop.view')
  await expect(question(cust).getByRole('button', { name: 'Allow' })).toBeVisible()
})

test('M1: what was downloaded, unpacked and started is in the session, without a word typed and nothing but itself', async ({
  house,
  browserHere,
  desktop,
  keep,
}) => {
  const { rep, cust, repContext, custContext } = await meet(house, { rep: browserHere, cust: browserHere })
  await keep(repContext)
  await keep(custContext)
  const { line, sessionId, ask } = await ritaAsks(house, rep)
  await ask('desktop.control')
  await question(cust).getByRole('button', { name: 'Allow' }).click()
  const [download] = await Promise.all([
    cust.waitForEvent('download'),
    question(cust)
      .getByRole('button', { name: /^Download for Linux/ })
      .click(),
  ])
  const folder = mkdtempSync(join(tmpdir(), 'deskside-downloads-'))
  await keep({ close: () => rmSync(folder, { recursive: true, force: true }) })
  const archive = join(folder, download.suggestedFilename())
  await download.saveAs(archive)
  execFileSync('tar', ['-xf', archive, '-C', folder])
  const env = { DISPLAY: desktop.display, HOME: folder, PATH: '/usr/bin:/bin' }
  const program = spawn(join(folder, 'Support-Manager'), ['--window', 'none'], { env, stdio: 'ignore' })
  const ended = new Promise((resolve) => program.once('exit', resolve))
  await keep({
    async close() {
      program.kill()
      await ended
    },
  })
  await expect(question(cust)).toContainText('Answer in the small Support Manager window')
  // Its coming in allowed nothing.
  const told = line.heard.flatMap((f) => (f.t === 'events' && f.sessionId === sessionId ? f.events : []))
  expect(told.map((e) => e.body.type)).not.toContain('consent.granted')
  await question(cust).getByRole('button', { name: 'Decline' }).click()
  await line.event('consent.declined')
})

test('M1: a phone is told that this does not work on it', async ({ house, browserHere, keep }) => {
  const { cust, rep, repContext, custContext } = await meet(house, { rep: browserHere, cust: browserHere })
  await keep(repContext)
  await keep(custContext)
  await cust.getByRole('button', { name: 'Leave session' }).click()
  const number = await startSession(rep)
  const phone = await keep(
    browserHere.newContext({
      viewport: { width: 360, height: 740 },
      userAgent: 'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/148.0.0.0 Mobile Safari/537.36',
      hasTouch: true,
      isMobile: true,
    }),
  )
  const page = await phone.newPage()
  await enter(page, house, { number, name: 'Phil Phone' })
  await rep.getByRole('button', { name: 'Admit Phil Phone' }).click()
  await expect(page.getByRole('heading', { name: /Rita Rep helps you/ })).toBeVisible()
  await (await ritaAsks(house, rep)).ask('desktop.control')
  await expect(question(page)).toContainText('does not work on a phone')
  await expect(question(page).getByRole('button')).toHaveText(['Decline'])
})

test('M2, M3: representatives find the files under Support, Downloads, until an administrator decides against them', async ({
  house,
  browserHere,
  keep,
}) => {
  const [rep, admin] = [
    await (await keep(browserHere.newContext({ viewport: { width: 1280, height: 760 } }))).newPage(),
    await (await keep(browserHere.newContext({ viewport: { width: 1280, height: 760 } }))).newPage(),
  ]
  await signIn(rep, house)
  await rep.getByRole('button', { name: 'Support', exact: true }).click()
  await rep.getByRole('menuitem', { name: 'Downloads' }).click()
  await expect(rep).toHaveURL(/\/downloads$/)
  await expect(rep.getByRole('heading', { name: 'Downloads' })).toBeVisible()
  const row = rep.getByRole('listitem').filter({ hasText: 'This computer' })
  await expect(row).toContainText(/Linux.*Version \d+\.\d+\.\d+, \d+ MB.*SHA-256 [0-9a-f]{64}/)
  const [download] = await Promise.all([rep.waitForEvent('download'), row.getByRole('link').click()])
  expect(download.suggestedFilename()).toMatch(/^Support-Manager\.tar\.[gx]z$/)
  expect(await axe(rep)).toEqual([])

  await signIn(admin, house, 'administrator')
  await admin.goto(`${house.url}/admin`)
  const allowed = admin.getByRole('checkbox', { name: 'People of this site may use the Support Manager' })
  const saved = () => admin.waitForResponse((r) => r.request().method() === 'PATCH' && r.ok())
  await Promise.all([saved(), allowed.uncheck()])
  expect(await axe(admin)).toEqual([])
  try {
    await rep.reload()
    await expect(rep.getByText('this site does without the Support Manager')).toBeVisible()
    await rep.goto(`${house.url}/console`)
    const number = await startSession(rep)
    const cust = await (await keep(browserHere.newContext())).newPage()
    await enter(cust, house, { number, name: 'Cora Customer' })
    await rep.getByRole('button', { name: 'Admit Cora Customer' }).click()
    await expect(cust.getByText('This site works without any program')).toBeVisible()
  } finally {
    await Promise.all([saved(), allowed.check()])
  }
})
