import { TRANSFER_MESSAGE_LENGTH } from '@deskside/protocol'
import type { Board, MonitoredSession } from '@deskside/protocol'
import { TextAreaField, useToast } from '@deskside/ui'
import { useState } from 'react'
import { useReassignSession } from './monitor-calls.ts'
import { ReassignDialog } from './ReassignDialog.tsx'
import type { NewHolder } from './ReassignDialog.tsx'

interface ReassignSessionDialogProps {
  readonly board: Board
  readonly session: MonitoredSession
  readonly onClose: () => void
}

/** Hands a session to another agent or to a queue in the place of whoever holds it. */
export function ReassignSessionDialog({ board, session, onClose }: ReassignSessionDialogProps) {
  const reassign = useReassignSession()
  const toast = useToast()
  const [message, setMessage] = useState('')
  const there = new Set(session.representatives.map(({ userId }) => userId))
  const agents = board.agents.filter(({ state, userId }) => state === 'available' && !there.has(userId))
  const handOver = ({ kind, id }: NewHolder): void =>
    reassign.mutate(
      { sessionId: session.id, to: kind === 'agent' ? { kind, userId: id } : { kind, queueId: id }, message },
      {
        onSuccess: () => {
          toast({ title: 'The session is being handed over', description: 'It changes hands once somebody takes it.' })
          onClose()
        },
      },
    )
  return (
    <ReassignDialog
      title={`Reassign the session with ${session.customerName ?? 'nobody yet'}`}
      description="Whoever holds it helps on until somebody takes it, and leaves it then. The customer stays where they are."
      agents={{ heading: 'Available agents', among: agents }}
      queues={{ heading: 'Queues', among: board.queues }}
      busy={reassign.isPending}
      error={reassign.error}
      onChosen={handOver}
      onClose={onClose}
    >
      <TextAreaField
        label="Message to the agent"
        hint="The customer does not see it."
        rows={3}
        maxLength={TRANSFER_MESSAGE_LENGTH}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
      />
    </ReassignDialog>
  )
}
