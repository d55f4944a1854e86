import { figuresOf } from '../queue/figures.ts'
import type { QueueTally } from '../queue/figures.ts'
import { agentsNeeded, erlangC } from './erlang.ts'
import type { Goal } from './erlang.ts'
import type { WeekSlot } from './intervals.ts'

/** What was recorded of one weekday and time of day, over all of its days in a period. */
export interface SlotTally extends QueueTally, WeekSlot {
  /** How many of these intervals the period has; one or more. */
  readonly times: number
  /** How long they are together, in milliseconds. */
  readonly lengthMs: number
  /** Sessions that are over, and what they and finishing them up took, summed. */
  readonly handled: number
  readonly handlingMs: number
  /** Time of agents on duty, summed, in milliseconds. */
  readonly onDutyMs: number
  /** The waits of everybody, summed, in milliseconds: by which patience is told. */
  readonly waitedMs: number
}

export interface SlotForecast extends WeekSlot {
  /** How many of these intervals it is the mean of. */
  readonly times: number
  /** Visitors an interval, as a mean. */
  readonly arrivals: number
  /** What they take, in agents kept busy. */
  readonly erlangs: number
  /** What it was reckoned with: the slot's own where enough was recorded, the period's otherwise; null where nothing was. */
  readonly handleSeconds: number | null
  /** The fewest agents that meet the goal by Erlang C; null where it cannot be told. */
  readonly agentsNeeded: number | null
  /** The part that they would answer in time, 0 to 1. */
  readonly expected: number | null
  /** The same, given that some give up (Erlang A); null where nobody did. */
  readonly agentsNeededImpatient: number | null
  /** Agents on duty, as a mean. */
  readonly agentsThere: number
  /** The service level that was reached, 0 to 1. */
  readonly reached: number | null
}

export interface Forecast {
  readonly slots: readonly SlotForecast[]
  /** Mean handling time of the whole period. */
  readonly handleSeconds: number | null
  /** Mean time after which visitors give up; null where nobody did. */
  readonly patienceSeconds: number | null
}

/** So many sessions make a mean that is a slot's own. */
const ENOUGH = 10

/**
 * How many agents each time of the week needs, beside what happened (report R7). `atOnce` sessions of an agent count as so many
 * places: the handling times recorded are those of agents who have as many.
 *
 * Patience is the maximum likelihood of times that the answer cuts short, as if it took by chance: all waits by the number who
 * gave up (L. Brown et al., "Statistical analysis of a telephone call center", 2005).
 */
export function forecastOf(
  slots: readonly SlotTally[],
  { share, seconds, atOnce }: Goal & { readonly atOnce: number },
): Forecast {
  const sum = (of: (slot: SlotTally) => number): number => slots.reduce((total, slot) => total + of(slot), 0)
  const [handled, abandoned] = [sum((slot) => slot.handled), sum((slot) => slot.abandoned)]
  const handleSeconds = handled > 0 ? sum((slot) => slot.handlingMs) / handled / 1_000 : null
  const patienceSeconds = abandoned > 0 ? Math.max(1, sum((slot) => slot.waitedMs) / abandoned / 1_000) : null
  return {
    handleSeconds,
    patienceSeconds,
    slots: slots.map((slot): SlotForecast => {
      const own = slot.handled >= ENOUGH ? slot.handlingMs / slot.handled / 1_000 : handleSeconds
      const arrivals = slot.offered / slot.times
      const erlangs = own === null ? 0 : (slot.offered * own * 1_000) / slot.lengthMs
      return {
        weekday: slot.weekday,
        minute: slot.minute,
        times: slot.times,
        arrivals,
        erlangs,
        handleSeconds: own,
        ...neededFor(
          { erlangs, handleSeconds: own, patienceSeconds },
          { share, seconds, atOnce, offered: slot.offered },
        ),
        agentsThere: slot.onDutyMs / slot.lengthMs,
        reached: figuresOf(slot).serviceLevel,
      }
    }),
  }
}

function neededFor(
  load: { readonly erlangs: number; readonly handleSeconds: number | null; readonly patienceSeconds: number | null },
  { share, seconds, atOnce, offered }: Goal & { readonly atOnce: number; readonly offered: number },
): Pick<SlotForecast, 'agentsNeeded' | 'expected' | 'agentsNeededImpatient'> {
  const { erlangs, handleSeconds, patienceSeconds } = load
  if (offered === 0)
    return { agentsNeeded: 0, expected: null, agentsNeededImpatient: patienceSeconds === null ? null : 0 }
  if (handleSeconds === null || handleSeconds <= 0)
    return { agentsNeeded: null, expected: null, agentsNeededImpatient: null }
  const agents = (places: number | undefined): number | null =>
    places === undefined ? null : Math.ceil(places / atOnce)
  const needed = agents(agentsNeeded({ erlangs, handleSeconds }, { share, seconds }))
  return {
    agentsNeeded: needed,
    expected:
      needed === null ? null : erlangC({ agents: needed * atOnce, erlangs, handleSeconds }).answeredWithin(seconds),
    agentsNeededImpatient:
      patienceSeconds === null
        ? null
        : agents(agentsNeeded({ erlangs, handleSeconds, patienceSeconds }, { share, seconds })),
  }
}
