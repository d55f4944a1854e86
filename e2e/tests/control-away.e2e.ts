import type { Page } from '@playwright/test'
import { clickAt, controlDesktop, heldOn, helped } from '../control-session.ts'
import type { Desktop, Terminal } from '../desktop.ts'
import { expect, test } from '../world.ts'

const NOTHING = { keys: false, buttons: false }
const DOWN = { keys: true, buttons: true }

/** Holds modifiers, a key and a button in the customer's terminal. */
async function hold(rep: Page, desktop: Desktop, terminal: Terminal): Promise<void> {
  await clickAt(rep, terminal.at.x, terminal.at.y)
  await rep.keyboard.down('Shift')
  await rep.keyboard.down('ArrowLeft')
  await rep.mouse.down()
  await expect.poll(() => heldOn(desktop)).toEqual(DOWN)
}

async function letGoHere(rep: Page): Promise<void> {
  await rep.mouse.up()
  await rep.keyboard.up('ArrowLeft')
  await rep.keyboard.up('Shift')
}

test('[control R5] whatever takes the keyboard from the picture lets go of all that is held: another field, another tab, the keys that leave, a reload', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const terminal = await desktop.terminal('Customer terminal')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  const { rep, repContext } = session
  const devtools = await repContext.newCDPSession(rep)
  const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['another field', () => rep.getByRole('textbox', { name: 'Message' }).focus()],
    [
      'another tab',
      async () => {
        // As a browser behaves that nobody tests: only what is in front has the keyboard.
        await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: false })
        const tab = await repContext.newPage()
        await tab.bringToFront()
        await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
        await tab.close()
        await rep.bringToFront()
        await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: true })
      },
    ],
    [
      'view only',
      async () => {
        await rep.mouse.up()
        await rep.getByRole('button', { name: 'View only' }).click()
        await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
        await rep.getByRole('button', { name: 'View only' }).click()
      },
    ],
    ['a reload', () => rep.reload()],
  ]
  for (const [way, leave] of ways)
    await test.step(way, async () => {
      await hold(rep, desktop, terminal)
      await leave()
      await expect.poll(() => heldOn(desktop), { message: way }).toEqual(NOTHING)
      await letGoHere(rep)
    })
  // And the keyboard is as it was: a letter is a small letter.
  await expect(rep.getByText('You may use Carla Customer’s desktop')).toBeVisible()
  const before = terminal.text().length
  await clickAt(rep, terminal.at.x, terminal.at.y)
  await rep.keyboard.type('small')
  await expect.poll(() => terminal.text().slice(before)).toBe('small')
})
