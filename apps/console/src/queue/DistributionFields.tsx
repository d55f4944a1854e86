import { DISTRIBUTIONS } from '@deskside/protocol'
import type { UserRow } from '@deskside/protocol'
import { Checkbox, SelectField, TextField } from '@deskside/ui'
import { useId } from 'react'
import type { DraftEditing } from './draft-editing.ts'
import { DISTRIBUTION_WORDS, PRIORITIES, PRIORITY_ENDS } from './queue-words.ts'
import { QueueSection } from './QueueSection.tsx'

/** Who takes those who wait, and in which order. */
export function DistributionFields({
  draft,
  edit,
  problems,
  users,
}: DraftEditing & { readonly users: readonly UserRow[] }) {
  return (
    <>
      <QueueSection part="distribution">
        <Distributions value={draft.distribution} onChange={(distribution) => edit({ distribution })} />
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label="Priority"
            name="priority"
            value={draft.priority}
            onChange={(event) => edit({ priority: Number(event.target.value) })}
            hint="Beside other queues of the same agents. It grows with the wait, so nobody waits for ever."
          >
            {PRIORITIES.map((priority) => (
              <option key={priority} value={priority}>
                {PRIORITY_ENDS[priority] ?? priority}
              </option>
            ))}
          </SelectField>
          <TextField
            label="Seconds to answer"
            name="acceptSeconds"
            type="number"
            inputMode="numeric"
            min={5}
            max={300}
            value={draft.acceptSeconds}
            onChange={(event) => edit({ acceptSeconds: event.target.value })}
            hint="Then somebody else is asked, and the agent is away."
            error={problems['acceptSeconds']}
          />
        </div>
      </QueueSection>
      <Agents draft={draft} edit={edit} problems={problems} users={users} />
    </>
  )
}

interface DistributionsProps {
  readonly value: (typeof DISTRIBUTIONS)[number]
  readonly onChange: (value: (typeof DISTRIBUTIONS)[number]) => void
}

function Distributions({ value, onChange }: DistributionsProps) {
  const id = useId()
  return (
    <div>
      {DISTRIBUTIONS.map((distribution) => (
        <div key={distribution} className="flex items-start gap-3 py-1">
          <input
            id={`${id}-${distribution}`}
            type="radio"
            name="distribution"
            checked={value === distribution}
            onChange={() => onChange(distribution)}
            aria-describedby={`${id}-${distribution}-means`}
            className="mt-1 size-4.5 shrink-0 accent-accent"
          />
          <div>
            <label htmlFor={`${id}-${distribution}`}>{DISTRIBUTION_WORDS[distribution].name}</label>
            <p id={`${id}-${distribution}-means`} className="text-sm text-ink-soft">
              {DISTRIBUTION_WORDS[distribution].means}
            </p>
          </div>
        </div>
      ))}
    </div>
  )
}

function Agents({ draft, edit, problems, users }: DraftEditing & { readonly users: readonly UserRow[] }) {
  const chosen = new Set(draft.agentIds)
  const toggle = (id: string, on: boolean): void => {
    const others = draft.agentIds.filter((agentId) => agentId !== id)
    edit({ agentIds: on ? [...others, id] : others })
  }
  // Whoever may not sign in serves nothing; who is in the queue all the same can be taken out.
  const shown = users.filter(({ id, disabled }) => !disabled || chosen.has(id))
  return (
    <QueueSection part="agents">
      <p className="text-ink-soft">Who serves this queue, while their state is Available.</p>
      {problems['agentIds'] ? <p className="font-medium text-danger-ink">{problems['agentIds']}</p> : null}
      <ul aria-label="Agents" className="grid gap-x-6 sm:grid-cols-2">
        {shown.map(({ id, name, email, disabled }) => (
          <li key={id} className="min-w-0">
            <Checkbox
              label={
                <span className="wrap-anywhere">
                  <bdi>{name}</bdi>
                  <span className="block text-sm text-ink-soft">
                    {email}
                    {disabled ? ', disabled' : ''}
                  </span>
                </span>
              }
              checked={chosen.has(id)}
              onChange={(event) => toggle(id, event.target.checked)}
            />
          </li>
        ))}
      </ul>
    </QueueSection>
  )
}
