import type { Board, MonitoredAgent, MonitoredSession } from '@deskside/protocol'
import { Button, StatusDot, formatClock } from '@deskside/ui'
import { useMemo, useState } from 'react'
import { useServerNow } from '../platform/live.tsx'
import { formatSpan } from '../platform/times.ts'
import { STATE_TONES } from '../queue/index.ts'
import { AgentStateDialog } from './AgentStateDialog.tsx'
import { stateWords } from './board-words.ts'
import { SortableTable } from './SortableTable.tsx'
import type { Column } from './SortableTable.tsx'

type Key = 'name' | 'state' | 'sessions' | 'offers' | 'seen' | 'act'

interface AgentTableProps {
  readonly board: Board
  readonly agents: readonly MonitoredAgent[]
}

const ORDER = ['available', 'busy', 'wrap-up', 'away', 'offline'] as const

/** How each agent stands, and what they do. */
export function AgentTable({ board, agents }: AgentTableProps) {
  const [changing, setChanging] = useState<string>()
  const { sessions } = board
  const columns = useMemo(() => columnsFor({ sessions, setChanging }), [sessions])
  const agent = board.agents.find(({ userId }) => userId === changing)
  return (
    <>
      <SortableTable
        label="Agents"
        rows={agents}
        idOf={({ userId }) => userId}
        columns={columns}
        first={{ by: 'state', descending: false }}
      />
      {agent ? <AgentStateDialog agent={agent} onClose={() => setChanging(undefined)} /> : null}
    </>
  )
}

function State({ agent }: { readonly agent: MonitoredAgent }) {
  const now = useServerNow()
  return (
    <>
      <StatusDot tone={STATE_TONES[agent.state]}>{stateWords(agent)}</StatusDot>
      {agent.since === null || agent.state === 'offline' ? null : (
        <span className="block text-xs text-ink-soft tabular-nums">for {formatSpan(now - agent.since)}</span>
      )}
    </>
  )
}

function Sessions({ sessions }: { readonly sessions: readonly MonitoredSession[] }) {
  const now = useServerNow()
  if (sessions.length === 0) return <span className="text-ink-soft">None</span>
  return (
    <ul className="flex flex-col gap-0.5">
      {sessions.map(({ id, customerName, queueName, startedAt }) => (
        <li key={id} className="wrap-anywhere">
          <bdi>{customerName ?? 'No customer yet'}</bdi>
          <span className="text-xs text-ink-soft">
            {queueName === null ? '' : `, ${queueName}`},{' '}
            <span className="tabular-nums">{formatSpan(now - startedAt)}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

interface Around {
  readonly sessions: readonly MonitoredSession[]
  readonly setChanging: (userId: string) => void
}

function columnsFor({ sessions, setChanging }: Around): Column<MonitoredAgent, Key>[] {
  const sessionsOf = ({ userId }: MonitoredAgent) =>
    sessions.filter(({ representatives }) => representatives.some((each) => each.userId === userId))
  return [
    { key: 'name', head: 'Agent', cell: ({ name }) => <bdi>{name}</bdi>, sortBy: ({ name }) => name },
    {
      key: 'state',
      head: 'State',
      cell: (agent) => <State agent={agent} />,
      sortBy: ({ state }) => ORDER.indexOf(state),
      className: 'min-w-36',
    },
    {
      key: 'sessions',
      head: 'Sessions now',
      cell: (agent) => <Sessions sessions={sessionsOf(agent)} />,
      sortBy: (agent) => sessionsOf(agent).length,
      descendingFirst: true,
      className: 'min-w-48',
    },
    {
      key: 'offers',
      head: 'Being asked',
      cell: ({ offers }) =>
        offers.length > 0 ? (
          <bdi className="wrap-anywhere">{offers.map(({ name }) => name).join(', ')}</bdi>
        ) : (
          <span className="text-ink-soft">–</span>
        ),
      sortBy: ({ offers }) => offers.length,
      descendingFirst: true,
    },
    {
      key: 'seen',
      head: 'Last here',
      cell: ({ seenAt }) => (
        <span className="text-ink-soft tabular-nums">{seenAt === null ? 'Never' : formatClock(seenAt)}</span>
      ),
      sortBy: ({ seenAt }) => seenAt,
      descendingFirst: true,
    },
    {
      key: 'act',
      head: 'Change',
      cell: ({ userId, name }) => (
        <Button size="small" aria-label={`Change state of ${name}`} onClick={() => setChanging(userId)}>
          Change state
        </Button>
      ),
    },
  ]
}
