import { Button, IconButton, SelectField, TextField } from '@deskside/ui'
import { ListPlus, Trash2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { linesOf, newNeed, whenOf, whenValue } from './draft-service.ts'
import type { DraftNeed } from './draft-service.ts'
import type { DraftEditing } from './draft-editing.ts'
import { problemAt } from './draft.ts'
import type { DraftField } from './draft.ts'
import { LEVEL_WORDS, SKILL_LEVELS } from './queue-words.ts'
import { QueueSection } from './QueueSection.tsx'
import { SecondsField } from './SecondsField.tsx'
import { SkillNames } from './SkillNames.tsx'

const MOST = 10

/** What an agent must be able to do to be offered this queue's visitors. */
export function SkillFields({ draft, edit, problems, skills }: DraftEditing & { readonly skills: readonly string[] }) {
  const { serving } = draft
  const { needs } = serving
  const listId = useId()
  const list = useRef<HTMLOListElement>(null)
  const add = useRef<HTMLButtonElement>(null)
  const [newest, setNewest] = useState<string>()
  useEffect(() => {
    if (newest) list.current?.querySelector<HTMLInputElement>(':scope > li:last-child input')?.focus()
  }, [newest])
  const keep = (next: readonly DraftNeed[]): void => edit({ serving: { ...serving, needs: next } })
  return (
    <QueueSection part="skills">
      <p className="text-ink-soft">
        Who is offered this queue’s visitors: only agents with all of these. With none, every agent of the queue.
      </p>
      <SkillNames id={listId} names={skills} />
      <ol ref={list} aria-label="Needed skills" className="flex flex-col gap-3">
        {needs.map((need, index) => (
          <li key={need.key}>
            <NeedFields
              need={need}
              index={index}
              form={draft.form}
              problems={problems}
              listId={listId}
              onChange={(part) => keep(needs.with(index, { ...need, ...part }))}
              onRemove={() => {
                add.current?.focus()
                keep(needs.toSpliced(index, 1))
              }}
            />
          </li>
        ))}
      </ol>
      <div>
        <Button
          ref={add}
          size="small"
          icon={<ListPlus aria-hidden="true" className="size-4" />}
          aria-disabled={needs.length >= MOST ? true : undefined}
          onClick={() => {
            const need = newNeed()
            keep([...needs, need])
            setNewest(need.key)
          }}
        >
          Add a skill
        </Button>
      </div>
    </QueueSection>
  )
}

interface NeedFieldsProps {
  readonly need: DraftNeed
  readonly index: number
  readonly form: readonly DraftField[]
  readonly problems: DraftEditing['problems']
  readonly listId: string
  readonly onChange: (part: Partial<DraftNeed>) => void
  readonly onRemove: () => void
}

function NeedFields({ need, index, form, problems, listId, onChange, onRemove }: NeedFieldsProps) {
  const path = `serving.needs.${index}`
  const number = index + 1
  return (
    <div
      role="group"
      aria-label={`Needed skill ${number}`}
      className="flex flex-col gap-3 rounded-control border border-line p-3"
    >
      <div className="flex flex-wrap items-start gap-3">
        <TextField
          label="Skill"
          name={`${path}.skill`}
          list={listId}
          autoComplete="off"
          maxLength={40}
          value={need.skill}
          onChange={(event) => onChange({ skill: event.target.value })}
          error={problems[`${path}.skill`]}
          fieldClassName="min-w-40 flex-1"
        />
        <SelectField
          label="At least"
          name={`${path}.level`}
          value={need.level}
          onChange={(event) => onChange({ level: Number(event.target.value) })}
        >
          {SKILL_LEVELS.map((level) => (
            <option key={level} value={level}>
              {LEVEL_WORDS[level]}
            </option>
          ))}
        </SelectField>
        <IconButton
          className="mt-8"
          label={`Remove needed skill ${number}`}
          icon={<Trash2 className="size-4.5" />}
          onClick={onRemove}
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <SecondsField
          label="Also without it after a wait of (seconds)"
          name={`${path}.relaxAfterSeconds`}
          max={86_400}
          value={need.relaxAfter}
          onChange={(relaxAfter) => onChange({ relaxAfter })}
          hint="Empty: never."
          error={problems[`${path}.relaxAfterSeconds`]}
        />
        <WhenField path={path} need={need} form={form} problems={problems} onChange={onChange} />
      </div>
    </div>
  )
}

/** Of whom the skill is needed: of all, or of those who chose an answer of the entry form. */
function WhenField({
  path,
  need,
  form,
  problems,
  onChange,
}: Pick<NeedFieldsProps, 'need' | 'form' | 'problems' | 'onChange'> & { readonly path: string }) {
  const answers = form
    .filter(({ kind }) => kind === 'choice')
    .flatMap(({ id: fieldId, label, options }) =>
      linesOf(options).map((option) => ({ value: whenValue({ fieldId, option }), words: `${label}: ${option}` })),
    )
  const known = need.when === '' || answers.some(({ value }) => value === need.when)
  return (
    <SelectField
      label="Needed of"
      name={`${path}.when`}
      value={need.when}
      onChange={(event) => onChange({ when: event.target.value })}
      hint="Answers come from questions with several options."
      error={problemAt(problems, `${path}.when`)}
    >
      <option value="">all visitors</option>
      {answers.map(({ value, words }) => (
        <option key={value} value={value}>
          who chose {words}
        </option>
      ))}
      {known ? null : <option value={need.when}>who chose {whenOf(need.when)?.option} (not asked any more)</option>}
    </SelectField>
  )
}
