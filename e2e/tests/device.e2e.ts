import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from '@playwright/test'
import { axe } from '../axe.ts'
import type { Desktop } from '../desktop.ts'
import type { House } from '../house.ts'
import { SupportManager, allowInPanel, passOf } from '../support-manager.ts'
import { expect, expectColour, hex, meet, signIn, test } from '../world.ts'
import type { Meeting } from '../world.ts'

interface Helped extends Meeting {
  readonly program: SupportManager
  readonly panel: Page
  /** The customer's home folder. */
  readonly home: string
  close(): Promise<void>
}

async function helped(house: House, browser: Browser, desktop: Desktop): Promise<Helped> {
  const home = mkdtempSync(join(tmpdir(), 'deskside-home-'))
  const meeting = await meet(house, { rep: browser, cust: browser })
  const code = await passOf(meeting.custContext, house)
  const env = { HOME: home, XDG_CONFIG_HOME: '', XDG_STATE_HOME: '', DESKSIDE_REBOOT: 'true' }
  const program = await SupportManager.start({ house, desktop, code, env })
  const panel = await program.panel(await browser.newContext({ viewport: { width: 380, height: 640 } }))
  await expect(panel.getByText('Rita Rep').first()).toBeVisible()
  return {
    ...meeting,
    program,
    panel,
    home,
    async close() {
      await program.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function openDevice(rep: Page): Promise<Locator> {
  await rep.getByRole('tab', { name: 'Tools', exact: true }).click()
  await rep.getByRole('button', { name: 'Device', exact: true }).click()
  const dialog = rep.getByRole('dialog', { name: 'Customer’s computer' })
  await expect(dialog).toBeVisible()
  return dialog
}

/** What of a home folder is a file. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

test('[device R2, R7] facts of the computer are asked for, allowed, shown, and asked for again', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const { rep, panel } = await keep(helped(house, browserHere, desktop))
  const device = await openDevice(rep)
  const ask = device.getByRole('button', { name: 'System information' })
  await ask.click()
  await allowInPanel(panel)
  await expect(device.getByRole('table')).toContainText(hostname())
  expect(await axe(rep)).toEqual([])
  await expect(ask).not.toHaveAttribute('aria-disabled')
})

test('[device R4] a script is shown to the customer in full, run, and its end is in the session’s story', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const administrator = await browserHere.newContext()
  const page = await administrator.newPage()
  await signIn(page, house, 'administrator')
  await page.goto(`${house.url}/admin`)
  await page.getByRole('button', { name: 'Add a script' }).click()
  const form = page.getByRole('dialog', { name: 'Add a script' })
  await form.getByLabel('Name').fill('Say hello')
  await form.getByLabel('Text').fill('echo "hello from $((40 + 2))"; exit 3')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Say hello' })).toBeVisible()

  const { rep, panel } = await keep(helped(house, browserHere, desktop))
  const device = await openDevice(rep)
  await device.getByLabel('Script', { exact: true }).selectOption({ label: 'Say hello (Any system)' })
  await device.getByRole('button', { name: 'Run script' }).click()
  await expect(panel.getByRole('alertdialog')).toContainText('exit 3')
  await allowInPanel(panel)
  await expect(device.getByRole('region', { name: 'Output of Say hello' })).toHaveText('hello from 42\n')
  await expect(device.getByText('exit code 3')).toBeVisible()
  await expect(device.getByRole('button', { name: 'Run script' })).not.toHaveAttribute('aria-disabled')
})

test('[device R1] C10: a command line works, and the customer’s Stop ends it', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const { rep, panel, home } = await keep(helped(house, browserHere, desktop))
  const device = await openDevice(rep)
  await device.getByRole('button', { name: 'Remote shell' }).click()
  await allowInPanel(panel)
  const terminal = device.getByRole('group', { name: 'Remote shell' })
  await expect(terminal).toBeVisible()
  expect(await axe(rep)).toEqual([])
  await terminal.getByRole('textbox').pressSequentially(`echo typed > ${home}/here; sleep 1000\n`)
  await expect.poll(() => existsSync(join(home, 'here')) && readFileSync(join(home, 'here'), 'utf8')).toBe('typed\n')
  await panel.getByRole('button', { name: /^Stop/ }).first().click()
  await expect(device.getByText('Stopped.')).toBeVisible()
})

test('[device R8] C12: after a restart the program is back by itself, what was seen is seen, and nothing else is allowed', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const { rep, panel, program, home } = await keep(helped(house, browserHere, desktop))
  await desktop.paint(hex('green'))
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request View' }).click()
  await allowInPanel(panel)
  await expectColour(rep, { name: "Customer's desktop", x: 0.95, y: 0.1 }, 'green')
  const device = await openDevice(rep)
  await device.getByRole('button', { name: 'Restart computer' }).click()
  await allowInPanel(panel)
  await expect(device.getByText(/^Restarting…/)).toBeVisible()

  const entry = join(home, '.config/autostart/deskside-support-manager-return.desktop')
  expect(existsSync(entry)).toBe(true)
  // As a system that goes down does.
  program.process.kill('SIGTERM')
  await program.exited
  // As the desktop does after the next sign-in; its own process, as an answer to whoever starts it, is not needed.
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: '', XDG_STATE_HOME: '', DISPLAY: desktop.display }
  const command = /^Exec=(.*)$/m.exec(readFileSync(entry, 'utf8'))?.[1] ?? ''
  const words = [...command.matchAll(/"([^"]*)"/g)].map(([, word]) => word ?? '')
  const back = spawn(words[0] ?? '', words.slice(1), { env, stdio: ['ignore', 'pipe', 'ignore'] })
  await keep({ close: () => (back.kill('SIGTERM'), once(back, 'exit')) })
  // Only where somebody is at its panel, who could stop it, is anything seen again (C10).
  const [said] = (await once(back.stdout, 'data')) as [Buffer]
  const newPanel = await panel.context().newPage()
  await newPanel.goto(/http:\S+/.exec(String(said))?.[0] ?? '')
  await expect(device.getByText('The computer is back')).toBeVisible({ timeout: 40_000 })
  expect(filesOf(home).filter((name) => /return/.test(name))).toEqual([])
  await rep.keyboard.press('Escape')
  await desktop.paint(hex('blue'))
  await expectColour(rep, { name: "Customer's desktop", x: 0.95, y: 0.1 }, 'blue')
  await expect(newPanel.getByText(/sees your screen until \d+:\d+/)).toBeVisible()
})

test('C13: a session that ends before the computer restarted leaves nothing that would start the program again', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const { rep, panel, home } = await keep(helped(house, browserHere, desktop))
  const device = await openDevice(rep)
  await device.getByRole('button', { name: 'Restart computer' }).click()
  await allowInPanel(panel)
  await expect(device.getByText(/^Restarting…/)).toBeVisible()
  const left = (): string[] => filesOf(home).filter((name) => /return/.test(name))
  expect(left()).toHaveLength(2)
  await rep.keyboard.press('Escape')
  await rep.getByRole('tab', { name: 'Session', exact: true }).click()
  await rep.getByRole('button', { name: 'End Session' }).click()
  await rep.getByRole('alertdialog').getByRole('button', { name: 'End Session' }).click()
  await expect.poll(left).toEqual([])
})
