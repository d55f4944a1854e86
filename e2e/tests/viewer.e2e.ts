import { spawn, spawnSync } from 'node:child_process'
import type { Page } from '@playwright/test'
import type { Desktop } from '../desktop.ts'
import { SupportManager, allowInPanel, passOf } from '../support-manager.ts'
import { expect, expectColour, hex, meet, test } from '../world.ts'

const PICTURE = "Customer's desktop"
const PANEL = { viewport: { width: 380, height: 640 } }

/** Clicks at a place of the desktop that a picture shows, in the desktop's own pixels. */
async function clickAt(page: Page, name: string, { x, y }: { readonly x: number; readonly y: number }): Promise<void> {
  const picture = page.getByRole('img', { name })
  const box = await picture.boundingBox()
  if (!box) throw new Error('The picture has no place.')
  const { width, height } = await picture.evaluate((element) => {
    const { width: across, height: down } = element as HTMLCanvasElement
    return { width: across, height: down }
  })
  const scale = Math.min(box.width / width, box.height / height)
  const left = box.x + (box.width - width * scale) / 2
  const top = box.y + (box.height - height * scale) / 2
  await page.mouse.click(left + x * scale, top + y * scale)
}

const clipboardOf = ({ display }: Desktop): string =>
  spawnSync('xclip', ['-selection', 'clipboard', '-o', '-t', 'UTF8_STRING'], {
    env: { ...process.env, DISPLAY: display },
  }).stdout.toString()

test('A8, D2: looking rises to control and falls back in one picture; the keyboard comes back by its keys, and rests while the customer works', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('green'))
  const typed = await desktop.terminal('Customer terminal')
  const { rep, custContext } = await meet(house, { rep: browserHere, cust: browserHere })
  const program = await keep(SupportManager.start({ house, desktop, code: await passOf(custContext, house) }))
  const panel = await program.panel(await browserHere.newContext(PANEL))
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request View' }).click()
  await allowInPanel(panel)
  await expectColour(rep, { name: PICTURE, x: 0.95, y: 0.1 }, 'green')
  const picture = await rep.getByRole('img', { name: PICTURE }).elementHandle()
  const isSame = (): Promise<boolean> =>
    rep.getByRole('img', { name: PICTURE }).evaluate((now, before) => now === before, picture)

  await rep.getByRole('button', { name: 'Request Control' }).click()
  await allowInPanel(panel)
  const region = rep.getByRole('application', { name: "Control of the customer's desktop" })
  await expect(region).toBeVisible()
  await expect(rep.getByText('You may use Carla Customer’s desktop: click into the picture.')).toBeVisible()
  expect(await isSame()).toBe(true)
  await clickAt(rep, PICTURE, typed.at)
  // Shortcuts of the console are letters over there.
  await rep.keyboard.type('z[?')
  await expect.poll(() => typed.text()).toBe('z[?')
  await expect(rep.getByRole('dialog')).toHaveCount(0)

  spawnSync('xdotool', ['mousemove_relative', '9', '9'], { env: { ...process.env, DISPLAY: desktop.display } })
  await expect(rep.getByText(/^Carla Customer is using the mouse/)).toBeVisible()
  await expect(rep.getByText(/^You are in control/)).toBeVisible()

  await rep.keyboard.press('Control+Alt+Shift')
  await expect(rep.getByRole('group', { name: `View of ${PICTURE}` })).toBeFocused()
  await rep.getByRole('button', { name: 'View only' }).click()
  await expect(region).toHaveCount(0)
  await clickAt(rep, PICTURE, typed.at)
  await rep.getByRole('button', { name: 'View only' }).click()
  await rep.getByRole('button', { name: 'Type text' }).click()
  await rep.getByRole('textbox', { name: 'Text' }).fill('naïve ✓')
  await rep.getByRole('button', { name: 'Type it there' }).click()
  await expect.poll(() => typed.text()).toBe('z[?naïve ✓')

  await rep.getByRole('button', { name: 'Stop desktop control' }).click()
  await expect(region).toHaveCount(0)
  expect(await isSame()).toBe(true)
  await desktop.paint(hex('blue'))
  await expectColour(rep, { name: PICTURE, x: 0.95, y: 0.1 }, 'blue')
})

test('[control R9] D2: what is copied on one side is pasted on the other, each way after its own yes', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const { rep, repContext, custContext } = await meet(house, { rep: browserHere, cust: browserHere })
  await repContext.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: house.url })
  const program = await keep(SupportManager.start({ house, desktop, code: await passOf(custContext, house) }))
  const panel = await program.panel(await browserHere.newContext(PANEL))
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request Control' }).click()
  await allowInPanel(panel)
  await rep.bringToFront()
  await expect(rep.getByRole('application')).toBeVisible()
  await rep.evaluate(() => navigator.clipboard.writeText('from here €'))
  await rep.getByRole('button', { name: 'Clipboard' }).click()
  for (const direction of ['Request Paste There', 'Request Copy From There']) {
    await rep.getByRole('button', { name: direction }).click()
    await allowInPanel(panel)
  }
  await rep.bringToFront()
  await expect(rep.getByRole('button', { name: 'Stop clipboard from the customer' })).toBeVisible()
  await rep.keyboard.press('Escape')
  await clickAt(rep, PICTURE, { x: 1000, y: 500 })
  await expect.poll(() => clipboardOf(desktop)).toBe('from here €')
  const copy = spawn('xclip', ['-selection', 'clipboard', '-i'], { env: { ...process.env, DISPLAY: desktop.display } })
  copy.stdin.end('from there ✓')
  await expect.poll(() => rep.evaluate(() => navigator.clipboard.readText())).toBe('from there ✓')
})

test('D4, M1: Share Control offers the Support Manager, asks by itself when it is here, and the customer types on the representative’s desktop', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('blue'))
  const typed = await desktop.terminal('Terminal of Rita')
  const { rep, cust, repContext } = await meet(house, { rep: browserHere, cust: browserHere })
  await cust.setViewportSize({ width: 1280, height: 760 })
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Share Control' }).click()
  const offer = rep.getByRole('dialog', { name: 'You need the Support Manager on your computer' })
  await expect(offer).toBeVisible()
  const code = await passOf(repContext, house, new URL(rep.url()).pathname.split('/').at(-1))
  const program = await keep(SupportManager.start({ house, desktop, code }))
  const panel = await program.panel(await browserHere.newContext(PANEL))
  await expect(offer).toHaveCount(0)
  const question = cust.getByRole('alertdialog', { name: /^Rita Rep/ })
  await question.getByRole('button', { name: 'Allow', exact: true }).click()
  await allowInPanel(panel, 'Carla Customer')
  const name = "Representative's desktop"
  await expectColour(cust, { name, x: 0.95, y: 0.1 }, 'blue')
  await expect(cust.getByText('You may use Rita Rep’s desktop: click into the picture.')).toBeVisible()
  await clickAt(cust, name, typed.at)
  await cust.keyboard.type('Hello from Carla')
  await expect.poll(() => typed.text()).toBe('Hello from Carla')
  await rep.getByRole('button', { name: 'Stop desktop share with control' }).click()
  await expect(cust.getByRole('img', { name })).toHaveCount(0)
})
