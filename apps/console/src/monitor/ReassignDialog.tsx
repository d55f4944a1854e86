import type { Board } from '@deskside/protocol'
import { Button, Dialog, Notice, SelectField } from '@deskside/ui'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { sentenceOf } from '../platform/queries.ts'

/** Who gets somebody: one agent, or a queue. */
export interface NewHolder {
  readonly kind: 'agent' | 'queue'
  readonly id: string
}

interface ReassignDialogProps {
  readonly title: string
  readonly description: string
  /** The agents and queues to choose from, under these headings. */
  readonly agents: { readonly heading: string; readonly among: Board['agents'] }
  readonly queues: { readonly heading: string; readonly among: Board['queues'] }
  readonly busy: boolean
  readonly error: Error | null
  readonly children?: ReactNode
  readonly onChosen: (holder: NewHolder) => void
  readonly onClose: () => void
}

/** Asks to whom a visitor or a session goes. */
export function ReassignDialog(props: ReassignDialogProps) {
  const { title, description, agents, queues, busy, error, children, onChosen, onClose } = props
  const [chosen, setChosen] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const [kind, id = ''] = chosen.split(/:(.*)/s)
    setMissing(id === '')
    if (id !== '' && !busy) onChosen({ kind: kind === 'agent' ? 'agent' : 'queue', id })
  }
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={title} description={description} width="small">
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <SelectField
          label="To whom"
          value={chosen}
          error={missing && chosen === '' ? 'Choose an agent or a queue.' : undefined}
          onChange={(event) => setChosen(event.target.value)}
        >
          <option value="">Choose…</option>
          {agents.among.length > 0 ? (
            <optgroup label={agents.heading}>
              {agents.among.map(({ userId, name }) => (
                <option key={userId} value={`agent:${userId}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          ) : null}
          {queues.among.length > 0 ? (
            <optgroup label={queues.heading}>
              {queues.among.map(({ id, name, waiting }) => (
                <option key={id} value={`queue:${id}`}>
                  {name} ({waiting} waiting)
                </option>
              ))}
            </optgroup>
          ) : null}
        </SelectField>
        {children}
        {error ? (
          <Notice tone="danger" role="alert">
            {sentenceOf(error)}
          </Notice>
        ) : null}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={busy}>
            Reassign
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
