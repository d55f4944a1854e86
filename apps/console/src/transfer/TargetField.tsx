import type { TransferTarget, TransferTargets } from '@deskside/protocol'
import { Badge, Button, Notice, Spinner, StatusDot, TextField } from '@deskside/ui'
import { useId, useState } from 'react'
import type { ReactNode, RefObject } from 'react'
import { sentenceOf } from '../platform/queries.ts'
import { STATE_TONES, STATE_WORDS } from '../queue/index.ts'
import { foundIn, useTransferTargets } from './targets.ts'

interface TargetFieldProps {
  readonly sessionId: string
  readonly search: RefObject<HTMLInputElement | null>
  readonly chosen: TransferTarget | undefined
  readonly onChoose: (to: TransferTarget) => void
}

/** One agent or one queue out of those that there are, found by typing. */
export function TargetField({ sessionId, search, chosen, onChoose }: TargetFieldProps) {
  const { data, error, refetch } = useTransferTargets(sessionId)
  const [words, setWords] = useState('')
  if (error && !data)
    return (
      <Notice tone="danger" role="alert" actions={<Button onClick={() => void refetch()}>Try again</Button>}>
        {sentenceOf(error)}
      </Notice>
    )
  const found = data && foundIn(data, words)
  return (
    <div className="flex flex-col gap-3">
      <TextField
        ref={search}
        type="search"
        label="Find an agent or a queue"
        autoComplete="off"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        // The first press only empties the field, as searches do.
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || words === '') return
          event.stopPropagation()
          setWords('')
        }}
      />
      {found ? (
        <Targets found={found} searched={words.trim() !== ''} chosen={chosen} onChoose={onChoose} />
      ) : (
        <p className="flex items-center gap-2 text-ink-soft">
          <Spinner /> Looking who is there…
        </p>
      )}
    </div>
  )
}

interface TargetsProps extends Pick<TargetFieldProps, 'chosen' | 'onChoose'> {
  readonly found: TransferTargets
  readonly searched: boolean
}

function Targets({ found: { agents, queues }, searched, chosen, onChoose }: TargetsProps) {
  const name = useId()
  const count = agents.length + queues.length
  return (
    <div className="flex max-h-72 flex-col gap-4 overflow-y-auto rounded-control p-1 [@media(height<40rem)]:max-h-none">
      <p role="status" className="sr-only">
        {searched ? `${count} found` : ''}
      </p>
      {count === 0 ? (
        <p className="text-ink-soft">
          {searched
            ? 'Nobody of this name, and no such queue.'
            : 'Nobody serves a queue with you, and there is no queue.'}
        </p>
      ) : null}
      {agents.length > 0 ? (
        <Group label="Agents">
          {agents.map((agent) => (
            <Choice
              key={agent.userId}
              group={name}
              title={agent.name}
              checked={chosen?.kind === 'agent' && chosen.userId === agent.userId}
              disabled={agent.state !== 'available'}
              onChoose={() => onChoose({ kind: 'agent', userId: agent.userId })}
              facts={
                <>
                  <StatusDot tone={STATE_TONES[agent.state]}>{STATE_WORDS[agent.state]}</StatusDot>
                  <span>{agent.sessions === 1 ? '1 session' : `${agent.sessions} sessions`}</span>
                  <bdi className="min-w-0 truncate">{agent.queues.join(', ')}</bdi>
                </>
              }
            />
          ))}
        </Group>
      ) : null}
      {queues.length > 0 ? (
        <Group label="Queues">
          {queues.map((queue) => (
            <Choice
              key={queue.queueId}
              group={name}
              title={queue.name}
              checked={chosen?.kind === 'queue' && chosen.queueId === queue.queueId}
              onChoose={() => onChoose({ kind: 'queue', queueId: queue.queueId })}
              facts={
                <>
                  <Badge tone={queue.open ? 'good' : 'neutral'}>{queue.open ? 'Open' : 'Closed'}</Badge>
                  <span>{queue.waiting === 0 ? 'nobody waits' : `${queue.waiting} waiting`}</span>
                </>
              }
            />
          ))}
        </Group>
      ) : null}
    </div>
  )
}

function Group({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-1.5">
      <h3 id={id} className="text-sm font-semibold text-ink-soft">
        {label}
      </h3>
      {children}
    </div>
  )
}

interface ChoiceProps {
  readonly group: string
  readonly title: string
  readonly facts: ReactNode
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChoose: () => void
}

function Choice({ group, title, facts, checked, disabled = false, onChoose }: ChoiceProps) {
  const id = useId()
  return (
    <label className="flex cursor-pointer items-center gap-3 rounded-control border border-line px-3 py-2 hover:bg-surface-hover has-checked:border-accent has-checked:bg-accent-soft has-disabled:cursor-not-allowed has-disabled:bg-surface-sunken">
      <input
        type="radio"
        name={group}
        checked={checked}
        disabled={disabled}
        onChange={onChoose}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-facts`}
        className="size-5 shrink-0 accent-accent"
      />
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-0.5">
        <bdi id={`${id}-name`} className="min-w-0 flex-1 basis-40 truncate font-medium" title={title}>
          {title}
        </bdi>
        <span
          id={`${id}-facts`}
          className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-sm text-ink-soft"
        >
          {facts}
        </span>
      </span>
    </label>
  )
}
