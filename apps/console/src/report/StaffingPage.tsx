import { STAFFING_INTERVALS } from '@deskside/protocol'
import type { IntervalLength, StaffingReport } from '@deskside/protocol'
import { Badge, SelectField, TextField } from '@deskside/ui'
import { useState } from 'react'
import { useAccount } from '../account/index.ts'
import { NotTherePage } from '../NotTherePage.tsx'
import { usePageTitle } from '../platform/page-title.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { Downloads } from './Downloads.tsx'
import { FigureTable } from './FigureTable.tsx'
import type { Column } from './FigureTable.tsx'
import { Figures, KeyFigures } from './Figures.tsx'
import { Filters } from './Filters.tsx'
import { HowCounted } from './HowCounted.tsx'
import { StaffingChart } from './lazy-charts.ts'
import type { Question } from './question.ts'
import { NO_FIGURE, WEEKDAYS, formatClock, formatNumber, formatPart, formatTook } from './report-words.ts'
import { ReportFrame } from './ReportFrame.tsx'
import { reportQuery, useStaffingReport } from './reports.ts'
import { useQuestion } from './use-question.ts'

type Slot = StaffingReport['slots'][number]

const lengthOf = ({ interval }: Pick<Question, 'interval'>): IntervalLength =>
  STAFFING_INTERVALS.find((length) => length === interval) ?? 'hour'

/** How many agents each time of the week needs for a service level, beside how many were there; for managers. */
export function StaffingPage() {
  const { data: account } = useAccount()
  return account?.role === 'representative' ? <NotTherePage /> : <Staffing />
}

function Staffing() {
  usePageTitle('Reports')
  const asking = useQuestion()
  const { question, days } = asking
  const { percent, seconds, atOnce } = question
  const query = reportQuery(question, days, { interval: lengthOf(question), percent, seconds, atOnce })
  const report = useStaffingReport(query)
  return (
    <ReportFrame
      lead="How many agents each time of the week needs, from the visitors of these days, beside how many were there."
      actions={<Downloads report="staffing" query={query} />}
    >
      <Filters {...asking}>
        <SelectField
          label="Interval"
          value={lengthOf(question)}
          onChange={(event) => asking.ask({ interval: event.target.value as IntervalLength })}
        >
          <option value="hour">Hour</option>
          <option value="30-minutes">30 minutes</option>
          <option value="15-minutes">15 minutes</option>
        </SelectField>
        <NumberField
          label="Percent answered"
          value={percent}
          range={[1, 99]}
          onChange={(n) => asking.ask({ percent: n })}
        />
        <NumberField
          label="Within seconds"
          value={seconds}
          range={[0, 3_600]}
          onChange={(n) => asking.ask({ seconds: n })}
        />
        <NumberField
          label="Sessions at once"
          value={atOnce}
          range={[1, 20]}
          onChange={(n) => asking.ask({ atOnce: n })}
        />
      </Filters>
      <Figures
        report={report}
        isEmpty={({ slots }) => slots.length === 0}
        nothing="Nobody came to these queues then, so nothing can be forecast. Choose more days: several weeks are best."
      >
        {(data) => <StaffingFigures report={data} />}
      </Figures>
      <HowCounted of={HOW} />
    </ReportFrame>
  )
}

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly range: readonly [from: number, to: number]
  readonly onChange: (value: number) => void
}

