import { OFFERED_CAPABILITIES, startRequestSchema } from '@deskside/protocol'
import { Checkbox, SelectField, TextField } from '@deskside/ui'
import { CAPABILITY_WORDS } from '../consent/index.ts'
import type { DraftEditing } from './draft-editing.ts'
import type { DraftServing } from './draft-service.ts'
import { QueueSection } from './QueueSection.tsx'
import { SecondsField } from './SecondsField.tsx'

/** What a queue's sessions are like for the agents who have them. */
export function SessionFields({ draft, edit, problems }: DraftEditing) {
  const { serving } = draft
  const change = (part: Partial<DraftServing>): void => edit({ serving: { ...serving, ...part } })
  return (
    <QueueSection part="sessions">
      <SelectField
        label="Ask for when the session begins"
        name="serving.request"
        value={serving.request ?? ''}
        onChange={(event) => change({ request: REQUESTABLE.find((each) => each === event.target.value) ?? null })}
        hint="The customer is asked at once, in the agent’s name, and may decline."
      >
        <option value="">Nothing</option>
        {REQUESTABLE.map((capability) => (
          <option key={capability} value={capability}>
            {inWords(CAPABILITY_WORDS[capability].to)}
          </option>
        ))}
      </SelectField>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label="Capacity of a session"
          name="serving.weight"
          type="number"
          inputMode="numeric"
          min={1}
          max={10}
          value={serving.weight}
          onChange={(event) => change({ weight: event.target.value })}
          hint="How much of an agent’s capacity it takes. An ordinary session takes 1."
          error={problems['serving.weight']}
        />
        <SecondsField
          label="Wrap-up (seconds)"
          name="serving.wrapUpSeconds"
          max={3_600}
          value={serving.wrapUpSeconds}
          onChange={(wrapUpSeconds) => change({ wrapUpSeconds })}
          hint="After a session the agent gets nobody for so long, to finish notes. 0: at once."
          error={problems['serving.wrapUpSeconds']}
        />
        <SecondsField
          label="In time means within (seconds)"
          name="serving.targetSeconds"
          min={1}
          max={3_600}
          value={serving.targetSeconds}
          onChange={(targetSeconds) => change({ targetSeconds })}
          hint="The service level counts who is accepted by then."
          error={problems['serving.targetSeconds']}
        />
      </div>
      <Checkbox
        label="Agents may choose whom they take, whoever’s turn it is"
        checked={serving.mayChoose}
        onChange={(event) => change({ mayChoose: event.target.checked })}
      />
    </QueueSection>
  )
}

/** What a queue may ask for by itself, of what can be asked at all. */
const REQUESTABLE = startRequestSchema.options.filter((capability) => OFFERED_CAPABILITIES.includes(capability))

const inWords = (to: string): string => `To ${to}`
