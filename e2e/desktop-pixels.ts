import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { openX11 } from '../apps/support-manager/src/platform/x11.ts'
import type { Area, Desktop } from './desktop.ts'

/** All of a desktop of 1280 × 800 except the frame that says who is there, and its label. */
const INSIDE: Area = { x: 8, y: 40, width: 1264, height: 752 }

/** What a display itself has in an area now: blue, green, red and nothing for each pixel. */
export async function pixelsOf(desktop: Desktop, { x, y, width, height }: Area = INSIDE): Promise<Buffer> {
  const display = await openX11(desktop.display)
  const pixels = 2
  const { data } = await display.ask<{ readonly data: Buffer }>((reply) =>
    display.client.GetImage(pixels, display.root, x, y, width, height, 0xffff_ffff, reply),
  )
  display.close()
  return data
}

/** How many pixels of an area differ between a display and the picture of it in a page. */
async function differing(
  page: Page,
  { data, area, name }: { data: Buffer; area: Area; name: string },
): Promise<number> {
  return page.getByRole('img', { name }).evaluate(
    (picture, { truth, at }) => {
      const { x, y, width, height } = at
      // Nothing has come yet.
      if ((picture as HTMLCanvasElement).width < 2) return width * height
      const canvas = Object.assign(document.createElement('canvas'), { width, height })
      const context = canvas.getContext('2d')
      if (!context) return Number.NaN
      context.drawImage(picture as HTMLCanvasElement, -x, -y)
      const seen = context.getImageData(0, 0, width, height).data
      const there = atob(truth)
      let wrong = 0
      for (let i = 0; i < seen.length; i += 4) {
        const same =
          seen[i] === there.charCodeAt(i + 2) &&
          seen[i + 1] === there.charCodeAt(i + 1) &&
          seen[i + 2] === there.charCodeAt(i) &&
          seen[i + 3] === 255
        if (!same) wrong += 1
      }
      return wrong
    },
    { truth: data.toString('base64'), at: area },
  )
}

/** Waits until every pixel of an area is in the page as it is on the display. */
export async function expectExact(
  page: Page,
  desktop: Desktop,
  { area = INSIDE, name = "Customer's desktop" }: { area?: Area; name?: string } = {},
): Promise<void> {
  await expect
    .poll(async () => differing(page, { data: await pixelsOf(desktop, area), area, name }), {
      message: `pixels of ${name} that differ from the display's`,
    })
    .toBe(0)
}
