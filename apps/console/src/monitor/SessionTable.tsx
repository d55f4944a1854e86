import type { Board, MonitoredSession } from '@deskside/protocol'
import { Badge, Button, Menu, MenuItem } from '@deskside/ui'
import { ChevronDown, Eye } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useServerNow } from '../platform/live.tsx'
import { formatSpan } from '../platform/times.ts'
import { roleIn } from './board-words.ts'
import { ComeInDialog } from './ComeInDialog.tsx'
import { ReassignSessionDialog } from './ReassignSessionDialog.tsx'
import { SortableTable } from './SortableTable.tsx'
import type { Column } from './SortableTable.tsx'
import { useComeIn } from './use-come-in.ts'

type Key = 'customer' | 'queue' | 'people' | 'since' | 'watchers' | 'act'
/** What is asked about before it is done, and in which session. */
type Asking = { readonly what: 'barge-in' | 'take-over' | 'reassign'; readonly id: string }

interface SessionTableProps {
  readonly board: Board
  readonly sessions: readonly MonitoredSession[]
  /** The manager's own account. */
  readonly me: string
}

/** All live sessions, with the ways into them. */
export function SessionTable({ board, sessions, me }: SessionTableProps) {
  const [asking, setAsking] = useState<Asking>()
  const { policy } = board
  const columns = useMemo(() => columnsFor({ policy, me, setAsking }), [policy, me])
  const asked = board.sessions.find(({ id }) => id === asking?.id)
  const close = (): void => setAsking(undefined)
  return (
    <>
      <SortableTable
        label="Live sessions"
        rows={sessions}
        idOf={({ id }) => id}
        columns={columns}
        first={{ by: 'since', descending: false }}
      />
      {asked && asking?.what === 'reassign' ? (
        <ReassignSessionDialog board={board} session={asked} onClose={close} />
      ) : null}
      {asked && asking && asking.what !== 'reassign' ? (
        <ComeInDialog sessionId={asked.id} customerName={asked.customerName} act={asking.what} onClose={close} />
      ) : null}
    </>
  )
}

function Running({ since }: { readonly since: number }) {
  const now = useServerNow()
  return <span className="tabular-nums">{formatSpan(now - since)}</span>
}

interface ActsProps {
  readonly session: MonitoredSession
  readonly me: string
  readonly mayWatch: boolean
  readonly onAsk: (what: Asking['what']) => void
}

function Acts({ session, me, mayWatch, onAsk }: ActsProps) {
  const comeIn = useComeIn()
  const role = roleIn(session, me)
  const who = session.customerName ?? 'no customer yet'
  return (
    <span className="inline-flex items-center gap-2">
      {role === 'out' ? null : <Badge tone="accent">{ROLE_WORDS[role]}</Badge>}
      {role !== 'out' ? (
        <Button size="small" aria-label={`Open the session with ${who}`} onClick={() => comeIn.open(session.id)}>
          Open
        </Button>
      ) : null}
      {role === 'out' && mayWatch ? (
        <Button
          size="small"
          icon={<Eye aria-hidden="true" className="size-4" />}
          aria-label={`Watch the session with ${who}`}
          busy={comeIn.isPending}
          onClick={() => comeIn.act(session.id, 'watch')}
        >
          Watch
        </Button>
      ) : null}
      <Menu
        trigger={
          <Button size="small" aria-label={`More for the session with ${who}`}>
            More <ChevronDown aria-hidden="true" className="size-4" />
          </Button>
        }
      >
        {role === 'out' || role === 'watching' ? <MenuItem onClick={() => onAsk('barge-in')}>Barge in</MenuItem> : null}
        {role === 'primary' ? null : <MenuItem onClick={() => onAsk('take-over')}>Take over</MenuItem>}
        {session.customerName === null ? null : <MenuItem onClick={() => onAsk('reassign')}>Reassign…</MenuItem>}
        {role === 'primary' && session.customerName === null ? (
          <MenuItem disabled>It is your own session</MenuItem>
        ) : null}
      </Menu>
    </span>
  )
}

const ROLE_WORDS = { primary: 'Yours', assisting: 'You assist', watching: 'You watch' } as const

interface Around {
  readonly policy: Board['policy']
  readonly me: string
  readonly setAsking: (asking: Asking) => void
}

function columnsFor({ policy, me, setAsking }: Around): Column<MonitoredSession, Key>[] {
  const helping = ({ representatives }: MonitoredSession): string => representatives.map(({ name }) => name).join(', ')
  return [
    {
      key: 'customer',
      head: 'Customer',
      cell: ({ customerName }) =>
        customerName === null ? <span className="text-ink-soft">No customer yet</span> : <bdi>{customerName}</bdi>,
      sortBy: ({ customerName }) => customerName,
    },
    {
      key: 'queue',
      head: 'Queue',
      cell: ({ queueName }) =>
        queueName === null ? <span className="text-ink-soft">No queue</span> : <bdi>{queueName}</bdi>,
      sortBy: ({ queueName }) => queueName,
    },
    {
      key: 'people',
      head: 'Helped by',
      cell: (session) => <bdi className="wrap-anywhere">{helping(session)}</bdi>,
      sortBy: helping,
    },
    {
      key: 'since',
      head: 'Running for',
      cell: ({ startedAt }) => <Running since={startedAt} />,
      sortBy: ({ startedAt }) => -startedAt,
      descendingFirst: true,
    },
    {
      key: 'watchers',
      head: 'Watched by',
      cell: ({ watchers }) => <bdi className="wrap-anywhere">{watchers.map(({ name }) => name).join(', ')}</bdi>,
      sortBy: ({ watchers }) => watchers[0]?.name ?? null,
    },
    {
      key: 'act',
      head: 'Come in',
      cell: (session) => (
        <Acts
          session={session}
          me={me}
          mayWatch={policy !== 'forbidden'}
          onAsk={(what) => setAsking({ what, id: session.id })}
        />
      ),
      className: 'w-0 whitespace-nowrap',
    },
  ]
}
