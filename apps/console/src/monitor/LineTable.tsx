import type { Board, MonitoredQueue, MonitoredVisitor } from '@deskside/protocol'
import { Badge, Button } from '@deskside/ui'
import { useMemo, useState } from 'react'
import { useServerNow } from '../platform/live.tsx'
import { formatSpan } from '../platform/times.ts'
import { ReassignVisitorDialog } from './ReassignVisitorDialog.tsx'
import { SortableTable } from './SortableTable.tsx'
import type { Column } from './SortableTable.tsx'

type Key = 'name' | 'queue' | 'since' | 'offered' | 'act'

interface LineTableProps {
  readonly board: Board
  readonly visitors: readonly MonitoredVisitor[]
}

/** Who waits, in which queue, for how long, and who is being asked. */
export function LineTable({ board, visitors }: LineTableProps) {
  const [reassigning, setReassigning] = useState<string>()
  const { queues } = board
  const columns = useMemo(() => columnsFor({ queues, setReassigning }), [queues])
  // Whoever was taken meanwhile is not there to be reassigned.
  const visitor = board.line.find(({ id }) => id === reassigning)
  return (
    <>
      <SortableTable
        label="Waiting visitors"
        rows={visitors}
        idOf={({ id }) => id}
        columns={columns}
        first={{ by: 'since', descending: true }}
      />
      {visitor ? (
        <ReassignVisitorDialog board={board} visitor={visitor} onClose={() => setReassigning(undefined)} />
      ) : null}
    </>
  )
}

function Waited({ since }: { readonly since: number }) {
  const now = useServerNow()
  return <span className="tabular-nums">{formatSpan(now - since)}</span>
}

interface Around {
  readonly queues: readonly MonitoredQueue[]
  readonly setReassigning: (id: string) => void
}

function columnsFor({ queues, setReassigning }: Around): Column<MonitoredVisitor, Key>[] {
  const queueOf = ({ queueId }: MonitoredVisitor): string => queues.find(({ id }) => id === queueId)?.name ?? ''
  return [
    {
      key: 'name',
      head: 'Visitor',
      cell: ({ name, transferred, escalated }) => (
        <>
          <bdi>{name}</bdi> {transferred ? <Badge tone="accent">handed over</Badge> : null}{' '}
          {escalated ? <Badge tone="warn">goes first by now</Badge> : null}
        </>
      ),
      sortBy: ({ name }) => name,
    },
    { key: 'queue', head: 'Queue', cell: (row) => <bdi>{queueOf(row)}</bdi>, sortBy: queueOf },
    {
      key: 'since',
      head: 'Waiting for',
      cell: ({ since }) => <Waited since={since} />,
      sortBy: ({ since }) => -since,
      descendingFirst: true,
    },
    {
      key: 'offered',
      head: 'Offered to',
      cell: ({ offeredTo }) =>
        offeredTo.length > 0 ? (
          <bdi className="wrap-anywhere">{offeredTo.join(', ')}</bdi>
        ) : (
          <span className="text-ink-soft">Nobody yet</span>
        ),
      sortBy: ({ offeredTo }) => offeredTo[0] ?? null,
    },
    {
      key: 'act',
      head: 'Reassign',
      cell: ({ id, name, transferred }) =>
        transferred ? null : (
          <Button size="small" aria-label={`Reassign ${name}`} onClick={() => setReassigning(id)}>
            Reassign
          </Button>
        ),
    },
  ]
}