/** Asks with what was typed once it is a number that may be asked. */
function NumberField({ label, value, range: [from, to], onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState(String(value))
  const isFit = (text: string): boolean => /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to
  return (
    <TextField
      label={label}
      type="number"
      min={from}
      max={to}
      value={typed}
      onChange={({ target: { value: text } }) => {
        setTyped(text)
        if (isFit(text)) onChange(Number(text))
      }}
      error={isFit(typed) ? undefined : `From ${from} to ${to}.`}
      fieldClassName="w-36"
    />
  )
}

function StaffingFigures({ report: { slots, handleSeconds, patienceSeconds } }: { readonly report: StaffingReport }) {
  const [weekday, setWeekday] = useState(0)
  const shown = slots.filter((slot) => weekday === 0 || slot.weekday === weekday)
  const short = slots.filter((slot) => shortOf(slot) > 0)
  return (
    <>
      <KeyFigures
        of={[
          ['Handling time', formatTook(handleSeconds)],
          ['Patience', patienceSeconds === null ? 'Nobody gave up' : formatTook(patienceSeconds)],
          ['Most agents needed', formatNumber(Math.max(0, ...slots.map(({ agentsNeeded }) => agentsNeeded ?? 0)))],
          ['Times with too few', `${short.length} of ${slots.length}`],
        ]}
      />
      <ChartFrame caption="Agents needed and agents there through the week. The table below has the same figures.">
        <StaffingChart
          points={shown.map((slot) => ({
            name: nameOf(slot),
            needed: slot.agentsNeeded,
            there: slot.agentsThere,
            visitors: slot.arrivals,
          }))}
        />
      </ChartFrame>
      <section aria-label="Figures" className="flex flex-col gap-3">
        <SelectField
          label="Weekday"
          value={weekday}
          onChange={(event) => setWeekday(Number(event.target.value))}
          fieldClassName="max-w-56 print:hidden"
        >
          <option value={0}>All days</option>
          {WEEKDAYS.map((day, index) => (
            <option key={day} value={index + 1}>
              {day}
            </option>
          ))}
        </SelectField>
        <FigureTable label="Figures by time of the week" columns={COLUMNS} rows={shown} keyOf={nameOf} />
      </section>
    </>
  )
}

const nameOf = ({ weekday, minute }: Slot): string =>
  `${WEEKDAYS[weekday - 1]?.slice(0, 3) ?? ''} ${formatClock(minute)}`
/** How many were missing, in whole agents. */
const shortOf = ({ agentsNeeded, agentsThere }: Slot): number =>
  agentsNeeded === null ? 0 : Math.max(0, Math.ceil(agentsNeeded - agentsThere - 0.05))

const column = (
  head: string,
  name: Exclude<keyof Slot, 'weekday' | 'minute'>,
  format: (value: number | null) => string,
): Column<Slot> => ({ head, show: (slot) => format(slot[name]), by: (slot) => slot[name] })

const COLUMNS: readonly [Column<Slot>, ...Column<Slot>[]] = [
  { head: 'Time', show: nameOf, by: ({ weekday, minute }) => weekday * 1_440 + minute },
  column('Visitors (mean)', 'arrivals', formatNumber),
  column('Handling time', 'handleSeconds', formatTook),
  column('Load (erlang)', 'erlangs', formatNumber),
  column('Agents needed', 'agentsNeeded', formatNumber),
  column('Would answer in time', 'expected', formatPart),
  column('Needed, as some give up', 'agentsNeededImpatient', formatNumber),
  column('Agents there (mean)', 'agentsThere', formatNumber),
  {
    head: 'Too few by',
    show: (slot) => (shortOf(slot) > 0 ? <Badge tone="warn">{shortOf(slot)}</Badge> : NO_FIGURE),
    by: shortOf,
  },
  column('Service level reached', 'reached', formatPart),
]

const HOW = [
  ['Visitors', 'The mean of all intervals of that weekday and time in the chosen days. More weeks make it steadier.'],
  ['Load', 'Visitors times their handling time: how many agents they keep busy without a break (erlang).'],
  [
    'Handling time',
    'That time’s own mean from 10 sessions on, with finishing up; the mean of all days where there were fewer.',
  ],
  [
    'Agents needed',
    'The fewest with whom so many percent are answered within so many seconds, by Erlang C: visitors come by chance, nobody gives up, and each agent has one session at a time, or as many at once as is set above. Breaks are not in it: plan for them on top.',
  ],
  [
    'Needed, as some give up',
    'The same by Erlang A. Patience is the time of all waits by the number of those who gave up; who gives up counts as not answered in time.',
  ],
  ['Agents there', 'The mean number of agents of these queues who were available, busy or finishing up.'],
  ['Service level reached', 'As in the queue report, with the seconds that are set above for all queues.'],
] as const
