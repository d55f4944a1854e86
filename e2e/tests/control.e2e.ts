import type { Page } from '@playwright/test'
import type { Desktop } from '../desktop.ts'
import { SupportManager, allowInPanel, passOf } from '../support-manager.ts'
import { expect, expectColour, hex, launch, meet, test } from '../world.ts'
import type { Meeting } from '../world.ts'
import type { House } from '../house.ts'
import type { Browser } from '@playwright/test'

/** A place of the desktop that none of the tests' windows covers. */
const BARE = { name: "Customer's desktop", x: 0.95, y: 0.1 }

interface Helped extends Meeting {
  readonly program: SupportManager
  readonly panel: Page
}

/** A session in which the customer's Support Manager runs, its panel open in a browser of its own. */
async function helped(house: House, browser: Browser, desktop: Desktop): Promise<Helped> {
  const meeting = await meet(house, { rep: browser, cust: browser })
  const code = await passOf(meeting.custContext, house)
  const program = await SupportManager.start({ house, desktop, code })
  const panel = await program.panel(await browser.newContext({ viewport: { width: 380, height: 640 } }))
  await expect(panel.getByText('Rita Rep').first()).toBeVisible()
  return { ...meeting, program, panel }
}

async function controlDesktop({ rep, panel }: Helped): Promise<void> {
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request Control' }).click()
  await allowInPanel(panel)
  await expect(rep.getByRole('img', { name: "Customer's desktop" })).toBeVisible()
}

/** Clicks at a place of the customer's desktop, in its own pixels, as the representative's hand does. */
async function clickAt(rep: Page, x: number, y: number): Promise<void> {
  const picture = rep.getByRole('img', { name: "Customer's desktop" })
  const box = await picture.boundingBox()
  const size = await picture.evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement
    return { width, height }
  })
  if (!box) throw new Error('The picture has no place.')
  const scale = Math.min(box.width / size.width, box.height / size.height)
  const left = box.x + (box.width - size.width * scale) / 2
  const top = box.y + (box.height - size.height * scale) / 2
  await rep.mouse.click(left + x * scale, top + y * scale)
}

test('the main way: asked for, allowed in the small window, seen exactly, and typed into a real terminal', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('green'))
  const typed = await desktop.terminal('Customer terminal')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  await expectColour(session.rep, BARE, 'green')
  await clickAt(session.rep, typed.at.x, typed.at.y)
  await session.rep.keyboard.type('echo Hello, Carla; ls -la | wc\n')
  await expect.poll(() => typed.text()).toContain('echo Hello, Carla; ls -la | wc')
  await desktop.paint(hex('blue'))
  await expectColour(session.rep, BARE, 'blue')
})
