import type { Page } from '@playwright/test'

/** Milliseconds until a trial has failed. */
export const PATIENCE_MS = 20_000

interface Run {
  /** The words on the button that starts it: from the moment that the pointer goes down. */
  readonly pressed: string
  /** What ends it: an element that shows this text, in the first frame that can have it. */
  readonly selector: string
  readonly text: string
}

interface Armed extends Window {
  stopwatch?: Promise<number>
}

/** Times a press until something is on the page, inside the page: the driver's own way to and from it is not counted. */
export async function armStopwatch(page: Page, run: Run): Promise<{ read(): Promise<number> }> {
  await page.evaluate(
    ({ pressed, selector, text, patience }) => {
      ;(window as Armed).stopwatch = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`${pressed} led to no ${text} within ${patience} ms.`)), patience)
        const isShown = (): boolean =>
          [...document.querySelectorAll(selector)].some((element) => element.textContent.includes(text))
        document.addEventListener(
          'pointerdown',
          (press) => {
            const target = press.target instanceof Element ? press.target.closest('button') : null
            if (!target?.textContent.includes(pressed)) return
            const watcher = new MutationObserver(() => {
              if (!isShown()) return
              watcher.disconnect()
              requestAnimationFrame(() => resolve(performance.now() - press.timeStamp))
            })
            watcher.observe(document.body, { childList: true, subtree: true, characterData: true })
          },
          { capture: true },
        )
      })
    },
    { ...run, patience: PATIENCE_MS },
  )
  return { read: () => page.evaluate(() => (window as Armed).stopwatch ?? Promise.reject(new Error('Not armed.'))) }
}
