import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { clickAt, controlDesktop, heldOn, helped, pointAt } from '../control-session.ts'
import type { Helped } from '../control-session.ts'
import type { Area, Desktop } from '../desktop.ts'
import { expectExact, pixelsOf } from '../desktop-pixels.ts'
import { expect, test } from '../world.ts'

const EXACT = '100 %, pixel for pixel'
const sizeOf = (rep: Page, size: string) =>
  rep
    .getByRole('radio', { name: size })
    .or(rep.getByRole('button', { name: size }))
    .click()

const NOTHING = { keys: false, buttons: false }

const corners = ({ x, y, width, height }: Area): readonly (readonly [number, number])[] => [
  [x, y],
  [x + width - 1, y],
  [x, y + height - 1],
  [x + width - 1, y + height - 1],
  [x + 37, y + 41],
]

test('[control R10] a click lands on the very pixel, fitted and one to one, with every button', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const log = await desktop.eventLog('Mouse log', '300x200+60+90')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  const { rep } = session
  for (const size of ['Fit to window', EXACT]) {
    await sizeOf(rep, size)
    for (const [x, y] of corners(log.area)) {
      log.clear()
      await clickAt(rep, x, y)
      await expect.poll(log.buttons, { message: size }).toEqual([`press 1 at ${x},${y}`, `release 1 at ${x},${y}`])
    }
  }
  const middle = { x: log.area.x + 100, y: log.area.y + 100 }
  const place = await pointAt(rep, middle.x, middle.y)
  for (const [button, number] of [
    ['middle', 2],
    ['right', 3],
  ] as const) {
    log.clear()
    await rep.mouse.click(place.x, place.y, { button })
    await expect
      .poll(log.buttons)
      .toEqual([`press ${number} at ${middle.x},${middle.y}`, `release ${number} at ${middle.x},${middle.y}`])
  }
  const devtools = await session.repContext.newCDPSession(rep)
  for (const [button, number] of [
    ['back', 8],
    ['forward', 9],
  ] as const) {
    log.clear()
    for (const type of ['mousePressed', 'mouseReleased'] as const)
      await devtools.send('Input.dispatchMouseEvent', { type, ...place, button, clickCount: 1 })
    await expect.poll(log.buttons).toContain(`release ${number} at ${middle.x},${middle.y}`)
  }
  await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
  await expect(rep.getByRole('img', { name: "Customer's desktop" })).toBeVisible()
})

test('a wheel turns as far as it was turned, each way, and a drag moves along with its button down', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const log = await desktop.eventLog('Mouse log', '400x300+60+90')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  const { rep } = session
  const { x, y } = log.area
  // Events of a wheel have whole pixels of the page only.
  await sizeOf(rep, EXACT)
  const at = await pointAt(rep, x + 50, y + 60)
  await rep.mouse.move(at.x, at.y)
  for (const [dx, dy, button] of [
    [0, 300, 5],
    [0, -300, 4],
    [300, 0, 7],
    [-300, 0, 6],
  ] as const) {
    log.clear()
    await rep.mouse.wheel(dx, dy)
    const turned = [`press ${button} at ${x + 50},${y + 60}`, `release ${button} at ${x + 50},${y + 60}`]
    await expect.poll(log.buttons).toEqual([...turned, ...turned, ...turned])
  }
  log.clear()
  await rep.mouse.down()
  const to = await pointAt(rep, x + 250, y + 160)
  await rep.mouse.move(to.x, to.y, { steps: 8 })
  await rep.mouse.up()
  await expect.poll(log.buttons).toEqual([`press 1 at ${x + 50},${y + 60}`, `release 1 at ${x + 250},${y + 160}`])
  expect(log.moves().length).toBeGreaterThan(1)
})

/** A text editor with forty lines that are all the same. */
async function openEditor(desktop: Desktop, line: string): Promise<Area> {
  const file = join(mkdtempSync(join(tmpdir(), 'deskside-text-')), 'letter.txt')
  writeFileSync(file, `${line}\n`.repeat(40))
  desktop.start('l3afpad', [file])
  const id = await desktop.windowId('letter.txt')
  await desktop.does('xdotool', 'windowmove', '--sync', id, '80', '90')
  await desktop.does('xdotool', 'windowactivate', '--sync', id)
  return desktop.areaOf((await desktop.does('xdotool', 'getwindowname', id)).trim())
}

/** Moves with a button down, as a hand does. */
async function drag({ rep }: Pick<Helped, 'rep'>, from: readonly [number, number], to: readonly [number, number]) {
  const [start, end] = [await pointAt(rep, ...from), await pointAt(rep, ...to)]
  await rep.mouse.move(start.x, start.y)
  await rep.mouse.down()
  await rep.mouse.move(end.x, end.y, { steps: 6 })
  await rep.mouse.up()
}

test('[screen R14] in a text editor a drag selects, Ctrl+C takes just that, typing replaces it, and the picture is exact after each', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const line = 'Dear Carla, nothing is lost.'
  const editor = await openEditor(desktop, line)
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  const { rep } = session
  const y = editor.y + Math.floor(editor.height / 2)
  let tries = 0
  const selected = () => desktop.does('xclip', '-o', '-selection', 'primary')
  await expect(async () => {
    // Somewhere in a line, not between two of them, which only the editor knows.
    const row = y + (tries % 6) * 3
    // What an earlier try selected would be dragged away.
    if (tries++ > 0) await rep.keyboard.press('Home')
    await drag(session, [editor.x + 3, row], [editor.x + editor.width - 30, row])
    await expect.poll(selected, { timeout: 3_000 }).toBe(line)
  }).toPass({ timeout: 30_000 })
  await expectExact(rep, desktop)
  await rep.keyboard.press('Control+c')
  await expect.poll(() => desktop.does('xclip', '-o', '-selection', 'clipboard')).toBe(line)
  await rep.keyboard.type('Grüße')
  await rep.keyboard.press('Shift+Home')
  await expect.poll(selected).toBe('Grüße')
  await expectExact(rep, desktop)
  await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
})

test('[screen R14] the wheel scrolls a reader, a dragged window follows, and every pixel is right when it rests', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const file = join(mkdtempSync(join(tmpdir(), 'deskside-read-')), 'lines')
  writeFileSync(file, Array.from({ length: 900 }, (_, i) => `${i} ${'lorem ipsum '.repeat(i % 9)}`).join('\n'))
  const look = ['-T', 'Reader', '-geometry', '70x24+90+90', '-xrm', 'XTerm*alternateScroll: true']
  desktop.start('xterm', [...look, '-e', 'less', file])
  const reader = await desktop.areaOf('Reader')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  const { rep } = session
  await expectExact(rep, desktop)
  const middle = await pointAt(rep, reader.x + 200, reader.y + 150)
  await rep.mouse.move(middle.x, middle.y)
  for (const dy of [500, 1_000, -300]) {
    const before = await pixelsOf(desktop)
    await rep.mouse.wheel(0, dy)
    await expect.poll(async () => before.equals(await pixelsOf(desktop))).toBe(false)
    await expectExact(rep, desktop)
  }
  await drag(session, [reader.x + 200, reader.y - 8], [reader.x + 480, reader.y + 242])
  await expect
    .poll(async () => {
      const { x, y } = await desktop.areaOf('Reader')
      return Math.max(Math.abs(x - reader.x - 280), Math.abs(y - reader.y - 250))
    })
    .toBeLessThan(4)
  await expectExact(rep, desktop)
})
