import type { Logger } from 'pino'
import type { Clock } from '../platform/clock.ts'
import { endWhatIsOver, nextEnd } from './endings.ts'
import { offerAnew } from './offering.ts'
import type { QueueStore } from './store.ts'

/** How often it is written down who has a page here: well within both, since other servers judge by it. */
const BEAT_MS = 10_000
const VISITOR_SEEN_MS = 25_000
/** Between two looks that only a time calls for; also how soon a failed one is tried again. */
const LEAST_WAIT_MS = 250

export interface Assignment {
  /** Something is other than before: looks who can be offered to whom. One look at a time; what comes meanwhile makes one more. */
  stir(): void
  /** The first look, and from then on by itself. */
  open(): void
  stop(): Promise<void>
}

interface Parts {
  readonly store: QueueStore
  readonly clock: Clock
  readonly log: Logger
  /** Who has a page at this server. */
  readonly here: () => { readonly agentIds: readonly string[]; readonly entryIds: readonly string[] }
  /** Whether an account still helps in a session that it joined once. */
  readonly helps: (userId: string, sessionId: string) => boolean
  /** Something that people see may have changed. */
  readonly changed: () => void
}

/** Brings visitors and agents together, safely with several servers on one database (queue R5, R7 to R11). */
export function createAssignment({ store, clock, log, here, helps, changed }: Parts): Assignment {
  const startedAt = clock.now()
  let forget = (): void => {}
  let forgetBeat = (): void => {}
  let running: Promise<void> | undefined
  let again = false
  let stopped = false

  const noteSeen = async (enoughMs: number): Promise<void> => {
    const { agentIds, entryIds } = here()
    if (agentIds.length > 0) await store.seenAgents(agentIds, clock.now())
    if (entryIds.length > 0) await store.seenWaiting(entryIds, clock.now(), enoughMs)
  }
  const look = async (): Promise<number | undefined> => {
    if (!(await store.anythingGoesOn())) return undefined
    // Nobody who is here is ever judged gone, however long it then takes until it is this server's turn.
    const seenBy = clock.now()
    await noteSeen(VISITOR_SEEN_MS)
    const seen = await store.inTurn(async (within) => {
      const now = clock.now()
      const ended = await endWhatIsOver(within, { now, seenBy, startedAt })
      const { offers, next } = await offerAnew(within, now, helps)
      const end = await nextEnd(within, { now, startedAt })
      const due = Math.min(end ?? Infinity, next ?? Infinity)
      return { changed: ended || offers > 0, result: { due: due === Infinity ? undefined : due, ended, offers } }
    })
    if (seen.ended || seen.offers > 0) changed()
    return seen.due
  }
  const arm = (due: number | undefined): void => {
    forget()
    if (stopped || due === undefined) return
    forget = clock.after(Math.max(LEAST_WAIT_MS, due - clock.now()), stir)
  }
  const lookOnce = async (): Promise<void> => {
    again = false
    try {
      arm(await look())
    } catch (error) {
      log.error({ err: error }, 'visitors and agents could not be brought together')
      arm(clock.now())
    }
    running = undefined
    if (again) stir()
  }
  const stir = (): void => {
    if (stopped) return
    again = true
    running ??= lookOnce()
  }
  const beat = (): void => {
    forgetBeat = clock.after(BEAT_MS, () => {
      noteSeen(VISITOR_SEEN_MS).catch((error: unknown) => log.warn({ err: error }, 'who is here was not written down'))
      // Should news of another server have been lost, it is late, not gone.
      changed()
      beat()
    })
  }
  return {
    stir,
    open() {
      stir()
      beat()
    },
    async stop() {
      stopped = true
      forget()
      forgetBeat()
      await running
    },
  }
}
