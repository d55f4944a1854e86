import type { FormField } from '@deskside/protocol'
import { SelectField, TextAreaField, TextField } from '@deskside/ui'

/** Characters of an answer at most, as the protocol takes them. */
const MOST = 2_000

/** How a browser helps with each kind: the right keys on a phone, and what it has filled in elsewhere before. */
const LINES = {
  text: {},
  email: { type: 'email', autoComplete: 'email', autoCapitalize: 'none', spellCheck: false },
  phone: { type: 'tel', autoComplete: 'tel' },
} as const

interface AskedFieldProps {
  readonly field: FormField
  /** Of its answer in the body; the control's name. */
  readonly path: string
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (answer: string) => void
}

/** One question of a queue's entry form. */
export function AskedField({ field, path, value, error, onChange }: AskedFieldProps) {
  const control = {
    label: field.label,
    name: path,
    value,
    error,
    required: field.required,
    mark: field.required ? 'required' : undefined,
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value),
  }
  if (field.kind === 'long-text') return <TextAreaField {...control} maxLength={MOST} />
  if (field.kind === 'choice')
    return (
      <SelectField {...control}>
        <option value="">Choose one</option>
        {field.options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </SelectField>
    )
  return <TextField {...LINES[field.kind]} {...control} maxLength={MOST} />
}
