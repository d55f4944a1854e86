import { FIELD_KINDS } from '@deskside/protocol'
import { Button, Checkbox, IconButton, SelectField, TextAreaField, TextField } from '@deskside/ui'
import { ArrowDown, ArrowUp, ListPlus, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { DraftEditing } from './draft-editing.ts'
import { moved, newField, problemAt } from './draft.ts'
import type { DraftField } from './draft.ts'
import { KIND_WORDS } from './queue-words.ts'
import { QueueSection } from './QueueSection.tsx'

const MOST = 12

/** What visitors are asked before they wait, beside their name. */
export function EntryFormFields({ draft, edit, problems }: DraftEditing) {
  const { form } = draft
  const [said, setSaid] = useState('')
  const list = useRef<HTMLOListElement>(null)
  const add = useRef<HTMLButtonElement>(null)
  const [newest, setNewest] = useState<string>()
  useEffect(() => {
    // Where one types next.
    if (newest) list.current?.querySelector<HTMLInputElement>(':scope > li:last-child input')?.focus()
  }, [newest])
  const move = (index: number, by: -1 | 1): void => {
    const next = moved(form, index, by)
    if (next === form) return
    edit({ form: next })
    setSaid(`Question ${index + 1} is now question ${index + 1 + by} of ${form.length}.`)
  }
  return (
    <QueueSection part="form">
      <p className="text-ink-soft">What visitors are asked before they wait. Their name is always asked.</p>
      <ol ref={list} className="flex flex-col gap-3">
        {form.map((field, index) => (
          <li key={field.id}>
            <Question
              field={field}
              index={index}
              last={index === form.length - 1}
              problems={problems}
              onChange={(part) => edit({ form: form.with(index, { ...field, ...part }) })}
              onMove={(by) => move(index, by)}
              onRemove={() => {
                add.current?.focus()
                edit({ form: form.toSpliced(index, 1) })
              }}
            />
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
      <div>
        <Button
          size="small"
          icon={<ListPlus aria-hidden="true" className="size-4" />}
          aria-disabled={form.length >= MOST ? true : undefined}
          ref={add}
          onClick={() => {
            const field = newField()
            edit({ form: [...form, field] })
            setNewest(field.id)
          }}
        >
          Add a question
        </Button>
      </div>
    </QueueSection>
  )
}

interface QuestionProps {
  readonly field: DraftField
  readonly index: number
  readonly last: boolean
  readonly problems: DraftEditing['problems']
  readonly onChange: (part: Partial<DraftField>) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

function Question({ field, index, last, problems, onChange, onMove, onRemove }: QuestionProps) {
  const path = `form.${index}`
  const number = index + 1
  return (
    <div
      role="group"
      aria-label={`Question ${number}`}
      className="flex flex-col gap-3 rounded-control border border-line p-3"
    >
      <div className="flex flex-wrap items-start gap-3">
        <TextField
          label="Question"
          name={`${path}.label`}
          autoComplete="off"
          maxLength={80}
          value={field.label}
          onChange={(event) => onChange({ label: event.target.value })}
          error={problems[`${path}.label`]}
          fieldClassName="min-w-48 flex-1"
        />
        <div className="flex pt-8">
          <IconButton
            label={`Move question ${number} up`}
            icon={<ArrowUp className="size-4.5" />}
            aria-disabled={index === 0 ? true : undefined}
            onClick={() => onMove(-1)}
          />
          <IconButton
            label={`Move question ${number} down`}
            icon={<ArrowDown className="size-4.5" />}
            aria-disabled={last ? true : undefined}
            onClick={() => onMove(1)}
          />
          <IconButton label={`Remove question ${number}`} icon={<Trash2 className="size-4.5" />} onClick={onRemove} />
        </div>
      </div>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
        <SelectField
          label="Answer"
          name={`${path}.kind`}
          value={field.kind}
          onChange={(event) => {
            const kind = FIELD_KINDS.find((each) => each === event.target.value)
            if (kind) onChange({ kind })
          }}
          fieldClassName="min-w-56"
        >
          {FIELD_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {KIND_WORDS[kind]}
            </option>
          ))}
        </SelectField>
        <Checkbox
          label="Must be answered"
          checked={field.required}
          onChange={(event) => onChange({ required: event.target.checked })}
          className="mb-1"
        />
      </div>
      {field.kind === 'choice' ? (
        <TextAreaField
          label="Options"
          name={`${path}.options`}
          rows={3}
          value={field.options}
          onChange={(event) => onChange({ options: event.target.value })}
          hint="One a line."
          error={problemAt(problems, `${path}.options`)}
        />
      ) : null}
    </div>
  )
}
