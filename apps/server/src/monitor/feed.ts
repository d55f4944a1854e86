import type { Board } from '@deskside/protocol'
import type { Logger } from 'pino'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import type { EventStream } from '../platform/event-stream.ts'
import { createNotTooOften } from '../platform/not-too-often.ts'

/** At most so often a changed page is told, in milliseconds: many changes in a row are one. */
const EACH_MS = 1_000
/** How often it is made anew while nothing happens: windows of time move on, and news of another server may have been lost. */
const TICK_MS = 10_000
/** Pages of one manager at once. */
const PAGES_EACH = 10

type Page = Pick<EventStream, 'send' | 'end'>

interface Follower {
  readonly page: Page
  readonly userId: string
  readonly authSessionId: string
  /** Until when their sign-in lasts: nobody says when it runs out. */
  readonly until: number
}

interface Parts {
  readonly make: () => Promise<Board>
  readonly clock: Clock
  readonly log: Logger
}

/** The managers' pages at this server: each is told the whole whenever it is another than it was told last. */
export function createFeed({ make, clock, log }: Parts) {
  const followers = new Set<Follower>()
  /** The time of making is no change. */
  let told = ''
  let forgetTick = (): void => {}
  let stopped = false

  const feed = createNotTooOften({ clock, log, everyMs: EACH_MS }, async () => {
    if (followers.size === 0) return
    const board = await make()
    const text = JSON.stringify({ ...board, now: 0 })
    if (text === told) return
    told = text
    for (const { page } of followers) page.send(board)
  })
  const tick = (): void => {
    forgetTick()
    if (followers.size === 0) return
    forgetTick = clock.after(TICK_MS, () => {
      feed.soon()
      tick()
    })
  }
  const endWhere = (which: (follower: Follower) => boolean): void => {
    for (const follower of [...followers].filter(which)) {
      followers.delete(follower)
      follower.page.end()
    }
  }
  return {
    /** Something is other than before. */
    soon: feed.soon,
    /** @throws AppError request.too-many */
    makeRoom(userId: string): void {
      if ([...followers].filter((follower) => follower.userId === userId).length >= PAGES_EACH)
        throw new AppError('request.too-many')
    },
    /** @returns what is to be called when the page goes. */
    follow(follower: Follower): () => void {
      // A page that comes back while the server stops would keep it from stopping.
      if (stopped) {
        follower.page.end()
        return () => undefined
      }
      followers.add(follower)
      // Who comes hears how things stand at once, and not with the next change.
      told = ''
      feed.soon()
      tick()
      const forgetEnd = clock.after(Math.max(0, follower.until - clock.now()), () => endWhere((f) => f === follower))
      return () => {
        forgetEnd()
        followers.delete(follower)
      }
    },
    /** A sign-in is over, or all of an account. */
    endOf({ userId, authSessionId }: { readonly userId: string; readonly authSessionId?: string | undefined }): void {
      endWhere((f) => f.userId === userId && (authSessionId === undefined || f.authSessionId === authSessionId))
    },
    async stop(): Promise<void> {
      stopped = true
      forgetTick()
      endWhere(() => true)
      await feed.stop()
    },
  }
}
