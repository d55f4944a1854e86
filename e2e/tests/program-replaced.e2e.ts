import { controlDesktop, clickAt, heldOn, helped } from '../control-session.ts'
import { SupportManager, allowInPanel, passOf } from '../support-manager.ts'
import { expect, expectColour, hex, test } from '../world.ts'

const BARE = { name: "Customer's desktop", x: 0.95, y: 0.1 }
const NOTHING = { keys: false, buttons: false }

test('[consent R21] [download R8] C4: started again, the newer Support Manager has the seat, the older lets go, says so and is gone', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('green'))
  const typed = await desktop.terminal('Customer terminal')
  const session = await helped(house, browserHere, desktop)
  const { rep, cust, panel, program, custContext } = session
  await keep(program)
  await controlDesktop(session)
  await clickAt(rep, typed.at.x, typed.at.y)
  await rep.keyboard.down('Shift')
  await rep.keyboard.down('A')
  await expect.poll(() => heldOn(desktop)).toEqual({ keys: true, buttons: false })

  // The customer downloads it a second time and starts it, while the first one holds keys for the representative.
  const code = await passOf(custContext, house)
  const newer = await keep(SupportManager.start({ house, desktop, code }))
  await expect(panel.getByText(/was started again, here or on another computer: this one has let go/)).toBeVisible()
  await expect(panel.getByText(/controls your computer/)).toHaveCount(0)
  await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
  await rep.keyboard.up('A')
  await rep.keyboard.up('Shift')

  // Nothing is carried over: it has ended for all, and is asked anew in the newer one's window.
  const anew = await newer.panel(panel.context())
  await expect(anew.getByText('Nobody sees or touches anything on your computer.')).toBeVisible()
  await expect(rep.getByRole('img', { name: "Customer's desktop" })).toBeHidden()
  await expect(cust.getByRole('button', { name: 'Stop desktop control' })).toBeHidden()
  const before = typed.text().length
  await rep.getByRole('button', { name: 'Request Control' }).click()
  await expect(panel.getByRole('alertdialog')).toHaveCount(0)
  await allowInPanel(anew)
  await expectColour(rep, BARE, 'green')
  await clickAt(rep, typed.at.x, typed.at.y)
  await rep.keyboard.type('hello')
  await expect.poll(() => typed.text().slice(before)).toBe('hello')

  // C13: the older goes by itself, and leaves the keys of the desktop to the newer one.
  const address = program.address.split('#')[0] ?? ''
  expect(await program.exited).toBe(0)
  await expect(fetch(address)).rejects.toThrow()
  await expect(anew.getByText(/Or press Ctrl \+ Alt \+ End/)).toBeVisible()
  await rep.keyboard.type(' again')
  await expect.poll(() => typed.text().slice(before)).toBe('hello again')
  await desktop.keys('ctrl+alt+End')
  await expect(rep.getByRole('img', { name: "Customer's desktop" })).toBeHidden()
})
