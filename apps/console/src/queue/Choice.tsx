import { useId } from 'react'
import type { ReactNode } from 'react'

interface ChoiceProps<V extends string> {
  readonly label: string
  readonly name?: string
  readonly value: V
  readonly options: readonly { readonly value: V; readonly words: string }[]
  readonly onChange: (value: V) => void
  readonly hint?: ReactNode
  readonly error?: string | undefined
}

/** One of several, as a list that opens. */
export function Choice<V extends string>({ label, name, value, options, onChange, hint, error }: ChoiceProps<V>) {
  const id = useId()
  const described = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ')
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select
        id={id}
        name={name}
        value={value}
        aria-describedby={described || undefined}
        aria-invalid={error ? true : undefined}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
        className="min-h-11 w-full rounded-control border border-line-strong bg-surface px-3 py-2 text-ink"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.words}
          </option>
        ))}
      </select>
      {error ? (
        <p id={`${id}-error`} className="text-sm font-medium text-danger-ink">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-ink-soft">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
