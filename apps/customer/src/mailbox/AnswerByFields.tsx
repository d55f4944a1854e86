import { TextField } from '@deskside/ui'
import { useId } from 'react'
import type { LeftDraft } from './left-draft.ts'

interface AnswerByFieldsProps {
  readonly draft: LeftDraft
  readonly edit: (change: Partial<LeftDraft>) => void
  readonly problem: string | undefined
}

const WAYS = [
  { by: 'email', words: 'E-mail', label: 'Your e-mail address', type: 'email', autoComplete: 'email' },
  { by: 'phone', words: 'Telephone', label: 'Your telephone number', type: 'tel', autoComplete: 'tel' },
] as const

/** How the answer comes, and where it goes. */
export function AnswerByFields({ draft, edit, problem }: AnswerByFieldsProps) {
  const name = useId()
  const way = WAYS.find(({ by }) => by === draft.answerBy) ?? WAYS[0]
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="min-w-0">
        <legend className="font-medium">How may we answer you?</legend>
        <div className="flex flex-wrap gap-x-6">
          {WAYS.map(({ by, words }) => (
            <label key={by} className="flex min-h-10 cursor-pointer items-center gap-2.5">
              <input
                type="radio"
                name={name}
                checked={draft.answerBy === by}
                onChange={() => edit({ answerBy: by })}
                className="size-5 shrink-0 accent-accent"
              />
              {words}
            </label>
          ))}
        </div>
      </fieldset>
      <TextField
        key={way.by}
        label={way.label}
        mark="required"
        required
        name="address"
        type={way.type}
        autoComplete={way.autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        value={draft[way.by]}
        error={problem}
        onChange={(event) => edit({ [way.by]: event.target.value })}
      />
    </div>
  )
}
