import { agentSettingsSchema } from '@deskside/protocol'
import type { AgentRow, Queue } from '@deskside/protocol'
import { Button, Checkbox, IconButton, SelectField, TextField } from '@deskside/ui'
import { ListPlus, Trash2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { FormDialog } from '../platform/FormDialog.tsx'
import { useForm } from '../platform/forms.ts'
import { useChangeAgent } from './agents.ts'
import { LEVEL_WORDS, SKILL_LEVELS } from './queue-words.ts'
import { SkillNames } from './SkillNames.tsx'

const MOST = 50

interface AgentDialogProps {
  readonly agent: AgentRow
  readonly queues: readonly Queue[]
  /** Names of skills that some agent has. */
  readonly skills: readonly string[]
  readonly onClose: () => void
}

interface DraftSkill {
  readonly key: string
  readonly skill: string
  readonly level: number
}

/** Changes what an agent can do, how much at once, and for which queues. */
export function AgentDialog({ agent, queues, skills: known, onClose }: AgentDialogProps) {
  const change = useChangeAgent()
  const [skills, setSkills] = useState<readonly DraftSkill[]>(() => agent.settings.skills.map(draftOf))
  const [capacity, setCapacity] = useState(String(agent.settings.capacity))
  const [serves, setServes] = useState<ReadonlySet<string>>(() => new Set(agent.queues.map(({ id }) => id)))
  const form = useForm({
    schema: agentSettingsSchema,
    read: () => ({
      skills: skills.map(({ skill, level }) => ({ skill, level })),
      capacity: capacity.trim() === '' ? Number.NaN : Number(capacity),
    }),
    send: async (settings) => {
      const before = new Set(agent.queues.map(({ id }) => id))
      const into = queues.filter(({ id }) => serves.has(id) && !before.has(id))
      const outOf = queues.filter(({ id }) => !serves.has(id) && before.has(id))
      await change.mutateAsync({ id: agent.id, settings, into, outOf })
      onClose()
    },
  })
  return (
    <FormDialog form={form} title={`Change the agent ${agent.name}`} width="large" onClose={onClose}>
      <div className="flex flex-col gap-8">
        <TextField
          label="Capacity"
          name="capacity"
          type="number"
          inputMode="numeric"
          min={1}
          max={20}
          value={capacity}
          onChange={(event) => setCapacity(event.target.value)}
          hint="How much they help with at once: an ordinary session takes 1, one of a queue what the queue says."
          error={form.problems.fields['capacity']}
        />
        <Skills skills={skills} onChange={setSkills} known={known} problems={form.problems.fields} />
        <fieldset className="flex min-w-0 flex-col gap-1">
          <legend className="mb-2 text-lg font-semibold">Queues</legend>
          {queues.length === 0 ? <p className="text-ink-soft">There are no queues yet.</p> : null}
          {queues.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={<bdi className="wrap-anywhere">{name}</bdi>}
              checked={serves.has(id)}
              onChange={({ target }) => {
                const next = new Set(serves)
                if (target.checked) next.add(id)
                else next.delete(id)
                setServes(next)
              }}
            />
          ))}
        </fieldset>
      </div>
    </FormDialog>
  )
}

const draftOf = ({ skill, level }: AgentRow['settings']['skills'][number]): DraftSkill => ({
  key: crypto.randomUUID(),
  skill,
  level,
})

interface SkillsProps {
  readonly skills: readonly DraftSkill[]
  readonly onChange: (skills: readonly DraftSkill[]) => void
  readonly known: readonly string[]
  readonly problems: Readonly<Record<string, string>>
}

function Skills({ skills, onChange, known, problems }: SkillsProps) {
  const listId = useId()
  const list = useRef<HTMLUListElement>(null)
  const add = useRef<HTMLButtonElement>(null)
  const [newest, setNewest] = useState<string>()
  useEffect(() => {
    if (newest) list.current?.querySelector<HTMLInputElement>(':scope > li:last-child input')?.focus()
  }, [newest])
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-2 text-lg font-semibold">Skills</legend>
      {problems['skills'] ? <p className="font-medium text-danger-ink">{problems['skills']}</p> : null}
      <SkillNames id={listId} names={known} />
      <ul ref={list} className="flex flex-col gap-3">
        {skills.map((each, index) => (
          <li key={each.key} className="flex flex-wrap items-start gap-3">
            <TextField
              label={`Skill ${index + 1}`}
              name={`skills.${index}.skill`}
              list={listId}
              autoComplete="off"
              maxLength={40}
              value={each.skill}
              onChange={(event) => onChange(skills.with(index, { ...each, skill: event.target.value }))}
              error={problems[`skills.${index}.skill`]}
              fieldClassName="min-w-40 flex-1"
            />
            <SelectField
              label={`Level of skill ${index + 1}`}
              name={`skills.${index}.level`}
              value={each.level}
              onChange={(event) => onChange(skills.with(index, { ...each, level: Number(event.target.value) }))}
            >
              {SKILL_LEVELS.map((level) => (
                <option key={level} value={level}>
                  {LEVEL_WORDS[level]}
                </option>
              ))}
            </SelectField>
            <IconButton
              className="mt-8"
              label={`Remove skill ${index + 1}`}
              icon={<Trash2 className="size-4.5" />}
              onClick={() => {
                add.current?.focus()
                onChange(skills.toSpliced(index, 1))
              }}
            />
          </li>
        ))}
      </ul>
      <div>
        <Button
          ref={add}
          size="small"
          icon={<ListPlus aria-hidden="true" className="size-4" />}
          aria-disabled={skills.length >= MOST ? true : undefined}
          onClick={() => {
            const next = draftOf({ skill: '', level: 3 })
            onChange([...skills, next])
            setNewest(next.key)
          }}
        >
          Add a skill
        </Button>
      </div>
    </fieldset>
  )
}
