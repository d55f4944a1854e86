import type { Page } from '@playwright/test'
import type { Picture, Region } from './desktop-page.ts'

interface Watched extends Window {
  changes?: { at: number[]; stop(): void }
}

/** Notes, frame by frame, when a region of the picture becomes another. */
export function watchChanges({ page, selector }: Picture, region: Region): Promise<void> {
  return page.evaluate(
    ({ selector, region: { x, y, width, height } }) => {
      const canvas = document.querySelector<HTMLCanvasElement>(selector)
      const small = Object.assign(document.createElement('canvas'), { width, height })
      const context = small.getContext('2d', { willReadFrequently: true })
      if (!canvas || !context) throw new Error('There is no picture.')
      let going = true
      const changes = { at: [performance.now()], stop: () => void (going = false) }
      ;(window as Watched).changes = changes
      let before = new Uint32Array(0)
      requestAnimationFrame(function look() {
        if (!going) return
        context.drawImage(canvas, x, y, width, height, 0, 0, width, height)
        const now = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)
        if (before.length > 0 && now.some((pixel, at) => pixel !== before[at])) changes.at.push(performance.now())
        before = now
        requestAnimationFrame(look)
      })
    },
    { selector, region },
  )
}

/** Ends it; the answer is how long it was from each change to the next, in milliseconds, the last one's until now. */
export const gapsSeen = (page: Page): Promise<readonly number[]> =>
  page.evaluate(() => {
    const { changes } = window as Watched
    if (!changes) throw new Error('Nothing was watched.')
    changes.stop()
    const at = [...changes.at, performance.now()]
    return at.slice(1).map((moment, index) => moment - (at[index] ?? moment))
  })
