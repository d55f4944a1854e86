import type { ChildProcess } from 'node:child_process'
import type { Panel, PanelWindow } from './window-port.ts'

/** A page has this long to come up in a window that was opened, in milliseconds. */
const COMING_MS = 20_000
const LOOK_MS = 50

interface Parts {
  readonly child: ChildProcess
  readonly panel: Panel
  readonly raise: () => void
  /** After its end. */
  readonly tidy?: () => void
}

/** The window that a process shows, once the panel's page has come up in it; undefined when it did not. */
export async function windowOf({ child, panel, raise, tidy }: Parts): Promise<PanelWindow | undefined> {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const end = (): void => {
    tidy?.()
    resolve()
  }
  child.once('exit', end)
  // A program that is not there gives an error and no exit.
  child.once('error', end)
  const gone = closed.then(() => 'gone' as const)
  const until = performance.now() + COMING_MS
  while (child.pid !== undefined && performance.now() < until) {
    if (panel.attended()) return { closed, pids: [child.pid], raise, close: () => void child.kill() }
    const look = new Promise<'look'>((resolve) => setTimeout(resolve, LOOK_MS, 'look'))
    if ((await Promise.race([gone, look])) === 'gone') return undefined
  }
  child.kill()
  return undefined
}
