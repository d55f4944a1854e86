import { clickAt, heldOn } from '../control-session.ts'
import { Desktop } from '../desktop.ts'
import { expectExact } from '../desktop-pixels.ts'
import { SupportManager, allowInPanel, passOf } from '../support-manager.ts'
import { expect, hex, meet, test } from '../world.ts'

const NAME = "Representative's desktop"

test('[control R1] Share Control: the customer’s page shows the representative’s own desktop exactly and types into a terminal there, until it is stopped', async ({
  house,
  browserHere,
  keep,
}) => {
  const desktop = await keep(Desktop.open())
  await desktop.paint(hex('blue'))
  const terminal = await desktop.terminal('Terminal of Rita')
  const { rep, cust, repContext } = await meet(house, { rep: browserHere, cust: browserHere })
  await cust.setViewportSize({ width: 1280, height: 760 })
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Share Control' }).click()
  await expect(rep.getByRole('dialog', { name: 'You need the Support Manager on your computer' })).toBeVisible()
  const sessionId = new URL(rep.url()).pathname.split('/').at(-1) ?? ''
  const code = await passOf(repContext, house, sessionId)
  const program = await keep(SupportManager.start({ house, desktop, code }))
  const panel = await program.panel(await browserHere.newContext({ viewport: { width: 380, height: 640 } }))
  const question = cust.getByRole('alertdialog', { name: /^Rita Rep/ })
  await question.getByRole('button', { name: 'Allow', exact: true }).click()
  // The customer agreed to look and to use it; what is let out is chosen where it is.
  await allowInPanel(panel, 'Carla Customer')
  await expect(cust.getByRole('img', { name: NAME })).toBeVisible()
  await expectExact(cust, desktop, { name: NAME })
  await clickAt(cust, terminal.at.x, terminal.at.y, NAME)
  await cust.keyboard.type('hello from Carla')
  await expect.poll(() => terminal.text()).toBe('hello from Carla')
  await expectExact(cust, desktop, { name: NAME })
  await cust.keyboard.down('ArrowLeft')
  await expect.poll(() => heldOn(desktop)).toEqual({ keys: true, buttons: false })
  await rep.getByRole('button', { name: 'Stop desktop share with control' }).click()
  await expect(cust.getByRole('img', { name: NAME })).toBeHidden()
  await expect.poll(() => heldOn(desktop)).toEqual({ keys: false, buttons: false })
  const then = terminal.text()
  await cust.keyboard.type('no more')
  expect(terminal.text()).toBe(then)
})
