import { TRANSFER_MESSAGE_LENGTH } from '@deskside/protocol'
import type { Board, MonitoredSession } from '@deskside/protocol'
import { Button, Dialog, Notice, SelectField, TextAreaField, useToast } from '@deskside/ui'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { sentenceOf } from '../platform/queries.ts'
import { useReassignSession } from './monitor-calls.ts'

interface ReassignSessionDialogProps {
  readonly board: Board
  readonly session: MonitoredSession
  readonly onClose: () => void
}

/** Hands a session to another agent or to a queue in the place of whoever holds it. */
export function ReassignSessionDialog({ board, session, onClose }: ReassignSessionDialogProps) {
  const reassign = useReassignSession()
  const toast = useToast()
  const [chosen, setChosen] = useState('')
  const [message, setMessage] = useState('')
  const [missing, setMissing] = useState(false)
  const there = new Set(session.representatives.map(({ userId }) => userId))
  const agents = board.agents.filter(({ state, userId }) => state === 'available' && !there.has(userId))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const [kind, id = ''] = chosen.split(/:(.*)/s)
    setMissing(id === '')
    if (id === '' || reassign.isPending) return
    const to = kind === 'agent' ? { kind: 'agent' as const, userId: id } : { kind: 'queue' as const, queueId: id }
    reassign.mutate(
      { sessionId: session.id, to, message },
      {
        onSuccess: () => {
          toast({ title: 'The session is being handed over', description: 'It changes hands once somebody takes it.' })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Reassign the session with ${session.customerName ?? 'nobody yet'}`}
      description="Whoever holds it helps on until somebody takes it, and leaves it then. The customer stays where they are."
      width="small"
    >
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <SelectField
          label="To whom"
          value={chosen}
          error={missing && chosen === '' ? 'Choose an agent or a queue.' : undefined}
          onChange={(event) => setChosen(event.target.value)}
        >
          <option value="">Choose…</option>
          {agents.length > 0 ? (
            <optgroup label="Available agents">
              {agents.map(({ userId, name }) => (
                <option key={userId} value={`agent:${userId}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          ) : null}
          <optgroup label="Queues">
            {board.queues.map(({ id, name, waiting }) => (
              <option key={id} value={`queue:${id}`}>
                {name} ({waiting} waiting)
              </option>
            ))}
          </optgroup>
        </SelectField>
        <TextAreaField
          label="Message to the agent"
          hint="The customer does not see it."
          rows={3}
          maxLength={TRANSFER_MESSAGE_LENGTH}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
        />
        {reassign.error ? (
          <Notice tone="danger" role="alert">
            {sentenceOf(reassign.error)}
          </Notice>
        ) : null}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={reassign.isPending}>
            Reassign
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
