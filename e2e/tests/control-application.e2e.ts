import type { Page } from '@playwright/test'
import { startProgram } from '../../apps/support-manager/src/testing/x-program.ts'
import { helped } from '../control-session.ts'
import { allowInPanel } from '../support-manager.ts'
import { expect, hex, test } from '../world.ts'

const NAME = "Customer's application"
type Colour = 'red' | 'green' | 'blue' | 'yellow'

/** Counts pixels of a colour in the picture. */
async function pixelsOf(rep: Page, colour: Colour): Promise<number> {
  return rep.getByRole('img', { name: NAME }).evaluate((picture, wanted) => {
    const { width, height } = picture as HTMLCanvasElement
    if (width < 2) return 0
    const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d')
    context?.drawImage(picture as HTMLCanvasElement, 0, 0)
    const data = context?.getImageData(0, 0, width, height).data ?? []
    let count = 0
    for (let i = 0; i < data.length; i += 4)
      if (`#${[0, 1, 2].map((k) => (data[i + k] ?? 0).toString(16).padStart(2, '0')).join('')}` === wanted) count += 1
    return count
  }, hex(colour))
}

/** Looks at every picture that is drawn for a colour that must not be there; the answer is how many had it. */
async function watchFor(rep: Page, colour: Colour): Promise<() => Promise<{ pictures: number; withIt: number }>> {
  await rep.getByRole('img', { name: NAME }).evaluate((picture, wanted) => {
    const seen = { pictures: 0, withIt: 0 }
    Object.assign(globalThis, { seen })
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(wanted.slice(at, at + 2), 16))
    const look = (): void => {
      requestAnimationFrame(look)
      const { width, height } = picture as HTMLCanvasElement
      if (width < 2) return
      const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d')
      context?.drawImage(picture as HTMLCanvasElement, 0, 0)
      const data = context?.getImageData(0, 0, width, height).data ?? []
      seen.pictures += 1
      for (let i = 0; i < data.length; i += 4)
        if (data[i] === r && data[i + 1] === g && data[i + 2] === b) {
          seen.withIt += 1
          break
        }
    }
    look()
  }, hex(colour))
  return () => rep.evaluate(() => (globalThis as unknown as { seen: { pictures: number; withIt: number } }).seen)
}

const number = (colour: Colour): number => Number.parseInt(hex(colour).slice(1), 16)

test('[screen R11] what lies over an application is never in its picture, in no moment; its own dialog is', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const named = { name: desktop.display } as Parameters<typeof startProgram>[0]
  const shop = await startProgram(named, 'shop')
  await keep({ close: () => shop.end() })
  const bank = await startProgram(named, 'bank')
  await keep({ close: () => bank.end() })
  const shopWindow = await shop.open({
    colour: number('red'),
    area: { x: 100, y: 100, width: 600, height: 400 },
    title: 'Shop',
  })
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  const { rep, panel } = session
  await rep.getByRole('tab', { name: 'Application', exact: true }).click()
  await rep.getByRole('button', { name: 'Request View' }).click()
  await allowInPanel(panel, 'Rita Rep', /Shop/)
  await expect.poll(() => pixelsOf(rep, 'red')).toBe(600 * 400)
  const seen = await watchFor(rep, 'blue')
  const over = await bank.open({
    colour: number('blue'),
    area: { x: 300, y: 200, width: 300, height: 300 },
    title: 'Bank',
  })
  const id = String(over)
  for (const [x, y] of [
    [120, 120],
    [350, 90],
    [640, 420],
    [200, 300],
  ])
    await desktop.does('xdotool', 'windowmove', '--sync', id, String(x), String(y))
  await bank.paint(over, number('blue'))
  // A menu of the other program, which no window manager knows of.
  await bank.open({ colour: number('blue'), area: { x: 250, y: 250, width: 100, height: 100 }, menu: true })
  await shop.open({ colour: number('yellow'), area: { x: 200, y: 180, width: 220, height: 120 }, title: 'Shop asks' })
  await expect.poll(() => pixelsOf(rep, 'yellow')).toBe(220 * 120)
  await desktop.does('xdotool', 'windowminimize', '--sync', id)
  await desktop.does('xdotool', 'windowmap', '--sync', id)
  await desktop.does('xdotool', 'windowraise', id)
  await desktop.does('xdotool', 'windowmove', '--sync', String(shopWindow), '140', '160')
  await expect.poll(() => pixelsOf(rep, 'yellow')).toBe(220 * 120)
  const { pictures, withIt } = await seen()
  expect(pictures).toBeGreaterThan(10)
  expect(withIt).toBe(0)
  expect(await pixelsOf(rep, 'blue')).toBe(0)
})

test('[control R6] control of an application types into it and nowhere else: clicks and keys outside are refused, and the page says so', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const terminal = await desktop.terminal('Customer terminal', '60x16+120+120')
  const other = await desktop.terminal('Private terminal', '30x10+700+500')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  const { rep, panel } = session
  await rep.getByRole('tab', { name: 'Application', exact: true }).click()
  await rep.getByRole('button', { name: 'Request Control' }).click()
  await allowInPanel(panel, 'Rita Rep', /Customer terminal/)
  const picture = rep.getByRole('img', { name: NAME })
  await expect(rep.getByText('You may use Carla Customer’s application: click into the picture.')).toBeVisible()
  await picture.click()
  await rep.keyboard.type('here')
  await expect.poll(() => terminal.text()).toBe('here')
  // Something of the person's lies over it: what is clicked there reaches neither.
  const log = await desktop.eventLog('Over it', '300x160+200+160')
  await picture.click()
  await expect(rep.getByText('That is outside the application.')).toBeVisible()
  expect(log.buttons()).toEqual([])
  // It came to the front by that.
  await picture.click()
  await expect(rep.getByText('You are in control.')).toBeVisible()
  await rep.keyboard.type(' again')
  await expect.poll(() => terminal.text()).toBe('here again')
  // The person turns to another window: the keyboard is theirs.
  await desktop.does('xdotool', 'search', '--name', '^Private terminal$', 'windowactivate', '--sync')
  await rep.keyboard.type('secret')
  await expect(rep.getByText('That is outside the application.')).toBeVisible()
  await picture.click()
  await expect(rep.getByText('You are in control.')).toBeVisible()
  await rep.keyboard.type('.')
  await expect.poll(() => terminal.text()).toContain('.')
  expect(terminal.text()).toBe('here again.')
  expect(other.text()).toBe('')
  expect(log.buttons()).toEqual([])
})
