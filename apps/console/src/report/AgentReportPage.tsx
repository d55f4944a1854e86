import type { AgentReport } from '@deskside/protocol'
import { Badge } from '@deskside/ui'
import type { ReactNode } from 'react'
import { useAccount } from '../account/index.ts'
import { usePageTitle } from '../platform/page-title.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { Downloads } from './Downloads.tsx'
import { FigureTable } from './FigureTable.tsx'
import type { Column } from './FigureTable.tsx'
import { Figures, KeyFigures } from './Figures.tsx'
import { Filters } from './Filters.tsx'
import { HowCounted } from './HowCounted.tsx'
import { AgentChart } from './lazy-charts.ts'
import { formatNumber, formatPart, formatTook } from './report-words.ts'
import { ReportFrame } from './ReportFrame.tsx'
import { reportQuery, useAgentReport } from './reports.ts'
import { useQuestion } from './use-question.ts'

/** What agents did; a representative sees themselves. */
export function AgentReportPage() {
  const { data: account } = useAccount()
  const isOwn = account?.role === 'representative'
  usePageTitle(isOwn ? 'My figures' : 'Reports')
  const asking = useQuestion()
  // Their own address names no queues: whichever it was, it is theirs.
  const query = reportQuery(isOwn ? { ...asking.question, queueIds: [] } : asking.question, asking.days)
  const report = useAgentReport(query)
  return (
    <ReportFrame
      lead={isOwn ? 'What is counted of your work in queues.' : 'How long agents were there, and what they did.'}
      actions={<Downloads report="agents" query={query} />}
    >
      <Filters {...asking} withQueues={!isOwn} />
      <Figures
        report={report}
        isEmpty={({ agents }) => agents.length === 0}
        nothing={
          isOwn
            ? 'You were not available for a queue then, and in no session. Choose other days.'
            : 'No agent was there then. Choose other days.'
        }
      >
        {(data) => <AgentFigures report={data} />}
      </Figures>
      <HowCounted of={HOW} />
    </ReportFrame>
  )
}

function AgentFigures({ report: { total, agents } }: { readonly report: AgentReport }) {
  const rows = agents.map((row): Row => ({
    ...row,
    key: row.agentId,
    order: row.name,
    title: (
      <>
        <bdi>{row.name}</bdi> {row.disabled ? <Badge>Disabled</Badge> : null}
      </>
    ),
  }))
  return (
    <>
      <KeyFigures
        of={[
          ['Signed in', formatTook(total.signedInSeconds)],
          ['Sessions', formatNumber(total.sessions)],
          ['Handling time', formatTook(total.averageHandleSeconds)],
          ['Missed requests', formatNumber(total.missed)],
          ['Occupancy', formatPart(total.occupancy)],
          ['Utilisation', formatPart(total.utilisation)],
        ]}
      />
      <ChartFrame caption="Hours in each state. The table below has the same figures.">
        <AgentChart agents={agents} />
      </ChartFrame>
      <FigureTable
        label="Figures by agent"
        columns={[{ head: 'Agent', show: ({ title }) => title, by: ({ order }) => order }, ...COLUMNS]}
        rows={rows}
        keyOf={({ key }) => key}
        total={rows.length > 1 ? { ...total, key: 'total', order: '', title: 'All' } : undefined}
      />
    </>
  )
}

type Figures = AgentReport['total']
type Row = Figures & { readonly key: string; readonly order: string; readonly title: ReactNode }

const inState = ({ times }: Figures, state: string, reason?: string | null): number =>
  times.reduce(
    (sum, time) =>
      time.state === state && (reason === undefined || time.reason === reason) ? sum + time.seconds : sum,
    0,
  )
const time = (head: string, state: string, reason?: string | null): Column<Row> => ({
  head,
  show: (row) => formatTook(inState(row, state, reason)),
  by: (row) => inState(row, state, reason),
})
const column = (
  head: string,
  name: Exclude<keyof Figures, 'times'>,
  format: (value: number | null) => string,
): Column<Row> => ({ head, show: (row) => format(row[name]), by: (row) => row[name] })

const COLUMNS: readonly Column<Row>[] = [
  column('Sessions', 'sessions', formatNumber),
  column('Accepted', 'accepted', formatNumber),
  column('Declined', 'declined', formatNumber),
  column('Missed', 'missed', formatNumber),
  column('Handling time', 'averageHandleSeconds', formatTook),
  column('Occupancy', 'occupancy', formatPart),
  column('Utilisation', 'utilisation', formatPart),
  column('Signed in', 'signedInSeconds', formatTook),
  time('Available', 'available'),
  time('Busy', 'busy'),
  time('Finishing up', 'wrap-up'),
  time('Away', 'away'),
  time('Away: break', 'away', 'break'),
  time('Away: lunch', 'away', 'lunch'),
  time('Away: meeting', 'away', 'meeting'),
  time('Away: training', 'away', 'training'),
  time('Away: other', 'away', 'other'),
  time('Away: missed', 'away', 'missed'),
]

const HOW = [
  ['Signed in', 'All time as an agent that was not offline: available, busy, finishing up and away.'],
  ['Sessions', 'Sessions that the agent came into in these days, also those that did not come from a queue.'],
  ['Accepted, declined, missed', 'Requests from queues by how they were answered. Missed: not within the time.'],
  [
    'Handling time',
    'The mean time in a session, with what was then spent on finishing it up; of sessions that are over.',
  ],
  [
    'Occupancy',
    'Of the time available, busy or finishing up, the part with at least one session or finishing one up. Several sessions at once count as one time.',
  ],
  ['Utilisation', 'The same time, of all time signed in, breaks included.'],
  ['Queues', 'Chosen queues count for sessions and requests; the time in states is of no queue.'],
] as const
