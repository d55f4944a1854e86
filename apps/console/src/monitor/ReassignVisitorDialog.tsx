import type { Board, MonitoredVisitor } from '@deskside/protocol'
import { Button, Dialog, Notice, SelectField, useToast } from '@deskside/ui'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { sentenceOf } from '../platform/queries.ts'
import { useVisitorChange } from './monitor-calls.ts'
import type { VisitorChange } from './monitor-calls.ts'

interface ReassignVisitorDialogProps {
  readonly board: Board
  readonly visitor: MonitoredVisitor
  readonly onClose: () => void
}

/** Moves a waiting visitor to another queue, or has them offered to one agent. */
export function ReassignVisitorDialog({ board, visitor, onClose }: ReassignVisitorDialogProps) {
  const change = useVisitorChange()
  const toast = useToast()
  const [chosen, setChosen] = useState('')
  const [missing, setMissing] = useState(false)
  const agents = board.agents.filter(
    ({ state, queueIds }) => state === 'available' && queueIds.includes(visitor.queueId),
  )
  const queues = board.queues.filter(({ id }) => id !== visitor.queueId)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const [kind, id = ''] = chosen.split(/:(.*)/s)
    setMissing(id === '')
    if (id === '' || change.isPending) return
    const wanted: VisitorChange = kind === 'agent' ? { offer: id } : { move: id }
    change.mutate(
      { visitorId: visitor.id, change: wanted },
      {
        onSuccess: () => {
          toast({ title: `${visitor.name} was reassigned` })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Reassign ${visitor.name}`}
      description="Their waiting time stays. An agent is asked, as for any other visitor."
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
            <optgroup label="Available agents of this queue">
              {agents.map(({ userId, name }) => (
                <option key={userId} value={`agent:${userId}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          ) : null}
          {queues.length > 0 ? (
            <optgroup label="Another queue">
              {queues.map(({ id, name, waiting }) => (
                <option key={id} value={`queue:${id}`}>
                  {name} ({waiting} waiting)
                </option>
              ))}
            </optgroup>
          ) : null}
        </SelectField>
        {agents.length === 0 ? (
          <p className="text-sm text-ink-soft">No agent of this queue is available at the moment.</p>
        ) : null}
        {change.error ? (
          <Notice tone="danger" role="alert">
            {sentenceOf(change.error)}
          </Notice>
        ) : null}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={change.isPending}>
            Reassign
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
