import {
  MOST_DAYS,
  MOST_INTERVALS,
  NO_REPORT_TALLY,
  NO_TALLY,
  addTallies,
  agentFiguresOf,
  dateAfter,
  dateAt,
  daysOf,
  forecastOf,
  intervalsOf,
  reportFiguresOf,
  spanOf,
  weekSlotOf,
} from '@deskside/protocol'
import type {
  AgentReport,
  AgentReportQuery,
  AgentTally,
  Interval,
  IntervalLength,
  Period,
  QueueReport,
  QueueReportQuery,
  ReportTally,
  SlotTally,
  StaffingQuery,
  StaffingReport,
} from '@deskside/protocol'
import type { Audit } from '../audit/index.ts'
import type { User } from '../platform/caller.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { seesAllFigures } from './policy.ts'
import type { ReportStore } from './store.ts'

/** A forecast is summed up from more intervals than anybody reads: 15 minutes of thirteen weeks. */
const MOST_FORECAST_INTERVALS = 9_000
/** Days that are reported where nobody says which. */
const USUAL_DAYS = 7

export interface ReportService {
  /** @throws AppError queue.not-found for a queue that is not there, request.invalid for more intervals than a report has. */
  queues(query: QueueReportQuery): Promise<QueueReport>
  /** Of others only for who sees all figures. @throws AppError request.not-found, queue.not-found */
  agents(query: AgentReportQuery, caller: User): Promise<AgentReport>
  /** @throws as `queues` */
  staffing(query: StaffingQuery): Promise<StaffingReport>
  /** Somebody took a report with them. */
  noteExport(what: { readonly report: string; readonly format: string; readonly by: string }): Promise<void>
}

interface Parts {
  readonly store: ReportStore
  readonly audit: Audit
  readonly clock: Clock
}

export function createReportService({ store, audit, clock }: Parts): ReportService {
  const periodOf = ({
    from,
    to,
    zone,
  }: {
    from?: string | undefined
    to?: string | undefined
    zone: string
  }): Period => {
    const last = to ?? dateAt(zone, clock.now())
    const period = { from: from ?? dateAfter(last, 1 - USUAL_DAYS), to: last, zone }
    // Where only one end was said the other is known no sooner than here.
    const days = daysOf(period)
    if (days < 1 || days > MOST_DAYS || period.from < FIRST_DAY)
      throw new AppError('request.invalid', { fields: [NO_PERIOD] })
    return period
  }
  /** The names of all queues; every queue that is asked for is one. */
  const queueNames = async (queueIds: readonly string[] | undefined) => {
    const names = await store.queueNames()
    if (queueIds?.some((id) => !names.some((queue) => queue.id === id))) throw new AppError('queue.not-found')
    return names
  }
  return {
    async queues(query) {
      const { zone, interval, queueIds, shortSeconds } = query
      const period = periodOf(query)
      const names = await queueNames(queueIds)
      const intervals = intervalsWithin(period, interval, MOST_INTERVALS)
      const tallies = await store.queueTallies({ intervals, queueIds, shortSeconds, now: clock.now() })
      return {
        ...spanOf(period),
        zone,
        interval,
        total: reportFiguresOf(tallies.total),
        intervals: intervals.map((span, index) => ({
          ...span,
          ...reportFiguresOf(tallies.intervals[index] ?? NO_REPORT_TALLY),
        })),
        queues: names.flatMap(({ id, name, deleted }) => {
          const tally = tallies.queues.get(id)
          return tally ? [{ queueId: id, name, deleted, ...reportFiguresOf(tally) }] : []
        }),
      }
    },
    async agents(query, caller) {
      const { zone, queueIds } = query
      // What is not theirs is not there for them (THREATS E1).
      if (!seesAllFigures(caller) && query.agentIds?.some((id) => id !== caller.userId))
        throw new AppError('request.not-found')
      const agentIds = seesAllFigures(caller) ? query.agentIds : [caller.userId]
      await queueNames(queueIds)
      const span = spanOf(periodOf(query))
      const rows = await store.agentTallies({ span, queueIds, agentIds, now: clock.now() })
      return {
        ...span,
        zone,
        total: agentFiguresOf(addAgents(rows)),
        agents: rows.map(({ agentId, name, disabled, ...tally }) => ({
          agentId,
          name,
          disabled,
          ...agentFiguresOf(tally),
        })),
      }
    },
    async staffing(query) {
      const { zone, interval, queueIds, percent, seconds, atOnce } = query
      const period = periodOf(query)
      await queueNames(queueIds)
      const intervals = intervalsWithin(period, interval, MOST_FORECAST_INTERVALS)
      const question = { intervals, queueIds, shortSeconds: 0, targetSeconds: seconds, now: clock.now() }
      const tallies = await store.queueTallies(question)
      const slots = slotsOf(intervals, tallies.intervals, zone)
      const forecast = forecastOf(slots, { share: percent / 100, seconds, atOnce })
      const { handleSeconds, patienceSeconds } = forecast
      const shown = forecast.slots.filter(({ arrivals, agentsThere }) => arrivals > 0 || agentsThere > 0)
      return { ...spanOf(period), zone, interval, handleSeconds, patienceSeconds, slots: shown }
    },
    noteExport: ({ report, format, by }) =>
      audit.note({ actor: by, action: 'report.exported', subject: report, details: { format } }),
  }
}

