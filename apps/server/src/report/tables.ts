import { dateAt, offsetMinutesAt } from '@deskside/protocol'
import type { AgentReport, QueueReport, StaffingReport } from '@deskside/protocol'
import { csvOf, percent, seconds } from './csv.ts'
import type { CsvValue } from './csv.ts'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const two = (n: number): string => String(n).padStart(2, '0')

/** "2026-11-24 14:00" by the zone's clock, with the clock's distance from UTC: an hour may come twice. */
function momentAt(zone: string, at: number): string {
  const offset = offsetMinutesAt(zone, at)
  const clock = new Date(at + offset * 60_000).toISOString().slice(11, 16)
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  return `${dateAt(zone, at)} ${clock} ${offset < 0 ? 'UTC-' : 'UTC+'}${two(hours)}:${two(minutes)}`
}

const QUEUE_HEADS = [
  'Offered',
  'Answered',
  'Abandoned',
  'Abandoned early',
  'Still waiting',
  'Answered by another queue',
  'Service level (%)',
  'Abandon rate (%)',
  'Average speed of answer (s)',
  'Mean time to abandon (s)',
  'Longest wait (s)',
  'Average handling time (s)',
  'Average time in session (s)',
  'Average finishing up (s)',
  'Occupancy (%)',
]

const queueCells = (row: QueueReport['total']): CsvValue[] => [
  row.offered,
  row.answered,
  row.abandoned,
  row.abandonedShort,
  row.waiting,
  row.overflowed,
  percent(row.serviceLevel),
  percent(row.abandonRate),
  seconds(row.averageAnswerSeconds),
  seconds(row.averageAbandonSeconds),
  seconds(row.longestWaitSeconds),
  seconds(row.averageHandleSeconds),
  seconds(row.averageSessionSeconds),
  seconds(row.averageWrapUpSeconds),
  percent(row.occupancy),
]

export function queueCsv(report: QueueReport, rows: 'intervals' | 'queues'): string {
  const total = ['Total', ...(rows === 'intervals' ? [''] : []), ...queueCells(report.total)]
  if (rows === 'queues')
    return csvOf(['Queue', ...QUEUE_HEADS], [...report.queues.map((row) => [row.name, ...queueCells(row)]), total])
  const moment = (at: number): string => momentAt(report.zone, at)
  const intervals = report.intervals.map((row) => [moment(row.from), moment(row.to), ...queueCells(row)])
  return csvOf(['From', 'To', ...QUEUE_HEADS], [...intervals, total])
}

const STATES = [
  ['available', null, 'Available (s)'],
  ['busy', null, 'Busy (s)'],
  ['wrap-up', null, 'Finishing up (s)'],
  ['away', null, 'Away without a reason (s)'],
  ['away', 'break', 'Away: break (s)'],
  ['away', 'lunch', 'Away: lunch (s)'],
  ['away', 'meeting', 'Away: meeting (s)'],
  ['away', 'training', 'Away: training (s)'],
  ['away', 'other', 'Away: other (s)'],
  ['away', 'missed', 'Away: missed a request (s)'],
] as const

export function agentCsv(report: AgentReport): string {
  const cells = (row: AgentReport['total']): CsvValue[] => [
    row.sessions,
    row.accepted,
    row.declined,
    row.missed,
    seconds(row.averageHandleSeconds),
    seconds(row.averageSessionSeconds),
    seconds(row.averageWrapUpSeconds),
    percent(row.occupancy),
    percent(row.utilisation),
    seconds(row.signedInSeconds),
    ...STATES.map(([state, reason]) =>
      seconds(
        row.times.reduce((sum, time) => (time.state === state && time.reason === reason ? sum + time.seconds : sum), 0),
      ),
    ),
  ]
  const heads = [
    'Agent',
    'Sessions',
    'Accepted',
    'Declined',
    'Missed',
    'Average handling time (s)',
    'Average time in session (s)',
    'Average finishing up (s)',
    'Occupancy (%)',
    'Utilisation (%)',
    'Signed in (s)',
    ...STATES.map(([, , head]) => head),
  ]
  return csvOf(heads, [...report.agents.map((row) => [row.name, ...cells(row)]), ['Total', ...cells(report.total)]])
}

export function staffingCsv(report: StaffingReport): string {
  const tenth = (value: number): number => Math.round(value * 10) / 10
  const heads = [
    'Weekday',
    'From',
    'Intervals counted',
    'Visitors (mean)',
    'Average handling time (s)',
    'Load (erlang)',
    'Agents needed',
    'Service level with them (%)',
    'Agents needed, given that some give up',
    'Agents there (mean)',
    'Service level reached (%)',
  ]
  const rows = report.slots.map((slot): CsvValue[] => [
    WEEKDAYS[slot.weekday - 1] ?? '',
    `${two(Math.floor(slot.minute / 60))}:${two(slot.minute % 60)}`,
    slot.times,
    tenth(slot.arrivals),
    seconds(slot.handleSeconds),
    tenth(slot.erlangs),
    slot.agentsNeeded,
    percent(slot.expected),
    slot.agentsNeededImpatient,
    tenth(slot.agentsThere),
    percent(slot.reached),
  ])
  return csvOf(heads, rows)
}
