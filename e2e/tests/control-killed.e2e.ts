import { clickAt, controlDesktop, heldOn, helped } from '../control-session.ts'
import type { Helped } from '../control-session.ts'
import type { Desktop, Terminal } from '../desktop.ts'
import { House } from '../house.ts'
import { SupportManager, allowInPanel, passOf } from '../support-manager.ts'
import { expect, expectColour, hex, test } from '../world.ts'

const BARE = { name: "Customer's desktop", x: 0.95, y: 0.1 }
const NOTHING = { keys: false, buttons: false }

/** The representative holds a key and a button in the customer's terminal. */
async function hold({ rep }: Pick<Helped, 'rep'>, desktop: Desktop, typed: Terminal): Promise<void> {
  await clickAt(rep, typed.at.x, typed.at.y)
  await rep.keyboard.press('x')
  await expect.poll(() => typed.text()).toContain('x')
  await rep.keyboard.down('Shift')
  await rep.keyboard.down('A')
  await rep.mouse.down()
  await expect.poll(() => heldOn(desktop)).toEqual({ keys: true, buttons: true })
}

test.describe('whatever is killed, nothing stays down, nothing is shown, nothing stays allowed', () => {
  test('[control R5] the Support Manager is killed: keys are let go of, the picture ends, the permission ends', async ({
    house,
    desktop,
    browserHere,
    keep,
  }) => {
    const typed = await desktop.terminal('Customer terminal')
    const session = await helped(house, browserHere, desktop)
    await keep(session.program)
    await controlDesktop(session)
    await hold(session, desktop, typed)
    session.program.process.kill('SIGKILL')
    await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
    const { rep, cust } = session
    // Half a minute, in which a program that was only cut off would be back.
    await expect(rep.getByRole('img', { name: "Customer's desktop" })).toBeHidden()
    await expect(rep.getByRole('button', { name: 'Request Control' })).toBeEnabled({ timeout: 45_000 })
    await expect(cust.getByRole('button', { name: 'Stop desktop control' })).toBeHidden()
  })

  test('[control R5] the representative’s page is killed in the middle of a key: it is let go of', async ({
    house,
    desktop,
    browserHere,
    keep,
  }) => {
    const typed = await desktop.terminal('Customer terminal')
    const session = await helped(house, browserHere, desktop)
    await keep(session.program)
    await controlDesktop(session)
    await hold(session, desktop, typed)
    const devtools = await session.repContext.newCDPSession(session.rep)
    devtools.send('Page.crash').catch(() => undefined)
    await expect.poll(() => heldOn(desktop), { timeout: 15_000 }).toEqual(NOTHING)
  })

  test('[control R8] C10: Stop works with the server dead, and what ended stays ended when it is back', async ({
    desktop,
    browserHere,
    keep,
  }) => {
    const house = await keep(House.open())
    const typed = await desktop.terminal('Customer terminal')
    const session = await helped(house, browserHere, desktop)
    await keep(session.program)
    const { rep, panel } = session
    await controlDesktop(session)
    await hold(session, desktop, typed)
    await house.killServer()
    await expect(panel.getByText(/reconnect/i).first()).toBeVisible()
    // The two still reach each other: only the server is gone.
    await rep.mouse.up()
    await rep.keyboard.up('A')
    await rep.keyboard.up('Shift')
    const before = typed.text().length
    await rep.keyboard.type('still here')
    await expect.poll(() => typed.text().slice(before)).toContain('still here')
    await rep.keyboard.down('ArrowLeft')
    await expect.poll(() => heldOn(desktop)).toEqual({ keys: true, buttons: false })
    await panel.getByRole('button', { name: /^Stop/ }).last().click()
    await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
    const then = typed.text().length
    await rep.keyboard.up('ArrowLeft')
    await rep.keyboard.type('nothing')
    await house.startServer()
    await expect(rep.getByRole('img', { name: "Customer's desktop" })).toBeHidden({ timeout: 20_000 })
    expect(typed.text().slice(then)).not.toContain('n')
  })

  test('[consent R21] C4: a program that is started anew after a crash goes on with nothing: it is asked anew', async ({
    house,
    desktop,
    browserHere,
    keep,
  }) => {
    await desktop.paint(hex('green'))
    const session = await helped(house, browserHere, desktop)
    const { rep, panel, custContext } = session
    await controlDesktop(session)
    await expectColour(rep, BARE, 'green')
    // Another start of the program, which was never asked, while the permission still waits for the first one.
    const code = await passOf(custContext, house)
    session.program.process.kill('SIGKILL')
    await session.program.exited
    const again = await keep(SupportManager.start({ house, desktop, code }))
    const anew = await again.panel(panel.context())
    await expect(anew.getByText('Rita Rep').first()).toBeVisible()
    await expect(rep.getByRole('img', { name: "Customer's desktop" })).toBeHidden()
    await expect(rep.getByRole('button', { name: 'Request Control' })).toBeEnabled()
    await rep.getByRole('button', { name: 'Request Control' }).click()
    await allowInPanel(anew)
    await expectColour(rep, BARE, 'green')
  })

  test('C13: the end of the session ends the program: no process, no port, no file of it is left', async ({
    house,
    desktop,
    browserHere,
  }) => {
    const session = await helped(house, browserHere, desktop)
    await controlDesktop(session)
    const { rep, panel, program } = session
    const address = program.address.split('#')[0] ?? ''
    await rep.getByRole('tab', { name: 'Session', exact: true }).click()
    await rep.getByRole('button', { name: 'End Session' }).click()
    await rep.getByRole('alertdialog').getByRole('button', { name: 'End Session' }).click()
    await expect(panel.getByText(/session has ended|session is over/i).first()).toBeVisible()
    expect(await program.exited).toBe(0)
    await expect(fetch(address)).rejects.toThrow()
    expect(await heldOn(desktop)).toEqual(NOTHING)
  })
})