/** @throws AppError request.invalid where there are more. */
function intervalsWithin(period: Period, length: IntervalLength, most: number): readonly Interval[] {
  const intervals = intervalsOf(period, length, most)
  if (intervals.length > most) throw new AppError('request.invalid', { fields: [TOO_MANY] })
  return intervals
}

/** Times are counted from 1970 on, and no clock is more than a day ahead. */
const FIRST_DAY = '1970-01-02'
const NO_PERIOD = { path: 'from', message: 'The last day is not before the first, and at most three years after it.' }
const TOO_MANY = { path: 'interval', message: 'These are too many rows. Choose longer intervals or fewer days.' }

/** Adds up the intervals that are the same time of the week. */
function slotsOf(intervals: readonly Interval[], tallies: readonly ReportTally[], zone: string): readonly SlotTally[] {
  const slots = new Map<string, SlotTally>()
  for (const [index, { from, to }] of intervals.entries()) {
    const tally = tallies[index] ?? NO_REPORT_TALLY
    const { weekday, minute } = weekSlotOf(zone, from)
    const known = slots.get(`${weekday} ${minute}`)
    slots.set(`${weekday} ${minute}`, {
      weekday,
      minute,
      times: (known?.times ?? 0) + 1,
      lengthMs: (known?.lengthMs ?? 0) + to - from,
      handled: (known?.handled ?? 0) + tally.handled,
      handlingMs: (known?.handlingMs ?? 0) + tally.sessionMs + tally.wrapUpMs,
      onDutyMs: (known?.onDutyMs ?? 0) + tally.onDutyMs,
      waitedMs: (known?.waitedMs ?? 0) + tally.answeredWaitMs + tally.abandonedWaitMs,
      ...addTallies([known ?? NO_TALLY, tally]),
    })
  }
  return [...slots.values()].sort((a, b) => a.weekday - b.weekday || a.minute - b.minute)
}

/** All agents as one. */
function addAgents(agents: readonly AgentTally[]): AgentTally {
  const sum = (of: (agent: AgentTally) => number): number => agents.reduce((total, agent) => total + of(agent), 0)
  const times = new Map<string, AgentTally['times'][number]>()
  for (const { state, reason, ms } of agents.flatMap((agent) => agent.times)) {
    const known = times.get(`${state} ${reason}`)
    times.set(`${state} ${reason}`, { state, reason, ms: (known?.ms ?? 0) + ms })
  }
  return {
    times: [...times.values()],
    sessions: sum((agent) => agent.sessions),
    handled: sum((agent) => agent.handled),
    sessionMs: sum((agent) => agent.sessionMs),
    wrapUpMs: sum((agent) => agent.wrapUpMs),
    helpingMs: sum((agent) => agent.helpingMs),
    accepted: sum((agent) => agent.accepted),
    declined: sum((agent) => agent.declined),
    missed: sum((agent) => agent.missed),
  }
}
