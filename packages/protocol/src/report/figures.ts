import { NO_TALLY, figuresOf } from '../queue/figures.ts'
import type { QueueFigures, QueueTally } from '../queue/figures.ts'
import type { Inbox } from '../queue/http.ts'

/**
 * What a queue's report is made of, beside the tally that the manager's page counts, too. Each is a sum or, of waits, the
 * greatest: intervals and queues are made into one by their sums (report R3).
 */
export interface ReportTally extends QueueTally {
  /** Of those abandoned: so soon that nobody could have answered them. */
  readonly abandonedShort: number
  /** The waits of those abandoned, summed, in milliseconds. */
  readonly abandonedWaitMs: number
  /** The longest wait of all, those who still wait too, in milliseconds. */
  readonly longestWaitMs: number
  /** Who still waits. */
  readonly waiting: number
  /** Of those answered: by an agent of another queue. */
  readonly overflowed: number
  /** Times of representatives in sessions that the queue led to and that are over for them. */
  readonly handled: number
  /** How long they took, summed, in milliseconds; of `handled` sessions. */
  readonly sessionMs: number
  /** What their agents spent on finishing them up, summed, in milliseconds. */
  readonly wrapUpMs: number
  /** Time of the queue's agents on duty: available, busy or finishing up, in milliseconds. */
  readonly onDutyMs: number
  /** Of that: with at least one session, or finishing one up. */
  readonly occupiedMs: number
}

export const NO_REPORT_TALLY: ReportTally = {
  ...NO_TALLY,
  abandonedShort: 0,
  abandonedWaitMs: 0,
  longestWaitMs: 0,
  waiting: 0,
  overflowed: 0,
  handled: 0,
  sessionMs: 0,
  wrapUpMs: 0,
  onDutyMs: 0,
  occupiedMs: 0,
}

/**
 * A queue's figures in a report, of contact centre practice (ICMI, "Call Center Management on Fast Forward"; B. Cleveland):
 *
 * - Average handling time: the mean time of an agent in a session of the queue, and what they then spent on finishing it up.
 * - Mean time to abandon: the mean wait of those who gave up.
 * - Occupancy: of the time that the queue's agents were on duty (available, busy or finishing up) the part in which they had at
 *   least one session or finished one up. Who is away or offline is not on duty.
 *
 * Offered, answered, service level, abandon rate and average speed of answer are those of `figuresOf`. Times are in seconds, parts
 * from 0 to 1; null where nobody counts.
 */
export interface ReportFigures extends QueueFigures {
  readonly abandonedShort: number
  readonly waiting: number
  readonly overflowed: number
  readonly averageAbandonSeconds: number | null
  readonly longestWaitSeconds: number | null
  readonly averageHandleSeconds: number | null
  readonly averageSessionSeconds: number | null
  readonly averageWrapUpSeconds: number | null
  readonly occupancy: number | null
}

const mean = (sumMs: number, count: number): number | null => (count > 0 ? sumMs / count / 1_000 : null)
const part = (some: number, of: number): number | null => (of > 0 ? Math.min(1, some / of) : null)

export function reportFiguresOf(tally: ReportTally): ReportFigures {
  const { abandoned, handled, sessionMs, wrapUpMs } = tally
  return {
    ...figuresOf(tally),
    abandonedShort: tally.abandonedShort,
    waiting: tally.waiting,
    overflowed: tally.overflowed,
    averageAbandonSeconds: mean(tally.abandonedWaitMs, abandoned),
    longestWaitSeconds: tally.offered > 0 ? tally.longestWaitMs / 1_000 : null,
    averageHandleSeconds: mean(sessionMs + wrapUpMs, handled),
    averageSessionSeconds: mean(sessionMs, handled),
    averageWrapUpSeconds: mean(wrapUpMs, handled),
    occupancy: part(tally.occupiedMs, tally.onDutyMs),
  }
}

/** How long an agent was in one state for one reason. */
export interface StateTime {
  readonly state: 'available' | 'busy' | 'away' | 'wrap-up'
  readonly reason: Inbox['reason']
  readonly seconds: number
}

/** What an agent's report is made of. Milliseconds. */
export interface AgentTally {
  readonly times: readonly (Pick<StateTime, 'state' | 'reason'> & { readonly ms: number })[]
  /** Sessions that they came into. */
  readonly sessions: number
  /** Of those: over for them, with how long they took. */
  readonly handled: number
  readonly sessionMs: number
  readonly wrapUpMs: number
  /** Time on duty (available or busy) with at least one session. */
  readonly helpingMs: number
  readonly accepted: number
  readonly declined: number
  readonly missed: number
}

/**
 * An agent's figures. Occupancy: of their time on duty (available, busy or finishing up) the part with at least one session or
 * finishing one up. Utilisation: the same time, of all that they were not offline, breaks included.
 */
export interface AgentFigures {
  readonly times: StateTime[]
  readonly signedInSeconds: number
  readonly sessions: number
  readonly accepted: number
  readonly declined: number
  readonly missed: number
  readonly averageHandleSeconds: number | null
  readonly averageSessionSeconds: number | null
  readonly averageWrapUpSeconds: number | null
  readonly occupancy: number | null
  readonly utilisation: number | null
}

export function agentFiguresOf(tally: AgentTally): AgentFigures {
  const { times, sessions, accepted, declined, missed, handled, sessionMs, wrapUpMs } = tally
  const inStates = (...states: readonly string[]): number =>
    times.reduce((sum, { state, ms }) => (states.includes(state) ? sum + ms : sum), 0)
  const signedIn = inStates('available', 'busy', 'away', 'wrap-up')
  const occupied = tally.helpingMs + inStates('wrap-up')
  return {
    times: times.map(({ state, reason, ms }) => ({ state, reason, seconds: ms / 1_000 })),
    signedInSeconds: signedIn / 1_000,
    sessions,
    accepted,
    declined,
    missed,
    averageHandleSeconds: mean(sessionMs + wrapUpMs, handled),
    averageSessionSeconds: mean(sessionMs, handled),
    averageWrapUpSeconds: mean(wrapUpMs, handled),
    occupancy: part(occupied, inStates('available', 'busy', 'wrap-up')),
    utilisation: part(occupied, signedIn),
  }
}
