import type { MonitoredQueue } from '@deskside/protocol'
import { Badge, StatusDot, formatDuration } from '@deskside/ui'
import { useServerNow } from '../platform/live.tsx'
import { formatSpan } from '../platform/times.ts'
import { STATE_TONES, STATE_WORDS } from '../queue/index.ts'
import { NO_FIGURE, percent } from './board-words.ts'
import { SortableTable } from './SortableTable.tsx'
import type { Column } from './SortableTable.tsx'

type Key = 'name' | 'waiting' | 'longest' | 'level' | 'lately' | 'abandoned' | 'counts' | 'agents'

const COLUMNS: readonly Column<MonitoredQueue, Key>[] = [
  { key: 'name', head: 'Queue', cell: ({ name }) => <bdi>{name}</bdi>, sortBy: ({ name }) => name },
  {
    key: 'waiting',
    head: 'Waiting',
    cell: ({ waiting }) => (
      <Badge tone="accent" strong={waiting > 0}>
        {waiting}
      </Badge>
    ),
    sortBy: ({ waiting }) => waiting,
    descendingFirst: true,
  },
  {
    key: 'longest',
    head: 'Longest wait',
    cell: (queue) => <Longest queue={queue} />,
    // The earliest has waited longest.
    sortBy: ({ longest }) => longest && -longest.since,
    descendingFirst: true,
    className: 'min-w-36',
  },
  {
    key: 'level',
    head: 'In time today',
    title: 'Service level: answered within the target, of all who were answered or left or wait after it',
    cell: ({ today, targetSeconds }) => <Level rate={today.serviceLevel} seconds={targetSeconds} />,
    sortBy: ({ today }) => today.serviceLevel,
  },
  {
    key: 'lately',
    head: 'Last 30 minutes',
    title: 'The same for the last 30 minutes',
    cell: ({ lately, targetSeconds }) => <Level rate={lately.serviceLevel} seconds={targetSeconds} />,
    sortBy: ({ lately }) => lately.serviceLevel,
  },
  {
    key: 'abandoned',
    head: 'Gave up today',
    title: 'Abandon rate: left before they were answered, of all who wait no more',
    cell: ({ today }) => (
      <Figure value={percent(today.abandonRate)}>{today.abandoned > 0 ? `${today.abandoned} visitors` : ''}</Figure>
    ),
    sortBy: ({ today }) => today.abandonRate,
    descendingFirst: true,
  },
  {
    key: 'counts',
    head: 'Came today',
    cell: ({ today }) => <Figure value={String(today.offered)}>{`${today.answered} answered`}</Figure>,
    sortBy: ({ today }) => today.offered,
    descendingFirst: true,
  },
  {
    key: 'agents',
    head: 'Agents',
    cell: ({ agents }) => <Agents counts={agents} />,
    sortBy: ({ agents }) => agents.available ?? 0,
    descendingFirst: true,
    className: 'min-w-36',
  },
]

/** How each queue does now and today. */
export function QueueTable({ queues }: { readonly queues: readonly MonitoredQueue[] }) {
  return (
    <SortableTable
      label="Queues"
      rows={queues}
      idOf={({ id }) => id}
      columns={COLUMNS}
      first={{ by: 'name', descending: false }}
    />
  )
}

function Figure({ value, children }: { readonly value: string; readonly children?: string }) {
  return (
    <>
      <span className="tabular-nums">
        {value === NO_FIGURE ? <span aria-hidden="true">{value}</span> : value}
        {value === NO_FIGURE ? <span className="sr-only">nobody yet</span> : null}
      </span>
      {children ? <span className="block text-xs whitespace-nowrap text-ink-soft">{children}</span> : null}
    </>
  )
}

function Level({ rate, seconds }: { readonly rate: number | null; readonly seconds: number }) {
  return <Figure value={percent(rate)}>{`within ${formatDuration(seconds * 1_000)}`}</Figure>
}

function Longest({ queue: { longest, targetSeconds } }: { readonly queue: MonitoredQueue }) {
  const now = useServerNow()
  if (!longest) return <span className="text-ink-soft">Nobody waits</span>
  const waited = now - longest.since
  const late = waited > targetSeconds * 1_000
  return (
    <>
      <span className="inline-flex items-center gap-2 tabular-nums">
        {formatSpan(waited)}
        {late ? <Badge tone="warn">late</Badge> : null}
      </span>
      <bdi className="block max-w-48 truncate text-xs text-ink-soft" title={longest.name}>
        {longest.name}
      </bdi>
    </>
  )
}

const STATES = ['available', 'busy', 'wrap-up', 'away'] as const

function Agents({ counts }: { readonly counts: MonitoredQueue['agents'] }) {
  const here = STATES.filter((state) => (counts[state] ?? 0) > 0)
  if (here.length === 0) return <span className="text-ink-soft">Nobody is here</span>
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
      {here.map((state) => (
        <li key={state} className="whitespace-nowrap">
          <StatusDot tone={STATE_TONES[state]}>
            {counts[state]} {STATE_WORDS[state].toLocaleLowerCase()}
          </StatusDot>
        </li>
      ))}
    </ul>
  )
}
