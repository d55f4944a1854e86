import type { Page } from '@playwright/test'

/** Where the picture of a desktop is in a page, and how its pixels are read. */
export interface Picture {
  readonly page: Page
  /** Finds the canvas. */
  readonly selector: string
}

export interface Place {
  readonly x: number
  readonly y: number
}

export interface Region extends Place {
  readonly width: number
  readonly height: number
}

interface Measured extends Window {
  flip?: Promise<number>
  counted?: { seen: number; stop(): void }
}

/** A flip that does not come within this time is no figure but a failure. */
const PATIENCE_MS = 5_000

/** What is at a place of the picture, 0 to 255 of light; undefined while there is no picture. */
export function lightAt({ page, selector }: Picture, place: Place): Promise<number | undefined> {
  return page.evaluate(
    ({ selector, place }) => {
      const canvas = document.querySelector<HTMLCanvasElement>(selector)
      const small = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
      const context = small.getContext('2d', { willReadFrequently: true })
      if (!canvas || !context || canvas.width === 0) return undefined
      context.drawImage(canvas, place.x, place.y, 1, 1, 0, 0, 1, 1)
      const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data
      return a === 0 ? undefined : (r + g + b) / 3
    },
    { selector, place },
  )
}

/** Waits for the next real key or button press, then looks at each frame until the light at the place is on its other side. */
export function armFlip(
  { page, selector }: Picture,
  flip: { place: Place; event: 'keydown' | 'pointerdown' },
): Promise<void> {
  return page.evaluate(
    ({ selector, place, event, patience }) => {
      const canvas = document.querySelector<HTMLCanvasElement>(selector)
      const small = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
      const context = small.getContext('2d', { willReadFrequently: true })
      if (!canvas || !context) throw new Error('There is no picture.')
      const isWhite = (): boolean => {
        context.drawImage(canvas, place.x, place.y, 1, 1, 0, 0, 1, 1)
        return (context.getImageData(0, 0, 1, 1).data[0] ?? 0) > 128
      }
      const was = isWhite()
      ;(window as Measured).flip = new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`The flip did not come within ${patience} ms.`)), patience)
        addEventListener(
          event,
          function note(pressed) {
            if (!pressed.isTrusted) return
            removeEventListener(event, note, { capture: true })
            const from = performance.now()
            requestAnimationFrame(function look() {
              if (isWhite() === was) return void requestAnimationFrame(look)
              clearTimeout(late)
              resolve(performance.now() - from)
            })
          },
          { capture: true },
        )
      })
      // It is waited for later; until then a failure is nobody's.
      ;(window as Measured).flip?.catch(() => undefined)
    },
    { selector, ...flip, patience: PATIENCE_MS },
  )
}

/** Milliseconds from the press to the first frame that showed the flip. */
export const readFlip = (page: Page): Promise<number> =>
  page.evaluate(() => (window as Measured).flip ?? Promise.reject(new Error('Not armed.')))

/** Counts, frame by frame, how often a region of the picture is not what it was. */
export function countFrames({ page, selector }: Picture, region: Region): Promise<void> {
  return page.evaluate(
    ({ selector, region: { x, y, width, height } }) => {
      const canvas = document.querySelector<HTMLCanvasElement>(selector)
      const small = Object.assign(document.createElement('canvas'), { width, height })
      const context = small.getContext('2d', { willReadFrequently: true })
      if (!canvas || !context) throw new Error('There is no picture.')
      let going = true
      const count = { seen: 0, stop: () => void (going = false) }
      ;(window as Measured).counted = count
      let before = new Uint32Array(0)
      requestAnimationFrame(function look() {
        if (!going) return
        context.drawImage(canvas, x, y, width, height, 0, 0, width, height)
        const now = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)
        if (before.length > 0 && now.some((pixel, at) => pixel !== before[at])) count.seen += 1
        before = now
        requestAnimationFrame(look)
      })
    },
    { selector, region },
  )
}

export const framesSeen = (page: Page): Promise<number> => page.evaluate(() => (window as Measured).counted?.seen ?? 0)
export const stopCounting = (page: Page): Promise<void> => page.evaluate(() => (window as Measured).counted?.stop())

/** All pixels of the picture, red first, four bytes each. */
export async function readPixels({
  page,
  selector,
}: Picture): Promise<{ width: number; height: number; data: Buffer }> {
  const { width, height, text } = await page.evaluate(async (selector) => {
    const canvas = document.querySelector<HTMLCanvasElement>(selector)
    if (!canvas) throw new Error('There is no picture.')
    const { width, height } = canvas
    const copy = Object.assign(document.createElement('canvas'), { width, height })
    const context = copy.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('There is no picture.')
    context.drawImage(canvas, 0, 0)
    const blob = new Blob([context.getImageData(0, 0, width, height).data])
    const text = await new Promise<string>((resolve) => {
      const reader = new FileReader()
      reader.addEventListener('load', () => resolve(String(reader.result)))
      reader.readAsDataURL(blob)
    })
    return { width, height, text }
  }, selector)
  return { width, height, data: Buffer.from(text.slice(text.indexOf(',') + 1), 'base64') }
}
