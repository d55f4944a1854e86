import type { Page } from '@playwright/test'
import { clickAt, controlDesktop, helped } from '../control-session.ts'
import { expectExact } from '../desktop-pixels.ts'
import { allowInPanel } from '../support-manager.ts'
import { expect, expectColour, hex, test } from '../world.ts'

const NAME = "Customer's desktop"
const BARE = { name: NAME, x: 0.95, y: 0.1 }

async function chooseMode(rep: Page, mode: string): Promise<void> {
  await rep.getByRole('tab', { name: 'Session', exact: true }).click()
  await rep.getByRole('button', { name: 'Session Options' }).click()
  await rep.getByRole('radio', { name: mode }).check()
  await rep.keyboard.press('Escape')
  await expect(rep.getByRole('dialog')).toBeHidden()
}

test('[screen R14] [screen R15] Screen Sampling follows what happens, and back in Standard every pixel is exact again', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('green'))
  const terminal = await desktop.terminal('Customer terminal')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  const { rep } = session
  await expectExact(rep, desktop)
  await chooseMode(rep, 'Screen Sampling')
  for (const colour of ['red', 'blue', 'yellow'] as const) {
    await desktop.paint(hex(colour))
    await expectColour(rep, BARE, colour)
  }
  await clickAt(rep, terminal.at.x, terminal.at.y)
  await rep.keyboard.type('sampled')
  await expect.poll(() => terminal.text()).toBe('sampled')
  await chooseMode(rep, 'Standard')
  await expectExact(rep, desktop)
  await desktop.paint(hex('green'))
  await expectColour(rep, BARE, 'green')
  await expectExact(rep, desktop)
})

test('[screen R10] of two monitors each can be shown alone, with its small picture to choose by, and a click lands on the one that is shown', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.does('xrandr', '--setmonitor', 'LEFT', '640/170x800/211+0+0', 'screen')
  await desktop.does('xrandr', '--setmonitor', 'RIGHT', '640/170x800/211+640+0', 'none')
  await desktop.paint(hex('blue'))
  await desktop.window('On the left', hex('red'), '40x12+100+300')
  const log = await desktop.eventLog('On the right', '300x200+800+300')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  const { rep, panel } = session
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request Control' }).click()
  await allowInPanel(panel, 'Rita Rep', /All screens/)
  const picture = rep.getByRole('img', { name: NAME })
  const width = () => picture.evaluate((canvas) => (canvas as HTMLCanvasElement).width)
  await expect.poll(width).toBe(1280)
  await rep.getByRole('button', { name: /^Screen: All screens/ }).click()
  const choices = rep.getByRole('menuitemradio')
  await expect(choices).toHaveCount(3)
  // Each with its small picture.
  await expect(choices.locator('img')).toHaveCount(3)
  await choices.filter({ hasText: 'LEFT' }).click()
  await expect.poll(width).toBe(640)
  await expectColour(rep, { name: NAME, x: 0.3, y: 0.42 }, 'red')
  await rep.getByRole('button', { name: /^Screen: LEFT/ }).click()
  await choices.filter({ hasText: 'RIGHT' }).click()
  await expectColour(rep, { name: NAME, x: 0.3, y: 0.9 }, 'blue')
  await expectColour(rep, { name: NAME, x: 0.05, y: 0.42 }, 'blue')
  const { x, y } = log.area
  await rep
    .getByRole('radio', { name: '100 %, pixel for pixel' })
    .or(rep.getByRole('button', { name: '100 %, pixel for pixel' }))
    .click()
  await clickAt(rep, x + 20 - 640, y + 30)
  await expect.poll(log.buttons).toEqual([`press 1 at ${x + 20},${y + 30}`, `release 1 at ${x + 20},${y + 30}`])
})

test('[control R2] A8: looking glides into control and back on the same picture and the same connection, and then nothing is typed any more', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('green'))
  const terminal = await desktop.terminal('Customer terminal')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  const { rep, panel } = session
  await rep.addInitScript(() => {
    const made: unknown[] = []
    const Peer = globalThis.RTCPeerConnection
    const Counted = new Proxy(Peer, {
      construct(of, args: ConstructorParameters<typeof Peer>) {
        made.push(1)
        return new of(...args)
      },
    })
    Object.assign(globalThis, { RTCPeerConnection: Counted, made })
  })
  await rep.reload()
  const connections = () => rep.evaluate(() => (globalThis as unknown as { made: unknown[] }).made.length)
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request View' }).click()
  await allowInPanel(panel)
  await expectColour(rep, BARE, 'green')
  const picture = rep.getByRole('img', { name: NAME })
  await picture.evaluate((canvas) => canvas.setAttribute('data-marked', ''))
  const before = await connections()
  expect(before).toBeGreaterThan(0)
  await rep.getByRole('button', { name: 'Request Control' }).click()
  await allowInPanel(panel)
  await expect(rep.getByText('You may use Carla Customer’s desktop')).toBeVisible()
  await clickAt(rep, terminal.at.x, terminal.at.y)
  await rep.keyboard.type('on')
  await expect.poll(() => terminal.text()).toBe('on')
  await rep.getByRole('button', { name: 'Stop desktop control' }).click()
  await expect(rep.getByRole('application')).toHaveCount(0)
  await clickAt(rep, terminal.at.x, terminal.at.y)
  await rep.keyboard.type('off')
  await desktop.paint(hex('blue'))
  await expectColour(rep, BARE, 'blue')
  await expect(rep.locator('canvas[data-marked]')).toHaveCount(1)
  expect(await connections()).toBe(before)
  expect(terminal.text()).toBe('on')
})
