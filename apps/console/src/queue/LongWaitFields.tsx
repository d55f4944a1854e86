import type { Queue } from '@deskside/protocol'
import { Checkbox, SelectField, TextField } from '@deskside/ui'
import type { DraftEditing } from './draft-editing.ts'
import type { DraftOverflow, DraftServing } from './draft-service.ts'
import { PRIORITIES, PRIORITY_ENDS } from './queue-words.ts'
import { QueueSection } from './QueueSection.tsx'
import { SecondsField } from './SecondsField.tsx'

interface LongWaitFieldsProps extends DraftEditing {
  /** The site's other queues. */
  readonly others: readonly Pick<Queue, 'id' | 'name'>[]
}

/** What happens for those who wait for long. */
export function LongWaitFields({ draft, edit, problems, others }: LongWaitFieldsProps) {
  const { serving } = draft
  const change = (part: Partial<DraftServing>): void => edit({ serving: { ...serving, ...part } })
  const { escalation, overflow } = serving
  return (
    <QueueSection part="long-waits">
      <Checkbox
        label="Raise the priority after a wait"
        checked={escalation !== null}
        onChange={(event) => change({ escalation: event.target.checked ? { afterSeconds: '300', priority: 9 } : null })}
      />
      {escalation ? (
        <div className="grid items-start gap-4 border-s-2 border-line ps-4 sm:grid-cols-2">
          <SecondsField
            label="After (seconds)"
            name="serving.escalation.afterSeconds"
            min={1}
            max={86_400}
            value={escalation.afterSeconds}
            onChange={(afterSeconds) => change({ escalation: { ...escalation, afterSeconds } })}
            error={problems['serving.escalation.afterSeconds']}
          />
          <SelectField
            label="New priority"
            name="serving.escalation.priority"
            value={escalation.priority}
            onChange={(event) => change({ escalation: { ...escalation, priority: Number(event.target.value) } })}
          >
            {PRIORITIES.map((priority) => (
              <option key={priority} value={priority}>
                {PRIORITY_ENDS[priority] ?? priority}
              </option>
            ))}
          </SelectField>
        </div>
      ) : null}
      <Checkbox
        label="Also ask another queue’s agents"
        checked={overflow !== null}
        disabled={others.length === 0 && overflow === null}
        onChange={(event) => change({ overflow: event.target.checked ? newOverflow(others) : null })}
      />
      {others.length === 0 && overflow === null ? (
        <p className="text-sm text-ink-soft">There is no other queue yet.</p>
      ) : null}
      {overflow ? (
        <OverflowFields
          overflow={overflow}
          others={others}
          problems={problems}
          onChange={(part) => change({ overflow: { ...overflow, ...part } })}
        />
      ) : null}
    </QueueSection>
  )
}

const newOverflow = ([first]: LongWaitFieldsProps['others']): DraftOverflow => ({
  toQueueId: first?.id ?? '',
  afterSeconds: '120',
  whenWaiting: '',
  whenNobody: false,
})

interface OverflowFieldsProps extends Pick<LongWaitFieldsProps, 'others' | 'problems'> {
  readonly overflow: DraftOverflow
  readonly onChange: (part: Partial<DraftOverflow>) => void
}

function OverflowFields({ overflow, others, problems, onChange }: OverflowFieldsProps) {
  const path = 'serving.overflow'
  const known = others.some(({ id }) => id === overflow.toQueueId)
  return (
    <div className="flex flex-col gap-3 border-s-2 border-line ps-4">
      <SelectField
        label="Queue"
        name={`${path}.toQueueId`}
        value={overflow.toQueueId}
        onChange={(event) => onChange({ toQueueId: event.target.value })}
        error={problems[`${path}.toQueueId`]}
      >
        {known ? null : <option value={overflow.toQueueId}>A queue that is not there any more</option>}
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <p className="text-ink-soft">As soon as one of these holds:</p>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <SecondsField
          label="They wait longer than (seconds)"
          name={`${path}.afterSeconds`}
          max={86_400}
          value={overflow.afterSeconds}
          onChange={(afterSeconds) => onChange({ afterSeconds })}
          hint="Empty: does not count."
          error={problems[`${path}.afterSeconds`]}
        />
        <TextField
          label="More people wait than"
          name={`${path}.whenWaiting`}
          type="number"
          inputMode="numeric"
          min={1}
          value={overflow.whenWaiting}
          onChange={(event) => onChange({ whenWaiting: event.target.value })}
          hint="Empty: does not count."
          error={problems[`${path}.whenWaiting`]}
        />
      </div>
      <Checkbox
        label="None of this queue’s own agents is available"
        checked={overflow.whenNobody}
        onChange={(event) => onChange({ whenNobody: event.target.checked })}
      />
    </div>
  )
}
