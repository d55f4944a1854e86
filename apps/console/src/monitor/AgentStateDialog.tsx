import { AWAY_REASONS } from '@deskside/protocol'
import type { MonitoredAgent } from '@deskside/protocol'
import { Button, Dialog, Notice, SelectField, useToast } from '@deskside/ui'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { sentenceOf } from '../platform/queries.ts'
import { REASON_WORDS, STATE_WORDS, chosenBy } from '../queue/index.ts'
import { stateWords } from './board-words.ts'
import { useChangeState } from './monitor-calls.ts'

/** Sets an agent's state in their place; they are told who did. */
export function AgentStateDialog({ agent, onClose }: { readonly agent: MonitoredAgent; readonly onClose: () => void }) {
  const change = useChangeState()
  const toast = useToast()
  const [option, setOption] = useState(agent.state === 'available' ? 'away' : 'available')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const to = chosenBy(option)
    if (!to || change.isPending) return
    change.mutate(
      { userId: agent.userId, to },
      {
        onSuccess: () => {
          toast({ title: `The state of ${agent.name} was changed` })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Change state of ${agent.name}`}
      description={`Now: ${stateWords(agent)}. ${agent.name} is told that it was you.`}
      width="small"
    >
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <SelectField label="New state" value={option} onChange={(event) => setOption(event.target.value)}>
          <option value="available">{STATE_WORDS.available}</option>
          <option value="busy">{STATE_WORDS.busy}</option>
          <option value="away">{STATE_WORDS.away}</option>
          {AWAY_REASONS.map((reason) => (
            <option key={reason} value={`away:${reason}`}>
              {REASON_WORDS[reason]}
            </option>
          ))}
          <option value="offline">{STATE_WORDS.offline}</option>
        </SelectField>
        {change.error ? (
          <Notice tone="danger" role="alert">
            {sentenceOf(change.error)}
          </Notice>
        ) : null}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={change.isPending}>
            Change state
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
