import { INTERVALS } from '@deskside/protocol'
import type { QueueReport } from '@deskside/protocol'
import { Badge, Checkbox, SegmentedControl } from '@deskside/ui'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { usePageTitle } from '../platform/page-title.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { Downloads } from './Downloads.tsx'
import { FigureTable } from './FigureTable.tsx'
import type { Column } from './FigureTable.tsx'
import { Figures, KeyFigures } from './Figures.tsx'
import { Filters } from './Filters.tsx'
import { HowCounted } from './HowCounted.tsx'
import { QueueChart } from './lazy-charts.ts'
import { intervalOf } from './question.ts'
import { formatNumber, formatPart, formatTook, namesOf } from './report-words.ts'
import { ReportFrame } from './ReportFrame.tsx'
import { reportQuery, useQueueReport } from './reports.ts'
import { useQuestion } from './use-question.ts'

type Rows = 'intervals' | 'queues'

/** How the queues did. */
export function QueueReportPage() {
  usePageTitle('Reports')
  const asking = useQuestion()
  const [rows, setRows] = useState<Rows>('intervals')
  const query = reportQuery(asking.question, asking.days, { interval: intervalOf(asking.question, asking.days) })
  const report = useQueueReport(query)
  return (
    <ReportFrame
      lead="How many came to the queues, how long they waited and how they fared."
      actions={<Downloads report="queues" query={`${query}&rows=${rows}`} />}
    >
      <Filters {...asking} intervals={INTERVALS} />
      <Figures
        report={report}
        isEmpty={({ total }) => total.offered === 0 && total.occupancy === null}
        nothing="Nobody came to these queues then. Choose other days, or all queues."
      >
        {(data) => <QueueFigures report={data} rows={rows} onRows={setRows} />}
      </Figures>
      <HowCounted of={HOW} />
    </ReportFrame>
  )
}

interface QueueFiguresProps {
  readonly report: QueueReport
  readonly rows: Rows
  readonly onRows: (rows: Rows) => void
}

function QueueFigures({ report, rows, onRows }: QueueFiguresProps) {
  const { total, intervals, queues, zone, interval } = report
  const [all, setAll] = useState(false)
  const names = namesOf(intervals, zone, interval)
  const named = intervals.map((row, index): Row => ({
    ...row,
    key: String(row.from),
    name: names[index] ?? '',
    order: row.from,
  }))
  const came = named.filter(({ offered }) => offered > 0)
  const byQueue = queues.map((row): Row => ({
    ...row,
    key: row.queueId,
    order: row.name,
    name: (
      <>
        <bdi>{row.name}</bdi> {row.deleted ? <Badge>Deleted</Badge> : null}
      </>
    ),
  }))
  return (
    <>
      <KeyFigures
        of={[
          ['Offered', formatNumber(total.offered)],
          ['Answered', formatNumber(total.answered)],
          ['Abandoned', formatNumber(total.abandoned), formatPart(total.abandonRate)],
          ['Service level', formatPart(total.serviceLevel)],
          ['Speed of answer', formatTook(total.averageAnswerSeconds)],
          ['Handling time', formatTook(total.averageHandleSeconds)],
          ['Occupancy', formatPart(total.occupancy)],
        ]}
      />
      <ChartFrame caption="Visitors by the time when they came, and the service level. The table below has the same figures.">
        <QueueChart bars={named.map((row) => ({ ...row, name: String(row.name) }))} />
      </ChartFrame>
      <section aria-label="Figures" className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3 print:hidden">
          <SegmentedControl
            label="Rows of the table"
            value={rows}
            onChange={onRows}
            segments={[
              { value: 'intervals', text: 'By time', label: 'By time' },
              { value: 'queues', text: 'By queue', label: 'By queue' },
            ]}
          />
          {rows === 'intervals' && came.length < named.length ? (
            <Checkbox label="Also when nobody came" checked={all} onChange={(event) => setAll(event.target.checked)} />
          ) : null}
        </div>
        <FigureTable
          key={rows}
          label={rows === 'intervals' ? 'Figures by time' : 'Figures by queue'}
          columns={[
            { head: rows === 'intervals' ? 'Time' : 'Queue', show: ({ name }) => name, by: ({ order }) => order },
            ...COLUMNS,
          ]}
          rows={rows === 'queues' ? byQueue : all ? named : came}
          keyOf={({ key }) => key}
          total={{ ...total, key: 'total', name: 'Total', order: '' }}
        />
      </section>
    </>
  )
}

type Row = QueueReport['total'] & { readonly key: string; readonly name: ReactNode; readonly order: string | number }
type Name = Exclude<keyof QueueReport['total'], never>

const column = (head: string, name: Name, format: (value: number | null) => string): Column<Row> => ({
  head,
  show: (row) => format(row[name]),
  by: (row) => row[name],
})

const COLUMNS: readonly Column<Row>[] = [
  column('Offered', 'offered', formatNumber),
  column('Answered', 'answered', formatNumber),
  column('Abandoned', 'abandoned', formatNumber),
  column('Of these early', 'abandonedShort', formatNumber),
  column('Service level', 'serviceLevel', formatPart),
  column('Abandon rate', 'abandonRate', formatPart),
  column('Speed of answer', 'averageAnswerSeconds', formatTook),
  column('Time to abandon', 'averageAbandonSeconds', formatTook),
  column('Longest wait', 'longestWaitSeconds', formatTook),
  column('Handling time', 'averageHandleSeconds', formatTook),
  column('Occupancy', 'occupancy', formatPart),
  column('Still waiting', 'waiting', formatNumber),
  column('By another queue', 'overflowed', formatNumber),
]

const HOW = [
  ['Offered', 'Everybody who came into the line. All that a visitor does counts at the time when they came.'],
  ['Answered', 'Whom an agent accepted.'],
  ['Abandoned', 'Who left the line, or had no page open for too long, before that. Early: within 5 seconds.'],
  [
    'Service level',
    'Answered within the queue’s target, of all who were answered, and of who left or still waits after the target. Who left before it counts neither way.',
  ],
  ['Abandon rate', 'Abandoned, of answered and abandoned.'],
  ['Speed of answer', 'The mean wait of those who were answered.'],
  ['Time to abandon', 'The mean wait of those who abandoned.'],
  [
    'Handling time',
    'The mean time of an agent in a session of the queue, with what they then spent on finishing it up; of sessions that are over.',
  ],
  [
    'Occupancy',
    'Of the time in which the queue’s agents were available, busy or finishing up, the part with at least one session or finishing one up. Several sessions at once count as one time. Agents are those who serve the queue now.',
  ],
  ['By another queue', 'Answered by an agent of the queue that this one overflows to, by the time of the session.'],
] as const
