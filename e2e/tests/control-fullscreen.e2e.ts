import type { Page } from '@playwright/test'
import { clickAt, controlDesktop, heldOn, helped } from '../control-session.ts'
import { Desktop } from '../desktop.ts'
import type { Area } from '../desktop.ts'
import { HandBrowser } from '../hand-browser.ts'
import { expect, test } from '../world.ts'

const NOTHING = { keys: false, buttons: false }
/** The display of the representative: wide enough for the console's list of sessions beside the picture. */
const AMPLE = '1440x900'

/** The title of the window that has the keyboard of a desktop. */
const inFront = async (desktop: Desktop): Promise<string> =>
  (await desktop.does('xdotool', 'getactivewindow', 'getwindowname')).trim()

/** Whether the window in front of a desktop is over all of it, as the window manager says. */
async function fills(desktop: Desktop): Promise<boolean> {
  const id = (await desktop.does('xdotool', 'getactivewindow')).trim()
  return (await desktop.does('xprop', '-id', id, '_NET_WM_STATE')).includes('_NET_WM_STATE_FULLSCREEN')
}

/** Fills the representative's own display with the picture, and turns the keyboard to a place in it. */
async function fullScreen(page: Page, here: Desktop, { x, y }: Area): Promise<void> {
  await page.getByRole('button', { name: 'Full screen', exact: true }).click()
  await expect.poll(() => fills(here)).toBe(true)
  await clickAt(page, x + 20, y + 20)
  await expect(page.getByText('You are in control. Hold Esc for 2 seconds')).toBeVisible()
}

/** Pressed together, what comes of it: all go down in that order, and up, the last first. */
const pressed = (...keys: readonly string[]): readonly string[] => [
  ...keys.map((key) => `press ${key}`),
  ...keys.toReversed().map((key) => `release ${key}`),
]

/** What a browser does with them: leave full screen, close or open a tab or a window, show help, turn to another tab. */
const KEPT_BY_BROWSERS: readonly (readonly [string, readonly string[]])[] = [
  ['Escape', pressed('Escape')],
  ['F11', pressed('F11')],
  ['F1', pressed('F1')],
  ['ctrl+w', pressed('Control_L', 'w')],
  ['ctrl+t', pressed('Control_L', 't')],
  ['ctrl+n', pressed('Control_L', 'n')],
  ['ctrl+Tab', pressed('Control_L', 'Tab')],
  ['super', pressed('Super_L')],
]

test('[control R7] in full screen the other desktop gets the keys that a browser and a window manager keep: Escape, F11, Ctrl+W, Ctrl+T, the Windows key, Alt+Tab, Alt+F4', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const other = 'Other window of Carla'
  await desktop.terminal(other, '40x10+20+20')
  const log = await desktop.eventLog('Key log', '300x200+500+300')
  const here = await keep(Desktop.open(AMPLE))
  await here.terminal('Notes of Rita')
  const { context } = await keep(HandBrowser.open(here))
  const session = await helped(house, { rep: context, cust: browserHere }, desktop)
  await keep(session.program)
  await controlDesktop(session)
  const { rep } = session
  await fullScreen(rep, here, log.area)
  const tabs = context.pages().length
  for (const [keys, seen] of KEPT_BY_BROWSERS) {
    log.clear()
    await here.keys(keys)
    await expect.poll(log.keys, { message: keys }).toEqual(seen)
  }
  // The window manager over there takes these, and the one here does not.
  for (const next of [other, 'Key log'])
    await expect(async () => {
      await here.keys('alt+Tab')
      await expect.poll(() => inFront(desktop), { timeout: 4_000 }).toBe(next)
    }).toPass({ timeout: 25_000 })
  await expect(async () => {
    await here.keys('alt+F4')
    const shown = () => desktop.does('xdotool', 'search', '--onlyvisible', '--name', '^Key log$')
    await expect.poll(shown, { timeout: 4_000 }).toBe('')
  }).toPass({ timeout: 25_000 })
  await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
  expect(await inFront(here)).toBe('Carla Customer · Deskside - Chromium')
  expect(await fills(here)).toBe(true)
  expect(context.pages()).toHaveLength(tabs)
})

test('[control R5] Escape held leaves full screen and control goes on in the page; Ctrl+Alt+Shift leaves it and gives the keyboard back; nothing stays down', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const log = await desktop.eventLog('Key log', '300x200+500+300')
  const here = await keep(Desktop.open(AMPLE))
  const { context } = await keep(HandBrowser.open(here))
  const session = await helped(house, { rep: context, cust: browserHere }, desktop)
  await keep(session.program)
  await controlDesktop(session)
  const { rep } = session
  await fullScreen(rep, here, log.area)
  await here.does('xdotool', 'keydown', 'Escape')
  await expect.poll(() => fills(here)).toBe(false)
  await here.does('xdotool', 'keyup', 'Escape')
  await expect(rep.getByText('You are in control. Ctrl+Alt+Shift gives')).toBeVisible()
  await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
  log.clear()
  await here.keys('b')
  await expect.poll(log.keys).toEqual(pressed('b'))

  await fullScreen(rep, here, log.area)
  await here.keys('ctrl+alt+shift')
  await expect.poll(() => fills(here)).toBe(false)
  await expect(rep.getByRole('group', { name: "View of Customer's desktop" })).toBeFocused()
  await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
  log.clear()
  await here.keys('x')
  await clickAt(rep, log.area.x + 20, log.area.y + 20)
  await here.keys('y')
  await expect.poll(log.keys).toEqual(pressed('y'))
})
