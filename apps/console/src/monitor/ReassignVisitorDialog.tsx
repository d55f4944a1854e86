import type { Board, MonitoredVisitor } from '@deskside/protocol'
import { useToast } from '@deskside/ui'
import { useVisitorChange } from './monitor-calls.ts'
import { ReassignDialog } from './ReassignDialog.tsx'
import type { NewHolder } from './ReassignDialog.tsx'

interface ReassignVisitorDialogProps {
  readonly board: Board
  readonly visitor: MonitoredVisitor
  readonly onClose: () => void
}

/** Moves a waiting visitor to another queue, or has them offered to one agent. */
export function ReassignVisitorDialog({ board, visitor, onClose }: ReassignVisitorDialogProps) {
  const change = useVisitorChange()
  const toast = useToast()
  const agents = board.agents.filter(
    ({ state, queueIds }) => state === 'available' && queueIds.includes(visitor.queueId),
  )
  const reassign = ({ kind, id }: NewHolder): void =>
    change.mutate(
      { visitorId: visitor.id, change: kind === 'agent' ? { offer: id } : { move: id } },
      {
        onSuccess: () => {
          toast({ title: `${visitor.name} was reassigned` })
          onClose()
        },
      },
    )
  return (
    <ReassignDialog
      title={`Reassign ${visitor.name}`}
      description="Their waiting time stays. An agent is asked, as for any other visitor."
      agents={{ heading: 'Available agents of this queue', among: agents }}
      queues={{ heading: 'Another queue', among: board.queues.filter(({ id }) => id !== visitor.queueId) }}
      busy={change.isPending}
      error={change.error}
      onChosen={reassign}
      onClose={onClose}
    >
      {agents.length === 0 ? (
        <p className="text-sm text-ink-soft">No agent of this queue is available at the moment.</p>
      ) : null}
    </ReassignDialog>
  )
}
