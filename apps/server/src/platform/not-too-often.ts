import type { Logger } from 'pino'
import type { Clock } from './clock.ts'

interface Parts {
  readonly clock: Clock
  readonly log: Logger
  /** Rest after each time, in milliseconds. */
  readonly everyMs: number
}

/** Runs work when asked, at once where it has been quiet, and never twice within a time. Failed work is done again. */
export function createNotTooOften(
  { clock, log, everyMs }: Parts,
  work: () => Promise<void>,
): { soon(): void; stop(): Promise<void> } {
  let resting = false
  let again = false
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  const soon = (): void => {
    if (stopped) return
    if (resting) {
      again = true
      return
    }
    resting = true
    again = false
    running = work().catch((error: unknown) => {
      log.warn({ err: error }, 'what changed could not be told')
      again = true
    })
    void running.then(() =>
      clock.after(everyMs, () => {
        resting = false
        if (again) soon()
      }),
    )
  }
  return {
    soon,
    async stop() {
      stopped = true
      await running
    },
  }
}
