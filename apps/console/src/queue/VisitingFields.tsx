import { Checkbox, TextAreaField, TextField } from '@deskside/ui'
import { useId } from 'react'
import type { DraftEditing } from './draft-editing.ts'
import type { DraftVisiting } from './draft-service.ts'
import { QueueSection } from './QueueSection.tsx'

const FIRST_QUESTION = 'How did we do?'
/** Where a choice of a colour of one's own begins. */
const FIRST_COLOUR = '#1f6feb'

/** What visitors meet beside the entry form: messages, a question at the end, and the button on other pages. */
export function VisitingFields({ draft, edit, problems }: DraftEditing) {
  const { visiting } = draft
  const change = (part: Partial<DraftVisiting>): void => edit({ visiting: { ...visiting, ...part } })
  return (
    <>
      <QueueSection part="afterwards">
        <Checkbox
          label="Visitors may leave a message, out of hours or instead of waiting"
          checked={visiting.leaveMessage}
          onChange={(event) => change({ leaveMessage: event.target.checked })}
        />
        <Checkbox
          label="Visitors may ask to be called back"
          checked={visiting.callBack}
          onChange={(event) => change({ callBack: event.target.checked })}
        />
        <Checkbox
          label="Ask customers a question when their session is over"
          checked={visiting.survey !== null}
          onChange={(event) => change({ survey: event.target.checked ? FIRST_QUESTION : null })}
        />
        {visiting.survey === null ? null : (
          <TextField
            label="Question for customers"
            name="visiting.survey.question"
            autoComplete="off"
            maxLength={200}
            value={visiting.survey}
            onChange={(event) => change({ survey: event.target.value })}
            hint="They answer with one to five stars, and words if they like."
            error={problems['visiting.survey.question']}
            fieldClassName="border-s-2 border-line ps-4"
          />
        )}
      </QueueSection>
      <ButtonFields visiting={visiting} change={change} problems={problems} />
    </>
  )
}

interface ButtonFieldsProps extends Pick<DraftEditing, 'problems'> {
  readonly visiting: DraftVisiting
  readonly change: (part: Partial<DraftVisiting>) => void
}

function ButtonFields({ visiting, change, problems }: ButtonFieldsProps) {
  return (
    <QueueSection part="button">
      <p className="text-ink-soft">A button on your own web pages brings visitors into this queue.</p>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label="Button while open"
          name="visiting.embed.openLabel"
          autoComplete="off"
          maxLength={40}
          value={visiting.openLabel}
          onChange={(event) => change({ openLabel: event.target.value })}
          error={problems['visiting.embed.openLabel']}
        />
        <TextField
          label="Button while closed"
          name="visiting.embed.closedLabel"
          autoComplete="off"
          maxLength={40}
          value={visiting.closedLabel}
          onChange={(event) => change({ closedLabel: event.target.value })}
          error={problems['visiting.embed.closedLabel']}
        />
      </div>
      <ColourField visiting={visiting} change={change} problems={problems} />
      <TextAreaField
        label="Pages that may carry it"
        name="visiting.embed.origins"
        rows={3}
        dir="ltr"
        spellCheck={false}
        value={visiting.origins}
        onChange={(event) => change({ origins: event.target.value })}
        hint="One address a line, without a path, such as https://shop.example. Empty: any page."
        error={originProblem(visiting.origins, problems)}
      />
    </QueueSection>
  )
}

function ColourField({ visiting, change, problems }: ButtonFieldsProps) {
  const id = useId()
  const { color } = visiting
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-6 gap-y-2">
      <Checkbox
        label="A colour of its own"
        checked={color !== null}
        onChange={(event) => change({ color: event.target.checked ? FIRST_COLOUR : null })}
      />
      {color === null ? null : (
        <span className="flex items-center gap-2">
          <label htmlFor={id}>Colour</label>
          <input
            id={id}
            type="color"
            name="visiting.embed.color"
            value={color}
            onChange={(event) => change({ color: event.target.value })}
            className="h-9 w-14 rounded-control border border-line-strong bg-surface p-0.5"
          />
          <span dir="ltr" className="font-mono text-sm text-ink-soft">
            {color}
          </span>
          {problems['visiting.embed.color'] ? (
            <span className="font-medium text-danger-ink">{problems['visiting.embed.color']}</span>
          ) : null}
        </span>
      )}
    </div>
  )
}

/** Which of the lines is wrong, and how to mend it. */
function originProblem(origins: string, problems: DraftEditing['problems']): string | undefined {
  const own = problems['visiting.embed.origins']
  if (own) return own
  const lines = origins.split('\n').filter((line) => line.trim() !== '')
  const wrong = lines.findIndex((_, index) => problems[`visiting.embed.origins.${index}`])
  return wrong < 0 ? undefined : `“${lines[wrong]?.trim()}”: ${problems[`visiting.embed.origins.${wrong}`]}`
}
