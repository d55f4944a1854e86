import type { Mailbox } from '@deskside/protocol'
import type { Logger } from 'pino'
import type { Clock } from '../platform/clock.ts'
import { createNotTooOften } from '../platform/not-too-often.ts'
import type { MailStore } from './store.ts'

/** At most so often mailboxes are looked at anew, in milliseconds. */
const EVERY_MS = 500
/** Longest time until the next look for what comes due, in milliseconds: a timer takes no more. */
const MOST_MS = 86_400_000

interface Parts {
  readonly store: MailStore
  readonly clock: Clock
  readonly log: Logger
}

/** Who has a page at this server, and what each of them was told last of their mailboxes. */
export function createMailWatch({ store, clock, log }: Parts) {
  const told = new Map<string, string>()
  const listeners: ((userId: string, mailbox: Mailbox) => void)[] = []
  let disarm: (() => void) | undefined

  const tell = async (): Promise<void> => {
    if (told.size === 0) return
    const now = clock.now()
    for (const [userId, mailbox] of await store.mailboxes([...told.keys()], now)) {
      const text = JSON.stringify(mailbox)
      const before = told.get(userId)
      // Who sees no mailbox, as most representatives do who serve no queue, hears nothing of there being none.
      if (before === undefined || before === text || (before === '' && mailbox.queues.length === 0)) continue
      told.set(userId, text)
      for (const listener of listeners) listener(userId, mailbox)
    }
    const next = await store.nextDue(now)
    disarm?.()
    disarm =
      next === undefined ? undefined : clock.after(Math.min(MOST_MS, Math.max(0, next - clock.now()) + 1), looks.soon)
  }
  const looks = createNotTooOften({ clock, log, everyMs: EVERY_MS }, tell)
  return {
    soon: looks.soon,
    /** A representative opened or closed a page. */
    handlePages(userId: string, pages: number): void {
      if (pages === 0) return void told.delete(userId)
      // The new page knows nothing.
      told.set(userId, '')
      looks.soon()
    },
    onMailbox: (listener: (userId: string, mailbox: Mailbox) => void): void => void listeners.push(listener),
    async stop(): Promise<void> {
      disarm?.()
      await looks.stop()
    },
  }
}
