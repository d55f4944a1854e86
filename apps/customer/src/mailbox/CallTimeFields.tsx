import { callTimes } from '@deskside/protocol'
import type { OpenSpan } from '@deskside/protocol'
import { SelectField } from '@deskside/ui'
import { useState } from 'react'
import { callClock, callDays } from './call-days.ts'

interface CallTimeFieldsProps {
  readonly openings: readonly OpenSpan[]
  readonly value: number | null
  readonly error: string | undefined
  readonly onChange: (callAt: number | null) => void
}

/** When to be called: as soon as possible, or a day and then a time of it, by the visitor's own clock. */
export function CallTimeFields({ openings, value, error, onChange }: CallTimeFieldsProps) {
  const [now] = useState(() => Date.now())
  const days = callDays(callTimes(openings, now), now)
  const chosen = days.findIndex(({ times }) => value !== null && times.includes(value))
  const day = days[chosen]
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <SelectField
        label="When may we call you?"
        name="day"
        value={chosen}
        onChange={(event) => onChange(days[Number(event.target.value)]?.times[0] ?? null)}
      >
        <option value={-1}>As soon as possible</option>
        {days.map(({ name }, index) => (
          <option key={name} value={index}>
            {name}
          </option>
        ))}
      </SelectField>
      {day ? (
        <SelectField
          label="At what time?"
          name="callAt"
          hint="By your own clock."
          value={value ?? ''}
          error={error}
          onChange={(event) => onChange(Number(event.target.value))}
        >
          {day.times.map((at) => (
            <option key={at} value={at}>
              {callClock(at)}
            </option>
          ))}
        </SelectField>
      ) : null}
    </div>
  )
}
