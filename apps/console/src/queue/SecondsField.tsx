import { TextField, formatDuration, formatTimeLeft } from '@deskside/ui'

interface SecondsFieldProps {
  readonly label: string
  readonly name: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly min?: number
  readonly max: number
  readonly hint?: string
  readonly error: string | undefined
  readonly fieldClassName?: string
}

/** A span in seconds; a long one also in words. */
export function SecondsField({ label, name, value, onChange, min = 0, max, hint, error, ...look }: SecondsFieldProps) {
  const seconds = Number(value)
  const words = seconds >= 60 && seconds <= max ? `That is ${inWords(seconds)}.` : ''
  return (
    <TextField
      label={label}
      name={name}
      type="number"
      inputMode="numeric"
      min={min}
      max={max}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      hint={[hint, words].filter(Boolean).join(' ')}
      error={error}
      {...look}
    />
  )
}

const inWords = (seconds: number): string =>
  seconds % 60 === 0 ? formatDuration(seconds * 1_000) : `${formatTimeLeft(seconds * 1_000)} minutes`
