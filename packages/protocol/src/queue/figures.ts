import { momentOf, zoneOf } from './time-zone.ts'

/**
 * How a queue does, in figures: the same on the manager's page (of today, live) and in reports (of the past). They are those of
 * contact centre practice (ICMI, "Call Center Management on Fast Forward"; ITIL 4, service desk): a contact counts where it came
 * in, in the interval in which it came in, whenever it was answered.
 *
 * - Offered: who came in. A session that is handed over is no visitor: it counts where its customer came in, and nowhere else.
 * - Answered: whom an agent accepted. Abandoned: who left, or had no page for too long, before that.
 * - Service level: answered within the target, of all who were answered, and of who left or still waits after the target. Who
 *   left within the target counts neither way: nobody was late for them. Who still waits past it is late already, so the figure
 *   of a moment is never better than what it becomes.
 * - Abandon rate: abandoned of answered and abandoned, early ones included. Who still waits is neither yet.
 * - Average speed of answer: the mean wait of who was answered.
 */
export interface QueueTally {
  readonly offered: number
  readonly answered: number
  /** Of those answered: within the target. */
  readonly answeredInTime: number
  readonly abandoned: number
  /** Of those abandoned: within the target. */
  readonly abandonedEarly: number
  /** Of those who still wait: for longer than the target. */
  readonly waitingLate: number
  /** The waits of those answered, summed, in milliseconds. */
  readonly answeredWaitMs: number
}

export interface QueueFigures {
  readonly offered: number
  readonly answered: number
  readonly abandoned: number
  /** From 0 to 1; null where nobody counts. */
  readonly serviceLevel: number | null
  /** The same. */
  readonly abandonRate: number | null
  /** In seconds; null where nobody was answered. */
  readonly averageAnswerSeconds: number | null
}

/** One wait in a queue, as far as it is. */
export interface QueueWait {
  readonly enteredAt: number
  readonly state: 'waiting' | 'answered' | 'abandoned'
  /** Null for who waits. */
  readonly endedAt: number | null
}

export const NO_TALLY: QueueTally = {
  offered: 0,
  answered: 0,
  answeredInTime: 0,
  abandoned: 0,
  abandonedEarly: 0,
  waitingLate: 0,
  answeredWaitMs: 0,
}

/** Counts waits. A wait of exactly the target is in time. */
export function tallyOf(
  waits: Iterable<QueueWait>,
  { targetSeconds, now }: { readonly targetSeconds: number; readonly now: number },
): QueueTally {
  const tally = { ...NO_TALLY }
  for (const { enteredAt, endedAt, state } of waits) {
    const waited = Math.max(0, (endedAt ?? now) - enteredAt)
    const inTime = waited <= targetSeconds * 1_000
    tally.offered += 1
    if (state === 'answered') {
      tally.answered += 1
      tally.answeredWaitMs += waited
      if (inTime) tally.answeredInTime += 1
    } else if (state === 'abandoned') {
      tally.abandoned += 1
      if (inTime) tally.abandonedEarly += 1
    } else if (!inTime) tally.waitingLate += 1
  }
  return tally
}

/** Several queues, or intervals of one, as one: figures are made of sums, never of other figures. */
export function addTallies(tallies: Iterable<QueueTally>): QueueTally {
  const sum = { ...NO_TALLY }
  for (const tally of tallies) for (const name of Object.keys(sum) as (keyof QueueTally)[]) sum[name] += tally[name]
  return sum
}

export function figuresOf(tally: QueueTally): QueueFigures {
  const { offered, answered, abandoned } = tally
  const counted = answered + (abandoned - tally.abandonedEarly) + tally.waitingLate
  const over = answered + abandoned
  return {
    offered,
    answered,
    abandoned,
    serviceLevel: counted > 0 ? tally.answeredInTime / counted : null,
    abandonRate: over > 0 ? abandoned / over : null,
    averageAnswerSeconds: answered > 0 ? tally.answeredWaitMs / answered / 1_000 : null,
  }
}

const DAY_MS = 86_400_000

/** When the day of a moment began in a time zone, in milliseconds since 1970. */
export function startOfDay(timeZone: string, at: number): number {
  const zone = zoneOf(timeZone)
  return momentOf(zone, Math.floor((at + zone.offsetAt(at)) / DAY_MS) * DAY_MS)
}
