import type { SurveyAnswer, SurveyReport } from '@deskside/protocol'
import { Button, Notice, SelectField, Spinner, TextField, formatMoment } from '@deskside/ui'
import { Link } from '@tanstack/react-router'
import { Star } from 'lucide-react'
import { useState } from 'react'
import { useAccount } from '../account/index.ts'
import { Card, NothingHere, Page } from '../platform/Page.tsx'
import { usePageTitle } from '../platform/page-title.ts'
import { sentenceOf } from '../platform/queries.ts'
import { ReportNav } from '../report/index.ts'
import { Rating } from './Rating.tsx'
import { Spread } from './Spread.tsx'
import { dayOf, spanOf } from './report-days.ts'
import { reportPath, useSurveyReport } from './surveys.ts'
import type { SurveyFilter } from './surveys.ts'

const MONTH_MS = 30 * 86_400_000

/** What customers said after their sessions, for managers and administrators. */
export function SurveyReportPage() {
  usePageTitle('Surveys')
  const { data: account } = useAccount()
  if (account?.role === 'representative')
    return (
      <Page title="Surveys">
        <Notice tone="warn">Only managers and administrators see this page. Ask one of yours for what you need.</Notice>
      </Page>
    )
  return <Report />
}

interface Chosen {
  readonly first: string
  readonly last: string
  readonly queueId: string
  readonly agentId: string
}

function Report() {
  const [chosen, setChosen] = useState<Chosen>(() => ({
    first: dayOf(Date.now() - MONTH_MS),
    last: dayOf(Date.now()),
    queueId: '',
    agentId: '',
  }))
  const filter: SurveyFilter = {
    ...spanOf(chosen.first, chosen.last),
    ...(chosen.queueId ? { queueId: chosen.queueId } : {}),
    ...(chosen.agentId ? { agentId: chosen.agentId } : {}),
  }
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useSurveyReport(filter)
  const report = data?.pages[0]
  const answers = data?.pages.flatMap((page) => page.answers) ?? []
  return (
    <Page
      title="Surveys"
      lead="What customers said after their sessions from queues."
      actions={<Files filter={filter} />}
    >
      <ReportNav />
      <Filters report={report} chosen={chosen} onChange={setChosen} />
      {error ? (
        <Notice tone="danger" role="alert">
          {sentenceOf(error)}
        </Notice>
      ) : null}
      {isPending ? (
        <p className="flex items-center gap-2">
          <Spinner /> Looking…
        </p>
      ) : null}
      {report ? <Figures report={report} /> : null}
      {report && answers.length === 0 ? (
        <div className="rounded-card border border-line bg-surface">
          <NothingHere icon={<Star className="size-7" />} title="No answers in this time">
            Each queue’s settings say what its customers are asked after a session.
          </NothingHere>
        </div>
      ) : null}
      {answers.length > 0 ? <Answers answers={answers} /> : null}
      {hasNextPage ? (
        <Button className="self-center" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older ones
        </Button>
      ) : null}
    </Page>
  )
}

const FILE_LINK = 'font-medium text-accent-ink underline underline-offset-2'

function Files({ filter }: { readonly filter: SurveyFilter }) {
  return (
    <p className="flex gap-4">
      <a href={reportPath(filter, { format: 'csv' })} download="surveys.csv" className={FILE_LINK}>
        Download CSV
      </a>
      <a href={reportPath(filter, { limit: 500 })} download="surveys.json" className={FILE_LINK}>
        Download JSON
      </a>
    </p>
  )
}

interface FiltersProps {
  readonly report: SurveyReport | undefined
  readonly chosen: Chosen
  readonly onChange: (chosen: Chosen) => void
}

function Filters({ report, chosen, onChange }: FiltersProps) {
  const field = (name: keyof Chosen) => ({
    value: chosen[name],
    onChange: (event: { readonly target: { readonly value: string } }) =>
      onChange({ ...chosen, [name]: event.target.value }),
  })
  return (
    <search aria-label="What the report is about" className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      <TextField label="From" type="date" {...field('first')} />
      <TextField label="To" type="date" {...field('last')} />
      <SelectField label="Queue" {...field('queueId')}>
        <option value="">All queues</option>
        {report?.queues.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField label="Representative" {...field('agentId')}>
        <option value="">Everybody</option>
        {report?.agents.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    </search>
  )
}

function Figures({ report: { asked, answered, average, spread } }: { readonly report: SurveyReport }) {
  const figures = [
    ['Average', average === null ? '–' : `${average.toFixed(1)} of 5`],
    ['Answered', `${answered} of ${asked}`],
    ['Answer rate', asked === 0 ? '–' : `${Math.round((answered / asked) * 100)} %`],
  ] as const
  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <Card title="In short">
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
          {figures.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-soft">{name}</dt>
              <dd className="text-lg font-semibold tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title="Ratings">
        <Spread spread={spread} />
      </Card>
    </div>
  )
}

function Answers({ answers }: { readonly answers: readonly SurveyAnswer[] }) {
  return (
    <Card title="Answers">
      <ul className="divide-y divide-line">
        {answers.map((answer) => (
          <li key={answer.sessionId} className="flex flex-col gap-1.5 py-3">
            <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <Rating rating={answer.rating} />
              <span className="text-sm text-ink-soft wrap-anywhere">
                <bdi>{answer.queueName}</bdi>, <bdi>{answer.agentName || 'somebody who is no longer here'}</bdi>,{' '}
                {formatMoment(answer.answeredAt)}
              </span>
              <Link
                to="/console/sessions/$sessionId"
                params={{ sessionId: answer.sessionId }}
                className="ms-auto text-sm text-accent-ink underline underline-offset-2 wrap-anywhere"
              >
                Session with <bdi>{answer.customerName}</bdi>
              </Link>
            </p>
            {answer.comment ? (
              <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
                {answer.comment}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}
