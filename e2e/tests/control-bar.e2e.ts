import type { Locator, Page } from '@playwright/test'
import { axe } from '../axe.ts'
import { clickAt, controlDesktop, helped } from '../control-session.ts'
import { expect, test } from '../world.ts'

/** Goes on with Tab until something has the focus, as who has no mouse does. */
async function tabTo(page: Page, to: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await to.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab never came there.')
}

test('control from the request to the last key without a mouse: in by Tab, out by Ctrl+Alt+Shift, special keys and text by the bar', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const terminal = await desktop.terminal('Customer terminal')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  const { rep, panel } = session
  await tabTo(rep, rep.getByRole('tab', { name: 'Tools', exact: true }))
  await rep.keyboard.press('ArrowRight')
  await rep.keyboard.press('Enter')
  await tabTo(rep, rep.getByRole('button', { name: 'Request Control' }))
  await rep.keyboard.press('Enter')
  const question = panel.getByRole('alertdialog', { name: /^Rita Rep/ })
  await expect(question).toBeVisible()
  await tabTo(panel, question.getByRole('button', { name: 'Allow', exact: true }))
  await expect(question.getByRole('button', { name: 'Allow', exact: true })).toHaveAttribute('aria-disabled', 'false')
  await panel.keyboard.press('Enter')
  await expect(rep.getByText('You may use Carla Customer’s desktop')).toBeVisible()
  const keyboard = rep.getByRole('textbox', { name: "Keyboard for the customer's desktop" })
  await tabTo(rep, keyboard)
  await expect(keyboard).toHaveAccessibleDescription(/Ctrl\+Alt\+Shift/)
  await rep.keyboard.type('ab')
  // There Tab is theirs.
  await rep.keyboard.press('Tab')
  await expect.poll(() => terminal.text()).toBe('ab\t')
  await expect(keyboard).toBeFocused()
  await rep.keyboard.press('Control+Alt+Shift')
  await expect(rep.getByRole('group', { name: "View of Customer's desktop" })).toBeFocused()
  const keys = rep.getByRole('button', { name: 'Special keys' })
  await tabTo(rep, keys)
  await rep.keyboard.press('Enter')
  await expect(rep.getByRole('menuitem', { name: /^Ctrl \+ Alt \+ Del/ })).toBeVisible()
  await rep.keyboard.press('Escape')
  await expect(keys).toBeFocused()
  await tabTo(rep, rep.getByRole('button', { name: 'Type text' }))
  await rep.keyboard.press('Enter')
  await expect(rep.getByRole('dialog', { name: 'Type text' }).getByRole('textbox')).toBeFocused()
  await rep.keyboard.type('Zoë!')
  await tabTo(rep, rep.getByRole('dialog', { name: 'Type text' }).getByRole('button', { name: /^Type/ }))
  await rep.keyboard.press('Enter')
  await expect.poll(() => terminal.text()).toBe('ab\tZoë!')
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`the stage with its bar and all that it opens has no serious finding of axe, ${colorScheme}`, async ({
    house,
    desktop,
    browserHere,
    keep,
  }) => {
    await desktop.does('xrandr', '--setmonitor', 'LEFT', '640/170x800/211+0+0', 'screen')
    await desktop.does('xrandr', '--setmonitor', 'RIGHT', '640/170x800/211+640+0', 'none')
    const session = await helped(house, browserHere, desktop)
    await keep(session.program)
    const { rep, panel } = session
    await rep.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await controlDesktop({ rep, panel }, /All screens/)
    await clickAt(rep, 400, 300)
    await expect(rep.getByText('You are in control.')).toBeVisible()
    expect(await axe(rep)).toEqual([])
    for (const [opener, inside] of [
      [rep.getByRole('button', { name: /^Screen: / }), rep.getByRole('menu')],
      [rep.getByRole('button', { name: 'Special keys' }), rep.getByRole('menu')],
      [
        rep.getByRole('button', { name: 'Clipboard', exact: true }),
        rep.getByRole('button', { name: 'Request Paste There' }),
      ],
      [rep.getByRole('button', { name: 'Type text' }), rep.getByRole('dialog', { name: 'Type text' })],
    ] as const) {
      await opener.click()
      await expect(inside).toBeVisible()
      expect(await axe(rep)).toEqual([])
      await rep.keyboard.press('Escape')
      await expect(inside).toBeHidden()
    }
  })
