import type { Logger } from 'pino'
import type { Clock } from '../platform/clock.ts'
import type { Audit } from './service.ts'

/** How long further refusals of the same kind are only counted, in milliseconds. */
const GATHER_MS = 60_000
/** Kinds that are told apart at once; past it they are counted together. */
const KINDS = 1_000

/**
 * Puts refusals that an honest page never meets into the log: the first of a kind at once, those of the next minute as one
 * line with their number. Whoever knocks at closed doors all day long fills neither the log nor the database's queue.
 */
export function createDenials({
  audit,
  clock,
  log,
}: {
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Logger
}): (actor: string, what: string) => void {
  const more = new Map<string, number>()
  const write = (actor: string, subject: string, times: number): void => {
    audit
      .note({ actor, action: 'request.denied', subject, details: { times } })
      .catch((error: unknown) => log.error({ err: error }, 'a denial could not be audited'))
  }
  const note = (actor: string, what: string): void => {
    const kind = `${actor} ${what}`
    const known = more.get(kind)
    if (known !== undefined) return void more.set(kind, known + 1)
    if (more.size >= KINDS && actor !== 'many') return note('many', 'several')
    more.set(kind, 0)
    write(actor, what, 1)
    clock.after(GATHER_MS, () => {
      const times = more.get(kind) ?? 0
      more.delete(kind)
      if (times > 0) write(actor, what, times)
    })
  }
  return note
}
