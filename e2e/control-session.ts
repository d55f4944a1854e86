import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import type { Desktop } from './desktop.ts'
import type { House } from './house.ts'
import { SupportManager, allowInPanel, passOf } from './support-manager.ts'
import { meet } from './world.ts'
import type { Browsers, Meeting } from './world.ts'

export interface Helped extends Meeting {
  readonly program: SupportManager
  readonly panel: Page
}

/**
 * A session in which the customer's Support Manager runs, its panel open in the customer's browser, which may be the
 * representative's as well. Close `program` at the end.
 */
export async function helped(house: House, browser: Browser | Browsers, desktop: Desktop): Promise<Helped> {
  const browsers = 'cust' in browser ? browser : { rep: browser, cust: browser }
  const meeting = await meet(house, browsers)
  const code = await passOf(meeting.custContext, house)
  const program = await SupportManager.start({ house, desktop, code })
  const panel = await program.panel(await browsers.cust.newContext({ viewport: { width: 380, height: 640 } }))
  await expect(panel.getByText('Rita Rep').first()).toBeVisible()
  return { ...meeting, program, panel }
}

/** The representative asks for control of the desktop, the customer allows it in the panel, and chooses where there is a choice. */
export async function controlDesktop({ rep, panel }: Pick<Helped, 'rep' | 'panel'>, choice?: RegExp): Promise<void> {
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request Control' }).click()
  await allowInPanel(panel, 'Rita Rep', choice)
  await expect(rep.getByRole('img', { name: "Customer's desktop" })).toBeVisible()
}

/** Where a pixel of a shown computer lies in the page, as it is drawn there now: fitted, or one to one. */
export async function pointAt(page: Page, x: number, y: number, name = "Customer's desktop"): Promise<Place> {
  const picture = page.getByRole('img', { name })
  await expect.poll(() => picture.evaluate((canvas) => (canvas as HTMLCanvasElement).width)).toBeGreaterThan(1)
  const box = await picture.boundingBox()
  const size = await picture.evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement
    return { width, height }
  })
  if (!box) throw new Error('The picture has no place.')
  const scale = Math.min(box.width / size.width, box.height / size.height)
  const left = box.x + (box.width - size.width * scale) / 2
  const top = box.y + (box.height - size.height * scale) / 2
  // The middle of the pixel.
  return { x: left + (x + 0.5) * scale, y: top + (y + 0.5) * scale }
}

interface Place {
  readonly x: number
  readonly y: number
}

/** Clicks at a place of a shown computer, in its own pixels, as the hand of who looks at it does. */
export async function clickAt(page: Page, x: number, y: number, name?: string): Promise<void> {
  const place = await pointAt(page, x, y, name)
  await page.mouse.click(place.x, place.y)
}

const X11 = new URL('../apps/support-manager/src/platform/x11.ts', import.meta.url).href
const LOOK = `
  const { openX11 } = await import(${JSON.stringify(X11)})
  const x = await openX11()
  const keys = await x.ask((reply) => x.client.QueryKeymap(reply))
  const { keyMask } = await x.ask((reply) => x.client.QueryPointer(x.root, reply))
  process.stdout.write(JSON.stringify({ keys: keys.some((byte) => byte !== 0), buttons: (keyMask & 0x1f00) !== 0 }))
  x.close()
`

/** Whether any key, or any button of the mouse, is down on a desktop, as the X server itself says. */
export async function heldOn(desktop: Desktop): Promise<{ keys: boolean; buttons: boolean }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', LOOK], {
    env: { ...process.env, DISPLAY: desktop.display },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (data: Buffer) => (said += data.toString()))
  await once(child, 'close')
  return JSON.parse(said) as { keys: boolean; buttons: boolean }
}
